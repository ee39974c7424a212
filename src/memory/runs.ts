// How often a set is backed up in a day, and whether somebody starts so many runs that old copies are pushed out. Contract, section 4.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { heldValue } from './held.ts'
import { asJson, keyOf, listOf, recordOf, siteOf } from './recall.ts'

interface Runs {
  /** Day number and runs of that day, oldest first. */
  readonly days: readonly (readonly [day: number, runs: number])[]
  /** Times of the runs that people started within a day. */
  readonly byPeople: readonly number[]
}

const kept = 60 * day

/** Where copies are kept by count: whether people started more than three times the usual runs on the set within 24 h. */
export function knowRuns(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const { resource, actor, detail } = event.backup ?? {}
  const { action, outcome } = event.event
  if (!resource || outcome === 'failure') return {}
  const started = action === 'run-started'
  if (!started && action !== 'job-finished') return {}
  const key = keyOf(siteOf(event), 'runs', resource.id)
  const known = recordOf<Runs>(memory.get('count', key))
  const today = Math.floor(now / day)
  const person = started && detail?.scheduled !== true && (actor?.kind === 'person' || actor?.kind === 'unknown')
  const days = listOf<readonly [number, number]>(asJson(known.days ?? [])).filter(([number]) => number > today - 30)
  const counted = days.find(([number]) => number === today)?.[1] ?? 0
  const people = listOf<number>(asJson(known.byPeople ?? [])).filter((at) => Math.abs(now - at) <= day)
  const byPeople = person ? [...people, now].slice(-100) : people
  // A run that people start tells nothing of what is usual; a run that ended was perhaps started by one.
  const usualDays = person ? days : [...days.filter(([number]) => number !== today), [today, counted + 1] as const]
  memory.put('count', key, asJson({ days: usualDays, byPeople }), now + kept)
  if (!person) return {}
  const past = days.filter(([number]) => number < today).map(([, runs]) => runs)
  const usual = Math.max(1, ...past)
  return byPeople.length > 3 * usual && isByCount(memory, event, resource.id) ? { excess_runs: byPeople.length } : {}
}

/** Kept by count as far as anybody knows: unless memory holds a length in time and no number. */
function isByCount(memory: Memory, event: Event, id: string): boolean {
  const has = (setting: string): boolean => heldValue(memory, event, id, setting) !== undefined
  return has('retention-count') || !has('retention')
}
