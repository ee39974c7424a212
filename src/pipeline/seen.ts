// Which acts were here before: a second delivery of the same one is known for a month.
import { day } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { defaultSite } from '../model/site.ts'

const seenFor = 30 * day

/** One act of one record, whichever way it came: some records tell several acts under one id, some vendors reuse ids. */
export function nameOf({ '@timestamp': time, event, backup }: Event): string {
  const { id, provider = '', code, action } = event
  return hashOf('event', backup?.site ?? defaultSite, id, time, provider, code, action, backup?.resource?.id ?? '')
}

/** False: it was here before. @param seen as `nameOf` names it */
export function noteSeen(memory: Memory, seen: string, now: number): boolean {
  if (memory.get('seen', seen) !== undefined) return false
  memory.put('seen', seen, 1, now + seenFor)
  return true
}
