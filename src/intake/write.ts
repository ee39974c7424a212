// Writes records so that one that the journal can never take does not hold up the others: it goes to the dead letters.
import { type IntakeCounts, type Shipped, shippedHeader } from '../model/intake.ts'
import { type NewRecord, RecordTooLargeError } from '../model/journal.ts'
import { letterOf } from './letter.ts'

export interface Writing {
  /** The intake's name. */
  readonly name: string
  readonly counts: IntakeCounts
  /** Raw topics and the source that reads each. */
  readonly topics: Readonly<Record<string, string>>
  /** Resolves when they are durable, all or nothing. */
  write(records: readonly NewRecord[]): Promise<void>
}

/** A topic takes a megabyte where nobody set it otherwise. */
const first = 900_000
const least = 1_000

/** @throws what `write` throws, unless a smaller record mends it */
export async function writeFitting(records: readonly NewRecord[], writing: Writing): Promise<void> {
  let fitting = records
  for (let most = first; ; most /= 2) {
    try {
      await writing.write(fitting)
      break
    } catch (cause) {
      if (!(cause instanceof RecordTooLargeError) || most < least) throw cause
      fitting = fitting.map((record) => shortened(record, most, writing))
    }
  }
  const bySource = new Map<string, number>()
  for (const { topic } of fitting) {
    const source = writing.topics[topic]
    if (source !== undefined) bySource.set(source, (bySource.get(source) ?? 0) + 1)
  }
  for (const [source, count] of bySource) writing.counts.records(writing.name, source, count)
}

function shortened(record: NewRecord, most: number, { name, counts, topics }: Writing): NewRecord {
  const { topic, value, headers } = record
  const source = topics[topic]
  if (source === undefined || !(value instanceof Uint8Array) || value.length <= most) return record
  counts.trouble(name, 'too-long', 1)
  const shipped = JSON.parse(headers?.[shippedHeader] ?? '{}') as Shipped
  const reason = `the record has ${value.length} bytes, more than its topic takes; this is its beginning`
  return letterOf({ source, topic, shipped, reason, bytes: value, received: Date.now() })
}
