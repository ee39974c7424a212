// What is known of encryption keys: who made them, whether a product uses them, when they were rotated. Contract, rows 6 and 7.
import { day, hour } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { Creation } from './creations.ts'
import { asJson, keyOf, listOf, recordOf, siteOf } from './recall.ts'

interface Known {
  /** A product used it, or a vault or bucket names it. */
  readonly used?: number
  readonly rotations?: readonly { readonly at: number; readonly by: string }[]
}

const kept = 400 * day
const enders = new Set(['key-destruction-scheduled', 'key-disabled', 'key-material-deleted', 'key-policy-changed'])

/** Facts of the key that the event concerns. */
export function knowKey(
  memory: Memory,
  event: Event,
  now: number,
  creation: Creation | undefined,
): Readonly<Record<string, Json>> {
  const { resource, actor, related } = event.backup ?? {}
  for (const other of related ?? []) if (other.type === 'key') note(memory, event, other.id, { used: now }, now)
  if (resource?.type !== 'key') return {}
  const key = keyOf(siteOf(event), 'key', resource.id)
  const known = recordOf<Known>(memory.get('seen', key))
  const { action, outcome } = event.event
  if (action === 'key-used') {
    if (
      (actor?.kind === 'product' || actor?.kind === 'provider') &&
      (known.used === undefined || now - known.used > day)
    )
      note(memory, event, resource.id, { used: now }, now)
    return {}
  }
  const own =
    creation !== undefined && creation.by === actor?.id && now - creation.at < 30 * day && known.used === undefined
  const facts: Record<string, Json> = { key_mapped: known.used !== undefined, key_own_young: own }
  if (enders.has(action) && outcome !== 'failure' && own)
    facts.own_keys_ended_24h = ended(memory, event, resource.id, now)
  if (action === 'key-rotated' && outcome !== 'failure' && event.backup?.detail?.echo !== true) {
    const rotations = listOf<{ at: number; by: string }>(asJson(known.rotations ?? []))
    facts.rotation_expected = isExpected(rotations, actor?.id ?? '', now)
    note(memory, event, resource.id, { rotations: [...rotations, { at: now, by: actor?.id ?? '' }].slice(-6) }, now)
  }
  return facts
}

/** The same person at the interval of twice before, within a tenth of it or a day. */
function isExpected(
  rotations: readonly { readonly at: number; readonly by: string }[],
  by: string,
  now: number,
): boolean {
  const own = rotations.filter((rotation) => rotation.by === by && rotation.at < now).map(({ at }) => at)
  const [second, first] = [own.at(-2), own.at(-1)]
  if (second === undefined || first === undefined) return false
  const gap = now - first
  const near = (one: number, other: number): boolean => Math.abs(one - other) <= Math.max(day, other / 10)
  return near(gap, first - second) && gap > 6 * day
}

/** Distinct own young keys that this actor ended within a day. */
function ended(memory: Memory, event: Event, id: string, now: number): number {
  const key = keyOf(siteOf(event), 'keys-ended', event.backup?.actor?.id ?? '')
  const before = listOf<readonly [string, number]>(memory.get('count', key)).filter(
    ([other, at]) => other !== id && now - at < 24 * hour,
  )
  const all = [...before, [id, now] as const].slice(-50)
  memory.put('count', key, asJson(all), now + day)
  return all.length
}

/** What somebody says to protect copies does. */
export function mapKey(memory: Memory, event: Event, id: string, now: number): void {
  const { used } = recordOf<Known>(memory.get('seen', keyOf(siteOf(event), 'key', id)))
  if (used === undefined || now - used > day) note(memory, event, id, { used: now }, now)
}

function note(memory: Memory, event: Event, id: string, more: Known, now: number): void {
  const key = keyOf(siteOf(event), 'key', id)
  memory.put('seen', key, asJson({ ...recordOf<Known>(memory.get('seen', key)), ...more }), now + kept)
}
