// The sign-in itself: a name and a password against an account, and a one-time code for the first one.
import { randomBytes } from 'node:crypto'
import { hour } from '../../lib/duration.ts'
import { refusals, type SignIn } from '../../model/ask.ts'
import { isUserName } from '../../people/accounts.ts'
import { factorsOf, hasFactor } from '../../people/factors.ts'
import { isPassword, keepPassword, nobodysPassword, type Strength, whyWeak } from '../../people/password.ts'
import { hashSecret, plainCode, secretOf } from '../../people/secret.ts'
import type { Acting, PeopleDesk, ProviderDesk } from '../deps.ts'
import { type Came, deviceOf } from './came.ts'
import { doorBucket, type Guesses } from './guesses.ts'
import { makeLine } from './line.ts'
import type { Sealer } from './sealer.ts'

/** A session ends after a shift. */
export const sessionFor = 12 * hour

export interface Refused {
  readonly status: 400 | 403 | 409 | 429 | 503
  readonly error: string
  /** Seconds until another try makes sense. */
  readonly wait?: number
}
export type Entered = { readonly session: string; readonly name: string } | Refused
/** The password is right; something else is to be shown. */
export interface Needs {
  readonly needs: string
}

export interface DoorParts {
  readonly people: PeopleDesk
  readonly provider: ProviderDesk | undefined
  readonly strength: Strength
  readonly guesses: Guesses
  readonly sealer: Sealer
  now(): number
}

/** What was shown besides a name and a password. */
export type Shown = Pick<SignIn, 'proof' | 'once' | 'provider'>

export interface Door {
  signIn(given: { readonly name: string; readonly password: string }, by: Acting, came: Came): Promise<Entered | Needs>
  /** Begins the session of somebody who has shown enough. */
  enter(name: string, shown: Shown, by: Acting, came: Came): Promise<Entered>
  /** Makes the first admin, or another where the operator asked for a code. */
  firstRun(
    given: { readonly code: string; readonly name: string; readonly password: string },
    by: Acting,
    came: Came,
  ): Promise<Entered>
  /** The hash to keep of a password that is good enough. */
  newPassword(password: string, name: string): Promise<{ readonly kept: string } | Refused>
  isRight(name: string, password: string, by: Acting, came: Came): Promise<true | Refused>
}

/** A password costs memory and time: so many at once, so many more in line. */
const atOnce = 2
const inLine = 20

export function makeDoor({ people, provider, strength, guesses, sealer, now }: DoorParts): Door {
  const line = makeLine(atOnce, inLine)
  const check = async (name: string, password: string, by: Acting, came: Came): Promise<true | Refused> => {
    const account = people.known()?.get('account', name)
    const bucket = doorBucket(by, account && deviceOf(came, name, sealer))
    const wait = guesses.slowed(bucket)
    if (wait) return wait
    // Counted before it is known to be one, so that many tries at once are no way around.
    guesses.note(bucket)
    const right = await line(() => isPassword(password, account?.password ?? nobodysPassword(strength)))
    if (right === 'busy') return { status: 503, error: 'too many sign in at once; try again', wait: 1 }
    if (right && account?.status === 'active') {
      guesses.takeBack(bucket)
      return true
    }
    const reason = right && account ? 'disabled' : account ? 'wrong-password' : 'no-such-user'
    // A name that nobody has may be a password typed into the wrong field.
    const on = { kind: 'account', id: account ? name : '(unknown)' }
    await people.note({ act: 'sign-in', record: true, reason, on }, by)
    return { status: 403, error: 'that name and password do not belong together' }
  }
  const isLocal = (name: string): boolean => !provider || provider.breakGlass.includes(name)

  return {
    async signIn({ name: typed, password }, by, came) {
      const name = typed.toLowerCase()
      const right = await check(name, password, by, came)
      if (right !== true) return right
      if (!isLocal(name)) return foreign(provider)
      const known = people.known()
      if (known && hasFactor(factorsOf(known, name))) return { needs: name }
      return this.enter(name, {}, by, came)
    },
    async enter(name, shown, by, { instead, agent }) {
      if (!shown.provider && !isLocal(name)) return foreign(provider)
      const session = secretOf('session', randomBytes(32))
      const hash = hashSecret(session)
      const outcome = await people.ask(
        {
          act: 'sign-in',
          name,
          session: hash,
          expiresAt: new Date(now() + sessionFor).toISOString(),
          ...(instead === undefined ? {} : { instead: hashSecret(instead) }),
          ...(agent === undefined ? {} : { agent }),
          ...shown,
          ...(provider && !shown.provider ? { breakGlass: true } : {}),
        },
        by,
      )
      if (outcome === 'late') return late
      if (outcome.refused !== undefined) return { status: 403, error: refusals[outcome.refused] }
      // Who comes through a provider may have had another name there when the account was made.
      return { session, name: people.known()?.get('session', hash)?.account ?? name }
    },
    async firstRun({ code, name, password }, by, came) {
      const bucket = doorBucket(by, undefined)
      const wait = guesses.slowed(bucket)
      if (wait) return wait
      const hash = hashSecret(plainCode(code))
      const good = people
        .known()
        ?.get('codes')
        ?.some((one) => one.hash === hash && Date.parse(one.expiresAt) > now())
      if (!good) {
        guesses.note(bucket)
        await people.note({ act: 'user-add', record: true, reason: 'wrong-code' }, by)
        return { status: 403, error: refusals['wrong-code'] }
      }
      if (!isLocal(name))
        return {
          status: 400,
          error: `that account is for emergencies: its name is ${provider?.breakGlass.join(' or ')}`,
        }
      const made = await this.newPassword(password, name)
      if ('status' in made) return made
      const ask = { act: 'user-add', name, role: 'admin', password: made.kept, code: hash } as const
      const outcome = await people.ask(ask, by)
      if (outcome === 'late') return late
      if (outcome.refused !== undefined) return { status: 409, error: refusals[outcome.refused] }
      return this.enter(name, {}, by, came)
    },
    async newPassword(password, name) {
      if (!isUserName(name)) return { status: 400, error: 'a name has small letters, digits and . _ @ -, at most 63' }
      const weak = whyWeak(password, name)
      if (weak !== undefined) return { status: 400, error: weak }
      const kept = await line(() => keepPassword(password, randomBytes(16), strength))
      return kept === 'busy' ? { status: 503, error: 'too many at once; try again', wait: 1 } : { kept }
    },
    isRight: check,
  }
}

/** Told to whoever has the right password. */
const foreign = (provider: ProviderDesk | undefined): Refused => ({
  status: 403,
  error: `here everybody signs in with ${provider?.label}; only accounts for emergencies come in with a password`,
})

export const late: Refused = {
  status: 503,
  error: 'nobody answered in time; it may still be done: look before you try again',
  wait: 5,
}
