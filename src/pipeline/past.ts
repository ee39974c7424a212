// Records of a topic's past to events: read as they were received, each partition placed in time by its own course.
import type { Event } from '../model/event.ts'
import type { JournalRecord } from '../model/journal.ts'
import type { Source } from '../model/source.ts'
import { type Lane, lane, usable } from './lane.ts'
import { normalizeBatch, type RawRecord } from './normalize.ts'
import type { Relevance } from './relevance.ts'
import type { ReplayTotals } from './replay.ts'

export interface PastOptions {
  readonly source: Source
  readonly relevance: Relevance
}

/**
 * As the line would have made them; what is rejected is counted. Tombstones are nothing.
 * @param batches each of one partition, in its order
 */
export async function* eventsOfPast(
  batches: AsyncIterable<{ readonly partition: number; readonly records: readonly JournalRecord[] }>,
  { source, relevance }: PastOptions,
  totals: ReplayTotals,
): AsyncGenerator<{ readonly event: Event; readonly at: number }> {
  const lanes = new Map<number, Lane>()
  for await (const { partition, records } of batches) {
    const raw = records.flatMap((record) => rawOf(record, source))
    const { drafts, rejects, dropped } = normalizeBatch(raw, relevance)
    totals.records += raw.length
    totals.rejects += rejects.length
    for (const { count } of dropped.values()) totals.dropped += count
    const here = lanes.get(partition) ?? lane()
    lanes.set(partition, here)
    yield* usable(here.push(drafts))
  }
  for (const here of lanes.values()) yield* usable(here.flush())
}

const rawOf = ({ value, topic, partition, offset, timestamp }: JournalRecord, source: Source): readonly RawRecord[] =>
  value === undefined
    ? []
    : [{ source, bytes: value, received: timestamp, position: `${topic}-${partition}@${offset}` }]
