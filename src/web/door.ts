// The sign-in itself: a name and a password against an account, a one-time code for the first one, slowed down for guessers.
import { randomBytes } from 'node:crypto'
import { hour } from '../lib/duration.ts'
import { refusals } from '../model/ask.ts'
import { isUserName } from '../people/accounts.ts'
import { isPassword, keepPassword, nobodysPassword, type Strength, whyWeak } from '../people/password.ts'
import { hashSecret, plainCode, secretOf } from '../people/secret.ts'
import { type Failures, failed, sourceOf, waitOf } from '../people/slow-down.ts'
import type { Acting, PeopleDesk } from './deps.ts'

/** A session ends after a shift. */
export const sessionFor = 12 * hour

export interface Refused {
  readonly status: 400 | 403 | 409 | 429 | 503
  readonly error: string
  /** Seconds until another try makes sense. */
  readonly wait?: number
}
export type Entered = { readonly session: string; readonly name: string } | Refused

export interface Door {
  /** @param instead the session that the browser came with: it ends */
  signIn(
    given: { readonly name: string; readonly password: string; readonly instead?: string | undefined },
    by: Acting,
  ): Promise<Entered>
  /** Makes the first admin, or another where the operator asked for a code. */
  firstRun(
    given: { readonly code: string; readonly name: string; readonly password: string },
    by: Acting,
  ): Promise<Entered>
  /** The hash to keep of a password that is good enough. */
  newPassword(password: string, name: string): Promise<{ readonly kept: string } | Refused>
  isRight(name: string, password: string, by: Acting): Promise<true | Refused>
}

const mostSources = 10_000
/** A password costs memory and time: so many at once, so many more in line. */
const atOnce = 2
const inLine = 20

export function makeDoor(people: PeopleDesk, now: () => number, strength: Strength): Door {
  const failures = new Map<string, Failures>()
  const line = makeLine()

  const slowed = (from: string | undefined): Refused | undefined => {
    const wait = waitOf(failures.get(sourceOf(from ?? '')), now())
    if (wait === 0) return undefined
    const seconds = Math.ceil(wait / 1_000)
    return { status: 429, error: `too many tries from here; try again in ${seconds} s`, wait: seconds }
  }
  const note = (from: string | undefined): void => {
    const source = sourceOf(from ?? '')
    const next = failed(failures.get(source), now())
    failures.delete(source)
    if (failures.size >= mostSources)
      for (const old of [...failures.keys()].slice(0, mostSources / 10)) failures.delete(old)
    failures.set(source, next)
  }
  /** What failed before still counts: an account of one's own is no way to try others' for ever. */
  const takeBack = (from: string | undefined): void => {
    const source = sourceOf(from ?? '')
    const before = failures.get(source)
    if (!before || before.count <= 1) failures.delete(source)
    else failures.set(source, { ...before, count: before.count - 1 })
  }
  const check = async (name: string, password: string, by: Acting): Promise<true | Refused> => {
    const wait = slowed(by.from)
    if (wait) return wait
    const account = people.known()?.get('account', name)
    // Counted before it is known to be one, so that many tries at once are no way around.
    note(by.from)
    const right = await line(() => isPassword(password, account?.password ?? nobodysPassword(strength)))
    if (right === 'busy') return { status: 503, error: 'too many sign in at once; try again', wait: 1 }
    if (right && account?.status === 'active') {
      takeBack(by.from)
      return true
    }
    const reason = right && account ? 'disabled' : account ? 'wrong-password' : 'no-such-user'
    // A name that nobody has may be a password typed into the wrong field.
    const on = { kind: 'account', id: account ? name : '(unknown)' }
    await people.note({ act: 'sign-in', record: true, reason, on }, by)
    return { status: 403, error: 'that name and password do not belong together' }
  }
  const enter = async (name: string, by: Acting, instead?: string): Promise<Entered> => {
    const session = secretOf('session', randomBytes(32))
    const outcome = await people.ask(
      {
        act: 'sign-in',
        name,
        session: hashSecret(session),
        expiresAt: new Date(now() + sessionFor).toISOString(),
        ...(instead === undefined ? {} : { instead: hashSecret(instead) }),
      },
      by,
    )
    if (outcome === 'late') return late
    return outcome.refused === undefined ? { session, name } : { status: 403, error: refusals[outcome.refused] }
  }
  return {
    async signIn({ name, password, instead }, by) {
      const right = await check(name.toLowerCase(), password, by)
      return right === true ? enter(name.toLowerCase(), by, instead) : right
    },
    async firstRun({ code, name, password }, by) {
      const wait = slowed(by.from)
      if (wait) return wait
      const hash = hashSecret(plainCode(code))
      const good = people
        .known()
        ?.get('codes')
        ?.some((one) => one.hash === hash && Date.parse(one.expiresAt) > now())
      if (!good) {
        note(by.from)
        await people.note({ act: 'user-add', record: true, reason: 'wrong-code' }, by)
        return { status: 403, error: refusals['wrong-code'] }
      }
      const made = await this.newPassword(password, name)
      if ('status' in made) return made
      const ask = { act: 'user-add', name, role: 'admin', password: made.kept, code: hash } as const
      const outcome = await people.ask(ask, by)
      if (outcome === 'late') return late
      if (outcome.refused !== undefined) return { status: 409, error: refusals[outcome.refused] }
      return enter(name, by)
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

export const late: Refused = {
  status: 503,
  error: 'nobody answered in time; it may still be done: look before you try again',
  wait: 5,
}

function makeLine() {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T | 'busy'> => {
    if (running >= atOnce) {
      if (waiting.length >= inLine) return 'busy'
      await new Promise<void>((go) => waiting.push(go))
    } else running += 1
    try {
      return await work()
    } finally {
      // Whoever is next takes the place over.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
