// What stands open on protected sets until it is reverted, and when each state is due to rise. Contract, section 5.
import { day, hour } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import { isObject, type Json } from '../lib/json.ts'
import type { AlertClass, EventRef, OpenStateKind } from '../model/alert.ts'
import type { Memory } from '../model/memory.ts'
import type { RuleMeta } from '../model/rule.ts'
import type { Part } from './compose.ts'
import { allSetsOf, type Facts } from './facts.ts'
import { together, type Undo, undoOf } from './undo.ts'

export interface OpenState {
  readonly key: string
  readonly kind: OpenStateKind
  readonly class: AlertClass
  readonly facts: Facts
  /** The alert that tells of it, and the event that began it. */
  readonly alert: string
  readonly ref: EventRef
  /** Epoch milliseconds. */
  readonly since: number
  /** States and alerts that it was told together with: each pair pages once. */
  readonly paired: readonly string[]
  readonly waits: readonly Wait[]
  /** The rule that told of it first, and all that said yes with it. */
  readonly rule: SpokenRule
  readonly begunBy?: readonly string[]
  /** What has to come back before it ends: settings that were weakened, or verbs that undo it. */
  readonly undo?: Undo
}

/** As much of a rule as an alert needs of it later. */
export type SpokenRule = Pick<RuleMeta, 'id' | 'title' | 'file' | 'lastcopy'>

/** What makes a state rise when nothing reverts it until then. */
export interface Wait {
  readonly due: number
  readonly rule: SpokenRule
  /** Two states of one episode: the other's key. */
  readonly with?: string
}

/** Nothing stays in memory for ever: what nobody reverted for two years was paged long ago. */
const kept = 730 * day
/** So many states a set, and so many waits at all; the ones that wait longest are kept. */
const mostOfSet = 64
const mostWaits = 4_000

export const stateKey = (site: string, kind: OpenStateKind, resource: string): string =>
  hashOf('open-state', site, kind, resource)
const setKey = (site: string, set: string): string => hashOf('open-states-of', site, set)
const dueKey = 'due'
const nextKey = 'next'

export function readState(memory: Memory, key: string): OpenState | undefined {
  const value: unknown = memory.get('open-state', key)
  return isObject(value) ? (value as unknown as OpenState) : undefined
}

/** Open states of any set that the facts touch, oldest first, each once. */
export function statesOn(memory: Memory, facts: Facts): readonly OpenState[] {
  const keys = new Set(allSetsOf(facts).flatMap((set) => keysOf(memory, setKey(facts.site, set))))
  return [...keys].flatMap((key) => readState(memory, key) ?? []).sort((one, other) => one.since - other.since)
}

/** The state that a part begins; undefined when it stands open already. */
export function beginState(memory: Memory, part: Part, kind: OpenStateKind, alert: string): OpenState | undefined {
  const { facts, now, ref } = part
  const key = stateKey(facts.site, kind, facts.resource.id)
  const known = readState(memory, key)
  if (known) {
    const undo = together(known.undo, undoOf(part.event))
    if (undo !== undefined && undo !== known.undo) writeState(memory, { ...known, undo })
    return undefined
  }
  const waits = (part.waiting ?? []).map(
    (rule): Wait => ({
      due: now + lengthOf(rule.lastcopy?.wait ?? 0, part),
      rule: spoken(rule),
    }),
  )
  const rule = spoken(part.rule)
  const begunBy = [...part.rules, ...(part.waiting ?? [])].map(({ id }) => id)
  const undo = undoOf(part.event)
  const base = { key, kind, class: part.class, facts, alert, ref, since: now, paired: [], waits, rule, begunBy }
  const state: OpenState = undo ? { ...base, undo } : base
  writeState(memory, state)
  for (const set of allSetsOf(facts)) {
    const place = setKey(facts.site, set)
    const keys = keysOf(memory, place).filter((other) => other !== key && readState(memory, other) !== undefined)
    memory.put('open-state', place, [...keys, key].slice(-mostOfSet), now + kept)
  }
  for (const { due } of waits) schedule(memory, due, key)
  return state
}

export function writeState(memory: Memory, state: OpenState): void {
  memory.put('open-state', state.key, state as unknown as Json, state.since + kept)
}

export const spoken = ({ id, title, file, lastcopy }: RuleMeta): SpokenRule => ({
  id,
  title,
  file,
  ...(lastcopy ? { lastcopy } : {}),
})

/** Told with another state or alert: each such pair once, and it need not rise by itself any more. */
export function pairWith(memory: Memory, state: OpenState, others: readonly string[]): void {
  writeState(memory, { ...state, paired: [...new Set([...state.paired, ...others])].slice(-mostOfSet), waits: [] })
}

export const dropState = (memory: Memory, state: OpenState): void => memory.drop('open-state', state.key)

/** Lets the state rise together with another one at a time, unless either is reverted before. */
export function waitTogether(memory: Memory, state: OpenState, other: string, due: number, rule: SpokenRule): void {
  writeState(memory, { ...state, waits: [...state.waits, { due, rule, with: other }] })
  schedule(memory, due, state.key)
}

/** States with a wait that is over, each taken off the list. */
export function dueStates(memory: Memory, now: number): readonly { readonly state: OpenState; readonly wait: Wait }[] {
  const next = memory.get('open-state', nextKey)
  if (typeof next !== 'number' || next > now) return []
  const list = dueList(memory)
  const over = list.filter(([due]) => due <= now)
  writeDue(
    memory,
    list.filter(([due]) => due > now),
  )
  return over.flatMap(([due, key]) => {
    const state = readState(memory, key)
    const wait = state?.waits.find((one) => one.due === due)
    return state && wait ? [{ state, wait }] : []
  })
}

/** A week, or twice the set's interval if that is longer. */
function lengthOf(wait: number, { event }: Part): number {
  const interval = event.backup?.history?.interval_hours
  return wait >= day && typeof interval === 'number' ? Math.max(wait, 2 * interval * hour) : wait
}

function schedule(memory: Memory, due: number, key: string): void {
  const list = [...dueList(memory), [due, key] as const].sort(([one], [other]) => one - other)
  writeDue(memory, list.slice(0, mostWaits))
}

function writeDue(memory: Memory, list: readonly (readonly [number, string])[]): void {
  memory.put('open-state', dueKey, list as unknown as Json)
  const [first] = list
  if (first) memory.put('open-state', nextKey, first[0])
  else memory.drop('open-state', nextKey)
}

const dueList = (memory: Memory): readonly (readonly [due: number, key: string])[] => {
  const value: unknown = memory.get('open-state', dueKey)
  return Array.isArray(value) ? (value as (readonly [number, string])[]) : []
}

const keysOf = (memory: Memory, place: string): readonly string[] => {
  const value: unknown = memory.get('open-state', place)
  return Array.isArray(value) ? (value as string[]) : []
}
