// Who guesses is slowed down, and nobody else: by the browser where it was here before, else by the address it comes from.
import { type Failures, failed, sourceOf, waitOf } from '../../people/slow-down.ts'
import type { Acting } from '../deps.ts'
import type { Refused } from './door.ts'

/** Failures are counted by it. */
export type Bucket = string

export interface Guesses {
  /** Undefined: may try. */
  slowed(bucket: Bucket): Refused | undefined
  note(bucket: Bucket): void
  /** What failed before still counts: an account of one's own is no way to try others' for ever. */
  takeBack(bucket: Bucket): void
}

const mostBuckets = 10_000

export function makeGuesses(now: () => number): Guesses {
  const failures = new Map<Bucket, Failures>()
  return {
    slowed(bucket) {
      const wait = waitOf(failures.get(bucket), now())
      if (wait === 0) return undefined
      const seconds = Math.ceil(wait / 1_000)
      return { status: 429, error: `too many tries; try again in ${seconds} s`, wait: seconds }
    },
    note(bucket) {
      const next = failed(failures.get(bucket), now())
      failures.delete(bucket)
      if (failures.size >= mostBuckets)
        for (const old of [...failures.keys()].slice(0, mostBuckets / 10)) failures.delete(old)
      failures.set(bucket, next)
    },
    takeBack(bucket) {
      const before = failures.get(bucket)
      if (!before || before.count <= 1) failures.delete(bucket)
      else failures.set(bucket, { ...before, count: before.count - 1 })
    },
  }
}

/** A browser that this account came in with before counts for itself: guesses from the same network do not slow it down. */
export const doorBucket = ({ from }: Acting, device: string | undefined): Bucket =>
  device === undefined ? `address ${sourceOf(from ?? '')}` : `device ${device}`

/**
 * Six digits can be guessed from many addresses by whoever has the password: there the account counts. A browser known to it
 * counts for itself, and passkeys and recovery codes are not slowed down by this, so that its owner comes in all the same.
 */
export const codeBucket = (name: string, device: string | undefined): Bucket =>
  device === undefined ? `codes ${name}` : `codes of device ${device}`
