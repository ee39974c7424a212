import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoOf } from '../../src/sources/kit/time.ts'

test('a time is written as the language writes it', () => {
  const [earliest, latest] = [Date.UTC(1900, 0, 1), Date.UTC(9999, 11, 31)]
  fc.assert(
    fc.property(fc.double({ min: earliest, max: latest, noNaN: true }), (time) => {
      expect(isoOf(time)).toBe(new Date(time).toISOString())
    }),
    { numRuns: 2_000 },
  )
  for (const time of [0, -1, 1, 86_399_999, 86_400_000, -86_400_000, 1_772_445_600_000.9, earliest, latest])
    expect(isoOf(time)).toBe(new Date(time).toISOString())
  expect([Number.NaN, -1e20, 1e20].map(isoOf)).toEqual(
    [0, earliest, latest].map((time) => new Date(time).toISOString()),
  )
})
