// Whether a fetched batch follows on what was read: a topic that was made anew, records that are gone, offsets that jump.
import type { LastRead } from './place.ts'

/** How far a partition was read. */
export interface Reading {
  /** The offset that the next fetch must begin at. */
  readonly read: bigint
  /** Everything before it is committed. */
  readonly position: bigint
  readonly last: LastRead | undefined
}

/** What came, markers of transactions and aborted records included, in order. */
export interface Fetched {
  readonly from: bigint
  /** The broker's end of the partition. */
  readonly high: bigint
  readonly offsets: readonly bigint[]
  /** The record at an offset, as it is told again; undefined where none is delivered. */
  at(offset: bigint): LastRead | undefined
}

export type Continuity =
  | { readonly kind: 'sound' }
  /** It begins further on than it must: ask once more for what lies between. */
  | { readonly kind: 'ahead' }
  | { readonly kind: 'recreated' }
  /** Offsets from (inclusive) to (exclusive) that nothing stands at. */
  | { readonly kind: 'hole'; readonly from: bigint; readonly to: bigint }

export function judgeBatch({ read, position, last }: Reading, { from, high, offsets, at }: Fetched): Continuity {
  if (high < position || (last && isOther(last, offsets, at))) return { kind: 'recreated' }
  if (from > read) return { kind: 'ahead' }
  let next = from
  for (const offset of offsets) {
    if (offset < next) continue
    if (offset > next && offset > position) return { kind: 'hole', from: next > position ? next : position, to: offset }
    next = offset + 1n
  }
  return { kind: 'sound' }
}

/** What stands where the last record stood is not that record. */
function isOther(last: LastRead, offsets: readonly bigint[], at: Fetched['at']): boolean {
  const place = BigInt(last.offset)
  if (!offsets.includes(place)) return false
  const found = at(place)
  return found === undefined || found.at !== last.at || found.sha256 !== last.sha256
}
