// Which recovery points of a set are left, and so whether one is its newest or its last. Contract, row 5.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, listOf, short, siteOf } from './recall.ts'

type Point = readonly [id: string, at: number]

const kept = 400 * day
/** The newest are kept: an old one that fell off is neither newest nor last. */
const most = 60

/** Notes new points; says of a deleted one whether it was its set's newest, or the last that is known. */
export function knowNewest(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const { resource, related } = event.backup ?? {}
  if (!resource || event.event.outcome === 'failure') return {}
  const site = siteOf(event)
  const of = keyOf(site, 'point-of', resource.id)
  const id = short(resource.id)
  if (event.event.action === 'recovery-point-created') {
    const set = related?.[0]?.id ?? resource.container?.id
    if (set === undefined || resource.type === 'vault') return {}
    memory.put('seen', of, set, now + kept)
    const key = keyOf(site, 'points', set)
    const points = listOf<Point>(memory.get('seen', key)).filter(([other]) => other !== id)
    const next = [...points, [id, now] as const].sort((one, other) => one[1] - other[1])
    memory.put('seen', key, asJson(next.slice(-most)), now + kept)
    return {}
  }
  if (event.event.action !== 'recovery-point-deleted') return {}
  const set = memory.get('seen', of)
  if (typeof set !== 'string') return {}
  const key = keyOf(site, 'points', set)
  const points = listOf<Point>(memory.get('seen', key))
  const left = points.filter(([other]) => other !== id)
  if (left.length === points.length) return {}
  memory.put('seen', key, asJson(left), now + kept)
  return points.at(-1)?.[0] === id ? { newest: true, ...(left.length === 0 ? { last: true } : {}) } : {}
}
