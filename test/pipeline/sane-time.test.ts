import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour, minute } from '../../src/lib/duration.ts'
import { type Draft, lane } from '../../src/pipeline/lane.ts'

const start = Date.parse('2026-03-02T00:00:00Z')
const year1970 = Date.parse('1970-01-01T00:00:00Z')
const year2099 = Date.parse('2099-01-01T00:00:00Z')

const drafts = (times: readonly number[], latest = Number.POSITIVE_INFINITY): readonly Draft[] =>
  times.map((time, step) => ({ event: eventAt(step), source: 's', position: `f:${step}`, time, latest }))

const eventAt = (step: number): NonNullable<Draft['event']> => ({
  '@timestamp': '2026-03-02T00:00:00Z',
  event: {
    id: `${step}`,
    action: 'other',
    code: '',
    outcome: 'success',
    kind: 'event',
    category: [],
    type: [],
    dataset: 's',
    module: 's',
    original: '',
  },
})

/** Minutes after the start at which each is placed. */
function place(times: readonly number[], latest?: number): readonly number[] {
  const road = lane()
  return [...road.push(drafts(times, latest)), ...road.flush()].map(({ at }) => Math.round((at - start) / minute))
}
const after = (...minutes: readonly number[]): readonly number[] => minutes.map((count) => start + count * minute)
const days = (...counts: readonly number[]): readonly number[] => counts.map((count) => start + count * day)

describe('a record outside the clock skew takes the time of its neighbours', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['in order', after(0, 1, 5, 9), [0, 1, 5, 9]],
    ['a late one keeps its own', after(0, 600, 5, 610), [0, 600, 5, 610]],
    ['late by 24 hours keeps its own', after(0, 1440, 0, 1441), [0, 1440, 0, 1441]],
    ['late by more does not', after(0, 1441, 0, 1442), [0, 1441, 1441, 1442]],
    ['10 minutes ahead keeps its own', after(0, 10, 1, 2), [0, 10, 1, 2]],
    ['more than that does not', after(0, 11, 1, 2, 3), [0, 1, 1, 2, 3]],
    ['the year 2099', [...after(0), year2099, ...after(1, 2)], [0, 1, 1, 2]],
    ['the year 1970', [...after(0), year1970, ...after(1, 2)], [0, 0, 1, 2]],
    ['the year 2099 first', [year2099, ...after(0, 1, 2)], [1, 0, 1, 2]],
    ['the year 1970 first', [year1970, ...after(0, 1, 2)], [1, 0, 1, 2]],
    ['the year 2099 last', [...after(0, 1), year2099], [0, 1, 1]],
    ['the year 1970 last', [...after(0, 1), year1970], [0, 1, 1]],
    ['no time at all', [...after(0, 1), Number.NaN, ...after(2)], [0, 1, 2, 2]],
    ['days without a record', days(0, 5, 30, 180), [0, 5, 30, 180].map((count) => count * 1440)],
    [
      'a quiet file with strays between',
      [...days(0), year1970, ...days(5), year2099, ...days(30), year1970, ...days(40)],
      [0, 0, 7200, 43_200, 43_200, 43_200, 57_600],
    ],
    [
      '2099 after each',
      [...after(0), year2099, ...after(1), year2099, ...after(2), year2099, ...after(3), year2099],
      [0, 1, 1, 2, 2, 3, 3, 3],
    ],
    [
      'a jump that what follows bears out',
      [...after(0, 1), ...days(400, 400.1, 400.2, 400.3)],
      [0, 1, 576_000, 576_144, 576_288, 576_432],
    ],
  ])('%s', (_, times, expected) => {
    expect(place(times)).toEqual(expected)
  })

  test('nothing lies after it was received', () => {
    expect(place([...after(0), ...days(3)], start + hour)).toEqual([0, 0])
  })

  test('cut anywhere into batches, sorted times stay their own', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 40 }), fc.nat(40), (minutes, cut) => {
        const times = after(...[...minutes].sort((one, other) => one - other))
        const road = lane()
        const all = drafts(times)
        const placed = [...road.push(all.slice(0, cut)), ...road.push(all.slice(cut)), ...road.flush()]
        expect(placed.map(({ at }) => at)).toEqual(times)
      }),
    )
  })

  test('whatever the times, everything is placed, in order, at a time that is one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double(), fc.integer({ min: start, max: start + 9 * day })), { maxLength: 40 }),
        (times) => {
          const road = lane()
          const placed = [...road.push(drafts(times)), ...road.flush()]
          expect(placed.map(({ position }) => position)).toEqual(times.map((_, step) => `f:${step}`))
          for (const { at, running } of placed) expect(Number.isFinite(at) && Number.isFinite(running)).toBe(true)
        },
      ),
    )
  })
})
