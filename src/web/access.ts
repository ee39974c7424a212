// Who may enter: this machine alone, or whoever shows a token; and no other site's page may act in a reader's name.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import type { NamedToken } from '../model/config.ts'
import type { Access, WebDeps } from './deps.ts'
import { html, shell } from './html.ts'

const cookieName = 'lastcopy_session'

/** Lets the right ones through and puts their name into `response.locals.by`. */
export function access({ tokens, publicUrl }: Access): RequestHandler {
  return (request, response, next) => {
    if (!ownHost(request, tokens, publicUrl)) return refuse(response, 421, 'this name does not belong here')
    if (isAct(request) && !sameOrigin(request)) return refuse(response, 403, 'another site may not act here')
    const name = tokens.length === 0 ? 'this machine' : nameOf(request, tokens)
    if (name === undefined) return ask(request, response)
    response.locals.by = name
    next()
  }
}

/** The form where a person shows a token once; from then on a cookie does that no script and no other site can use. */
export function signIn({ access: { tokens, publicUrl }, site }: WebDeps): RequestHandler {
  const router = Router()
  router.get('/sign-in', (request, response) => void response.send(form(site, backTo(request.query.to))))
  router.post('/sign-in', express.urlencoded({ extended: false, limit: '4kb' }), (request, response) => {
    if (!sameOrigin(request)) return refuse(response, 403, 'another site may not sign in here')
    const { token: given, to } = (request.body ?? {}) as { readonly token?: unknown; readonly to?: unknown }
    const found = typeof given === 'string' ? holder(given, tokens) : undefined
    if (!found) return void response.status(403).send(form(site, backTo(to), 'That token is not known here.'))
    const secure = request.secure || publicUrl?.startsWith('https:') === true
    response.cookie(cookieName, sessionOf(found), {
      httpOnly: true,
      sameSite: 'lax',
      secure,
      path: '/',
      maxAge: 12 * 3_600_000,
    })
    response.redirect(303, backTo(to))
  })
  return router
}

/**
 * A name server that answers with 127.0.0.1 would let any web site read what is bound to this machine; so the name that
 * the browser asked for must be one of ours. With tokens that protects nothing further.
 */
function ownHost(request: Request, tokens: readonly NamedToken[], publicUrl: string | undefined): boolean {
  if (tokens.length > 0) return true
  const host = request.headers.host
  if (host === undefined) return true
  if (publicUrl !== undefined && host === new URL(publicUrl).host) return true
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host)
}

const isAct = (request: Request): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(request.method)

/** Browsers say where a request began; programs that say nothing are no browser that could be misled. */
function sameOrigin({ headers }: Request): boolean {
  const from = headers['sec-fetch-site']
  if (from !== undefined && from !== 'same-origin' && from !== 'none') return false
  if (headers.origin === undefined) return true
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}

function nameOf(request: Request, tokens: readonly NamedToken[]): string | undefined {
  const bearer = /^Bearer (.{1,600})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return holder(bearer, tokens)?.name
  const cookie = request.headers.cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1)
  return cookie === undefined ? undefined : tokens.find((token) => equal(cookie, sessionOf(token)))?.name
}

const holder = (given: string, tokens: readonly NamedToken[]): NamedToken | undefined =>
  tokens.find(({ token }) => equal(given, token))

/** Stands for the token in a cookie without being it; a new token ends every session of the old one. */
const sessionOf = ({ name, token }: NamedToken): string =>
  createHmac('sha256', token).update(`lastcopy session ${name}`).digest('base64url')

/** Takes the same time wherever the difference is. */
const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function ask(request: Request, response: Response): void {
  if (request.method === 'GET' && request.accepts(['json', 'html']) === 'html') {
    response.redirect(303, `/sign-in?to=${encodeURIComponent(request.originalUrl)}`)
    return
  }
  response.set('www-authenticate', 'Bearer realm="lastcopy"')
  refuse(response, 401, 'a token is needed: Authorization: Bearer ...')
}

const refuse = (response: Response, status: number, error: string): void => void response.status(status).json({ error })

/** Only a path of ours: a link that signs people in must not send them elsewhere. */
const backTo = (given: unknown): string =>
  typeof given === 'string' && /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(given) && !given.includes('\\') ? given : '/'

const form = (site: string, to: string, wrong?: string): string =>
  shell(
    { title: 'Sign in', site },
    html`<form class="sign-in panel" method="post" action="/sign-in">
    <h1>Sign in</h1>
    ${wrong === undefined ? html`<p>With a token from the configuration of this service.</p>` : html`<p role="alert" class="wrong">${wrong}</p>`}
    <label>Token<input type="password" name="token" autocomplete="current-password" required autofocus></label>
    <input type="hidden" name="to" value="${to}">
    <button>Sign in</button>
  </form>`,
  )

/** The name that acts are recorded under. */
export const byOf = (response: Response): string => String(response.locals.by ?? 'this machine')
