import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, minute } from '../../src/lib/duration.ts'
import type { QuietHours } from '../../src/model/policy.ts'
import { quietUntil } from '../../src/relay/quiet.ts'

const hours = (part: Partial<QuietHours> = {}): QuietHours => ({
  zone: 'Europe/Berlin',
  from: '22:00',
  to: '06:00',
  days: [],
  priority: ['notify'],
  ...part,
})
const endOf = (quiet: readonly QuietHours[], time: string): string | undefined => {
  const end = quietUntil(quiet, 'notify', Date.parse(time))
  return end === undefined ? undefined : new Date(end).toISOString().slice(0, 16)
}

describe('quiet hours', () => {
  const nights = [hours()]
  test.each([
    ['not a minute before they begin', '2026-02-02T20:59:00Z', undefined],
    ['from their first second', '2026-02-02T21:00:00Z', '2026-02-03T05:00'],
    ['after midnight', '2026-02-03T02:00:00Z', '2026-02-03T05:00'],
    ['not from their end on', '2026-02-03T05:00:00Z', undefined],
    ['to 06:00 in the night in which the clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T04:00'],
    ['to 06:00 in the night in which they go back', '2026-10-24T22:00:00Z', '2026-10-25T05:00'],
  ])('hold %s', (_, time, end) => expect(endOf(nights, time)).toBe(end))

  test.each([
    ['Friday night, for Friday', '2026-02-06T23:00:00Z', '2026-02-07T05:00'],
    ['Saturday after midnight, for it began on Friday', '2026-02-07T02:00:00Z', '2026-02-07T05:00'],
    ['Saturday night, which is none of them', '2026-02-07T23:00:00Z', undefined],
    ['Friday after midnight, which began on Thursday', '2026-02-06T02:00:00Z', undefined],
  ])('of named days hold by the day on which they begin: %s', (_, time, end) =>
    expect(endOf([hours({ days: [5] })], time)).toBe(end),
  )

  test('that follow one another are one', () => {
    const weekend = [hours(), hours({ from: '00:00', to: '24:00', days: [6, 7] })]
    expect(endOf(weekend, '2026-02-06T23:00:00Z')).toBe('2026-02-09T05:00')
  })
  test('hold for the priorities that they name', () => {
    expect(quietUntil([hours()], 'queue', Date.parse('2026-02-02T23:00:00Z'))).toBeUndefined()
  })
  test('that never end are over some time all the same', () => {
    const always = [hours({ from: '00:00', to: '12:00' }), hours({ from: '12:00', to: '00:00' })]
    const time = Date.parse('2026-02-02T20:00:00Z')
    expect(quietUntil(always, 'notify', time)).toBeLessThan(time + 11 * day)
  })
  test('end later than now, and nobody is quiet at their end', () => {
    const anyTime = fc
      .integer({ min: 0, max: 47 })
      .map((half) => new Date(half * 30 * minute).toISOString().slice(11, 16))
    const anyHours = fc.record({
      zone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
      from: anyTime,
      to: anyTime,
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
      priority: fc.constant(['notify'] as const),
    })
    const anyMoment = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2032, 0) })
    fc.assert(
      fc.property(fc.array(anyHours, { minLength: 1, maxLength: 3 }), anyMoment, (quiet, time) => {
        const end = quietUntil(quiet, 'notify', time)
        if (end === undefined) return
        expect(end).toBeGreaterThan(time)
        expect(end).toBeLessThan(time + 9 * day)
        if (end > time + 5 * day) return
        expect(quietUntil(quiet, 'notify', end)).toBeUndefined()
        expect(quietUntil(quiet, 'notify', end - 1)).toBe(end)
      }),
      { numRuns: 80 },
    )
  })
})
