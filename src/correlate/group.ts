// One group of a correlation: when its condition becomes true, at once or when time has passed.
import type { Correlation, NameTree } from '../model/correlation.ts'
import { type Entry, insert, placeOf, type Scalar } from './entry.ts'
import { conditionHolds, hasRule, isPositive } from './measure.ts'
import { advance, counterOf, drop, rewind, type Tally, tallyBefore } from './tally.ts'
import { thin } from './thin.ts'

/**
 * When a condition is judged. `once`: more matches can only help, so each match is asked at once. `closed`: the window
 * opens with a match and is judged when nothing more can come into it. `absent`: something must not happen in the time
 * behind a match, so each match has a window of its own.
 */
export type Mode = 'once' | 'closed' | 'absent'

export function modeOf({ type, bounds, expression }: Correlation): Mode {
  if (expression) return hasNot(expression) ? 'absent' : 'once'
  const atLeast = bounds.every(({ order }) => order === 'gt' || order === 'gte')
  const grows = type === 'event_count' || type === 'value_count' || type === 'value_sum' || type.startsWith('temporal')
  return atLeast && grows ? 'once' : 'closed'
}

const hasNot = (tree: NameTree): boolean => tree.op === 'not' || (tree.op !== 'name' && tree.of.some(hasNot))

export interface Group<Id> {
  readonly key: string
  readonly values: readonly Scalar[]
  entries: Entry<Id>[]
  /** `absent`: the time of the last match for which the condition held. */
  heldAt?: number
  /** `once`: what the window amounts to that ends with the last match, where it is worth keeping. No part of its JSON. */
  [tally]?: Tally<Id> | undefined
}

const tally = Symbol('tally')

/** The condition was true of these entries. */
export interface Truth<Id> {
  readonly entries: readonly Entry<Id>[]
  /** Which of the entries, both ends included. */
  readonly from: number
  readonly to: number
  readonly at: number
  /** It was not true just before. */
  readonly fresh: boolean
}

/** Adds a match; gives what became true by it. */
export function addEntry<Id>(
  group: Group<Id>,
  entry: Entry<Id>,
  correlation: Correlation,
  mode: Mode,
): readonly Truth<Id>[] {
  const { entries } = group
  const before = entries.length
  const last = entries[before - 1]
  const again = last !== undefined && last.key === entry.key && last.at === entry.at
  if (again) group[tally]?.counter.remove(last)
  const place = insert(entries, entry)
  if (mode !== 'once') return none
  if (group[tally] && !again && place < before) {
    const added = entries.length > before
    if (!added || !rewind(group[tally], correlation, entries, place)) group[tally] = undefined
  }
  const found: Truth<Id>[] = []
  const { timespan } = correlation
  const end = entry.at + timespan
  let to = place
  for (; to < entries.length; to += 1) {
    const now = entries[to]
    if (!now || now.at > end) break
    const from = placeOf(entries, now.at - timespan)
    group[tally] ??= tallyBefore(correlation, entries, to)
    const holds = group[tally]
      ? advance(group[tally], correlation, entries, to)
      : conditionHolds(correlation, { entries, from, to })
    if (!holds || now.holds) continue
    now.holds = true
    const near = (other: Entry<Id> | undefined): boolean =>
      other?.holds === true && Math.abs(other.at - now.at) <= timespan
    const fresh = !near(entries[to - 1]) && !near(entries[to + 1])
    found.push({ entries, from, to, at: now.at, fresh })
  }
  if (to < entries.length) group[tally] = undefined
  return found
}

const none: readonly never[] = []

/** Judges what waited for the time before the watermark, and forgets what nothing can need any more. */
export function settle<Id>(
  group: Group<Id>,
  correlation: Correlation,
  mode: Mode,
  watermark: number,
): readonly Truth<Id>[] {
  const { entries } = group
  const { timespan } = correlation
  const isOver = (entry: Entry<Id> | undefined): entry is Entry<Id> =>
    entry !== undefined && entry.at + timespan < watermark
  let done = 0
  let found: readonly Truth<Id>[] = none
  if (mode === 'once') while (isOver(entries[done])) done += 1
  else [found, done] = mode === 'closed' ? closed(group, correlation, isOver) : absent(group, correlation, isOver)
  if (group[tally]) {
    drop(group[tally], entries, done)
    group[tally].from -= done
  }
  if (done > 0) entries.splice(0, done)
  return found
}

/** Of a million groups most stay with one entry, and a list that grew has room for seventeen. */
export function fitGroup<Id>(group: Group<Id>): void {
  group.entries = group.entries.slice()
}

/** Thins a window that has too many entries; gives how many went. What was kept up of it is counted anew. */
export function thinGroup<Id>(group: Group<Id>, correlation: Correlation): number {
  const gone = thin(group.entries, correlation)
  if (gone > 0) group[tally] = undefined
  return gone
}

type IsOver<Id> = (entry: Entry<Id> | undefined) => entry is Entry<Id>

/** Frames one behind the other, each from its first match on. */
function closed<Id>({ entries }: Group<Id>, correlation: Correlation, isOver: IsOver<Id>): [Truth<Id>[], number] {
  const found: Truth<Id>[] = []
  let done = 0
  for (let first = entries[0]; isOver(first); first = entries[done]) {
    const behind = placeAfter(entries, first.at + correlation.timespan)
    const at = entries[behind - 1]?.at ?? first.at
    if (conditionHolds(correlation, { entries, from: done, to: behind - 1 }))
      found.push(whole(entries.slice(done, behind), at, true))
    done = behind
  }
  return [found, done]
}

/** A frame behind each match of a rule that must happen. */
function absent<Id>(group: Group<Id>, correlation: Correlation, isOver: IsOver<Id>): [Truth<Id>[], number] {
  const { entries } = group
  const { timespan } = correlation
  const counter = counterOf<Id>(correlation)
  const found: Truth<Id>[] = []
  let done = 0
  let counted = 0
  for (let first = entries[0]; isOver(first); first = entries[done]) {
    const behind = placeAfter(entries, first.at + timespan)
    for (; counted < behind; counted += 1) {
      const entry = entries[counted]
      if (entry) counter.add(entry)
    }
    const window = { entries, from: done, to: behind - 1 }
    if (
      isAnchor(correlation, first) &&
      counter.mayHold(window) &&
      (counter.exact || conditionHolds(correlation, window))
    ) {
      const fresh = first.at - (group.heldAt ?? Number.NEGATIVE_INFINITY) > timespan
      // What stays true is handed on at every match, so only with that match.
      const part = fresh ? entries.slice(done, behind).filter((entry) => isAnchor(correlation, entry)) : [first]
      found.push(whole(part, first.at + timespan, fresh))
      group.heldAt = first.at
    }
    counter.remove(first)
    done += 1
  }
  return [found, done]
}

const whole = <Id>(entries: readonly Entry<Id>[], at: number, fresh: boolean): Truth<Id> => ({
  entries,
  from: 0,
  to: entries.length - 1,
  at,
  fresh,
})

function placeAfter<Id>(entries: readonly Entry<Id>[], at: number): number {
  let place = placeOf(entries, at)
  while (place < entries.length && entries[place]?.at === at) place += 1
  return place
}

/** One of its rules must match, rather than must not. */
const isAnchor = <Id>({ expression, rules }: Correlation, entry: Entry<Id>): boolean =>
  expression === undefined || rules.some((name, index) => hasRule(entry.rules, index) && isPositive(expression, name))
