// Values that settings had, when and by whom: kept, looked up, and handed in from outside as baselines.
import { day } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import { canonical, type Json } from '../lib/json.ts'
import type { Change, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { compareSetting, isOff } from '../model/setting.ts'
import type { BaselineEntry, Seed } from '../model/wire.ts'
import { asJson, keyOf, listOf, short, siteOf } from './recall.ts'

/** A value with when it was set and by whom, oldest first. */
export interface Held {
  readonly at: number
  readonly value: Json
  readonly by: string
  /** The key is a hash, so the value says what it is of: for those who list it. */
  readonly of: readonly [resource: string, setting: string]
}

const longest = 12
export const kept = 730 * day

/** All values that memory holds of a resource's setting, oldest first. */
export const heldValues = (memory: Memory, event: Event, id: string, setting: string): readonly Held[] =>
  listOf<Held>(memory.get('setting', keyOf(siteOf(event), 'setting', id, setting)))

/** The newest of them. */
export const heldValue = (memory: Memory, event: Event, id: string, setting: string): Json | undefined =>
  heldValues(memory, event, id, setting).at(-1)?.value

/** Whether a retention of the resource, or of what it lies in, is known. */
export function isGuarded(memory: Memory, event: Event): boolean {
  const { resource } = event.backup ?? {}
  const ids = [resource?.id, resource?.container?.id].filter((id) => id !== undefined)
  return ids.some((id) =>
    ['retention', 'retention-count', 'lock-days'].some((setting) => {
      const value = heldValue(memory, event, id, setting)
      return value !== undefined && !isOff(setting, value)
    }),
  )
}

/** Writes a setting's new value down. */
export function keep(memory: Memory, event: Event, { setting, to }: Change, now: number): void {
  if (to === undefined || to === null) return
  const id = event.backup?.resource?.id ?? ''
  const key = keyOf(siteOf(event), 'setting', id, setting)
  const by = event.backup?.actor?.id ?? ''
  hold(memory, key, listOf<Held>(memory.get('setting', key)), {
    at: now,
    value: bounded(to),
    by,
    of: [short(id), setting],
  })
}

/** What is longer than any setting is known again, and no more. */
function bounded(value: Json): Json {
  const text = canonical(value)
  return text.length > 2_000 ? hashOf(text) : value
}

function hold(memory: Memory, key: string, history: readonly Held[], held: Held): void {
  const next = [...history, held].sort((one, other) => one.at - other.at)
  memory.put('setting', key, asJson(trimmed(next)), (next.at(-1)?.at ?? held.at) + kept)
}

/** What somebody says that a setting was: remembered as if it had been seen then. The same seed twice is one. */
export function seedSetting(memory: Memory, { site, resource, setting, value, at }: Seed): void {
  const key = keyOf(site, 'setting', resource, setting)
  const history = listOf<Held>(memory.get('setting', key))
  const held: Held = { at: Date.parse(at), value, by: '', of: [short(resource), setting] }
  if (history.some((one) => one.at === held.at && canonical(one.value) === canonical(value))) return
  hold(memory, key, history, held)
}

/** The newest value in an entry of memory, as people hand baselines in; undefined where the entry is none. */
export function settingOf(entry: Json): BaselineEntry | undefined {
  const last = listOf<Held>(entry).at(-1)
  const [resource, setting] = last?.of ?? []
  if (!last || resource === undefined || setting === undefined) return undefined
  return { resource, setting, value: last.value, at: new Date(last.at).toISOString() }
}

/** The oldest stays too: it tells what held before a flood of changes. */
const trimmed = (history: readonly Held[]): readonly Held[] =>
  history.length <= longest ? history : [...history.slice(0, 2), ...history.slice(2 - longest)]

/** Back to what held 24 h before, by the one who changed it since. */
export function isReverted(before: readonly Held[], to: Json | undefined, now: number, by: string): boolean {
  const last = before.at(-1)
  const then = before.findLast(({ at }) => at <= now - day)
  return (
    last !== undefined &&
    then !== undefined &&
    last !== then &&
    last.by === by &&
    last.at > now - day &&
    compareSetting('', then.value, to) === 0
  )
}
