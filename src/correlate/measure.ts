// What a window of matches amounts to: a count, a sum, an average, which rules are there and in which order.
import type { Bound, Correlation, NameTree } from '../model/correlation.ts'
import { type Entry, type Scalar, valuesOf } from './entry.ts'

/** A stretch of a group's entries, both ends included. */
export interface Window<Id> {
  readonly entries: readonly Entry<Id>[]
  readonly from: number
  readonly to: number
}

/** Whether the correlation's condition is true of a window. */
export function conditionHolds<Id>(correlation: Correlation, window: Window<Id>): boolean {
  const { type, bounds, expression, rules } = correlation
  if (type !== 'temporal' && type !== 'temporal_ordered') return withinBounds(bounds, measures(correlation, window))
  const present = presentIn(window)
  const fits = expression
    ? treeHolds(expression, (name) => hasRule(present, rules.indexOf(name)))
    : bounds.length > 0
      ? withinBounds(bounds, [bitCount(present)])
      : bitCount(present) === rules.length
  return fits && (type === 'temporal' || inOrder(window, wanted(correlation, present)))
}

/** True when any of the measures is within all bounds. */
export const withinBounds = (bounds: readonly Bound[], values: readonly number[]): boolean =>
  values.some((value) => bounds.every((bound) => isWithin(bound, value)))

export function isWithin({ order, value }: Bound, measure: number): boolean {
  switch (order) {
    case 'gt':
      return measure > value
    case 'gte':
      return measure >= value
    case 'lt':
      return measure < value
    case 'lte':
      return measure <= value
    case 'eq':
      return measure === value
    case 'neq':
      return measure !== value
  }
}

/** The number that is compared; several where each value has one of its own. None where there is nothing to measure. */
export function measures<Id>(correlation: Correlation, window: Window<Id>): readonly number[] {
  const { type, field = [], percentile } = correlation
  if (type === 'event_count') return [window.to - window.from + 1]
  if (type === 'temporal' || type === 'temporal_ordered') return [bitCount(presentIn(window))]
  const counts = countsOf(window, field)
  if (type === 'value_count') return [counts.size]
  if (type === 'value_percentile' && percentile === undefined) {
    // Without a percentile the share is meant: values that make up so many percent of all.
    const all = window.to - window.from + 1
    return [...counts.values()].map((count) => (100 * count) / all)
  }
  const numbers = numbersOf(window, field)
  if (numbers.length === 0) return []
  const sum = numbers.reduce((total, number) => total + number, 0)
  if (type === 'value_sum') return [sum]
  if (type === 'value_avg') return [sum / numbers.length]
  if (type === 'value_min') return [numbers.reduce((least, number) => Math.min(least, number))]
  if (type === 'value_max') return [numbers.reduce((most, number) => Math.max(most, number))]
  return [percentileOf(numbers, type === 'value_median' ? 50 : (percentile ?? 50))]
}

/** Distinct values of a field, or of several fields together, and how often each stands there. */
function countsOf<Id>({ entries, from, to }: Window<Id>, field: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (let place = from; place <= to; place += 1)
    for (const value of tuples(entries[place], field)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

export function tuples<Id>(entry: Entry<Id> | undefined, field: readonly string[]): readonly string[] {
  if (!entry) return []
  const [only] = field
  if (field.length === 1 && only !== undefined) return valuesOf(entry.fields, only).map(String)
  return combinations(field.map((name) => valuesOf(entry.fields, name))).map((values) =>
    JSON.stringify(values.map(String)),
  )
}

const mostCombinations = 64

/** Every way to take one value of each list; an event whose field is a list belongs to each of its members. */
export function combinations(lists: readonly (readonly Scalar[])[]): readonly (readonly Scalar[])[] {
  return lists.reduce<readonly (readonly Scalar[])[]>(
    (sofar, list) => sofar.flatMap((values) => list.map((value) => [...values, value])).slice(0, mostCombinations),
    [[]],
  )
}

function numbersOf<Id>({ entries, from, to }: Window<Id>, field: readonly string[]): readonly number[] {
  const numbers: number[] = []
  for (let place = from; place <= to; place += 1) numbers.push(...numbersIn(entries[place], field))
  return numbers
}

export function numbersIn<Id>(entry: Entry<Id> | undefined, [field = '']: readonly string[]): readonly number[] {
  return valuesOf(entry?.fields, field).flatMap((value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? [number] : []
  })
}

/** Between two values in proportion, so that the fiftieth is the median. */
function percentileOf(numbers: readonly number[], percentile: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const place = (Math.min(100, Math.max(0, percentile)) / 100) * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}

function presentIn<Id>({ entries, from, to }: Window<Id>): number {
  let present = 0
  for (let place = from; place <= to; place += 1) present |= entries[place]?.rules ?? 0
  return present
}

export const hasRule = (rules: number, index: number): boolean => index >= 0 && (rules & (1 << index)) !== 0

export function bitCount(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1
  return count
}

export function treeHolds(tree: NameTree, present: (name: string) => boolean): boolean {
  switch (tree.op) {
    case 'name':
      return present(tree.name)
    case 'not':
      return !treeHolds(tree.of, present)
    case 'and':
      return tree.of.every((part) => treeHolds(part, present))
    case 'or':
      return tree.of.some((part) => treeHolds(part, present))
  }
}

/** The rules of the list that must stand one behind the other: those that are there and wanted. */
const wanted = ({ rules, expression }: Correlation, present: number): readonly number[] =>
  rules.flatMap((name, index) =>
    hasRule(present, index) && (expression === undefined || isPositive(expression, name)) ? [index] : [],
  )

/** The name stands somewhere under no `not`. */
export function isPositive(tree: NameTree, name: string): boolean {
  if (tree.op === 'name') return tree.name === name
  return tree.op !== 'not' && tree.of.some((part) => isPositive(part, name))
}

/** Different events, one for each rule, in the order of the list; events of one time are in any order. */
function inOrder<Id>({ entries, from, to }: Window<Id>, order: readonly number[]): boolean {
  let step = 0
  let place = from
  while (step < order.length && place <= to) {
    const at = entries[place]?.at
    const together: number[] = []
    for (; place <= to && entries[place]?.at === at; place += 1) together.push(entries[place]?.rules ?? 0)
    step += stepsWith(together, order.slice(step))
  }
  return step === order.length
}

/** How many of the steps the events of one moment can take, each event one step. */
function stepsWith(together: readonly number[], order: readonly number[]): number {
  const left = [...together]
  let steps = 0
  for (const index of order) {
    const found = left.findIndex((rules) => hasRule(rules, index))
    if (found === -1) break
    left.splice(found, 1)
    steps += 1
  }
  return steps
}
