// The second step of a sign-in as a page, and passkeys, with which there may be no first one.
import express, { type Request, type RequestHandler, type Response } from 'express'
import { isObject } from '../../lib/json.ts'
import { factorsOf } from '../../people/factors.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { partyOf } from '../people/passkeys.ts'
import { actingOf, refuse } from './access.ts'
import { backTo, cameOf, cookieOptions, deviceOf, stepCookie, stepFor, takeIn } from './came.ts'
import type { Doors } from './doors.ts'
import { doorBucket } from './guesses.ts'
import { cookieOf } from './identity.ts'
import { factorPage } from './page.ts'
import { tell } from './routes.ts'

const form = express.urlencoded({ extended: false, limit: '8kb' })
const json = express.json({ limit: '64kb' })
/** The challenge that the browser was given. */
const keyCookie = 'lastcopy_key'

export const factorRoutes = (deps: WebDeps, { door, second, passkeys, guesses, sealer }: Doors) => {
  const { people, access, site } = deps
  const show = (name: string, request: Request, response: Response, wrong?: string): void => {
    const known = people.known()
    const factors = known && factorsOf(known, name)
    const has = {
      totp: factors?.totp !== undefined,
      passkey: (factors?.passkeys.length ?? 0) > 0 && partyOf(request, access) !== undefined,
    }
    response.send(factorPage({ site, name, ...has, ...(wrong === undefined ? {} : { wrong }) }))
  }
  return {
    'GET /sign-in/factor': [
      (request, response) => {
        const at = second.at(cookieOf(request, stepCookie))
        if (at) show(at.name, request, response)
        else response.redirect(303, '/sign-in')
      },
    ],
    'POST /sign-in/factor': [
      form,
      async (request, response) => {
        const at = second.at(cookieOf(request, stepCookie))
        if (!at) return response.redirect(303, '/sign-in')
        const read = readFields(request.body, ({ secret }) => secret('code', 100))
        const code = read.ok ? read.value : undefined
        if (code === undefined) return show(at.name, request, response.status(400), 'the code is missing')
        const entered = await second.answer(at.name, code, actingOf(request, response), cameOf(request))
        if ('error' in entered) return show(at.name, request, tell(response, entered), entered.error)
        takeIn(entered, request, response, { access, sealer })
        response.redirect(303, at.to)
      },
    ],
    'POST /api/sign-in/passkey/options': [
      async (request, response) => {
        const party = partyOf(request, access)
        if (!party) return refuse(response, 409, 'passkeys need HTTPS and a name: web.publicUrl says both')
        const { options, sealed } = await passkeys.forSignIn(second.at(cookieOf(request, stepCookie))?.name, party)
        response.cookie(keyCookie, sealed, { ...cookieOptions(request, access), maxAge: stepFor }).json(options)
      },
    ],
    'POST /api/sign-in/passkey': [
      json,
      async (request, response) => {
        const party = partyOf(request, access)
        if (!party) return refuse(response, 409, 'passkeys need HTTPS and a name: web.publicUrl says both')
        const body: Readonly<Record<string, unknown>> = isObject(request.body) ? request.body : {}
        const by = actingOf(request, response)
        const came = cameOf(request)
        const shown = await passkeys.shown(body.answer, cookieOf(request, keyCookie), party)
        const bucket = doorBucket(by, shown && deviceOf(came, shown.name, sealer))
        const wait = guesses.slowed(bucket)
        // A key that is right is never kept waiting: it cannot be guessed, and whoever has it may be on call.
        if (wait && !shown) return refuse(tell(response, wait), wait.status, wait.error)
        if (!shown) {
          guesses.note(bucket)
          await people.note({ act: 'sign-in', record: true, reason: 'wrong-factor' }, by)
          return refuse(response, 403, 'that passkey opens nothing here')
        }
        const entered = await door.enter(shown.name, shown.shown, by, came)
        if ('error' in entered) return refuse(tell(response, entered), entered.status, entered.error)
        const to = second.at(cookieOf(request, stepCookie))?.to ?? backTo(body.to)
        takeIn(entered, request, response, { access, sealer })
        response.clearCookie(keyCookie, { path: '/' }).json({ to })
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
