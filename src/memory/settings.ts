// What each setting was, and so which way a change goes: shorter or longer, weaker or stronger. Contract, section 4.
import { day } from '../lib/duration.ts'
import { canonical, type Json } from '../lib/json.ts'
import type { Change, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { compareSetting, isBest, isOff } from '../model/setting.ts'
import type { BaselineEntry, Seed } from '../model/wire.ts'
import { asJson, keyOf, listOf, short, siteOf } from './recall.ts'

/** A value with when it was set and by whom, oldest first. */
interface Held {
  readonly at: number
  readonly value: Json
  readonly by: string
  /** The key is a hash, so the value says what it is of: for those who list it. */
  readonly of: readonly [resource: string, setting: string]
}

const longest = 12
const kept = 730 * day

/** Verbs that change a setting even where their record does not say to what. */
const changers = new Set(['retention-changed', 'immutability-changed', 'versioning-changed', 'guard-changed'])

const worstFirst = { weakened: 0, unknown: 1, unchanged: 2, strengthened: 3 } as const

/**
 * The event's changes with where they come from and which way they go, the worst first.
 * @param young the resource was made within 24 h: a first setting is its baseline
 */
export function knowChanges(memory: Memory, event: Event, now: number, young: boolean): readonly Change[] {
  const { backup } = event
  const resource = backup?.resource
  const given = backup?.changes ?? (backup?.change ? [backup.change] : derived(event))
  const good = event.event.outcome !== 'failure'
  if (given.length === 0)
    return good && resource && changers.has(event.event.action) && !event.backup?.detail?.selection
      ? [unsaid(event)]
      : []
  const said = backup?.change !== undefined
  const judged = given
    .map((change) => (resource ? judge(memory, event, change, now, young) : change))
    // A policy without a guard says nothing where no guard was known.
    .filter((change) => said || change.basis !== 'first-sight' || change.to !== 'off')
  return [...judged].sort(
    (one, other) =>
      worstFirst[one.direction ?? 'unknown'] - worstFirst[other.direction ?? 'unknown'] ||
      Number(severe(other)) - Number(severe(one)),
  )
}

/** A change that names no value is taken for a weakening. */
const unsaid = (event: Event): Change => ({
  setting: event.event.action.replace(/-changed$/, ''),
  direction: 'weakened',
  basis: 'no-value',
})

/** A policy that was read says whether it guards against deletion. */
function derived(event: Event): readonly Change[] {
  const { detail } = event.backup ?? {}
  return event.event.action === 'access-policy-changed' && detail?.policy === 'read'
    ? [{ setting: 'access-guard', to: detail.guards_deletion === true ? 'on' : 'off' }]
    : []
}

function judge(memory: Memory, event: Event, change: Change, now: number, young: boolean): Change {
  const site = siteOf(event)
  const id = event.backup?.resource?.id ?? ''
  const by = event.backup?.actor?.id ?? ''
  const key = keyOf(site, 'setting', id, change.setting)
  const history = listOf<Held>(memory.get('setting', key))
  const before = history.filter(({ at }) => at <= now)
  const held = before.at(-1)
  if (event.event.outcome !== 'failure' && change.to !== undefined && change.to !== null) {
    hold(memory, key, history, { at: now, value: change.to, by, of: [short(id), change.setting] })
  }
  const from = change.from ?? held?.value
  const known = from === undefined ? change : { ...change, from }
  if (change.direction !== undefined) return { ...known, basis: 'verb' }
  const compared = compareSetting(change.setting, from, change.to)
  if (from !== undefined && compared !== undefined) {
    const basis = change.from === undefined ? 'remembered' : 'record'
    const direction = compared < 0 ? 'weakened' : compared > 0 ? 'strengthened' : 'unchanged'
    return {
      ...known,
      direction,
      basis,
      ...(compared < 0 && isReverted(before, change.to, now, by) ? { reverted: true } : {}),
    }
  }
  if (from !== undefined) return { ...known, direction: 'unknown', basis: 'remembered' }
  if (change.to === undefined || change.to === null) return { ...change, direction: 'weakened', basis: 'no-value' }
  if (young) return { ...change, direction: 'unchanged', basis: 'baseline' }
  // The best there is can be no weakening, whatever stood before: to lock, to enable, to keep for ever.
  return { ...change, direction: isBest(change.setting, change.to) ? 'strengthened' : 'unknown', basis: 'first-sight' }
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
function isReverted(before: readonly Held[], to: Json | undefined, now: number, by: string): boolean {
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

/** First sight of a value that is dangerous by itself: protection off, or a week or less. */
export function severe(change: Change): boolean {
  if (change.basis !== 'first-sight') return false
  if (isOff(change.setting, change.to))
    return !['public-access-block', 'schedule', 'replication', 'delete-replication'].includes(change.setting)
  return /^(retention|lock-days|undo-window)$/.test(change.setting) && typeof change.to === 'number' && change.to <= 7
}
