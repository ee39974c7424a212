// Memory as a plain map that forgets by event time: what replay, rule cases and tests remember with.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Memory, MemoryKind } from '../model/memory.ts'

export interface ClockedMemory extends Memory {
  /** Moves event time on (epoch milliseconds, never back): what has run out by then is gone. */
  advance(now: number): void
  /** Event time so far: the newest it was told. Epoch milliseconds. */
  readonly clock: number
}

export interface MemoryMap extends ClockedMemory {
  readonly size: number
}

interface Entry {
  readonly value: Json
  readonly until: number
}

/** An empty memory. Entries are dropped a day's worth at a time, so that forgetting costs nothing per event. */
export function memoryMap(): MemoryMap {
  const entries = new Map<string, Entry>()
  const ending = new Map<number, Set<string>>()
  let clock = Number.NEGATIVE_INFINITY
  let swept = Number.NEGATIVE_INFINITY

  const sweep = (today: number): void => {
    for (const [ends, names] of ending) {
      if (ends >= today) continue
      ending.delete(ends)
      for (const name of names) {
        const entry = entries.get(name)
        if (entry && dayOf(entry.until) === ends) entries.delete(name)
      }
    }
  }
  return {
    get size() {
      return entries.size
    },
    get clock() {
      return clock
    },
    advance(now) {
      if (now <= clock) return
      clock = now
      const today = dayOf(now)
      if (today === swept) return
      swept = today
      sweep(today)
    },
    get(kind, key) {
      const entry = entries.get(nameOf(kind, key))
      return entry === undefined || entry.until < clock ? undefined : entry.value
    },
    put(kind, key, value, until = Number.POSITIVE_INFINITY) {
      const name = nameOf(kind, key)
      entries.set(name, { value, until })
      if (until === Number.POSITIVE_INFINITY) return
      const ends = dayOf(until)
      const names = ending.get(ends)
      if (names) names.add(name)
      else ending.set(ends, new Set([name]))
    },
    drop(kind, key) {
      entries.delete(nameOf(kind, key))
    },
  }
}

const dayOf = (time: number): number => Math.floor(time / day)

/** Key of an entry in a flat map; kinds hold no zero byte. */
export const nameOf = (kind: MemoryKind, key: string): string => `${kind}\u0000${key}`
