// Sessions: begun by what somebody showed, which counts once; listed, ended, and swept out when their time is over.
import { hashOf } from '../lib/hash.ts'
import type { Ask, Proof, RefusedReason, SignIn } from '../model/ask.ts'
import type { Account, Passkey, Session } from '../model/people.ts'
import { type Decision, done, refuse } from './decision.ts'
import { factorsOf, hasFactor } from './factors.ts'
import type { Shelf } from './shelf.ts'

/** Of one account; the oldest gives way. */
const mostSessions = 20

/** By what a list and an address may name it: the hash itself is looked up by and stays inside. */
export const sessionId = ({ hash }: Pick<Session, 'hash'>): string => hashOf('session', hash).slice(0, 12)

/** What was shown is right; whether it still counts is decided here. The session that the browser came with ends. */
export function signIn(
  shelf: Shelf,
  ask: SignIn,
  { at, from }: { readonly at: string; readonly from: string | undefined },
): Decision {
  if (ask.once !== undefined && isSpent(shelf, ask.once, at)) return refuse('used-up')
  const entering = ask.provider ? provided(shelf, ask, at) : local(shelf, ask)
  if ('refused' in entering) return entering
  const { account, told } = entering
  const wrong = ask.proof && showProof(shelf, account.name, ask.proof, at)
  if (wrong !== undefined) return refuse(wrong)
  if (account.provider) shelf.put('account', account.name, account)
  // What a provider says of the role holds for whoever came in before, too: they come in anew.
  if (told['role-before'] !== undefined) endSessions(shelf, account.name)
  if (ask.instead !== undefined) shelf.put('session', ask.instead, undefined)
  makeRoom(shelf, account.name, at)
  const way = ask.provider ? 'provider' : (ask.proof?.kind ?? 'password')
  shelf.put('session', ask.session, {
    hash: ask.session,
    account: account.name,
    createdAt: at,
    expiresAt: ask.expiresAt,
    way,
    ...(from === undefined ? {} : { from }),
    ...(ask.agent === undefined ? {} : { agent: ask.agent }),
  })
  return done({ role: account.role, way, ...told, ...(ask.breakGlass ? { 'break-glass': true } : {}) })
}

export function signOut(shelf: Shelf, session: string): Decision {
  if (!shelf.get('session', session)) return 'known'
  shelf.put('session', session, undefined)
  return done()
}

export function endSession(shelf: Shelf, { name, id }: Extract<Ask, { act: 'session-end' }>): Decision {
  const session = shelf.all('session').find((one) => one.account === name && sessionId(one) === id)
  if (!session) return refuse('no-such-session')
  shelf.put('session', session.hash, undefined)
  return done()
}

/** @param but the one that stays @returns how many ended */
export function endSessions(shelf: Shelf, account: string, but?: string): number {
  const ended = shelf.all('session').filter((session) => session.account === account && session.hash !== but)
  for (const { hash } of ended) shelf.put('session', hash, undefined)
  return ended.length
}

/** The same session under a new secret: what was known of it before opens nothing. */
export function renewSession(
  shelf: Shelf,
  before: string | undefined,
  renewed: string | undefined,
  way?: Session['way'],
): void {
  const session = before === undefined || renewed === undefined ? undefined : shelf.get('session', before)
  if (!session || renewed === undefined) return
  shelf.put('session', session.hash, undefined)
  shelf.put('session', renewed, { ...session, hash: renewed, ...(way === undefined ? {} : { way }) })
}

interface Entering {
  readonly account: Account
  readonly told: { readonly made?: true; readonly 'role-before'?: string }
}

function local(shelf: Shelf, { name, proof }: SignIn): Entering | { readonly refused: RefusedReason } {
  const account = shelf.get('account', name)
  if (!account) return { refused: 'no-such-user' }
  if (account.status !== 'active') return { refused: 'disabled' }
  if (account.provider) return { refused: 'by-provider' }
  if (proof === undefined && hasFactor(factorsOf(shelf, name))) return { refused: 'needs-factor' }
  return { account, told: {} }
}

/** Found by who the provider says it is; the first time it is made. The provider's word on the role is the newest. */
function provided(
  shelf: Shelf,
  { name, provider }: SignIn,
  at: string,
): Entering | { readonly refused: RefusedReason } {
  if (!provider) return { refused: 'no-such-user' }
  const { issuer, subject, role } = provider
  const known = shelf.all('account').find((one) => one.provider?.issuer === issuer && one.provider.subject === subject)
  if (!known && shelf.get('account', name)) return { refused: 'other-identity' }
  if (known?.status === 'disabled') return { refused: 'disabled' }
  if (known)
    return {
      account: { ...known, role },
      told: known.role === role ? {} : { 'role-before': known.role },
    }
  const made: Account = {
    name,
    role,
    status: 'active',
    provider: { issuer, subject },
    createdAt: at,
    passwordAt: at,
  }
  return { account: made, told: { made: true } }
}

/** Uses up what was shown. */
function showProof(shelf: Shelf, name: string, proof: Proof, at: string): RefusedReason | undefined {
  const factors = factorsOf(shelf, name)
  switch (proof.kind) {
    case 'totp': {
      const { totp } = factors
      if (!totp) return 'no-such-factor'
      if (proof.step <= totp.step) return 'used-up'
      shelf.put('factors', name, { ...factors, totp: { ...totp, step: proof.step } })
      return undefined
    }
    case 'recovery':
      if (!factors.recovery.includes(proof.hash)) return 'used-up'
      shelf.put('factors', name, { ...factors, recovery: factors.recovery.filter((hash) => hash !== proof.hash) })
      return undefined
    case 'passkey': {
      const key = factors.passkeys.find(({ id }) => id === proof.id)
      if (!key) return 'no-such-factor'
      // An authenticator that counts never counts backwards: a copy of it would.
      if ((key.counter > 0 || proof.counter > 0) && proof.counter <= key.counter) return 'used-up'
      const used: Passkey = { ...key, counter: proof.counter, usedAt: at }
      const passkeys = factors.passkeys.map((one) => (one === key ? used : one))
      shelf.put('factors', name, { ...factors, passkeys })
      return undefined
    }
  }
}

function isSpent(shelf: Shelf, { id, until }: NonNullable<SignIn['once']>, at: string): boolean {
  for (const old of shelf.all('once')) if (old.until <= at) shelf.put('once', old.id, undefined)
  if (until <= at || shelf.get('once', id)) return true
  shelf.put('once', id, { id, until })
  return false
}

function makeRoom(shelf: Shelf, account: string, at: string): void {
  const all = shelf.all('session')
  for (const old of all) if (old.expiresAt <= at) shelf.put('session', old.hash, undefined)
  const mine = all
    .filter((old) => old.account === account && old.expiresAt > at)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
  for (const old of mine.slice(mostSessions - 1)) shelf.put('session', old.hash, undefined)
}
