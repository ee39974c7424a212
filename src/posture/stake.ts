// What is at stake in an alert, from the same analysis: which copies of the set stand, until when, and what to restore from.
import { day, hour } from '../lib/duration.ts'
import { isoOf } from '../lib/time.ts'
import type { Recovery, Stake, StakeCopy } from '../model/alert.ts'
import type { Change, Event } from '../model/event.ts'
import type { Fate } from '../model/posture.ts'
import type { MeasuredRestore } from '../model/proof.ts'
import { type Copy, hoursOf, isLocked, type Resolved } from './resolve.ts'

const mostCopies = 20

/** Sets that an alert touches: their copies as records and the estate have them, with what became of each. */
export interface AtStake {
  readonly resolved: Pick<Resolved, 'copies' | 'platforms'>
  fateOf(copy: Copy): Fate | undefined
  /** The newest restore of a set on the stopwatch. */
  measured(of: string): MeasuredRestore | undefined
}

/** Copies with their fate, as many as an alert carries. */
export const stakeCopies = ({ resolved: { copies }, fateOf }: AtStake): readonly StakeCopy[] =>
  copies.slice(0, mostCopies).map((copy) => {
    const { name, of, said, mechanism } = copy
    return {
      name,
      of,
      // What nobody said and no record showed is not told as if somebody had.
      ...(mechanism.basis === 'assumed' ? {} : { mechanism: mechanism.value }),
      ...(said.tier === undefined ? {} : { tier: said.tier }),
      ...(said['last-resort'] ? { lastResort: true as const } : {}),
      fate: fateOf(copy)?.state ?? 'stands',
    }
  })

/** For each set the copy to restore it from: one that stands, that was seen to be good, that is locked, that is fast. */
export function recoveries({ resolved: { copies }, fateOf, measured }: AtStake): readonly Recovery[] {
  const sets = Map.groupBy(copies, ({ of }) => of)
  return [...sets].slice(0, mostCopies).flatMap(([of, all]): readonly Recovery[] => {
    const timed = measured(of)
    const hoursFrom = (copy: Copy): number | undefined =>
      timed?.copies.includes(copy.name) ? timed.hours : hoursOf(copy.said.restore)
    const rank = (copy: Copy): number =>
      (copy.tested ? (copy.tested.value === 'success' ? 0 : 4) : 2) + (isKept(copy) ? 0 : 1)
    const best = all
      .filter((copy) => fateOf(copy) === undefined)
      .sort((one, other) => rank(one) - rank(other) || (hoursFrom(one) ?? 1e9) - (hoursFrom(other) ?? 1e9))[0]
    if (!best) return []
    const hours = hoursFrom(best)
    const { tested } = best
    return [
      {
        of,
        copy: best.name,
        ...(hours === undefined ? {} : { hours }),
        ...(timed?.copies.includes(best.name) ? { measuredAt: timed.at } : {}),
        ...(tested ? { testedAt: tested.at, good: tested.value === 'success' } : {}),
      },
    ]
  })
}

const isKept = ({ mechanism }: Copy): boolean => isLocked(mechanism.value) || mechanism.value === 'offline'

/**
 * The slow-delete clock: the next time at which data will be gone by what these events did. Where no event says when, it is how long
 * the analysis knows that it can be undone.
 * @param now epoch milliseconds: what ran out before tells only where nothing else does
 */
export function deadlineOf(events: readonly Event[], stake: AtStake | undefined, now: number): Stake['until'] {
  const told = events.flatMap((event) => {
    const at = Date.parse(event['@timestamp'])
    const days = event.backup?.detail?.days_left
    const changes = event.backup?.changes ?? (event.backup?.change ? [event.backup.change] : [])
    return [
      ...(typeof days === 'number' && days >= 0 ? [{ time: at + days * day, why: endWords(isOfKey(event)) }] : []),
      ...changes.flatMap((change) => endOf(change, at) ?? []),
    ]
  })
  const times = told.length > 0 || !stake ? told : undoable(stake)
  const inOrder = times.toSorted((one, other) => one.time - other.time)
  const first = inOrder.find(({ time }) => time >= now) ?? inOrder.at(-1)
  const at = first === undefined ? undefined : isoOf(first.time)
  return first === undefined || at === undefined ? undefined : { at, why: first.why }
}

const isOfKey = ({ backup }: Event): boolean => backup?.resource?.type === 'key'
const endWords = (key: boolean): string => (key ? 'the key is destroyed' : 'what was deleted is gone for good')

const deletes = new Set<Fate['class']>(['points-deleted', 'repository-removed', 'parent-removed'])

/** What was deleted, or a key that goes, can be had back for a while. */
function undoable({ resolved: { copies, platforms }, fateOf }: AtStake): readonly { time: number; why: string }[] {
  return copies.flatMap((copy) => {
    const fate = fateOf(copy)
    if (!fate) return []
    const key = fate.class === 'key-endangered'
    const stores = copy.keysAt.value.flatMap((name) => platforms.get(name)?.undoHours ?? [])
    const hours = key ? Math.min(...stores) : deletes.has(fate.class) ? copy.undoHours : 0
    return hours > 0 && Number.isFinite(hours) ? [{ time: fate.since + hours * hour, why: endWords(key) }] : []
  })
}

function endOf({ setting, to, unit, direction }: Change, at: number) {
  if (direction !== 'weakened' || typeof to !== 'number') return undefined
  if (setting === 'lock-until') return { time: to, why: 'the lock ends' }
  if (setting === 'lock-days') return { time: at + to * day, why: 'the lock on what is there now ends' }
  return setting === 'retention' && unit === 'd'
    ? { time: at + to * day, why: 'everything that is there now has expired' }
    : undefined
}
