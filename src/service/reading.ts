// What this process read of each source since it started: records, rejects by reason, and events that have no meaning of ours.
import { isoOf } from '../lib/time.ts'
import type { JournalRecord } from '../model/journal.ts'
import type { Counted, SourceReading } from '../model/source-status.ts'
import type { Normalized } from '../pipeline/normalize.ts'
import type { Spot } from '../pipeline/spot.ts'

export interface Reading {
  /** A batch was committed. */
  note(source: string, normalized: Pick<Normalized, 'rejects' | 'dropped'>, records: number): void
  /** Its last record. */
  received(source: string, record: JournalRecord): void
  /** The same spot, whose questions are counted where the answer is that nobody knows the event. */
  counting(spot: Spot): Spot
  of(source: string): SourceReading | undefined
  /** Epoch milliseconds: when what was read last came in. */
  receivedAt(source: string): number | undefined
  readonly sources: () => readonly string[]
}

interface Counts {
  records: number
  received: number
  dropped: number
  readonly rejects: Map<string, number>
  readonly unknown: Map<string, number>
}

/** Reasons and names come from records, so their number has no limit of its own. */
const mostKept = 500
const longestName = 200
const told = 50
const rest = '…'

export function makeReading(): Reading {
  const all = new Map<string, Counts>()
  const spots = new WeakMap<Spot, Spot>()
  const countsOf = (source: string): Counts => {
    const known = all.get(source)
    if (known) return known
    const counts = { records: 0, received: 0, dropped: 0, rejects: new Map(), unknown: new Map() }
    all.set(source, counts)
    return counts
  }
  return {
    note(source, { rejects, dropped }, records) {
      const counts = countsOf(source)
      counts.records += records
      for (const { reject } of rejects) add(counts.rejects, reject.reason)
      counts.dropped += dropped.get(source)?.count ?? 0
    },
    received(source, { timestamp }) {
      const counts = countsOf(source)
      if (timestamp > counts.received) counts.received = timestamp
    },
    counting(spot) {
      const known = spots.get(spot)
      if (known) return known
      const made: Spot = {
        ofEvent(source, seen) {
          // Our own words need no meaning of somebody else's.
          if (source.startsWith('lastcopy.')) return spot.ofEvent(source, seen)
          if (seen.action === 'other') add(countsOf(source).unknown, seen.code)
          return spot.ofEvent(source, seen)
        },
        ofGlimpse(source, glimpse) {
          if (glimpse.action === undefined) add(countsOf(source).unknown, glimpse.code)
          return spot.ofGlimpse(source, glimpse)
        },
      }
      spots.set(spot, made)
      return made
    },
    of(source) {
      const counts = all.get(source)
      return (
        counts && {
          records: counts.records,
          received: isoOf(counts.received) ?? '',
          rejects: most(counts.rejects),
          dropped: counts.dropped,
          unknown: most(counts.unknown),
        }
      )
    },
    receivedAt: (source) => all.get(source)?.received,
    sources: () => [...all.keys()],
  }
}

function add(counts: Map<string, number>, what: string): void {
  const known = counts.get(what)
  if (known !== undefined) counts.set(what, known + 1)
  else {
    const name = counts.size < mostKept ? what.slice(0, longestName) : rest
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
}

const most = (counts: ReadonlyMap<string, number>): readonly Counted[] =>
  [...counts]
    .map(([what, count]) => ({ what, count }))
    .sort((one, other) => other.count - one.count)
    .slice(0, told)
