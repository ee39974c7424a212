// The groups of one correlation, found by key, and by the time at which something has to be done about them.
import type { Scalar } from './entry.ts'
import type { Group } from './group.ts'

export interface Shelf<Id> {
  readonly groups: Map<string, Group<Id>>
  /** Groups by the slice of time in which their first entry runs out. */
  readonly due: Map<number, Set<Group<Id>>>
  readonly timespan: number
  readonly slice: number
  /** Nothing is due before it. */
  soonest: number
}

export const newShelf = <Id>(timespan: number): Shelf<Id> => ({
  groups: new Map(),
  due: new Map(),
  timespan,
  slice: Math.max(1, Math.ceil(timespan / 16)),
  soonest: Number.POSITIVE_INFINITY,
})

/** The group of these values, made when there is none. @param first time of its first entry */
export function shelve<Id>(shelf: Shelf<Id>, values: readonly Scalar[], first: number, back?: Group<Id>): Group<Id> {
  const key = back?.key ?? keyOf(values)
  const known = shelf.groups.get(key)
  if (known) return known
  const group = back ?? { key, values, entries: [] }
  shelf.groups.set(key, group)
  const slice = Math.floor((first + shelf.timespan) / shelf.slice)
  const together = shelf.due.get(slice)
  if (together) together.add(group)
  else shelf.due.set(slice, new Set([group]))
  shelf.soonest = Math.min(shelf.soonest, slice * shelf.slice)
  return group
}

const keyOf = (values: readonly Scalar[]): string =>
  values.length === 1 ? String(values[0]) : JSON.stringify(values.map(String))

/** Takes the groups off the shelf whose first entries may have run out; who keeps one puts it back. */
export function takeDue<Id>(shelf: Shelf<Id>, watermark: number): readonly Group<Id>[] {
  if (watermark < shelf.soonest) return []
  const taken: Group<Id>[] = []
  let soonest = Number.POSITIVE_INFINITY
  for (const [slice, groups] of shelf.due) {
    if (slice * shelf.slice > watermark) {
      soonest = Math.min(soonest, slice * shelf.slice)
      continue
    }
    shelf.due.delete(slice)
    for (const group of groups) {
      shelf.groups.delete(group.key)
      taken.push(group)
    }
  }
  shelf.soonest = soonest
  return taken
}

/**
 * Gives up groups until so many entries are gone, and says how many went. Those that came least far go first, and of these
 * the newest: a flood of fresh keys must not wash away a chain that is half told, nor what began before the flood.
 */
export function evict<Id>(shelf: Shelf<Id>, entries: number, stageOf: (group: Group<Id>) => number): number {
  let gone = 0
  const byStage = [...shelf.groups.values()].reverse().map((group) => ({ group, stage: stageOf(group) }))
  for (const { group } of byStage.sort((one, other) => one.stage - other.stage)) {
    if (gone >= entries) break
    gone += group.entries.length
    shelf.groups.delete(group.key)
    for (const groups of shelf.due.values()) groups.delete(group)
  }
  return gone
}
