// Windows by the time at which something has to be judged about them, kept in memory's entries: read only when it has come.
import { minute } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Memory } from '../model/memory.ts'

/** So many keys stand in one entry: a flood must not make any of them large. */
const chunk = 256
const slotsKey = 'slots'

/** Puts a window under a time (epoch milliseconds), rounded up to the minute or a 64th of its span; gives that time. */
export function schedule(memory: Memory, key: string, at: number, timespan: number): number {
  const step = Math.max(minute, Math.ceil(timespan / 64))
  const slot = Math.ceil(at / step) * step
  const count = countOf(memory, slot)
  const place = `${slot} ${Math.floor(count / chunk)}`
  memory.put('due', place, [...keysAt(memory, place), key])
  memory.put('due', String(slot), count + 1)
  if (count === 0) {
    const slots = slotsOf(memory)
    writeSlots(
      memory,
      [...slots, slot].sort((one, other) => one - other),
    )
  }
  return slot
}

/** Takes all that was put under times up to this one off, each key once. */
export function takeDue(memory: Memory, until: number): readonly string[] {
  const slots = slotsOf(memory)
  const [first] = slots
  if (first === undefined || first > until) return nothing
  const keys = new Set<string>()
  for (const slot of slots) {
    if (slot > until) break
    for (let place = 0; place * chunk < countOf(memory, slot); place += 1) {
      for (const key of keysAt(memory, `${slot} ${place}`)) keys.add(key)
      memory.drop('due', `${slot} ${place}`)
    }
    memory.drop('due', String(slot))
  }
  writeSlots(
    memory,
    slots.filter((slot) => slot > until),
  )
  return [...keys]
}

const nothing: readonly string[] = []

const countOf = (memory: Memory, slot: number): number => {
  const count = memory.get('due', String(slot))
  return typeof count === 'number' ? count : 0
}

const keysAt = (memory: Memory, place: string): readonly string[] => listAt<string>(memory, place)
const slotsOf = (memory: Memory): readonly number[] => listAt<number>(memory, slotsKey)

function listAt<T>(memory: Memory, place: string): readonly T[] {
  const list: unknown = memory.get('due', place)
  return Array.isArray(list) ? (list as T[]) : []
}

function writeSlots(memory: Memory, slots: readonly number[]): void {
  if (slots.length === 0) memory.drop('due', slotsKey)
  else memory.put('due', slotsKey, slots as unknown as Json)
}
