// Accounts: made, changed, disabled, removed; there is always an admin left who can sign in.
import type { Ask, UserAdd } from '../model/ask.ts'
import type { AccessRole, Account, Subject } from '../model/people.ts'
import { type Decision, done, refuse } from './decision.ts'
import { endSessions, renewSession } from './sessions.ts'
import type { Shelf } from './shelf.ts'

const mostAccounts = 1_000
const mostCodes = 5

/** Names are lower case, so that two that look alike are one. */
export const isUserName = (name: string): boolean => /^[a-z0-9][a-z0-9._@-]{0,62}$/.test(name)

export function addUser(shelf: Shelf, { name, role, password, code }: UserAdd, at: string, who: Subject): Decision {
  const codes = shelf.get('codes') ?? []
  if (code !== undefined && !codes.some(({ hash, expiresAt }) => hash === code && expiresAt > at))
    return refuse('wrong-code')
  if (shelf.get('account', name)) return refuse('name-taken')
  if (shelf.all('account').length >= mostAccounts) return refuse('too-many')
  const first = !shelf.any('account')
  const made: Account = {
    name,
    role: code === undefined ? role : 'admin',
    status: 'active',
    password,
    createdAt: at,
    passwordAt: at,
    ...handedBy(who, name, at),
  }
  shelf.put('account', name, made)
  // Each code works once, and the first admin makes the others worthless.
  if (code !== undefined) shelf.put('codes', '', undefined)
  return done({
    role: made.role,
    ...(code === undefined ? {} : { 'one-time-code': true }),
    ...(first ? { first } : {}),
  })
}

/** Who came in with less, or more, comes in anew: no session outlives the role that it began with. */
export function setRole(shelf: Shelf, name: string, role: AccessRole): Decision {
  const account = shelf.get('account', name)
  if (!account) return refuse('no-such-user')
  if (account.provider) return refuse('by-provider')
  if (role !== 'admin' && isLastAdmin(shelf, account)) return refuse('last-admin')
  shelf.put('account', name, { ...account, role })
  return done({ from: account.role, to: role, sessions: role === account.role ? 0 : endSessions(shelf, name) })
}

/** A new password ends every session of the account but the one that it was set in, which goes on under a new secret. */
export function setPassword(
  shelf: Shelf,
  { name, password, renew }: Extract<Ask, { act: 'user-password' }>,
  at: string,
  who: Subject,
): Decision {
  const account = shelf.get('account', name)
  if (!account) return refuse('no-such-user')
  if (account.provider) return refuse('by-provider')
  // A password of one's own does not undo who gave the one before: whoever gave it could have set this one too.
  shelf.put('account', name, { ...account, password, passwordAt: at, ...handedBy(who, name, at) })
  const sessions = endSessions(shelf, name, who.session)
  renewSession(shelf, who.session, renew)
  return done({ sessions })
}

const handedBy = ({ person }: Subject, name: string, at: string): Pick<Account, 'handed'> =>
  person === undefined || person === name ? {} : { handed: { by: person, at } }

type Change = 'user-disable' | 'user-enable' | 'user-remove' | 'user-sign-out'

export function changeUser(shelf: Shelf, change: Change, name: string): Decision {
  const account = shelf.get('account', name)
  if (!account) return refuse('no-such-user')
  switch (change) {
    case 'user-enable':
      shelf.put('account', name, { ...account, status: 'active' })
      return done({ role: account.role })
    case 'user-disable':
      if (isLastAdmin(shelf, account)) return refuse('last-admin')
      shelf.put('account', name, { ...account, status: 'disabled' })
      return done({ role: account.role, sessions: endSessions(shelf, name) })
    case 'user-sign-out':
      return done({ sessions: endSessions(shelf, name) })
    case 'user-remove': {
      if (isLastAdmin(shelf, account)) return refuse('last-admin')
      shelf.put('account', name, undefined)
      shelf.put('factors', name, undefined)
      const tokens = shelf.all('token').filter(({ owner }) => owner === name)
      for (const { hash } of tokens) shelf.put('token', hash, undefined)
      forgetHands(shelf, name)
      return done({ role: account.role, sessions: endSessions(shelf, name), tokens: tokens.length })
    }
  }
}

/** A code of a start before stays good until its time is over: two processes may start at once. */
export function issueCode(
  shelf: Shelf,
  { code, expiresAt }: Extract<Ask, { act: 'code-issued' }>,
  at: string,
): Decision {
  const good = (shelf.get('codes') ?? []).filter((old) => old.expiresAt > at)
  shelf.put('codes', '', [{ hash: code, expiresAt }, ...good].slice(0, mostCodes))
  return done({ until: expiresAt })
}

const isLastAdmin = (shelf: Shelf, { name, role, status }: Account): boolean =>
  role === 'admin' &&
  status === 'active' &&
  shelf.all('account').every((other) => other.name === name || other.role !== 'admin' || other.status !== 'active')

/** Nobody is named as who gave a password or made a token when the account is gone. */
function forgetHands(shelf: Shelf, name: string): void {
  for (const { handed, ...account } of shelf.all('account'))
    if (handed?.by === name) shelf.put('account', account.name, account)
  for (const { madeBy, ...token } of shelf.all('token')) if (madeBy === name) shelf.put('token', token.hash, token)
}
