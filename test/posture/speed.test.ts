// Five thousand copies and fifty thousand relations: the whole in two seconds, and again after each change in a tenth of one.
import { describe, expect, test } from 'vitest'
import { survive } from '../../src/posture/survive.ts'
import { moreFalls } from '../../src/posture/watch.ts'
import { largeEstate } from './large.ts'

/** Time of this thread's own work: what else the machine does counts for nothing but its caches. */
const room = 1.5

const estate = largeEstate(5_000)
const millis = (work: () => unknown): number => {
  const start = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1_000
}
/** The best of so many tries; one that is quick enough is enough. */
function best(tries: number, enough: number, work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < tries && least >= enough; n += 1) least = Math.min(least, millis(work))
  return least
}

describe('a large estate', () => {
  test('is one of that size, and analysed within two seconds', { timeout: 300_000 }, () => {
    let found: ReturnType<typeof survive> | undefined
    const took = best(3, 2_000 * room, () => {
      found = survive(estate, [])
    })
    expect(found?.copies.length).toBe(5_000)
    expect(found?.relations.length).toBeGreaterThan(50_000)
    expect(took).toBeLessThan(2_000 * room)
  })

  test.each([
    ['a lock of one copy', { kind: 'copy', of: 'copy 7', fact: 'lock-mode', value: 'governance' }],
    ['the second factor of a console', { kind: 'platform', of: 'vbr-s3', fact: 'mfa', value: 'off' }],
    ['a host that joins a directory', { kind: 'platform', of: 'repo-s3', fact: 'domain-joined', value: 'corp-s3' }],
  ] as const)('is looked at again within a tenth of a second: %s', (_, told) => {
    const at = '2026-03-02T09:00:00Z'
    const fact = { type: 'fact', at, event: 'e', source: 'veeam.vbr', position: 'f:1', ...told } as const
    expect(best(4, 100 * room, () => moreFalls(estate, () => [], [fact]))).toBeLessThan(100 * room)
  })
})
