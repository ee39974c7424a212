// How many recovery points a container still holds, where all of them were seen: whether it was empty before it was deleted. Contract, row 3.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, recordOf, siteOf } from './recall.ts'

interface Holding {
  /** Points that were made in it, and those of them that retention deleted. What a person deletes is not taken off. */
  readonly made: number
  readonly expired: number
}

const kept = 400 * day

/**
 * Counts the points of containers whose making was seen, so that none can be older than what is known.
 * @param expired the point went by retention: its product's, as usual
 */
export function knowHolding(
  memory: Memory,
  event: Event,
  expired: boolean,
  now: number,
): Readonly<Record<string, Json>> {
  const { resource } = event.backup ?? {}
  const { action, outcome } = event.event
  if (!resource || outcome === 'failure') return {}
  if (action === 'repository-deleted') {
    const { made = 0, expired: gone = 0 } = holding(memory, event, resource.id)
    return made > 0 && gone >= made ? { emptied: true } : {}
  }
  const container = resource.container?.id
  if (container === undefined || (action !== 'recovery-point-created' && action !== 'recovery-point-deleted')) return {}
  if (memory.get('creation', keyOf(siteOf(event), 'creation', container)) === undefined) return {}
  if (action === 'recovery-point-deleted' && (!expired || !wasMade(memory, event, resource.id))) return {}
  const { made = 0, expired: gone = 0 } = holding(memory, event, container)
  const next: Holding =
    action === 'recovery-point-created' ? { made: made + 1, expired: gone } : { made, expired: gone + 1 }
  memory.put('count', placeOf(event, container), asJson(next), now + kept)
  return {}
}

const placeOf = (event: Event, container: string): string => keyOf(siteOf(event), 'holding', container)
const holding = (memory: Memory, event: Event, container: string): Partial<Holding> =>
  recordOf<Holding>(memory.get('count', placeOf(event, container)))

const wasMade = (memory: Memory, event: Event, point: string): boolean =>
  memory.get('creation', keyOf(siteOf(event), 'creation', point)) !== undefined
