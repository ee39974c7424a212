// A window that moves: what `conditionHolds` says of it, kept up with each entry instead of counted anew.
import type { Correlation } from '../model/correlation.ts'
import { type Entry, placeOf } from './entry.ts'
import { bitCount, conditionHolds, hasRule, numbersIn, treeHolds, tuples, withinBounds } from './measure.ts'

/** The part of a tally that depends on the type. */
interface Counter<Id> {
  add(entry: Entry<Id>): void
  remove(entry: Entry<Id>): void
  /** False when the condition does not hold; true when it does, or when that has to be counted anew. */
  mayHold(window: { readonly from: number; readonly to: number }): boolean
  /** `mayHold` is the whole answer. */
  readonly exact: boolean
}

export interface Tally<Id> {
  /** Place of the first entry that is in it. */
  from: number
  readonly counter: Counter<Id>
}

/** Windows of fewer entries are counted anew: that costs less than to keep it up. */
const worthIt = 8

/** The tally of the window that ends before the entry at a place; undefined where the window is small. */
export function tallyBefore<Id>(
  correlation: Correlation,
  entries: readonly Entry<Id>[],
  to: number,
): Tally<Id> | undefined {
  const from = placeOf(entries, (entries[to]?.at ?? 0) - correlation.timespan)
  if (to - from < worthIt) return undefined
  const counter = counterOf<Id>(correlation)
  for (let place = from; place < to; place += 1) {
    const entry = entries[place]
    if (entry) counter.add(entry)
  }
  return { from, counter }
}

/** Takes the window on to the entry at a place; true when the condition holds with it. */
export function advance<Id>(
  tally: Tally<Id>,
  correlation: Correlation,
  entries: readonly Entry<Id>[],
  to: number,
): boolean {
  const last = entries[to]
  if (!last) return false
  drop(tally, entries, placeOf(entries, last.at - correlation.timespan))
  tally.counter.add(last)
  const { from, counter } = tally
  if (!counter.mayHold({ from, to })) return false
  return counter.exact || conditionHolds(correlation, { entries, from, to })
}

/**
 * Takes the window back to before an entry that came late and was put at a place; false where it does not reach so far.
 * A little disorder so costs a little, however large the window is.
 */
export function rewind<Id>(
  tally: Tally<Id>,
  correlation: Correlation,
  entries: readonly Entry<Id>[],
  place: number,
): boolean {
  if (place <= tally.from) return false
  for (let later = entries.length - 1; later > place; later -= 1) {
    const entry = entries[later]
    if (entry) tally.counter.remove(entry)
  }
  const begin = (entries[place]?.at ?? 0) - correlation.timespan
  for (let first = entries[tally.from - 1]; first && first.at >= begin; first = entries[tally.from - 1]) {
    tally.counter.add(first)
    tally.from -= 1
  }
  return true
}

/** Takes everything before a place out of it. */
export function drop<Id>(tally: Tally<Id>, entries: readonly Entry<Id>[], from: number): void {
  for (; tally.from < from; tally.from += 1) {
    const entry = entries[tally.from]
    if (entry) tally.counter.remove(entry)
  }
}

/** What is kept up of a window, for the correlation's type. */
export function counterOf<Id>(correlation: Correlation): Counter<Id> {
  const { type, bounds, field = [] } = correlation
  if (type === 'event_count')
    return { add() {}, remove() {}, mayHold: ({ from, to }) => withinBounds(bounds, [to - from + 1]), exact: true }
  if (type === 'value_count') {
    const counts = newCounts<string>()
    return {
      add(entry) {
        for (const tuple of tuples(entry, field)) counts.add(tuple)
      },
      remove(entry) {
        for (const tuple of tuples(entry, field)) counts.remove(tuple)
      },
      mayHold: () => withinBounds(bounds, [counts.distinct()]),
      exact: true,
    }
  }
  if (type === 'value_sum') {
    let sum = 0
    return {
      add(entry) {
        for (const number of numbersIn(entry, field)) sum += number
      },
      remove(entry) {
        for (const number of numbersIn(entry, field)) sum -= number
      },
      // Fractions do not add up to the same in another order: near a bound it is counted anew.
      mayHold: () => withinBounds(bounds, [sum + Math.abs(sum) * 1e-9 + 1e-9]),
      exact: false,
    }
  }
  return ruleCounter(correlation)
}

/** Which rules are there is kept up; their order is looked at only where all of them are. */
function ruleCounter<Id>({ type, rules, bounds, expression }: Correlation): Counter<Id> {
  const counts = rules.map(() => 0)
  const change = (entry: Entry<Id>, by: number): void => {
    for (let index = 0; index < rules.length; index += 1)
      if (hasRule(entry.rules, index)) counts[index] = (counts[index] ?? 0) + by
  }
  const present = (): number => counts.reduce((bits, count, index) => (count > 0 ? bits | (1 << index) : bits), 0)
  return {
    add: (entry) => change(entry, 1),
    remove: (entry) => change(entry, -1),
    mayHold() {
      const bits = present()
      if (expression) return treeHolds(expression, (name) => hasRule(bits, rules.indexOf(name)))
      return bounds.length > 0 ? withinBounds(bounds, [bitCount(bits)]) : bitCount(bits) === rules.length
    },
    exact: type === 'temporal',
  }
}

function newCounts<T>() {
  const counts = new Map<T, number>()
  return {
    add: (value: T): void => void counts.set(value, (counts.get(value) ?? 0) + 1),
    remove(value: T): void {
      const left = (counts.get(value) ?? 0) - 1
      if (left > 0) counts.set(value, left)
      else counts.delete(value)
    },
    distinct: (): number => counts.size,
  }
}
