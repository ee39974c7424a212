// What a principal that is no person does day after day. Contract, section 3: four days over at least fourteen.
import { day } from '../lib/duration.ts'
import type { Actor, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { WordLists } from '../model/words.ts'
import { agentOf, networkOf } from './actors.ts'
import { asJson, keyOf, recordOf, short, siteOf } from './recall.ts'
import { isServiceName } from './words.ts'

interface Days {
  /** Who does what: for those who list it. */
  readonly of?: readonly [actor: string, action: string, type: string]
  /** Day number and how many acts it had, oldest first. */
  readonly days: readonly (readonly [day: number, acts: number])[]
  readonly network: string
  readonly agent: string
}

export interface HabitFacts {
  readonly habit: boolean
  /** A product or the provider, from its usual address and agent, within three times its largest day of 30. */
  readonly usual: boolean
}

const longest = 60
const none: HabitFacts = { habit: false, usual: false }
const voiders = new Set([
  'role-trust-changed',
  'credential-added',
  'admin-added',
  'role-granted',
  'access-policy-changed',
  'credential-store-read',
])

/** Whether the event is a habit of its actor; it then becomes part of it. */
export function knowHabit(
  memory: Memory,
  event: Event,
  actor: Actor | undefined,
  now: number,
  words: WordLists,
): HabitFacts {
  const site = siteOf(event)
  const changed = event.user?.target?.id
  if (
    changed !== undefined &&
    voiders.has(event.event.action) &&
    actor?.kind !== 'service' &&
    actor?.kind !== 'provider'
  )
    memory.put('habit', keyOf(site, 'void', changed), now, now + 7 * day)
  const resource = event.backup?.resource
  if (!actor || !resource || !canHaveHabits(actor)) return none
  const [network, agent] = [networkOf(event) ?? '', agentOf(event) ?? '']
  const key = keyOf(site, 'habit', actor.id, event.event.action, resource.type, network, agent)
  const known = recordOf<Days>(memory.get('habit', key))
  const before = (known.days ?? []).filter(([number]) => number > today(now) - 180)
  const past = before.filter(([number]) => number < today(now))
  const acts = (before.find(([number]) => number === today(now))?.[1] ?? 0) + 1
  const others = before.filter(([number]) => number !== today(now))
  memory.put(
    'habit',
    key,
    asJson({
      of: [short(actor.id), event.event.action, resource.type],
      days: [...others, [today(now), acts]].sort(([one = 0], [other = 0]) => one - other).slice(-longest),
      network,
      agent,
    }),
    now + 180 * day,
  )
  const first = past[0]?.[0]
  const largest = Math.max(0, ...past.filter(([number]) => number >= today(now) - 30).map(([, count]) => count))
  const within = acts <= 3 * largest
  const voided = memory.get('habit', keyOf(site, 'void', actor.id)) !== undefined
  const long = first !== undefined && today(now) - first >= 14 && past.length >= 4
  const product = actor.kind === 'product' || actor.kind === 'provider'
  const byPolicy = event.source?.ip === undefined && words.retentionServices.includes(event.source?.address ?? '')
  const most = largest > 0 ? largest : writes(memory, event, actor, now)
  return {
    habit: long && within && !voided,
    usual: product && (byPolicy || isExpired(event) || (most > 0 && acts <= 3 * most && !voided)),
  }
}

/** A person has none, whatever he does each day; of an account of which nothing is known the name has to say that it is no person's. */
const canHaveHabits = ({ kind, name, id }: Actor): boolean =>
  kind !== 'person' && (kind !== 'unknown' || isServiceName(name ?? id))

/** The record itself says that the point was past its retention. */
const isExpired = ({ backup }: Event): boolean => backup?.detail?.expired === true

/**
 * What a product writes on its largest day of 30: as much it may delete when its first points are past their retention. Of
 * points, today counts too: what goes as new ones come is retention at work.
 */
function writes(memory: Memory, event: Event, actor: Actor, now: number): number {
  const type = event.backup?.resource?.type ?? ''
  const most = (action: string, of: string, last: number): number => {
    const place = [actor.id, action, of, networkOf(event) ?? '', agentOf(event) ?? '']
    const { days = [] } = recordOf<Days>(memory.get('habit', keyOf(siteOf(event), 'habit', ...place)))
    const counted = days.filter(([number]) => number <= last && number >= today(now) - 30)
    return Math.max(0, ...counted.map(([, count]) => count))
  }
  return Math.max(
    most('object-written', 'object', today(now) - 1),
    type === '' ? 0 : most('recovery-point-created', type, today(now)),
  )
}

const today = (now: number): number => Math.floor(now / day)
