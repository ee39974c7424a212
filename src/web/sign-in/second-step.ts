// The second step of a sign-in: a code of an app, or a recovery code, against what the account has.

import { factorsOf } from '../../people/factors.ts'
import { openText } from '../../people/sealed.ts'
import { hashSecret, plainCode } from '../../people/secret.ts'
import { totpStep } from '../../people/totp.ts'
import type { Acting, PeopleDesk } from '../deps.ts'
import { type Came, deviceOf, stepFor } from './came.ts'
import type { Door, Entered, Refused, Shown } from './door.ts'
import { codeBucket, doorBucket, type Guesses } from './guesses.ts'
import type { Sealer } from './sealer.ts'

export interface SecondStep {
  /** What the browser keeps until the second step: that the first was right. */
  begin(name: string, to: string): string
  /** Undefined: there was no first step, or it is too long ago. */
  at(step: string | undefined): { readonly name: string; readonly to: string } | undefined
  answer(name: string, code: string, by: Acting, came: Came): Promise<Entered>
}

export interface SecondStepParts {
  readonly people: PeopleDesk
  readonly door: Pick<Door, 'enter'>
  readonly guesses: Guesses
  readonly sealer: Sealer
  readonly factorKey: Uint8Array | undefined
  now(): number
}

/** Secrets of apps are sealed for this, and for the account that they belong to. */
export const totpPurpose = 'totp'

export function makeSecondStep({ people, door, guesses, sealer, factorKey, now }: SecondStepParts): SecondStep {
  /** What the code proves; undefined for a wrong one. */
  const proofOf = (name: string, code: string): Shown['proof'] | Refused => {
    const known = people.known()
    if (!known) return undefined
    const { totp, recovery } = factorsOf(known, name)
    const hash = hashSecret(plainCode(code))
    if (recovery.includes(hash)) return { kind: 'recovery', hash }
    if (!totp) return undefined
    if (!factorKey) return { status: 503, error: 'codes of apps cannot be checked: web.factorKey is missing' }
    const secret = openText(totp.sealed, { key: factorKey, purpose: totpPurpose, bound: name })
    if (secret === undefined)
      return { status: 503, error: 'codes of apps cannot be checked: web.factorKey is another than before' }
    const step = totpStep(secret, code, now())
    return step === undefined ? undefined : { kind: 'totp', step }
  }
  /** A first step is worth nothing once the password is another, or the account may not come in. */
  const since = (name: string): string | null => {
    const account = people.known()?.get('account', name)
    return account?.status === 'active' ? account.passwordAt : null
  }
  return {
    begin: (name, to) => sealer.seal({ name, to, since: since(name) }, 'step', stepFor),
    at(step) {
      const opened = sealer.open(step, 'step') ?? {}
      const { name, to } = opened
      if (typeof name !== 'string' || typeof to !== 'string') return undefined
      return opened.since === since(name) ? { name, to } : undefined
    },
    async answer(name, code, by, came) {
      const device = deviceOf(came, name, sealer)
      const isDigits = /^[\d\s]+$/.test(code)
      const buckets = [doorBucket(by, device), ...(isDigits ? [codeBucket(name, device)] : [])]
      for (const bucket of buckets) {
        const wait = guesses.slowed(bucket)
        if (wait) return wait
      }
      for (const bucket of buckets) guesses.note(bucket)
      const proof = proofOf(name, code)
      if (proof && 'status' in proof) return proof
      if (!proof) {
        const on = { kind: 'account', id: name }
        await people.note({ act: 'sign-in', record: true, reason: 'wrong-factor', on }, by)
        return { status: 403, error: 'that code is not right; a code is good for half a minute, and once' }
      }
      for (const bucket of buckets) guesses.takeBack(bucket)
      return door.enter(name, { proof }, by, came)
    },
  }
}
