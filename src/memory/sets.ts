// What protects what: a replication its source and target, a plan its vaults, a key its containers. Contract, section 5, "protected set".
import { day, hour } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, listOf, recordOf, short, siteOf, textsOf } from './recall.ts'

const kept = 400 * day
const most = 20
const binders = new Set([
  'replication-changed',
  'job-created',
  'job-changed',
  'retention-changed',
  'selection-changed',
  'policy-assigned',
])

/** The sets that the event touches besides its resource, and what of them it lets go. */
export function knowSets(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const { resource, related, detail } = event.backup ?? {}
  if (!resource) return {}
  const site = siteOf(event)
  const key = keyOf(site, 'protects', resource.id)
  const before = listOf<string>(memory.get('seen', key))
  const copies = (related ?? []).filter(({ type }) => type !== 'key' && type !== 'protected').map(({ id }) => short(id))
  const chosen = textsOf(detail?.resources).filter((id) => !/[*?]/.test(id))
  const good = event.event.outcome !== 'failure'
  const facts: Record<string, Json> = {}
  if (good && binders.has(event.event.action) && (copies.length > 0 || chosen.length > 0)) {
    const replaces = tellsAll(event)
    const next = replaces ? copies : [...new Set([...before, ...copies, ...chosen.map((id) => short(id))])]
    memory.put('seen', key, asJson(next.slice(0, most)), now + kept)
    const dropped = replaces ? before.filter((id) => !copies.includes(id)).length : 0
    if (dropped > 0) facts.dropped_targets = dropped
  }
  if (good) for (const other of related ?? []) if (other.type === 'key') bind(memory, site, other.id, setOf(event), now)
  const point = memory.get('seen', keyOf(site, 'point-of', resource.id))
  const sets = [...new Set([...before, ...copies, ...chosen, ...(typeof point === 'string' ? [point] : [])])]
  if (sets.length > 0) facts.sets = sets.slice(0, most)
  const interval = intervalOf(memory, event, [...sets, setOf(event)], now)
  if (interval !== undefined) facts.interval_hours = interval
  return facts
}

/** A replication or a plan that is set names all its targets; what it no longer names is dropped. */
const tellsAll = ({ event, backup }: Event): boolean =>
  event.action === 'replication-changed' || (event.action === 'retention-changed' && backup?.resource?.type === 'plan')

const setOf = (event: Event): string => event.backup?.resource?.container?.id ?? event.backup?.resource?.id ?? ''

/** A key stands for all that is sealed with it. */
function bind(memory: Memory, site: string, key: string, set: string, now: number): void {
  const place = keyOf(site, 'protects', key)
  const before = listOf<string>(memory.get('seen', place))
  if (set === '' || before.includes(set)) return
  memory.put('seen', place, asJson([...before, short(set)].slice(-most)), now + kept)
}

interface Rhythm {
  readonly last: number
  readonly gap?: number
}

/** How often recovery points of a set appear: whole hours between the last two, leaving out those of one run. */
function intervalOf(memory: Memory, event: Event, sets: readonly string[], now: number): number | undefined {
  const site = siteOf(event)
  if (event.event.action === 'recovery-point-created' && event.event.outcome !== 'failure') {
    for (const set of sets) {
      const key = keyOf(site, 'rhythm', set)
      const known = recordOf<Rhythm>(memory.get('seen', key))
      const gap = known.last === undefined ? undefined : now - known.last
      if (gap !== undefined && gap < 6 * hour) continue
      memory.put('seen', key, asJson({ last: now, ...(gap === undefined ? {} : { gap }) }), now + kept)
    }
    return undefined
  }
  const gaps = sets.flatMap((set) => recordOf<Rhythm>(memory.get('seen', keyOf(site, 'rhythm', set))).gap ?? [])
  return gaps.length === 0 ? undefined : Math.round(Math.max(...gaps) / hour)
}
