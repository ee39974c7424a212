// Second factors: added and removed by whom they belong to, taken away by an admin; recovery codes, of which hashes are kept.
import type { Ask, FactorAdd, RefusedReason } from '../model/ask.ts'
import type { Factors, Subject } from '../model/people.ts'
import { type Decision, done, refuse } from './decision.ts'
import { endSessions, renewSession } from './sessions.ts'
import type { Reader, Shelf } from './shelf.ts'

const mostPasskeys = 10

/** What the account has; nothing where nothing was added. */
export const factorsOf = (shelf: Reader, account: string): Factors =>
  shelf.get('factors', account) ?? { account, passkeys: [], recovery: [] }

/** Recovery codes alone are none: they stand for what was lost. */
export const hasFactor = ({ totp, passkeys }: Factors): boolean => totp !== undefined || passkeys.length > 0

/** Where there is a factor already, only a session that showed one adds another: a stolen password is not enough. */
export function addFactor(
  shelf: Shelf,
  { name, factor, recovery, renew }: FactorAdd,
  who: Subject,
  at: string,
): Decision {
  const factors = factorsOf(shelf, name)
  const wrong = whyNotOwn(shelf, name, who, factors)
  if (wrong !== undefined) return refuse(wrong)
  const first = !hasFactor(factors)
  const codes = first && recovery ? { recovery } : {}
  if (factor.kind === 'totp') {
    const { sealed, step } = factor
    shelf.put('factors', name, { ...factors, ...codes, totp: { sealed, step, addedAt: at } })
  } else {
    if (factors.passkeys.length >= mostPasskeys) return refuse('too-many')
    if (shelf.all('factors').some(({ passkeys }) => passkeys.some(({ id }) => id === factor.id)))
      return refuse('name-taken')
    const { kind: _, ...key } = factor
    shelf.put('factors', name, { ...factors, ...codes, passkeys: [...factors.passkeys, { ...key, addedAt: at }] })
  }
  renewSession(shelf, who.session, renew, factor.kind)
  return done({ factor: factor.kind, ...(first ? { first } : {}) })
}

/** The last one takes the recovery codes with it. */
export function removeFactor(
  shelf: Shelf,
  { name, factor }: Extract<Ask, { act: 'factor-remove' }>,
  who: Subject,
): Decision {
  const all = factorsOf(shelf, name)
  const { totp, ...factors } = all
  const wrong = whyNotOwn(shelf, name, who, all)
  if (wrong !== undefined) return refuse(wrong)
  const isTotp = factor === 'totp'
  if (isTotp ? !totp : !factors.passkeys.some(({ id }) => id === factor)) return refuse('no-such-factor')
  const left: Factors = {
    ...factors,
    ...(totp && !isTotp ? { totp } : {}),
    passkeys: factors.passkeys.filter(({ id }) => id !== factor),
  }
  shelf.put('factors', name, hasFactor(left) ? left : undefined)
  return done({ factor: isTotp ? 'totp' : 'passkey', left: countOf(left), ...roleOf(shelf, name) })
}

/** For whoever lost everything: by an admin, and never by oneself, who would be somebody with a session alone. */
export function resetFactors(shelf: Shelf, name: string, who: Subject): Decision {
  if (!shelf.get('account', name)) return refuse('no-such-user')
  if (who.person === name) return refuse('not-allowed')
  const factors = factorsOf(shelf, name)
  if (!hasFactor(factors)) return refuse('no-such-factor')
  shelf.put('factors', name, undefined)
  return done({ factors: countOf(factors), left: 0, ...roleOf(shelf, name), sessions: endSessions(shelf, name) })
}

export function setRecovery(
  shelf: Shelf,
  { name, recovery }: Extract<Ask, { act: 'recovery-codes' }>,
  who: Subject,
): Decision {
  const factors = factorsOf(shelf, name)
  const wrong = whyNotOwn(shelf, name, who, factors)
  if (wrong !== undefined) return refuse(wrong)
  if (!hasFactor(factors)) return refuse('no-such-factor')
  shelf.put('factors', name, { ...factors, recovery })
  return done({ codes: recovery.length })
}

function whyNotOwn(shelf: Reader, name: string, who: Subject, factors: Factors): RefusedReason | undefined {
  const account = shelf.get('account', name)
  if (!account) return 'no-such-user'
  if (account.provider) return 'by-provider'
  const session = who.session === undefined ? undefined : shelf.get('session', who.session)
  if (!session) return 'no-such-session'
  return hasFactor(factors) && (session.way ?? 'password') === 'password' ? 'needs-factor' : undefined
}

const countOf = ({ totp, passkeys }: Factors): number => passkeys.length + (totp ? 1 : 0)

const roleOf = (shelf: Reader, name: string): { readonly role?: string } => {
  const account = shelf.get('account', name)
  return account ? { role: account.role } : {}
}
