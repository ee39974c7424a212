// Topics in the embedded journal: records in and out by offset, one partition a topic.
import type { JournalRecord, NewRecord } from '../../model/journal.ts'
import type { Database } from './database.ts'

interface Row {
  readonly topic: string
  readonly offset: number
  readonly key: string | null
  readonly value: Uint8Array | null
  readonly headers: string | null
  readonly ts: number
}

export interface Log {
  /** Inside a transaction. */
  write(records: readonly NewRecord[], now: number): void
  /** At most so many records from an offset (inclusive) on. */
  read(topic: string, from: number, most: number): readonly JournalRecord[]
  /** The offset that the next record gets. */
  end(topic: string): number
  /** The oldest offset that is still there; the end when nothing is. */
  start(topic: string): number
}

export function openLog({ statement }: Database): Log {
  const insert = statement(
    'INSERT INTO log (topic, partition, offset, key, value, headers, ts) VALUES (?, 0, ?, ?, ?, ?, ?)',
  )
  const instead = statement('UPDATE log SET value = ? WHERE topic = ? AND partition = 0 AND key = ?')
  const next = statement(
    'INSERT INTO next (topic, partition, offset) VALUES (?, 0, ?) ON CONFLICT DO UPDATE SET offset = excluded.offset',
  )
  const endOf = statement('SELECT offset FROM next WHERE topic = ? AND partition = 0')
  const oldest = statement('SELECT MIN(offset) AS offset FROM log WHERE topic = ? AND partition = 0')
  const page = statement(
    'SELECT topic, offset, key, value, headers, ts FROM log WHERE topic = ? AND partition = 0 AND offset >= ? ORDER BY offset LIMIT ?',
  )
  const end = (topic: string): number => (endOf.get(topic) as { offset: number } | undefined)?.offset ?? 0
  return {
    write(records, now) {
      const ends = new Map<string, number>()
      for (const { topic, key, value, headers, timestamp, instead: inPlace } of records) {
        if (inPlace && key !== undefined) {
          instead.run(typeof value === 'string' ? Buffer.from(value) : (value ?? null), topic, key)
          continue
        }
        const offset = ends.get(topic) ?? end(topic)
        insert.run(
          topic,
          offset,
          key ?? null,
          typeof value === 'string' ? Buffer.from(value) : (value ?? null),
          headers ? JSON.stringify(headers) : null,
          timestamp ?? now,
        )
        ends.set(topic, offset + 1)
      }
      for (const [topic, offset] of ends) next.run(topic, offset)
    },
    read: (topic, from, most) => (page.all(topic, from, most) as unknown as readonly Row[]).map(recordOf),
    end,
    start: (topic) => (oldest.get(topic) as { offset: number | null }).offset ?? end(topic),
  }
}

const recordOf = ({ topic, offset, key, value, headers, ts }: Row): JournalRecord => ({
  topic,
  partition: 0,
  offset: String(offset),
  key: key ?? undefined,
  value: value === null ? undefined : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  timestamp: ts,
  headers: headers === null ? {} : (JSON.parse(headers) as Record<string, string>),
})
