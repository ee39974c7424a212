// Signing in and out, and the first run: as forms for people and as JSON for the command line.
import express, { type Request, type RequestHandler, type Response } from 'express'
import type { Subject } from '../model/people.ts'
import { actingOf, refuse } from './access.ts'
import { readFields } from './body.ts'
import type { WebDeps } from './deps.ts'
import { type Door, type Entered, sessionFor } from './door.ts'
import { cookieName, cookieOf } from './identity.ts'
import { firstRunPage, signInPage } from './sign-in-page.ts'

const form = express.urlencoded({ extended: false, limit: '8kb' })
const json = express.json({ limit: '8kb' })

export const signInRoutes = (deps: WebDeps, door: Door) =>
  ({
    'GET /sign-in': [
      (request, response) => {
        if (response.locals.who !== undefined && (response.locals.who as Subject).kind !== 'machine')
          return response.redirect(303, backTo(request.query.to))
        if (deps.people.known()?.any('account') === false && deps.access.tokens.length === 0)
          return response.redirect(303, '/first-run')
        response.send(signInPage({ site: deps.site, to: backTo(request.query.to) }))
      },
    ],
    'POST /sign-in': [
      form,
      async (request, response) => {
        const to = backTo((request.body as { readonly to?: unknown } | undefined)?.to)
        const entered = await enter(request, response, door)
        if ('session' in entered) return withSession(entered.session, to, request, response, deps)
        tell(response, entered).send(signInPage({ site: deps.site, to, wrong: entered.error }))
      },
    ],
    'POST /api/sign-in': [json, async (request, response) => answer(response, await enter(request, response, door))],
    'GET /first-run': [(_, response) => void response.send(firstRunPage({ site: deps.site }))],
    'POST /first-run': [
      form,
      async (request, response) => {
        const entered = await first(request, response, door)
        if ('session' in entered) return withSession(entered.session, '/', request, response, deps)
        const name = (request.body as { readonly name?: unknown } | undefined)?.name
        const again = typeof name === 'string' ? { name: name.slice(0, 63) } : {}
        tell(response, entered).send(firstRunPage({ site: deps.site, wrong: entered.error, ...again }))
      },
    ],
    'POST /api/first-run': [json, async (request, response) => answer(response, await first(request, response, door))],
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
        const { kind, name, role, person, scopes } = response.locals.who as Subject
        response.json({ kind, name, role, person, scopes })
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

async function enter(request: Request, response: Response, door: Door): Promise<Entered> {
  const read = readFields(request.body, ({ secret }) => ({
    name: secret('name', 200),
    password: secret('password', 1_000),
  }))
  if (!read.ok) return { status: 400, error: read.error }
  const { name, password } = read.value
  if (name === undefined || password === undefined) return { status: 400, error: 'a name and a password are needed' }
  return door.signIn({ name: name.trim(), password, instead: cookieOf(request) }, actingOf(request, response))
}

async function first(request: Request, response: Response, door: Door): Promise<Entered> {
  const read = readFields(request.body, ({ secret }) => ({
    code: secret('code', 100),
    name: secret('name', 200),
    password: secret('password', 1_000),
  }))
  if (!read.ok) return { status: 400, error: read.error }
  const { code, name, password } = read.value
  if (code === undefined || name === undefined || password === undefined)
    return { status: 400, error: 'the code, a name and a password are needed' }
  return door.firstRun({ code, name: name.trim().toLowerCase(), password }, actingOf(request, response))
}

async function signOut(request: Request, response: Response, { people }: WebDeps): Promise<void> {
  const { session } = response.locals.who as Subject
  if (session !== undefined) await people.ask({ act: 'sign-out', session }, actingOf(request, response))
}

/** A cookie that no script and no other site can use; its secret is new with every sign-in. */
function withSession(session: string, to: string, request: Request, response: Response, { access }: WebDeps): void {
  const secure = request.secure || access.publicUrl?.startsWith('https:') === true
  response.cookie(cookieName, session, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: sessionFor })
  response.redirect(303, to)
}

/** The command line keeps the session itself, and shows it as a token. */
function answer(response: Response, entered: Entered): void {
  if ('session' in entered) return void response.json({ name: entered.name, session: entered.session })
  refuse(tell(response, entered), entered.status, entered.error)
}

const tell = (response: Response, { status, wait }: Exclude<Entered, { session: string }>): Response =>
  (wait === undefined ? response : response.set('retry-after', String(wait))).status(status)

/** Only a path of ours: a link that signs people in must not send them elsewhere. */
const backTo = (given: unknown): string =>
  typeof given === 'string' && /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(given) && !given.includes('\\') ? given : '/'
