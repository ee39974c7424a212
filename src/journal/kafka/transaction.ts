// Records in one transaction, in pieces that a broker takes.
import type { Kafka, Producer, TopicMessages } from 'kafkajs'
import { type NewRecord, RecordTooLargeError } from '../../model/journal.ts'
import { quickRetry } from './client.ts'
import { messageOf, piecesOf } from './message.ts'

/** A raw topic that others made takes a megabyte at once. */
const mostBytes = 700_000

/**
 * A connected producer of one transaction after the other.
 * @param transactionTimeout milliseconds: where a process stops in the middle and nobody takes its id over, so long its topics
 * end for everybody where it stopped
 */
export async function connectTransactional(
  kafka: Kafka,
  transactionalId: string,
  transactionTimeout = 15_000,
): Promise<Producer> {
  const producer = kafka.producer({
    transactionalId,
    maxInFlightRequests: 1,
    idempotent: true,
    retry: quickRetry,
    transactionTimeout,
    allowAutoTopicCreation: false,
  })
  await producer.connect()
  return producer
}

/** @param records with topics as the brokers know them @throws RecordTooLargeError when a topic can never take one of them */
export async function inTransaction(producer: Producer, records: readonly NewRecord[]): Promise<void> {
  const byTopic = new Map<string, NewRecord[]>()
  for (const record of records) {
    const list = byTopic.get(record.topic)
    if (list) list.push(record)
    else byTopic.set(record.topic, [record])
  }
  const topicMessages: TopicMessages[] = [...byTopic].map(([topic, list]) => ({ topic, messages: list.map(messageOf) }))
  const transaction = await producer.transaction()
  try {
    for (const piece of piecesOf(topicMessages, mostBytes))
      await transaction.sendBatch({ topicMessages: piece, acks: -1 })
    await transaction.commit()
  } catch (cause) {
    await transaction.abort().catch(() => undefined)
    if (isTooLarge(cause)) throw new RecordTooLargeError('a record is larger than its topic takes', { cause })
    throw cause
  }
}

const isTooLarge = (cause: unknown): boolean =>
  cause instanceof Error &&
  [cause, cause.cause].some((one) =>
    ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(String((one as { type?: unknown } | undefined)?.type)),
  )
