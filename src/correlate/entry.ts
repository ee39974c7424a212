// The matches of one group, kept in the order of their times whatever the order in which they came.

export type Scalar = string | number | boolean
/** Fields of an event that some correlation needs, by name. Plain, so that a window can be kept as JSON. */
export type FieldValues = Readonly<Record<string, readonly Scalar[]>>

/** The values of a field; none where the event has none. */
export const valuesOf = (fields: FieldValues | undefined, name: string): readonly Scalar[] =>
  fields !== undefined && Object.hasOwn(fields, name) ? (fields[name] ?? nothing) : nothing
const nothing: readonly Scalar[] = []

/** One event of a group, with every rule of the correlation that said yes to it. */
export interface Entry<Id> {
  readonly at: number
  /** One event counts once, whatever number of rules match it. */
  readonly key: string
  /** Several where it is the firing of another correlation. */
  readonly events: readonly Id[]
  readonly fields: FieldValues
  /** Places in the correlation's list of rules. */
  rules: number
  /** The condition held when this event completed it. */
  holds?: true
}

/** The place of the first entry at or after a time. */
export function placeOf<Id>(entries: readonly Entry<Id>[], at: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.at ?? Number.POSITIVE_INFINITY) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts an entry where its time says; gives its place. The same event again only adds its rule. */
export function insert<Id>(entries: Entry<Id>[], entry: Entry<Id>): number {
  let place = entries.length
  const last = entries[place - 1]
  if (last !== undefined && entry.at <= last.at) {
    place = placeOf(entries, entry.at)
    while (place < entries.length && entries[place]?.at === entry.at) {
      const same = entries[place]
      if (same?.key === entry.key) {
        same.rules |= entry.rules
        return place
      }
      place += 1
    }
  }
  if (place === entries.length) entries.push(entry)
  else entries.splice(place, 0, entry)
  return place
}
