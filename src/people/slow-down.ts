// Who guesses passwords is slowed down, by address: never an account, so that nobody can lock the on-call out.
import { minute, second } from '../lib/duration.ts'

/** Failures of one address. */
export interface Failures {
  readonly count: number
  /** Epoch milliseconds of the last. */
  readonly at: number
}

const free = 5
const longest = 5 * minute
const forgotten = 30 * minute

/** Milliseconds until this address may try again; 0: now. */
export function waitOf(failures: Failures | undefined, now: number): number {
  if (!failures || failures.count < free || now - failures.at >= forgotten) return 0
  const pause = Math.min(second * 2 ** (failures.count - free), longest)
  return Math.max(0, failures.at + pause - now)
}

/** After one more failure. */
export const failed = (failures: Failures | undefined, now: number): Failures => ({
  count: failures && now - failures.at < forgotten ? Math.min(failures.count + 1, 30) : 1,
  at: now,
})

/** Who counts as one: an IPv4 address, or the network that one subscriber of IPv6 has. */
export function sourceOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase()
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
