// When things were made and by whom, and which names were deleted lately: a new thing's first settings are its baseline.
import { day, hour } from '../lib/duration.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, recordOf, siteOf } from './recall.ts'

export interface Creation {
  /** Epoch milliseconds. */
  readonly at: number
  readonly by: string
  /** Somebody else, or a product, wrote into it, or it had a lock: no longer its maker's own scratch. */
  readonly touched?: boolean
}

const makers = new Set([
  'repository-created',
  'key-created',
  'job-created',
  'recovery-point-created',
  'user-added',
  'group-created',
])
const enders = new Set(['repository-deleted', 'job-stopped'])

export interface CreationFacts {
  readonly creation?: Creation
  /** Made within 24 h, under a name that was not deleted in the 30 days before. */
  readonly young: boolean
  /** The same role made it within 24 h, and nothing else touched it. */
  readonly scratch: boolean
}

/** What is known of the making of the event's resource; the event's own making or ending of it is written down. */
export function knowCreation(memory: Memory, event: Event, now: number): CreationFacts {
  const { resource, actor } = event.backup ?? {}
  if (!resource) return { young: false, scratch: false }
  const key = keyOf(siteOf(event), 'creation', resource.id)
  const ended = keyOf(siteOf(event), 'deleted', resource.id)
  const good = event.event.outcome !== 'failure'
  if (good && makers.has(event.event.action)) {
    const reused =
      typeof memory.get('creation', ended) === 'number' && now - Number(memory.get('creation', ended)) < 30 * day
    const creation: Creation = { at: now, by: actor?.id ?? '', touched: reused }
    memory.put('creation', key, asJson({ ...creation, reused }), now + 180 * day)
    return { creation, young: !reused, scratch: false }
  }
  const known = recordOf<Creation & { reused: boolean }>(memory.get('creation', key))
  const creation =
    known.at === undefined ? undefined : { at: known.at, by: known.by ?? '', touched: known.touched === true }
  if (good && enders.has(event.event.action)) memory.put('creation', ended, now, now + 30 * day)
  if (!creation) return { young: false, scratch: false }
  const age = now - creation.at
  const young = age >= -hour && age <= 24 * hour && known.reused !== true
  return { creation, young, scratch: young && !creation.touched && creation.by === (actor?.id ?? '') }
}

/** Notes that somebody else than its maker wrote into a container, or that it was locked. */
export function touch(memory: Memory, site: string, id: string, by: string | undefined, now: number): void {
  const key = keyOf(site, 'creation', id)
  const known = recordOf<Creation>(memory.get('creation', key))
  if (known.at === undefined || known.touched === true || known.by === by) return
  memory.put('creation', key, asJson({ ...known, touched: true }), Math.max(now, known.at) + 180 * day)
}
