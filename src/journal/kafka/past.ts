// Reads what lies in a topic between two moments, apart from every group: for commands that feed it in again. Nobody's offsets move.
import type { KafkaConfig } from '../../model/config.ts'
import type { JournalRecord } from '../../model/journal.ts'
import { kafkaClient, quickRetry } from './client.ts'
import { drain } from './drain.ts'
import { recordOf } from './message.ts'
import { allEnds } from './place.ts'

export interface Past {
  readonly topic: string
  /** Epoch milliseconds by the records' timestamps: the first that is read, and the first that is not. */
  readonly from: number
  /** Undefined: up to where the topic ends when this begins. */
  readonly to: number | undefined
}

export interface PastBatch {
  readonly partition: number
  readonly records: readonly JournalRecord[]
}

/** Brokers may be silent for so long before the rest is given up. */
const silence = 10_000

/**
 * Batch after batch, each of one partition in its order; partitions take turns as the brokers give them.
 * @throws Error when the brokers cannot be reached, or there is no such topic
 */
export async function* readPast(config: KafkaConfig, { topic, from, to }: Past): AsyncGenerator<PastBatch> {
  const kafka = kafkaClient(config)
  const admin = kafka.admin({ retry: { ...quickRetry, retries: 8 } })
  await admin.connect()
  try {
    if (!(await admin.listTopics()).includes(topic)) throw new Error(`the brokers have no topic "${topic}"`)
    const ends = await allEnds(admin, topic)
    const at = async (time: number): Promise<ReadonlyMap<number, string>> =>
      new Map(
        (await admin.fetchTopicOffsetsByTimestamp(topic, time)).map(({ partition, offset }) => [partition, offset]),
      )
    const [begins, stops] = [await at(from), to === undefined ? undefined : await at(to)]
    const high = new Map(ends.map((one) => [one.partition, one.high]))
    const batches = drain(kafka, {
      topic,
      silence,
      from: new Map(ends.map(({ partition, low }) => [partition, larger(begins.get(partition) ?? low, low)])),
      to: new Map([...high].map(([partition, end]) => [partition, smaller(stops?.get(partition) ?? end, end)])),
    })
    for await (const { partition, messages } of batches)
      yield { partition, records: messages.map((message) => recordOf(topic, partition, message)) }
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}

const larger = (one: string, other: string): string => (BigInt(one) > BigInt(other) ? one : other)
const smaller = (one: string, other: string): string => (BigInt(one) < BigInt(other) ? one : other)
