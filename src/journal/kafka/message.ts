// A record as the house knows it and as Kafka's client does, both ways.
import type { KafkaMessage, Message, TopicMessages } from 'kafkajs'
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

/**
 * The messages in pieces that a broker takes: the client makes one batch of all messages of a request for a partition, and a
 * topic refuses batches above its `max.message.bytes`. A message that is larger alone goes alone.
 * @param most bytes of a piece
 */
export function piecesOf(topics: readonly TopicMessages[], most: number): readonly TopicMessages[][] {
  const pieces: Map<string, Message[]>[] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const { topic, messages } of topics)
    for (const message of messages) {
      const size = sizeOf(message)
      if (bytes + size > most) {
        pieces.push(new Map())
        bytes = 0
      }
      bytes += size
      const piece = pieces.at(-1)
      const list = piece?.get(topic)
      if (list) list.push(message)
      else piece?.set(topic, [message])
    }
  return pieces.map((piece) => [...piece].map(([topic, messages]) => ({ topic, messages })))
}

/** About as many bytes as it takes; headers are few and short. */
const overhead = 100
const sizeOf = ({ key, value }: Message): number => lengthOf(key) + lengthOf(value) + overhead
const lengthOf = (part: Buffer | string | null | undefined): number =>
  part === null || part === undefined ? 0 : typeof part === 'string' ? Buffer.byteLength(part) : part.length
