// What came in and is no record, as it goes to the dead letters: its beginning, the reason, and the way that it took.
import { createHash } from 'node:crypto'
import { isoOf } from '../lib/time.ts'
import type { Shipped } from '../model/intake.ts'
import type { NewRecord } from '../model/journal.ts'
import { type DeadLetter, topics } from '../model/wire.ts'

export interface Unfit {
  readonly source: string
  /** Where its record would have gone. */
  readonly topic: string
  readonly reason: string
  readonly bytes: Uint8Array
  /** Epoch milliseconds. */
  readonly received: number
  readonly shipped: Shipped
}

/** So much is kept of what nobody can use. */
const mostKept = 64 << 10

export function letterOf({ source, topic, reason, bytes, received, shipped }: Unfit): NewRecord {
  const record = Buffer.from(bytes.subarray(0, mostKept))
  const letter: DeadLetter = {
    source,
    reason,
    position: { topic, partition: 0, offset: '' },
    received: isoOf(received) ?? '',
    sha256: createHash('sha256').update(record).digest('hex'),
    record: record.toString('base64'),
    shipped,
    cut: true,
  }
  return { topic: topics.deadLetter, key: source, value: JSON.stringify(letter) }
}

export const tooLong = (length: number, most: number): string =>
  `the record has ${length} bytes, more than the ${most} that are taken; this is its beginning`
