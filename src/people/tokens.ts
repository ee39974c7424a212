// API tokens and sessions: made, ended; those whose time is over are swept out as new ones come.
import type { Ask } from '../model/ask.ts'
import type { ApiToken } from '../model/people.ts'
import { type Decision, done, refuse } from './decision.ts'
import { isAtLeast } from './roles.ts'
import type { Shelf } from './shelf.ts'

const mostTokens = 2_000
/** Of one account; the oldest gives way. */
const mostSessions = 20

export function addToken(shelf: Shelf, token: Omit<ApiToken, 'createdAt'>, at: string): Decision {
  for (const old of shelf.all('token'))
    if (old.expiresAt !== undefined && old.expiresAt <= at) shelf.put('token', old.hash, undefined)
  const there = shelf.all('token')
  if (there.length >= mostTokens) return refuse('too-many')
  if (there.some(({ name }) => name === token.name)) return refuse('name-taken')
  if (token.owner !== undefined) {
    const owner = shelf.get('account', token.owner)
    if (!owner) return refuse('no-such-user')
    if (!isAtLeast(owner.role, token.role)) return refuse('too-powerful')
  }
  shelf.put('token', token.hash, { ...token, createdAt: at })
  return done({
    role: token.role,
    ...(token.scopes === undefined ? {} : { scopes: [...token.scopes] }),
    ...(token.expiresAt === undefined ? {} : { until: token.expiresAt }),
  })
}

/** By id, or by name. */
export function revokeToken(shelf: Shelf, named: string): Decision {
  const token = shelf.all('token').find(({ id, name }) => id === named || name === named)
  if (!token) return refuse('no-such-token')
  shelf.put('token', token.hash, undefined)
  return done({ role: token.role })
}

/** The password was right; the session that the browser came with, if it had one, ends. */
export function signIn(
  shelf: Shelf,
  { name, session, expiresAt, instead }: Extract<Ask, { act: 'sign-in' }>,
  at: string,
): Decision {
  const account = shelf.get('account', name)
  if (!account) return refuse('no-such-user')
  if (account.status !== 'active') return refuse('disabled')
  if (instead !== undefined) shelf.put('session', instead, undefined)
  const all = shelf.all('session')
  for (const old of all) if (old.expiresAt <= at) shelf.put('session', old.hash, undefined)
  const mine = all
    .filter((old) => old.account === name && old.expiresAt > at)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
  for (const old of mine.slice(mostSessions - 1)) shelf.put('session', old.hash, undefined)
  shelf.put('session', session, { hash: session, account: name, createdAt: at, expiresAt })
  return done({ role: account.role })
}

export function signOut(shelf: Shelf, session: string): Decision {
  if (!shelf.get('session', session)) return 'known'
  shelf.put('session', session, undefined)
  return done()
}
