// Which recovery point of a set is the newest: the one whose loss hurts most. Contract, row 5.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, recordOf, siteOf } from './recall.ts'

interface Newest {
  readonly point: string
  readonly at: number
}
const kept = 180 * day

/** Notes new points; says of a deleted one whether it was its set's newest. */
export function knowNewest(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const { resource, related } = event.backup ?? {}
  if (!resource || event.event.outcome === 'failure') return {}
  const site = siteOf(event)
  const of = keyOf(site, 'point-of', resource.id)
  if (event.event.action === 'recovery-point-created') {
    const set = related?.[0]?.id ?? resource.container?.id
    if (set === undefined || resource.type === 'vault') return {}
    const key = keyOf(site, 'newest', set)
    const known = recordOf<Newest>(memory.get('seen', key))
    memory.put('seen', of, set, now + kept)
    if (known.at === undefined || known.at <= now)
      memory.put('seen', key, asJson({ point: resource.id, at: now }), now + kept)
    return {}
  }
  if (event.event.action !== 'recovery-point-deleted') return {}
  const set = memory.get('seen', of)
  const newest = typeof set === 'string' ? recordOf<Newest>(memory.get('seen', keyOf(site, 'newest', set))) : {}
  return newest.point === resource.id ? { newest: true } : {}
}
