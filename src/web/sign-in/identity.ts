// Who asks: by a session's cookie, by a token, by nothing but sitting at this machine before there is any account.

import type { Request } from 'express'
import { isNearby } from '../../lib/nearby.ts'
import type { Subject } from '../../model/people.ts'
import { isAtLeast, lowerRole } from '../../people/roles.ts'
import { equalSecrets, hashSecret, kindOf } from '../../people/secret.ts'
import type { Reader } from '../../people/shelf.ts'
import type { Access } from '../deps.ts'

export const cookieName = 'lastcopy_session'

export interface Identified {
  readonly subject: Subject | undefined
  /** By a cookie, which a browser sends whoever made it ask. */
  readonly byCookie: boolean
}

/** @param now epoch milliseconds */
export function identify(request: Request, access: Access, known: Reader | undefined, now: number): Identified {
  const bearer = /^Bearer (.{1,600})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return { subject: ofBearer(bearer, access, known, now), byCookie: false }
  const cookie = cookieOf(request)
  if (cookie !== undefined) return { subject: known && ofSession(cookie, access, known, now), byCookie: true }
  return { subject: isThisMachine(request, access, known) ? thisMachine : undefined, byCookie: false }
}

/** What the browser keeps under a name; the session's secret, when none is given. */
export const cookieOf = ({ headers }: Request, name: string = cookieName): string | undefined =>
  headers.cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** Before the first account whoever sits at the machine may do everything but make accounts and agree to plans. */
const thisMachine: Subject = { kind: 'machine', name: 'this machine', role: 'engineer' }

function ofBearer(bearer: string, access: Access, known: Reader | undefined, now: number): Subject | undefined {
  const configured = access.tokens.find(({ token }) => equalSecrets(bearer, token))
  if (configured) {
    const { name, role, owner } = configured
    return { kind: 'token', name, role, ...(owner === undefined ? {} : { person: owner }) }
  }
  if (!known) return undefined
  const kind = kindOf(bearer)
  if (kind === 'session') return ofSession(bearer, access, known, now)
  return kind === 'token' ? ofToken(bearer, known, now) : undefined
}

function ofToken(secret: string, known: Reader, now: number): Subject | undefined {
  const token = known.get('token', hashSecret(secret))
  if (!token || (token.expiresAt !== undefined && Date.parse(token.expiresAt) <= now)) return undefined
  const { id, name, owner, scopes } = token
  const account = owner === undefined ? undefined : known.get('account', owner)
  if (owner !== undefined && account?.status !== 'active') return undefined
  return {
    kind: 'token',
    name,
    token: id,
    role: account ? lowerRole(token.role, account.role) : token.role,
    ...(owner === undefined ? {} : { person: owner }),
    ...(scopes === undefined ? {} : { scopes }),
  }
}

function ofSession(secret: string, { secondFactor }: Access, known: Reader, now: number): Subject | undefined {
  const hash = hashSecret(secret)
  const session = known.get('session', hash)
  if (!session || Date.parse(session.expiresAt) <= now) return undefined
  const account = known.get('account', session.account)
  if (account?.status !== 'active') return undefined
  const { name, role } = account
  const who = { kind: 'account', name, person: name, session: hash } as const
  // The rule may be newer than the session: it holds from the next request on.
  const lacks =
    secondFactor !== undefined && isAtLeast(role, secondFactor) && (session.way ?? 'password') === 'password'
  return lacks ? { ...who, lacks: 'second-factor' } : { ...who, role }
}

function isThisMachine({ socket, headers }: Request, { tokens }: Access, known: Reader | undefined): boolean {
  if (tokens.length > 0 || !isNearby(socket.remoteAddress, headers) || !isLocalHost(headers.host)) return false
  return known?.any('account') === false
}

/** A name server that answers with 127.0.0.1 would let any web site read what is bound to this machine. */
const isLocalHost = (host: string | undefined): boolean =>
  host === undefined || /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host)
