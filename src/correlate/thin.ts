// Keeps one window from growing without end: of what repeats itself thousands of times the beginning and the end stay.
import type { Correlation } from '../model/correlation.ts'
import type { Entry } from './entry.ts'

/** A window of more entries is thinned, to about half of them. */
const most = 2_048
/** What is added up can only be told of all that was added. */
const mostNumbers = 20_000
/** Nobody counts further than this. */
const mostCounted = 200_000
/** Of each kind of entry, so many of the first stay whatever follows. */
const first = 8

/**
 * Takes entries out of a window that has too many, in place; gives how many went. Entries of one kind (the same rules and
 * values) stand for each other, so the most frequent give way first and what stands there seldom always stays: nobody can
 * wash one step away by repeating another.
 */
export function thin<Id>(entries: Entry<Id>[], correlation: Correlation): number {
  const limit = limitOf(correlation)
  const kept = limit / 2
  if (entries.length <= limit) return 0
  const kinds = new Map<string, Entry<Id>[]>()
  for (const entry of entries) {
    const kind = `${entry.rules} ${JSON.stringify(entry.fields)}`
    const same = kinds.get(kind)
    if (same) same.push(entry)
    else kinds.set(kind, [entry])
  }
  const share = Math.max(first * 2, Math.floor(kept / kinds.size))
  const gone = new Set<Entry<Id>>()
  for (const same of kinds.values()) for (const entry of same.slice(first, first - share)) gone.add(entry)
  // Where nearly every entry is a kind of its own, the middle of them all goes: what a window counts is long since reached.
  if (entries.length - gone.size > limit) {
    const seldom = new Set([...byRules(entries)].flatMap((same) => [...same.slice(0, first), ...same.slice(-first)]))
    for (const entry of entries.slice(kept / 2, -kept / 2)) if (!seldom.has(entry)) gone.add(entry)
  }
  if (gone.size === 0) return 0
  const left = entries.filter((entry) => !gone.has(entry))
  entries.splice(0, entries.length, ...left)
  return gone.size
}

/** Twice what a count has to reach, or it never would. */
function limitOf({ type, bounds }: Correlation): number {
  if (type.startsWith('temporal')) return most
  if (type === 'event_count' || type === 'value_count')
    return Math.min(mostCounted, Math.max(most, ...bounds.map(({ value }) => 2 * Math.ceil(value))))
  return mostNumbers
}

function byRules<Id>(entries: readonly Entry<Id>[]): Iterable<readonly Entry<Id>[]> {
  const found = new Map<number, Entry<Id>[]>()
  for (const entry of entries) {
    const same = found.get(entry.rules)
    if (same) same.push(entry)
    else found.set(entry.rules, [entry])
  }
  return found.values()
}
