// Signing in and out, and the first run: as forms for people and as JSON for the command line.
import express, { type Request, type RequestHandler, type Response } from 'express'
import type { Subject } from '../../model/people.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { partyOf } from '../people/passkeys.ts'
import { actingOf, refuse } from './access.ts'
import { backTo, cameOf, cookieOptions, stepCookie, stepFor, takeIn } from './came.ts'
import type { Entered, Needs, Refused } from './door.ts'
import type { Doors } from './doors.ts'
import { cookieName } from './identity.ts'
import { firstRunPage, signInPage } from './page.ts'

const form = express.urlencoded({ extended: false, limit: '8kb' })
const json = express.json({ limit: '8kb' })

export const signInRoutes = (deps: WebDeps, doors: Doors) =>
  ({
    'GET /sign-in': [
      (request, response) => {
        if (response.locals.who !== undefined && (response.locals.who as Subject).kind !== 'machine')
          return response.redirect(303, backTo(request.query.to))
        if (deps.people.known()?.any('account') === false && deps.access.tokens.length === 0 && !deps.provider)
          return response.redirect(303, '/first-run')
        showSignIn(deps, request, response, { to: backTo(request.query.to) })
      },
    ],
    'POST /sign-in': [
      form,
      async (request, response) => {
        const to = backTo((request.body as { readonly to?: unknown } | undefined)?.to)
        const entered = await enter(request, response, doors)
        if ('needs' in entered) {
          const step = doors.second.begin(entered.needs, to)
          response.cookie(stepCookie, step, { ...cookieOptions(request, deps.access), maxAge: stepFor })
          return response.redirect(303, '/sign-in/factor')
        }
        if ('error' in entered) return showSignIn(deps, request, tell(response, entered), { to, wrong: entered.error })
        takeIn(entered, request, response, { access: deps.access, sealer: doors.sealer })
        response.redirect(303, to)
      },
    ],
    'POST /api/sign-in': [
      json,
      async (request, response) => {
        const entered = await enter(request, response, doors)
        if (!('needs' in entered)) return answer(response, entered)
        const read = readFields(request.body, ({ secret }) => secret('code', 100))
        if (!read.ok) return refuse(response, 400, read.error)
        if (read.value === undefined)
          return void response.status(403).json({
            error: 'a second factor is needed: a code of the app, or a recovery code',
            reason: 'needs-factor',
          })
        const { needs } = entered
        answer(response, await doors.second.answer(needs, read.value, actingOf(request, response), cameOf(request)))
      },
    ],
    'GET /first-run': [(_, response) => void response.send(firstRunPage({ site: deps.site }))],
    'POST /first-run': [
      form,
      async (request, response) => {
        const entered = await first(request, response, doors)
        if ('session' in entered) {
          takeIn(entered, request, response, { access: deps.access, sealer: doors.sealer })
          return response.redirect(303, '/')
        }
        const name = (request.body as { readonly name?: unknown } | undefined)?.name
        const again = typeof name === 'string' ? { name: name.slice(0, 63) } : {}
        tell(response, entered).send(firstRunPage({ site: deps.site, wrong: entered.error, ...again }))
      },
    ],
    'POST /api/first-run': [json, async (request, response) => answer(response, await first(request, response, doors))],
    'POST /sign-out': [
      async (request, response) => {
        await signOut(request, response, deps)
        response.clearCookie(cookieName, { path: '/' }).redirect(303, '/sign-in')
      },
    ],
    'POST /api/sign-out': [
      async (request, response) => {
        await signOut(request, response, deps)
        response.json({ signedOut: true })
      },
    ],
    'GET /api/me': [
      (_, response) => {
        const { kind, name, role, person, scopes, lacks } = response.locals.who as Subject
        response.json({ kind, name, role, person, scopes, lacks })
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

/** The page where a person comes in, with what there is to come in by. */
export function showSignIn(
  { site, access, provider }: WebDeps,
  request: Request,
  response: Response,
  more: { readonly to: string; readonly wrong?: string },
): void {
  const by = { passkeys: partyOf(request, access) !== undefined, ...(provider ? { provider: provider.label } : {}) }
  response.send(signInPage({ site, ...by, ...more }))
}

async function enter(request: Request, response: Response, { door }: Doors): Promise<Entered | Needs> {
  const read = readFields(request.body, ({ secret }) => ({
    name: secret('name', 200),
    password: secret('password', 1_000),
  }))
  if (!read.ok) return { status: 400, error: read.error }
  const { name, password } = read.value
  if (name === undefined || password === undefined) return { status: 400, error: 'a name and a password are needed' }
  return door.signIn({ name: name.trim(), password }, actingOf(request, response), cameOf(request))
}

async function first(request: Request, response: Response, { door }: Doors): Promise<Entered> {
  const read = readFields(request.body, ({ secret }) => ({
    code: secret('code', 100),
    name: secret('name', 200),
    password: secret('password', 1_000),
  }))
  if (!read.ok) return { status: 400, error: read.error }
  const { code, name, password } = read.value
  if (code === undefined || name === undefined || password === undefined)
    return { status: 400, error: 'the code, a name and a password are needed' }
  const given = { code, name: name.trim().toLowerCase(), password }
  return door.firstRun(given, actingOf(request, response), cameOf(request))
}

async function signOut(request: Request, response: Response, { people }: WebDeps): Promise<void> {
  const { session } = response.locals.who as Subject
  if (session !== undefined) await people.ask({ act: 'sign-out', session }, actingOf(request, response))
}

/** The command line keeps the session itself, and shows it as a token. */
function answer(response: Response, entered: Entered): void {
  if ('session' in entered) return void response.json({ name: entered.name, session: entered.session })
  refuse(tell(response, entered), entered.status, entered.error)
}

/** The answer as it is to be sent to whoever was refused. */
export const tell = (response: Response, { status, wait }: Refused): Response =>
  (wait === undefined ? response : response.set('retry-after', String(wait))).status(status)
