// One group of a correlation: when its condition becomes true, at once or when time has passed.
import type { Correlation, NameTree } from '../model/correlation.ts'
import { type Entry, insert, placeOf, type Scalar } from './entry.ts'
import { conditionHolds, hasRule, isPositive } from './measure.ts'

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
  readonly entries: Entry<Id>[]
  /** `absent`: the time of the last match for which the condition held. */
  heldAt: number
}

/** The condition was true of these entries. */
export interface Truth<Id> {
  readonly entries: readonly Entry<Id>[]
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
  const place = insert(entries, entry)
  if (mode !== 'once') return []
  const found: Truth<Id>[] = []
  const { timespan } = correlation
  const end = entry.at + timespan
  for (let to = place; to < entries.length; to += 1) {
    const last = entries[to]
    if (!last || last.at > end) break
    if (last.holds) continue
    const from = placeOf(entries, last.at - timespan)
    if (!conditionHolds(correlation, { entries, from, to })) continue
    last.holds = true
    const near = (other: Entry<Id> | undefined): boolean =>
      other?.holds === true && Math.abs(other.at - last.at) <= timespan
    const fresh = !near(entries[to - 1]) && !near(entries[to + 1])
    found.push({ entries: entries.slice(from, to + 1), at: last.at, fresh })
  }
  return found
}

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
  const found: Truth<Id>[] = []
  let done = 0
  if (mode === 'once') while (isOver(entries[done])) done += 1
  else
    for (let first = entries[0]; isOver(first); first = entries[done]) {
      const behind = placeAfter(entries, first.at + timespan)
      if (mode === 'closed') {
        const at = entries[behind - 1]?.at ?? first.at
        if (conditionHolds(correlation, { entries, from: done, to: behind - 1 }))
          found.push({ entries: entries.slice(done, behind), at, fresh: true })
        done = behind
        continue
      }
      if (isAnchor(correlation, first) && conditionHolds(correlation, { entries, from: done, to: behind - 1 })) {
        const fresh = first.at - group.heldAt > timespan
        const part = entries.slice(done, behind).filter((entry) => isAnchor(correlation, entry))
        found.push({ entries: part, at: first.at + timespan, fresh })
        group.heldAt = first.at
      }
      done += 1
    }
  if (done > 0) entries.splice(0, done)
  return found
}

function placeAfter<Id>(entries: readonly Entry<Id>[], at: number): number {
  let place = placeOf(entries, at)
  while (place < entries.length && entries[place]?.at === at) place += 1
  return place
}

/** One of its rules must match, rather than must not. */
const isAnchor = <Id>({ expression, rules }: Correlation, entry: Entry<Id>): boolean =>
  expression === undefined || rules.some((name, index) => hasRule(entry.rules, index) && isPositive(expression, name))
