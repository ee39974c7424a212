// One's own account: password, second factors, recovery codes and sessions. What changes who gets in asks for the password again.
import { randomBytes } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response } from 'express'
import { type Ask, type FactorAdd, refusals } from '../../model/ask.ts'
import type { Subject } from '../../model/people.ts'
import { factorsOf, hasFactor } from '../../people/factors.ts'
import { sealText } from '../../people/sealed.ts'
import { codeOf, hashSecret, secretOf } from '../../people/secret.ts'
import { sessionId } from '../../people/sessions.ts'
import { totpSecret, totpStep } from '../../people/totp.ts'
import { param } from '../alert/api.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { actingOf, refuse } from '../sign-in/access.ts'
import { cameOf, cookieOptions, stepFor, takeIn } from '../sign-in/came.ts'
import { late } from '../sign-in/door.ts'
import type { Doors } from '../sign-in/doors.ts'
import { cookieOf } from '../sign-in/identity.ts'
import { totpPurpose } from '../sign-in/second-step.ts'
import { accountTexts } from '../texts/people.ts'
import { showAccount } from './account-view.ts'
import { newTotp, shownCodes } from './factors.ts'
import { partyOf } from './passkeys.ts'

const form = express.urlencoded({ extended: false, limit: '64kb' })
const json = express.json({ limit: '8kb' })
const { errors } = accountTexts
/** The challenge of a passkey that is being made. */
const newKeyCookie = 'lastcopy_new_key'
const recoveryCodes = 10
/** Signs of a code: 80 random bits. */
const codeLength = 16

type Act = (name: string, request: Request, response: Response) => Promise<void>

export const ownRoutes = (deps: WebDeps, { door, passkeys, sealer }: Doors) => {
  const { people, access, site, now } = deps
  const wrong = (name: string, request: Request, response: Response, why: string, status = 400): void =>
    showAccount(deps, request, response, { name, wrong: why, status })
  /** Whether it is done; where not, that is said. */
  const asked = async (ask: Ask, name: string, request: Request, response: Response): Promise<boolean> => {
    const outcome = await people.ask(ask, actingOf(request, response))
    const why = outcome === 'late' ? late.error : outcome.refused && refusals[outcome.refused]
    if (why !== undefined) wrong(name, request, response, why, outcome === 'late' ? 503 : 409)
    return why === undefined
  }
  const fields = (request: Request, ...names: readonly string[]): Readonly<Record<string, string>> => {
    const read = readFields(request.body, ({ secret }) =>
      Object.fromEntries(names.map((name) => [name, secret(name, 32_000) ?? ''])),
    )
    return read.ok ? read.value : {}
  }
  /** Whether the password that stands in the form is right; where not, that is said. */
  const confirmed = async (name: string, request: Request, response: Response): Promise<boolean> => {
    const { current = '' } = fields(request, 'current')
    const right = await door.isRight(name, current.slice(0, 1_000), actingOf(request, response), cameOf(request))
    if (right === true) return true
    wrong(name, request, response, right.status === 403 ? errors.password : right.error, right.status)
    return false
  }
  const newCodes = (): readonly string[] => Array.from({ length: recoveryCodes }, () => codeOf(randomBytes(codeLength)))
  /** A session whose rights grow goes on under a new secret. */
  const add = async (
    name: string,
    factor: FactorAdd['factor'],
    request: Request,
    response: Response,
  ): Promise<void> => {
    const known = people.known()
    const codes = known && !hasFactor(factorsOf(known, name)) ? newCodes() : undefined
    const session = secretOf('session', randomBytes(32))
    const renew = hashSecret(session)
    const recovery = codes ? { recovery: codes.map(hashSecret) } : {}
    if (!(await asked({ act: 'factor-add', name, factor, renew, ...recovery }, name, request, response))) return
    takeIn({ session, name }, request, response, { access, sealer })
    response.locals.who = inside(name, renew)
    if (codes) showAccount(deps, request, response, { name, once: shownCodes(codes) })
    else response.redirect(303, '/me')
  }
  const inside = (name: string, session: string): Subject => {
    const role = people.known()?.get('account', name)?.role
    return { kind: 'account', name, person: name, session, ...(role === undefined ? {} : { role }) }
  }

  const acts: Readonly<Record<string, Act>> = {
    async password(name, request, response) {
      if (!(await confirmed(name, request, response))) return
      const { password = '' } = fields(request, 'password')
      const made = await door.newPassword(password, name)
      if ('status' in made) return wrong(name, request, response, made.error, made.status)
      const session = secretOf('session', randomBytes(32))
      const ask = { act: 'user-password', name, password: made.kept, renew: hashSecret(session) } as const
      if (!(await asked(ask, name, request, response))) return
      takeIn({ session, name }, request, response, { access, sealer })
      response.redirect(303, '/me')
    },
    async totp(name, request, response) {
      if (!(await confirmed(name, request, response))) return
      const secret = totpSecret(randomBytes(20))
      const sealed = sealer.seal({ secret }, 'new totp', stepFor, name)
      showAccount(deps, request, response, { name, once: newTotp(name, secret, sealed) })
    },
    async 'totp-add'(name, request, response) {
      const { sealed, code = '' } = fields(request, 'sealed', 'code')
      const secret = sealer.open(sealed, 'new totp', name)?.secret
      if (typeof secret !== 'string' || !access.factorKey) return wrong(name, request, response, errors.gone)
      const step = totpStep(secret, code, now())
      if (step === undefined)
        return showAccount(deps, request, response, {
          name,
          status: 400,
          wrong: errors.code,
          once: newTotp(name, secret, sealed ?? ''),
        })
      const kept = sealText(secret, { key: access.factorKey, purpose: totpPurpose, bound: name }, randomBytes(12))
      await add(name, { kind: 'totp', sealed: kept, step }, request, response)
    },
    async passkey(name, request, response) {
      if (!(await confirmed(name, request, response))) return
      const { label = '', answer = '' } = fields(request, 'label', 'answer')
      const party = partyOf(request, access)
      const kept = cookieOf(request, newKeyCookie)
      response.clearCookie(newKeyCookie, { path: '/' })
      const key = party && (await passkeys.made(parsed(answer), kept, { account: name, party }))
      if (!key) return wrong(name, request, response, errors.answer)
      const called = label.trim().slice(0, 60) || accountTexts.factors.passkey
      await add(name, { kind: 'passkey', label: called, ...key }, request, response)
    },
    async 'remove-factor'(name, request, response) {
      if (!(await confirmed(name, request, response))) return
      const { factor = '' } = fields(request, 'factor')
      if (await asked({ act: 'factor-remove', name, factor }, name, request, response)) response.redirect(303, '/me')
    },
    async recovery(name, request, response) {
      if (!(await confirmed(name, request, response))) return
      const codes = newCodes()
      const ask = { act: 'recovery-codes', name, recovery: codes.map(hashSecret) } as const
      if (await asked(ask, name, request, response))
        showAccount(deps, request, response, { name, once: shownCodes(codes) })
    },
    async 'end-session'(name, request, response) {
      const { id = '' } = fields(request, 'id')
      if (await asked({ act: 'session-end', name, id }, name, request, response)) response.redirect(303, '/me')
    },
    async 'sign-out'(name, request, response) {
      const { session } = response.locals.who as Subject
      const all = people.known()?.all('session') ?? []
      for (const other of all.filter((one) => one.account === name && one.hash !== session))
        if (!(await asked({ act: 'session-end', name, id: sessionId(other) }, name, request, response))) return
      response.redirect(303, '/me')
    },
  }

  return {
    'GET /me': [
      (request, response) => {
        const { kind, name } = response.locals.who as Subject
        if (kind === 'account') showAccount(deps, request, response, { name })
        else notice(response, { status: 404, words: sentenceOf(errors.account), site })
      },
    ],
    'POST /me/:act': [
      form,
      async (request, response) => {
        const { kind, name } = response.locals.who as Subject
        const act = param(request.params.act)
        if (kind !== 'account' || !Object.hasOwn(acts, act))
          return notice(response, { status: 404, words: sentenceOf(errors.account), site })
        await acts[act]?.(name, request, response)
      },
    ],
    'POST /api/me/passkey/options': [
      json,
      async (request, response) => {
        const { kind, name } = response.locals.who as Subject
        const party = partyOf(request, access)
        if (kind !== 'account' || !party)
          return refuse(response, 409, kind === 'account' ? errors.answer : errors.account)
        const { current = '' } = fields(request, 'current')
        const right = await door.isRight(name, current.slice(0, 1_000), actingOf(request, response), cameOf(request))
        if (right !== true) return refuse(response, right.status, right.status === 403 ? errors.password : right.error)
        const { options, sealed } = await passkeys.forNew(name, party)
        response.cookie(newKeyCookie, sealed, { ...cookieOptions(request, access), maxAge: stepFor }).json(options)
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

const sentenceOf = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
