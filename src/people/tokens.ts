// API tokens: made, ended; those whose time is over are swept out as new ones come.
import type { ApiToken, Subject } from '../model/people.ts'
import { type Decision, done, refuse } from './decision.ts'
import { isAtLeast } from './roles.ts'
import type { Reader, Shelf } from './shelf.ts'

const mostTokens = 2_000

export const tokenOf = (known: Reader, id: string): ApiToken | undefined =>
  known.all('token').find((token) => token.id === id)

export function addToken(
  shelf: Shelf,
  token: Omit<ApiToken, 'createdAt' | 'madeBy'>,
  at: string,
  { person }: Subject,
): Decision {
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
  shelf.put('token', token.hash, { ...token, createdAt: at, ...(person === undefined ? {} : { madeBy: person }) })
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
