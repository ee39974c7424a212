// What is at stake in an alert: which copies of the set remain, until when data is still there, the last point before it began.
import { day } from '../lib/duration.ts'
import { isoOf } from '../lib/time.ts'
import type { Stake, StakeCopy } from '../model/alert.ts'
import { setOf } from '../model/estate.ts'
import type { Change, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { fateOf } from './fate.ts'
import type { KnownEstate } from './know.ts'

const mostCopies = 20

/** The copies of every set that the events concern, with what became of each; none without an estate that names them. */
export function copiesAtStake(
  memory: Memory,
  estate: KnownEstate | undefined,
  events: readonly Event[],
): readonly StakeCopy[] {
  const [first] = events
  if (!estate || !first) return []
  const touched = [...new Set(events.flatMap((event) => estate.touched(event)))]
  return estate
    .siblings(touched)
    .slice(0, mostCopies)
    .map((copy) => {
      const fate = fateOf(memory, first, copy)
      return {
        name: copy.name,
        of: setOf(copy),
        ...(copy.mechanism === undefined ? {} : { mechanism: copy.mechanism }),
        ...(copy.tier === undefined ? {} : { tier: copy.tier }),
        ...(copy['last-resort'] ? { lastResort: true as const } : {}),
        fate: fate?.state ?? 'stands',
      }
    })
}

/**
 * The slow-delete clock: the next time at which data will be gone by what these events did.
 * @param now epoch milliseconds: what ran out before tells only where nothing else does
 */
export function deadlineOf(events: readonly Event[], now: number): Stake['until'] {
  const times = events.flatMap((event) => {
    const at = Date.parse(event['@timestamp'])
    const days = event.backup?.detail?.days_left
    const changes = event.backup?.changes ?? (event.backup?.change ? [event.backup.change] : [])
    return [
      ...(typeof days === 'number' && days >= 0 ? [{ time: at + days * day, why: keyWords(event) }] : []),
      ...changes.flatMap((change) => endOf(change, at) ?? []),
    ]
  })
  const inOrder = times.sort((one, other) => one.time - other.time)
  const first = inOrder.find(({ time }) => time >= now) ?? inOrder.at(-1)
  const at = first === undefined ? undefined : isoOf(first.time)
  return first === undefined || at === undefined ? undefined : { at, why: first.why }
}

const keyWords = ({ backup }: Event): string =>
  backup?.resource?.type === 'key' ? 'the key is destroyed' : 'what was deleted can be brought back'

function endOf({ setting, to, unit, direction }: Change, at: number) {
  if (direction !== 'weakened' || typeof to !== 'number') return undefined
  if (setting === 'lock-until') return { time: to, why: 'the lock ends' }
  if (setting === 'lock-days') return { time: at + to * day, why: 'the lock on what is there now ends' }
  return setting === 'retention' && unit === 'd'
    ? { time: at + to * day, why: 'everything that is there now has expired' }
    : undefined
}
