// Which recovery points of a set are left, and so whether one is its newest or its last. Contract, row 5.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { heldValue } from './held.ts'
import { asJson, keyOf, listOf, recordOf, short, siteOf } from './recall.ts'

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
  const early = isEarly(memory, event, typeof set === 'string' ? set : undefined, now) ? { early: true } : {}
  if (typeof set !== 'string') return early
  const key = keyOf(site, 'points', set)
  const points = listOf<Point>(memory.get('seen', key))
  const left = points.filter(([other]) => other !== id)
  if (left.length === points.length) return early
  memory.put('seen', key, asJson(left), now + kept)
  return points.at(-1)?.[0] === id ? { newest: true, ...(left.length === 0 ? { last: true } : {}), ...early } : early
}

/** A day of grace: schedules run at other hours than those at which points were made. */
const grace = day

/** Younger than the retention that is known of its set or of what it lies in. */
function isEarly(memory: Memory, event: Event, set: string | undefined, now: number): boolean {
  const { resource } = event.backup ?? {}
  const made = recordOf<{ at: number }>(memory.get('creation', keyOf(siteOf(event), 'creation', resource?.id ?? ''))).at
  if (made === undefined) return false
  const lengths = [set, resource?.container?.id, ...(event.backup?.related ?? []).map(({ id }) => id)].flatMap((id) =>
    id === undefined ? [] : (heldValue(memory, event, id, 'retention') ?? []),
  )
  const days = lengths.filter((value) => typeof value === 'number')
  return days.length > 0 && now - made < Math.min(...days) * day - grace
}

/** The newest recovery point of any of the sets that was made before a time, as far as seen: epoch milliseconds. */
export function lastPointBefore(
  memory: Memory,
  site: string,
  sets: readonly string[],
  before: number,
): number | undefined {
  const times = sets.flatMap((set) =>
    listOf<Point>(memory.get('seen', keyOf(site, 'points', set))).flatMap(([, at]) => (at < before ? [at] : [])),
  )
  return times.length === 0 ? undefined : Math.max(...times)
}
