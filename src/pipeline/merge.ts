// Several files as one stream in event time: each file in its own order, placed by its own running sane time.
import type { LaneTime } from './lane.ts'

/** Gives a file's next event; undefined at its end. */
export type Pull = () => Promise<LaneTime | undefined>

/** The events of all files, the earliest running time first; of equals, the file that was named first. */
export async function* merge(pulls: readonly Pull[]): AsyncGenerator<LaneTime> {
  const heads: { readonly pull: Pull; readonly order: number; event: LaneTime }[] = []
  for (const [order, pull] of pulls.entries()) {
    const event = await pull()
    if (event) heads.push({ pull, order, event })
  }
  const isBefore = (one: (typeof heads)[number], other: (typeof heads)[number]): boolean =>
    one.event.running - other.event.running < 0 ||
    (one.event.running === other.event.running && one.order < other.order)
  while (heads.length > 0) {
    heads.sort((one, other) => (isBefore(one, other) ? -1 : 1))
    const [first, second] = heads
    if (!first) return
    // As long as the first file stays ahead of the second, nothing else needs to be looked at.
    do {
      yield first.event
      const next = await first.pull()
      if (!next) {
        heads.shift()
        break
      }
      first.event = next
    } while (second === undefined || isBefore(first, second))
  }
}
