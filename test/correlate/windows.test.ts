// Windows in memory's entries fire as those of the correlator do: in any order, with any cut into batches, twice delivered, restarted.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { windowsOf } from '../../src/correlate/windows.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { memoryOver } from '../../src/pipeline/memory-state.ts'
import { cellOf } from '../../src/sigma/cell.ts'
import { fieldPath, valuesAt } from '../../src/sigma/lookup.ts'
import { stateMap } from '../pipeline/state-map.ts'
import { correlation, open, play, type Step } from './script.ts'

const minute = 60_000
const lateness = 60

const kinds = {
  'event_count, at least': 'type: event_count\nrules: [a, b]\ngroup-by: [u]\ntimespan: 10m\ncondition: {gte: 3}',
  'event_count, exactly': 'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10m\ncondition: {eq: 2}',
  'event_count, fewer': 'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 3h\ncondition: {lt: 3}',
  value_count: 'type: value_count\nrules: [a, b]\ngroup-by: [u]\ntimespan: 2h\ncondition: {field: n, gte: 3}',
  value_sum: 'type: value_sum\nrules: [a]\ngroup-by: [u]\ntimespan: 10m\ncondition: {field: n, gt: 6}',
  value_avg: 'type: value_avg\nrules: [a]\ngroup-by: [u]\ntimespan: 10m\ncondition: {field: n, gt: 2}',
  temporal: 'type: temporal\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 1h',
  temporal_ordered: 'type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 1d',
  absence: 'type: temporal\nrules: [a, b]\ngroup-by: [u]\ntimespan: 10m\ncondition: a and not b',
}
const nested = [
  correlation('type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10m\ncondition: {gte: 2}', 'id: in\nname: in'),
  correlation('type: temporal_ordered\nrules: [in, b]\ngroup-by: [u]\ntimespan: 1h'),
]
const documents: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(kinds).map(([name, lines]) => [name, [correlation(lines)]])),
  'one that feeds another': nested,
  'all at once': Object.values(kinds).map((lines, index) => correlation(lines, `id: c${index}`)),
}

interface Way {
  readonly order: readonly number[]
  /** Places in the order at which a batch ends: what is not in the state by then is lost. */
  readonly cuts?: ReadonlySet<number>
  readonly twice?: boolean
}

/** What fires over a state that is written at each cut and read anew behind it. */
function playStored(given: readonly string[], steps: readonly Step[], { order, cuts, twice }: Way): readonly string[] {
  const { matcher, plans } = open(given)
  const { view, apply } = stateMap()
  let memory = memoryOver(view)
  let windows = windowsOf(plans, lateness * minute)
  let clock = Number.NEGATIVE_INFINITY
  const fired: string[] = []
  const tell = (firings: ReturnType<typeof windows.settle>): void => {
    for (const { correlation: meta, group } of firings) fired.push(`${meta.id} ${JSON.stringify(group)}`)
  }
  for (const [index, place] of order.entries()) {
    const step = steps[place]
    if (!step) continue
    const at = step.min * minute
    clock = Math.max(clock, at)
    memory.advance(clock)
    tell(windows.settle(memory, clock - lateness * minute))
    const read = (field: string) => cellOf(valuesAt(step, fieldPath(field))).values
    for (const { rule } of [...matcher.match(step, []), ...(twice ? matcher.match(step, []) : [])])
      tell(windows.match(memory, rule, { id: String(place), at, read, site: 'x' }, clock))
    if (!cuts?.has(index)) continue
    apply(memory.changes())
    memory = memoryOver(view)
    windows = windowsOf(plans, lateness * minute)
  }
  tell(windows.settle(memory, clock))
  tell(windows.finish(memory, clock))
  return fired.sort()
}

const step = fc.record({
  min: fc.integer({ min: 0, max: 600 }),
  is: fc.constantFrom('a', 'b', 'c'),
  u: fc.constantFrom('x', 'y', ['x', 'y']),
  n: fc.integer({ min: 0, max: 4 }),
})
const story = fc.array(step, { minLength: 1, maxLength: 25 })
const delays = fc.array(fc.integer({ min: 0, max: lateness }), { minLength: 26, maxLength: 26 })
const end: Step = { min: 40_000, is: 'none' }
const runs = { numRuns: 60, seed: 20_260_302 }

const firedBy = (given: readonly string[], steps: readonly Step[]): readonly string[] =>
  play(given, steps, { order: byTime(steps) })
    .map(({ rule, group }) => `${rule} ${JSON.stringify(group)}`)
    .sort()
const byTime = (steps: readonly Step[]): readonly number[] =>
  steps.map((_, place) => place).sort((one, other) => (steps[one]?.min ?? 0) - (steps[other]?.min ?? 0))
/** The order in which they come when each is late by its delay. */
const late = (steps: readonly Step[], by: readonly number[]): readonly number[] => {
  const arrival = (place: number): number => (steps[place]?.min ?? 0) + (by[place] ?? 0)
  return steps.map((_, place) => place).sort((one, other) => arrival(one) - arrival(other))
}
const distinct = (fired: readonly string[]): readonly string[] => [...new Set(fired)]

describe.each(Object.entries(documents))('%s', (_, given) => {
  test('fires as often, and for the same groups, as the correlator, whatever the cut into batches', () => {
    fc.assert(
      fc.property(story, fc.uniqueArray(fc.nat(25)), (steps, cuts) => {
        const all = [...steps, end]
        expect(playStored(given, all, { order: byTime(all), cuts: new Set(cuts) })).toEqual(firedBy(given, all))
      }),
      runs,
    )
  })

  test('fires the same in any order of arrival within the lateness', () => {
    fc.assert(
      fc.property(story, delays, fc.uniqueArray(fc.nat(25)), (steps, by, cuts) => {
        const all = [...steps, end]
        const fired = playStored(given, all, { order: late(all, by), cuts: new Set(cuts) })
        expect(distinct(fired)).toEqual(distinct(firedBy(given, all)))
      }),
      runs,
    )
  })

  test('counts what is delivered twice once', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const all = [...steps, end]
        expect(playStored(given, all, { order: byTime(all), twice: true })).toEqual(firedBy(given, all))
      }),
      { ...runs, numRuns: 20 },
    )
  })
})

describe('sites', () => {
  test('share no window, whatever they share', () => {
    const { matcher, plans } = open([correlation(kinds.temporal)])
    const windows = windowsOf(plans, 0)
    const memory = memoryMap()
    const fired = ['a', 'b', 'c'].flatMap((is, index) => {
      const [rule] = matcher.match({ is }, [])
      return rule
        ? windows.match(memory, rule.rule, { id: is, at: index, read: () => ['x'], site: String(index % 2) }, index)
        : []
    })
    expect(fired).toEqual([])
  })
})

describe('what is kept', () => {
  const chain = correlation('type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 30d')
  const opened = () => {
    const { plans, matcher } = open([chain])
    const [a, b, c] = matcher.rules.map(({ meta }) => meta)
    if (!a || !b || !c) throw new Error('no rules')
    return { windows: windowsOf(plans, 0), a, b, c }
  }

  test('of a flood into one group is bounded, and the one early step stays', () => {
    const { windows, a, b, c } = opened()
    const memory = memoryMap()
    const send = (rule: typeof a, at: number) =>
      windows.match(memory, rule, { id: `${at}`, at, read: () => ['x'], site: 's' }, at)
    send(a, 0)
    for (let at = 1; at < 20_000; at += 1) send(b, at)
    const [window] = windows.around(memory, [c], { id: '', at: 0, read: () => ['x'], site: 's' })
    expect(window?.has.length).toBeLessThanOrEqual(2_048)
    expect(window?.missing).toEqual(['c'])
    expect(send(c, 30_000)).toHaveLength(1)
  })

  test('of values of any length and number is bounded, and what differs is told apart', () => {
    const { windows, a, b } = opened()
    const memory = memoryMap()
    const send = (rule: typeof a, at: number, values: readonly string[]) =>
      windows.match(memory, rule, { id: `${at}`, at, read: () => values, site: 's' }, at)
    const long = 'x'.repeat(1_000_000)
    send(a, 0, [`${long}1`])
    send(b, 1, [`${long}2`])
    send(
      b,
      2,
      Array.from({ length: 100_000 }, (_, index) => `value ${index}`),
    )
    const [first] = windows.around(memory, [a], { id: '', at: 0, read: () => [`${long}1`], site: 's' })
    expect(first?.missing).toEqual(['b', 'c'])
    expect(JSON.stringify(first?.group).length).toBeLessThan(1_000)
    expect(memory.size).toBeLessThan(100)
  })

  test('is gone when its time is over', () => {
    const { windows, a, b } = opened()
    const { map, view, apply } = stateMap()
    for (let today = 0; today < 200; today += 1) {
      const memory = memoryOver(view)
      const at = today * 86_400_000
      memory.advance(at)
      for (const rule of [a, b])
        windows.match(memory, rule, { id: `${at}`, at, read: () => [`group ${today}`], site: 's' }, at)
      apply(memory.changes())
    }
    expect([...map.keys()].filter((key) => key.startsWith('window')).length).toBeLessThan(40)
  })
})
