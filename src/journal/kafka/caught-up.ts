// Whether a partition is read to its end although its end lies further on: behind its last record stand markers of
// transactions, which count as offsets and are never delivered.

export interface CaughtUp {
  /** A fetch from that broker came back. The client fetches again only when what the last fetch brought is worked off. */
  fetched(node: string): void
  /** True when nothing was delivered in several whole fetches since the partition was first seen with this end and position. */
  is(name: string, end: bigint, position: bigint): boolean
  forget(name: string): void
}

interface Look {
  readonly end: bigint
  readonly position: bigint
  readonly fetches: ReadonlyMap<string, number>
}

/** One may have begun before the look; the next brings all there was; the one after says that this was worked off. */
const enough = 3

export function trackCaughtUp(): CaughtUp {
  const fetches = new Map<string, number>()
  const looks = new Map<string, Look>()
  return {
    fetched(node) {
      fetches.set(node, (fetches.get(node) ?? 0) + 1)
    },
    is(name, end, position) {
      if (position >= end) return true
      const look = looks.get(name)
      if (look && look.end === end && look.position === position)
        return (
          fetches.size > 0 && [...fetches].every(([node, count]) => count - (look.fetches.get(node) ?? 0) >= enough)
        )
      looks.set(name, { end, position, fetches: new Map(fetches) })
      return false
    },
    forget: (name) => void looks.delete(name),
  }
}
