// A record as the house knows it and as Kafka's client does, both ways.
import type { KafkaMessage, Message } from 'kafkajs'
import type { JournalRecord, NewRecord } from '../../model/journal.ts'

export const recordOf = (
  topic: string,
  partition: number,
  { offset, key, value, timestamp, headers }: KafkaMessage,
): JournalRecord => ({
  topic,
  partition,
  offset,
  key: key?.toString(),
  value: value ?? undefined,
  timestamp: Number(timestamp),
  headers: headers
    ? Object.fromEntries(
        Object.entries(headers).map(([name, held]) => [name, String(Array.isArray(held) ? held[0] : held)]),
      )
    : none,
})

const none: Readonly<Record<string, string>> = {}

export const messageOf = ({ partition, key, value, headers, timestamp }: NewRecord): Message => ({
  ...(partition === undefined ? {} : { partition }),
  ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
  key: key ?? null,
  value: value === undefined || typeof value === 'string' ? (value ?? null) : Buffer.from(value),
  ...(headers ? { headers: { ...headers } } : {}),
})
