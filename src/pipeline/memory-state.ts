// Memory over a stage's state in the journal: reads what is committed, gathers what changes, forgets by event time.
import { day } from '../lib/duration.ts'
import { isObject, type Json } from '../lib/json.ts'
import type { StateChange, StateView } from '../model/journal.ts'
import { type ClockedMemory, nameOf } from './memory-map.ts'

export interface StateMemory extends ClockedMemory {
  /** What this batch changed, for the commit. */
  changes(): readonly StateChange[]
}

interface Entry {
  readonly value: Json
  readonly until: number | undefined
}

const clockKey = 'clock'
const sweptKey = 'swept'
/** How many entries of each kind there are: the difference that a batch makes is added with it. */
const tallyKey = 'tally'
const endingPrefix = 'until\u0000'
/** So many forgotten entries a batch at most: a long pause is caught up with bit by bit. */
const sweepLimit = 2_000

/**
 * A memory for one batch. Each entry is `{"v":value,"u":until}` under `kind\0key`; entries that end stand in a second,
 * sorted place by their last day (`until\0<day>\0name`), so that forgetting reads only what has run out.
 */
export function memoryOver(state: StateView): StateMemory {
  const read = new Map<string, Entry | undefined>()
  const held = new Set<string>()
  const changed = new Set<string>()
  const marks = new Map<string, string | undefined>()
  const began = Number(state.get(clockKey) ?? Number.NEGATIVE_INFINITY)
  let clock = began

  const look = (name: string): Entry | undefined => {
    if (read.has(name)) return read.get(name)
    const entry = parse(state.get(name))
    read.set(name, entry)
    if (entry) held.add(name)
    return entry
  }
  const sweep = (today: string): void => {
    const due = state.scan(endingPrefix, sweepLimit)
    if (due.length < sweepLimit) marks.set(sweptKey, today)
    for (const [mark] of due) {
      const [, ends = '', ...rest] = mark.split('\u0000')
      if (ends >= today) return void marks.set(sweptKey, today)
      marks.set(mark, undefined)
      const name = rest.join('\u0000')
      const entry = look(name)
      if (entry?.until === undefined || dayText(entry.until) !== ends) continue
      read.set(name, undefined)
      changed.add(name)
    }
  }
  return {
    get clock() {
      return clock
    },
    advance(now) {
      if (now > clock) clock = now
    },
    get(kind, key) {
      const entry = look(nameOf(kind, key))
      return entry === undefined || (entry.until !== undefined && entry.until < clock) ? undefined : entry.value
    },
    put(kind, key, value, until) {
      const name = nameOf(kind, key)
      const before = look(name)
      read.set(name, { value, until })
      changed.add(name)
      if (until === undefined) return
      const ends = dayText(until)
      if (before?.until === undefined || dayText(before.until) !== ends)
        marks.set(`${endingPrefix}${ends}\u0000${name}`, '')
    },
    drop(kind, key) {
      const name = nameOf(kind, key)
      if (look(name) === undefined) return
      read.set(name, undefined)
      changed.add(name)
    },
    changes() {
      if (Number.isFinite(clock) && dayText(clock) !== state.get(sweptKey)) sweep(dayText(clock))
      const written = [...changed].map((name): StateChange => {
        const entry = read.get(name)
        return [name, entry && JSON.stringify({ v: entry.value, u: entry.until })]
      })
      if (clock !== began) marks.set(clockKey, String(clock))
      const tally = tallied(state, changed, held, read)
      if (tally) marks.set(tallyKey, tally)
      return [...written, ...marks]
    },
  }
}

/** Entries of each kind as the last commit left them: what `state` and the metrics tell. */
export function tallyOf(state: StateView): Readonly<Record<string, number>> {
  const value: unknown = JSON.parse(state.get(tallyKey) ?? '{}')
  return isObject(value) ? (value as Record<string, number>) : {}
}

/** Undefined when the batch leaves as many of each kind as there were. */
function tallied(
  state: StateView,
  changed: ReadonlySet<string>,
  held: ReadonlySet<string>,
  now: ReadonlyMap<string, Entry | undefined>,
): string | undefined {
  const difference = new Map<string, number>()
  for (const name of changed) {
    const by = Number(now.get(name) !== undefined) - Number(held.has(name))
    const kind = name.slice(0, name.indexOf('\u0000'))
    if (by !== 0) difference.set(kind, (difference.get(kind) ?? 0) + by)
  }
  if ([...difference.values()].every((by) => by === 0)) return undefined
  const counts = new Map(Object.entries(tallyOf(state)))
  for (const [kind, by] of difference) counts.set(kind, Math.max(0, (counts.get(kind) ?? 0) + by))
  return JSON.stringify(Object.fromEntries([...counts].filter(([, count]) => count > 0)))
}

/** Days since 1970 with as many digits as any date needs, so that their order as text is their order in time. */
const dayText = (time: number): string =>
  Math.min(Math.max(Math.floor(time / day), 0), 99_999_999)
    .toString()
    .padStart(8, '0')

function parse(text: string | undefined): Entry | undefined {
  if (text === undefined) return undefined
  const value: unknown = JSON.parse(text)
  if (!isObject(value) || value.v === undefined) return undefined
  return { value: value.v, until: typeof value.u === 'number' ? value.u : undefined }
}
