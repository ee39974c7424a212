// Counts of distinct targets per actor and per protected set: deleted recovery points and refusals. Contract, rows 5 and 9.
import { day, hour } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, listOf, siteOf } from './recall.ts'

/** Target and time. */
type Mark = readonly [target: string, at: number, weight: number]

/** More marks than any threshold needs; the oldest go first. */
const most = 60

const deletes = new Set(['recovery-point-deleted', 'object-deleted'])
const guarded = new Set([
  'recovery-point-deleted',
  'object-deleted',
  'repository-deleted',
  'immutability-changed',
  'immutability-bypassed',
  'versioning-changed',
  'retention-changed',
  'guard-changed',
  'key-destruction-scheduled',
  'key-disabled',
  'key-material-deleted',
  'access-policy-changed',
  'parent-deleted',
  'audit-changed',
  'organization-left',
  'guard-policy-removed',
  'catalogue-deleted',
  'four-eyes-changed',
])
/** What is worth a refusal whether it is known as a copy or not. */
const worthy = new Set(['key', 'key-store', 'snapshot', 'recovery-point', 'trail', 'vault'])
/** The target was not there, or the service was busy: nobody refused anything. */
const noRefusal =
  /^(ENOENT|.*not[ _-]found.*|.*(does not|doesn.t) exist.*|no such .*|NoSuch\w*|.*NotFound\w*|.*DoesNotExist\w*|.*\.NotFound|Throttling\w*|.*ThrottlingException|TooManyRequests\w*|SlowDown|RequestLimitExceeded|ServiceUnavailable|InternalError|InternalFailure|.*AlreadyExists\w*|404|429|503)$/i

/** The counts that the event brings about; empty when it counts for none. */
export function knowCounts(
  memory: Memory,
  event: Event,
  now: number,
  { copy, scratch, usual }: { readonly copy: boolean; readonly scratch: boolean; readonly usual: boolean },
): Readonly<Record<string, Json>> {
  const { resource, actor } = event.backup ?? {}
  const { action, outcome } = event.event
  const set = resource?.container?.id ?? resource?.id
  const target = resource?.id ?? `${event.event.provider ?? ''} ${event.event.code}`
  const who = actor?.id ?? ''
  if (outcome === 'failure')
    return guarded.has(action) && (copy || worthy.has(resource?.type ?? '')) && isRefusal(event)
      ? refusals(memory, event, who, target, now)
      : {}
  // What retention takes as it always does adds up to nothing: a set loses as many points as it gains.
  if (deletes.has(action) && set !== undefined && !scratch && !usual) {
    const weight = weightOf(event)
    const mine = marked(memory, keyOf(siteOf(event), 'deleted-by', who), target, weight, now, 30 * day)
    const its = marked(memory, keyOf(siteOf(event), 'deleted-of', set), target, weight, now, 30 * day)
    return {
      deleted_by_actor_48h: sum(mine, now, 48 * hour),
      deleted_by_actor_30d: sum(mine, now, 30 * day),
      deleted_of_set_48h: sum(its, now, 48 * hour),
      deleted_of_set_30d: sum(its, now, 30 * day),
    }
  }
  return {}
}

/** A call for many that it does not name is five, or as many as the record says. */
function weightOf({ backup }: Event): number {
  const { count, bulk } = backup?.detail ?? {}
  const told = typeof count === 'number' && count >= 1 ? Math.min(Math.floor(count), 1000) : 1
  return bulk === true ? Math.max(5, told) : told
}

const isRefusal = ({ error }: Event): boolean => !noRefusal.test(error?.code ?? error?.message?.slice(0, 500) ?? '')

function refusals(
  memory: Memory,
  event: Event,
  who: string,
  target: string,
  now: number,
): Readonly<Record<string, Json>> {
  const mine = marked(memory, keyOf(siteOf(event), 'refused-to', who), target, 1, now, 7 * day)
  const actors = marked(memory, keyOf(siteOf(event), 'refused-on', target), who, 1, now, day)
  return {
    refused: true,
    refused_to_actor_1h: sum(mine, now, hour),
    refused_to_actor_7d: sum(mine, now, 7 * day),
    refused_actors_24h: sum(actors, now, day),
  }
}

/** Adds a mark, each target once with its newest time, and gives those within the window. */
function marked(
  memory: Memory,
  key: string,
  target: string,
  weight: number,
  now: number,
  window: number,
): readonly Mark[] {
  const hashed = target.length > 80 ? keyOf(target) : target
  const before = listOf<Mark>(memory.get('count', key)).filter(
    ([other, at]) => other !== hashed && Math.abs(now - at) <= window,
  )
  const last = listOf<Mark>(memory.get('count', key)).find(([other]) => other === hashed)
  const all: readonly Mark[] = [
    ...before,
    [hashed, Math.max(now, last?.[1] ?? now), Math.max(weight, last?.[2] ?? 0)] as const,
  ]
    .sort((one, other) => one[1] - other[1])
    .slice(-most)
  memory.put('count', key, asJson(all), now + window)
  return all
}

const sum = (marks: readonly Mark[], now: number, window: number): number =>
  marks.filter(([, at]) => Math.abs(now - at) <= window).reduce((total, [, , weight]) => total + weight, 0)
