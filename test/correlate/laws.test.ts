// Laws of correlation: any order within the lateness and any restart give the same firings; memory has a ceiling.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newCorrelator } from '../../src/correlate/correlator.ts'
import { type Entry, insert, placeOf } from '../../src/correlate/entry.ts'
import { addEntry } from '../../src/correlate/group.ts'
import { conditionHolds } from '../../src/correlate/measure.ts'
import { spent } from '../support/spent.ts'
import { correlation, open, play, type Step, type Told } from './script.ts'

const kinds = {
  'event_count, at least': 'type: event_count\nrules: [a, b]\ngroup-by: [u]\ntimespan: 10m\ncondition: {gte: 3}',
  'event_count, exactly': 'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10m\ncondition: {eq: 2}',
  'event_count, fewer': 'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10m\ncondition: {lt: 3}',
  value_count: 'type: value_count\nrules: [a, b]\ngroup-by: [u]\ntimespan: 10m\ncondition: {field: n, gte: 3}',
  value_sum: 'type: value_sum\nrules: [a]\ngroup-by: [u]\ntimespan: 10m\ncondition: {field: n, gt: 6}',
  value_avg: 'type: value_avg\nrules: [a]\ngroup-by: [u]\ntimespan: 10m\ncondition: {field: n, gt: 2}',
  temporal: 'type: temporal\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 10m',
  temporal_ordered: 'type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 10m',
  absence: 'type: temporal\nrules: [a, b]\ngroup-by: [u]\ntimespan: 10m\ncondition: a and not b',
}
const step = fc.record({
  min: fc.integer({ min: 0, max: 60 }),
  is: fc.constantFrom('a', 'b', 'c'),
  u: fc.constantFrom('x', 'y'),
  n: fc.integer({ min: 0, max: 4 }),
})
const story = fc.array(step, { minLength: 1, maxLength: 25 })
const end: Step = { min: 10_000, is: 'none' }
const pairs = (told: readonly Told[]): readonly string[] =>
  [...new Set(told.map(({ rule, group }) => `${rule} ${JSON.stringify(group)}`))].sort()
const byTime = (steps: readonly Step[]): readonly number[] =>
  steps.map((_, place) => place).sort((one, other) => (steps[one]?.min ?? 0) - (steps[other]?.min ?? 0))
const runs = { numRuns: 80, seed: 20_260_302 }

describe.each(Object.entries(kinds))('%s', (_, lines) => {
  test('any order of arrival gives the same firings', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const all = [...steps, end]
        const sorted = play([correlation(lines)], all, { order: byTime(all) })
        expect(pairs(play([correlation(lines)], all))).toEqual(pairs(sorted))
      }),
      runs,
    )
  })

  test('so does a watermark that follows at the lateness, wherever it stands', () => {
    fc.assert(
      fc.property(
        story,
        fc.integer({ min: 0, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 26, maxLength: 26 }),
        (steps, latenessMin, delays) => {
          const all = [...steps, end]
          // Each arrives at most the lateness after its time.
          const arrival = all.map(({ min }, place) => min + Math.min(delays[place] ?? 0, latenessMin))
          const order = all.map((_, place) => place).sort((one, other) => (arrival[one] ?? 0) - (arrival[other] ?? 0))
          const still = play([correlation(lines)], all, { order: byTime(all) })
          expect(pairs(play([correlation(lines)], all, { order, latenessMin }))).toEqual(pairs(still))
        },
      ),
      runs,
    )
  })

  test('a restart anywhere, with what came before read again in silence, changes nothing', () => {
    fc.assert(
      fc.property(story, fc.nat(), (steps, cut) => {
        const all = [...steps, end]
        const whole = play([correlation(lines)], all, { latenessMin: 60 })
        const before = play([correlation(lines)], all.slice(0, cut % all.length), { latenessMin: 60, finish: false })
        expect(whole.slice(0, before.length)).toEqual(before)
      }),
      runs,
    )
  })

  test('events out of which it fired are within its time and its group', () => {
    fc.assert(
      fc.property(story, (steps) => {
        for (const { events, group } of play([correlation(lines)], [...steps, end])) {
          const parts = events.map((place) => steps[place])
          const times = parts.map((part) => part?.min ?? Number.NaN)
          expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(10)
          expect(parts.every((part) => part?.u === group.u)).toBe(true)
        }
      }),
      runs,
    )
  })
})

describe('a window that moves', () => {
  test.each(Object.entries(kinds).filter(([, lines]) => !/eq|lt|avg|not/.test(lines)))(
    'is what it would be counted anew: %s',
    (_, lines) => {
      const [plan] = open([correlation(lines)]).plans.plans
      if (!plan) throw new Error('no correlation')
      const entry = fc.record({
        at: fc.integer({ min: 0, max: 40 }).map((min) => min * 60_000),
        rules: fc.integer({ min: 1, max: 7 }),
        n: fc.integer({ min: 0, max: 4 }),
      })
      fc.assert(
        fc.property(fc.array(entry, { minLength: 1, maxLength: 40 }), (arrived) => {
          const group = { key: '', values: [], entries: [] }
          const anew: Entry<number>[] = []
          for (const [id, { at, rules, n }] of arrived.entries()) {
            const made = { at, key: String(id), events: [id], fields: { n: [n] }, rules }
            addEntry<number>(group, { ...made }, plan.correlation, 'once')
            insert(anew, { ...made })
            for (const [to, { at: last }] of anew.entries())
              if (
                conditionHolds(plan.correlation, {
                  entries: anew,
                  from: placeOf(anew, last - plan.correlation.timespan),
                  to,
                })
              ) {
                const one = anew[to]
                if (one) one.holds = true
              }
            expect(group.entries.map(({ key, holds }: Entry<number>) => [key, holds])).toEqual(
              anew.map(({ key, holds }) => [key, holds]),
            )
          }
        }),
        runs,
      )
    },
  )
})

describe('memory', () => {
  const chain = 'type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 30d'
  test('a flood of fresh keys does not wash away a chain that is half told', () => {
    const flood = Array.from(
      { length: 30_000 },
      (_, index): Step => ({ min: 200 + index / 100, is: 'a', u: `key ${index}` }),
    )
    const story = [
      { min: 0, is: 'a', u: 'slow' },
      { min: 100, is: 'b', u: 'slow' },
      ...flood,
      { min: 20_000, is: 'c', u: 'slow' },
    ]
    expect(play([correlation(chain)], story, { ceiling: 5_000 })).toMatchObject([{ group: { u: 'slow' } }])
  })

  test('nor does a flood that goes as far as the chain does', () => {
    const flood = Array.from({ length: 20_000 }, (_, index): Step => {
      return { min: 200 + index / 100, is: index % 2 === 0 ? 'a' : 'b', u: `key ${Math.floor(index / 2)}` }
    })
    const story = [
      { min: 0, is: 'a', u: 'slow' },
      { min: 100, is: 'b', u: 'slow' },
      ...flood,
      { min: 20_000, is: 'c', u: 'slow' },
    ]
    expect(play([correlation(chain)], story, { ceiling: 5_000 })).toMatchObject([{ group: { u: 'slow' } }])
  })
  test('nor one step that repeats itself in the chain', () => {
    const flood = Array.from({ length: 20_000 }, (_, index): Step => ({ min: 200 + index / 100, is: 'b', u: 'slow' }))
    const story = [{ min: 0, is: 'a', u: 'slow' }, ...flood, { min: 20_000, is: 'c', u: 'slow' }]
    const told = play([correlation(chain)], story, { ceiling: 5_000 })
    expect(told.map(({ group, min }) => [group, min])).toEqual([[{ u: 'slow' }, 20_000]])
  })
  test('a count far above what is kept of other windows is still reached', () => {
    const far = 'type: event_count\nrules: [a]\ntimespan: 30d\ncondition: {gte: 3000}'
    const steps = Array.from({ length: 3_000 }, (_, min): Step => ({ min, is: 'a' }))
    expect(play([correlation(far)], steps, { ceiling: 10_000 })).toMatchObject([{ min: 2_999 }])
  })

  test('what is given up is counted, and the ceiling holds', () => {
    const { plans, matcher } = open([correlation(chain)])
    const correlator = newCorrelator<number>(plans, { ceiling: 1_000 })
    const [a] = matcher.rules
    if (!a) throw new Error('no rule')
    for (let id = 0; id < 20_000; id += 1) {
      correlator.match(a.meta, { id, at: id, read: () => [id] })
      expect(correlator.stats.entries).toBeLessThanOrEqual(1_000)
    }
    const { entries, evicted, groups } = correlator.stats
    expect(entries + evicted).toBe(20_000)
    expect(groups).toBe(entries)
  })

  test.each(Object.entries(kinds))(
    'a flood into one group takes its time, and no more, also when it comes in disorder: %s',
    (_, lines) => {
      const { plans, matcher } = open([correlation(lines.replace('10m', '30d'))])
      const correlator = newCorrelator<number>(plans)
      const begun = spent()
      for (let id = 0; id < 20_000; id += 1) {
        // The third rule never matches, so no chain is ever whole, and the count is of one value.
        const rule = matcher.rules[id % 2]
        const at = id * 10 - (id % 3) * 1_000
        if (rule) correlator.match(rule.meta, { id, at, read: () => [-1] })
      }
      correlator.advance(Number.MAX_SAFE_INTEGER)
      expect(spent() - begun).toBeLessThan(4_000)
    },
  )

  test('nothing is kept behind the watermark', () => {
    const { plans, matcher } = open(Object.values(kinds).map((lines, index) => correlation(lines, `id: c${index}`)))
    const correlator = newCorrelator<number>(plans)
    for (let id = 0; id < 3_000; id += 1) {
      const event = { is: ['a', 'b', 'c'][id % 3], u: id % 50, n: id % 4 }
      for (const { rule } of matcher.match(event, []))
        correlator.match(rule, { id, at: id * 60_000, read: (field) => [field === 'u' ? event.u : event.n] })
      correlator.advance((id - 5) * 60_000)
      expect(correlator.stats.entries).toBeLessThan(400)
    }
    correlator.advance(Number.MAX_SAFE_INTEGER)
    expect(correlator.stats).toMatchObject({ entries: 0, groups: 0, late: 0 })
  })

  test('a match behind the watermark is counted as late', () => {
    const { plans, matcher } = open([correlation(kinds['event_count, exactly'])])
    const correlator = newCorrelator<number>(plans)
    correlator.advance(100 * 60_000)
    const [a] = matcher.rules
    if (!a) throw new Error('no rule')
    correlator.match(a.meta, { id: 1, at: 0, read: () => ['x'] })
    expect(correlator.stats).toMatchObject({ entries: 0, late: 1 })
  })
})
