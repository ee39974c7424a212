import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minute, second } from '../../src/lib/duration.ts'
import { nextAttempt } from '../../src/relay/backoff.ts'

const now = Date.parse('2026-03-01T02:00:00Z')
const wait = (attempt: number, verdict: 'retry' | 'refused' = 'retry', after?: string) =>
  (nextAttempt('a page', attempt, verdict, now, after) ?? Number.NaN) - now

describe('the next attempt', () => {
  test('there is none after an accepted page', () => expect(nextAttempt('p', 1, 'accepted', now)).toBeUndefined())
  test('comes later each time, and never later than two and a half minutes', () => {
    expect(wait(1)).toBeLessThanOrEqual(1.25 * second)
    expect(wait(3)).toBeGreaterThanOrEqual(3 * second)
    expect(wait(500)).toBeLessThanOrEqual(2.5 * minute)
  })
  test('of a refused page comes slowly: a person has to mend the settings, and no page is dropped', () => {
    expect(wait(1, 'refused')).toBeGreaterThanOrEqual(3.75 * minute)
    expect(wait(90, 'refused')).toBeLessThanOrEqual(6.25 * minute)
  })
  test('honours Retry-After in seconds and as a date', () => {
    expect(wait(1, 'retry', '30')).toBe(30 * second)
    expect(wait(1, 'retry', new Date(now + minute).toUTCString())).toBe(minute)
  })
  test('does not let a provider silence it for a day, or mislead it', () => {
    expect(wait(1, 'retry', '86400')).toBe(15 * minute)
    for (const odd of ['', '-5', 'soon', '1e9', 'Infinity', 'Thu, 01 Jan 1970 00:00:00 GMT'])
      expect(wait(1, 'retry', odd)).toBeLessThanOrEqual(1.25 * second)
  })
  test('is spread by chance that a restart repeats', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1_000 }), (page, attempt) => {
        const one = nextAttempt(page, attempt, 'retry', now)
        expect(nextAttempt(page, attempt, 'retry', now)).toBe(one)
        expect(one).toBeGreaterThan(now)
      }),
    )
    expect(
      new Set(Array.from({ length: 50 }, (_, at) => nextAttempt(`page ${at}`, 5, 'retry', now))).size,
    ).toBeGreaterThan(40)
  })
})
