// When a quiet alert becomes loud: a second class by the same actor, address or session, or on the same set, within a day.
import { day } from '../lib/duration.ts'
import type { Memory } from '../model/memory.ts'
import type { Part } from './compose.ts'
import { linksOf } from './facts.ts'
import { type AlertState, type Entry, linkKey, liveAlerts, readIndex } from './state.ts'

/**
 * The notify alert that rises because this notify item of another class follows it; undefined when there is none, or when a
 * page-now alert of the same people or set was opened within the day: whoever it woke sees both.
 */
export function risingAlert(memory: Memory, part: Part): AlertState | undefined {
  if (part.priority !== 'notify') return undefined
  const near = nearEntries(memory, part)
  const live = liveAlerts(memory, near)
  if (live.some(({ alert }) => alert.priority === 'page-now')) return undefined
  const habit = part.event.backup?.actor?.habit === true
  const others = live.filter(({ alert }) => alert.priority === 'notify' && alert.class !== part.class)
  return others.find((state) => !(habit && state.habit) && state.alert.events.every(({ id }) => id !== part.ref.id))
}

/** What happened within a day before, over everything that links it to this act; newest first, each alert once. */
function nearEntries(memory: Memory, { facts, now }: Part): readonly Entry[] {
  const found = new Map<string, Entry>()
  for (const link of linksOf(facts)) {
    for (const entry of readIndex(memory, linkKey(facts.site, link))) {
      if (Math.abs(now - entry.at) <= day && !found.has(entry.id)) found.set(entry.id, entry)
    }
  }
  return [...found.values()].sort((one, other) => other.at - one.at)
}
