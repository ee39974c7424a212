// Who may enter where: each address asks what the route table says, and no other site's page may act in a reader's name.
import type { Request, RequestHandler, Response } from 'express'
import type { Subject } from '../../model/people.ts'
import { type Need, type Refusal, whyNot } from '../../people/roles.ts'
import type { Acting, WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { identify } from './identity.ts'

/** Before anything else: secrets do not belong into addresses, which end in logs and histories; nor acts of other sites here. */
export function guard({ access, people, now }: WebDeps): RequestHandler {
  return (request, response, next) => {
    // A provider that cannot sign brings the secret in the address that it was given.
    // A provider sends people back with a code that is good once, and only with what their browser kept.
    if (
      request.path !== '/sign-in/provider/back' &&
      !request.path.startsWith('/hooks/') &&
      Object.keys(request.query).some((name) => secretNames.test(name))
    )
      return refuse(response, 400, 'a token does not belong into an address: send it as Authorization: Bearer ...')
    const { subject, byCookie } = identify(request, access, people.known(), now())
    if (isAct(request) && !sameOrigin(request, byCookie)) return refuse(response, 403, 'another site may not act here')
    if (subject) response.locals.who = subject
    next()
  }
}

const secretNames = /^(access_?token|token|api_?key|session|password|authorization|code)$/i

/** Lets those through who have what the route needs. */
export function gate(need: Need, deps: WebDeps): RequestHandler {
  const denied = denials(deps)
  return (request, response, next) => {
    const subject = response.locals.who as Subject | undefined
    const refusal = whyNot(subject, need)
    if (refusal === undefined) return next()
    if (refusal !== 'sign-in' && subject?.lacks === undefined) denied(request, response)
    answer(refusal, request, response, deps)
  }
}

function answer(refusal: Refusal, request: Request, response: Response, { people, site }: WebDeps): void {
  const page = request.method === 'GET' && request.accepts(['json', 'html']) === 'html'
  if (refusal === 'sign-in' && !people.known())
    refuse(response.set('retry-after', '2'), 503, 'it starts; nobody can be let in yet')
  else if (refusal === 'sign-in' && page)
    response.redirect(303, `/sign-in?to=${encodeURIComponent(request.originalUrl)}`)
  else if (refusal === 'sign-in')
    refuse(
      response.set('www-authenticate', 'Bearer realm="lastcopy"'),
      401,
      'a token is needed: Authorization: Bearer ...',
    )
  else if ((response.locals.who as Subject | undefined)?.lacks !== undefined) lacking(page, response)
  else if (page) notice(response, { status: 403, site, words: 'Your role may not see this.', ...frameOf(response) })
  else refuse(response, 403, refusal === 'role' ? 'your role may not do that' : 'this token was not made for that')
}

function lacking(page: boolean, response: Response): void {
  if (page) response.redirect(303, '/me')
  else refuse(response, 403, 'your role needs a second factor: set one up at /me')
}

/** Who tries what he may not is told once a minute for each route, so that a loop fills no log. */
function denials({ people, now, fault }: WebDeps): (request: Request, response: Response) => void {
  const told = new Map<string, number>()
  return (request, response) => {
    const by = actingOf(request, response)
    const what = `${request.method} ${request.route?.path ?? request.path.slice(0, 80)}`
    const key = `${by.who.name} ${what}`
    if (now() - (told.get(key) ?? Number.NEGATIVE_INFINITY) < 60_000) return
    if (told.size > 1_000) told.clear()
    told.set(key, now())
    people
      .note({ act: 'denied', record: true, reason: 'role', detail: { route: what } }, by)
      .catch((cause: unknown) => fault(cause))
  }
}

const isAct = (request: Request): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(request.method)

/** Browsers say where a request began; programs that say nothing are no browser that could be misled, and bring no cookie. */
function sameOrigin({ headers }: Request, byCookie: boolean): boolean {
  const from = headers['sec-fetch-site']
  if (from !== undefined && from !== 'same-origin' && from !== 'none') return false
  if (headers.origin === undefined) return from !== undefined || !byCookie
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}

export const refuse = (response: Response, status: number, error: string): void =>
  void response.status(status).json({ error })

const nobody: Subject = { kind: 'nobody', name: 'nobody' }

/** Who acts, and from where: what the audit log is told. */
export function actingOf({ ip }: Request, { locals }: Response): Acting {
  return { who: (locals.who as Subject | undefined) ?? nobody, ...(ip === undefined ? {} : { from: ip }) }
}

/** What the frame of a page shows of its reader. */
export function frameOf({ locals }: Response): { readonly reader?: Subject } {
  const who = locals.who as Subject | undefined
  return who === undefined ? {} : { reader: who }
}
