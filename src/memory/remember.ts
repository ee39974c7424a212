// The event with what memory knows of it, written as plain fields for rules; memory with what the event tells. docs/facts.md
import type { Json } from '../lib/json.ts'
import type { Backup, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { planeOf } from '../model/platform.ts'
import type { WordLists } from '../model/words.ts'
import { knowActor } from './actors.ts'
import { knowAliases } from './aliases.ts'
import { knowAudit } from './audit.ts'
import { knowClock } from './clocks.ts'
import { knowCopy } from './copies.ts'
import { knowCounts } from './counts.ts'
import { knowCreation } from './creations.ts'
import { knowHabit } from './habits.ts'
import { isGuarded } from './held.ts'
import { knowHolding } from './holdings.ts'
import { knowJobs } from './jobs.ts'
import { knowKey } from './keys.ts'
import { carryOver } from './moves.ts'
import { knowNewest } from './newest.ts'
import { knowOverwrite } from './overwrites.ts'
import { knowPeople } from './people.ts'
import { listOf } from './recall.ts'
import { knowRuns } from './runs.ts'
import { knowSets } from './sets.ts'
import { knowChanges, severe } from './settings.ts'
import { knowTests } from './tests.ts'
import { knowWork } from './work.ts'

/**
 * Adds history to an event and the event to history.
 * @param memory read for what was, written with what is; entries end by event time
 * @param event as its source gave it
 * @param now the event's sane time in epoch milliseconds: contract, section 1
 * @param words what names and tags say: from content
 * @param twin the act was told by another record before
 */
export function remember(memory: Memory, event: Event, now: number, words: WordLists, twin = false): Event {
  if (!event.backup) return event
  // What was only asked for teaches nothing: its answer would find itself told, and a refusal would find itself believed.
  const open = event.event.outcome === 'unknown' ? frozen(memory) : memory
  return learnFrom(open, knowAliases(open, event, now), now, words, twin)
}

function learnFrom(memory: Memory, event: Event, now: number, words: WordLists, twin: boolean): Event {
  if (!event.backup) return event
  const plane = planeOf(event.backup.platform)
  const backup: Backup = plane === undefined ? event.backup : { ...event.backup, plane }
  const actor = knowActor(memory, event, now, words)
  const known: Event = { ...event, backup: actor ? { ...backup, actor } : backup }
  carryOver(memory, known, now)
  const { creation, young, scratch } = knowCreation(memory, known, now)
  const copy = knowCopy(memory, known, now, { words, young })
  const changes = knowChanges(memory, known, now, young)
  const sets = knowSets(memory, known, now)
  // What was told before counts no second time.
  const counts = twin ? frozen(memory) : memory
  const habit = knowHabit(counts, known, actor, now, words)
  const judged: Event = changes.length > 0 && known.backup ? { ...known, backup: { ...known.backup, changes } } : known
  const [change] = changes
  const told: Event = change && judged.backup ? { ...judged, backup: { ...judged.backup, change } } : judged
  const points = knowNewest(memory, known, now)
  const usual = habit.usual && (points.early !== true || actor?.kind === 'provider')
  const history: Record<string, Json> = {
    ...knowCounts(counts, known, now, { copy: copy?.is === true, scratch, usual }),
    ...sets,
    ...knowJobs(counts, judged, listOf<string>(sets.sets), now, twin),
    ...points,
    ...knowHolding(counts, known, usual, now),
    ...knowKey(counts, known, now, creation),
    ...knowPeople(memory, told, actor, now, words),
    ...knowWork(memory, known, now),
    ...knowAudit(memory, judged, now),
    ...knowOverwrite(counts, known, now),
    ...knowRuns(counts, known, now),
    ...knowClock(counts, known, now),
    ...(young ? { young: true } : {}),
    ...(usual ? { usual: true } : {}),
    ...(scratch && copy?.was_locked !== true ? { scratch: true } : {}),
    ...(changes.some(severe) ? { severe: true } : {}),
  }
  const guarded = copy?.is === true && (copy.locked === true || isGuarded(memory, known))
  const tested = copy?.test === true && knowTests(memory, known, now) ? { ...copy, test: false } : copy
  const next: Backup = {
    ...backup,
    ...(actor ? { actor: { ...actor, habit: habit.habit } } : {}),
    ...(change ? { change } : {}),
    ...(changes.length > 1 ? { changes } : {}),
    ...(tested ? { copy: guarded ? { ...tested, guarded } : tested } : {}),
    history,
  }
  return { ...event, backup: next }
}

/** Memory that is only read. */
const frozen = (memory: Memory): Memory => ({
  get: (kind, key) => memory.get(kind, key),
  put: () => {},
  drop: () => {},
})
