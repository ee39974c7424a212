// A broker with a topic of everyday traffic for the bench, and small helpers around it.
import { setTimeout as wait } from 'node:timers/promises'
import kafkajs, { type Kafka, type Producer } from 'kafkajs'
import { registerCodecs } from '../src/journal/kafka/codecs.ts'
import { type Broker, startBroker } from '../test/services/kafka.ts'
import { loadRecord } from './load.ts'

export const rawTopic = 'audit.aws.cloudtrail'
export const partitions = 4

export interface Place {
  readonly broker: Broker
  readonly kafka: Kafka
  readonly producer: Producer
  close(): Promise<void>
}

/** A fresh broker with the raw topic. */
export async function openPlace(): Promise<Place> {
  registerCodecs()
  const broker = await startBroker()
  const kafka = new kafkajs.Kafka({
    brokers: [broker.address],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 10, multiplier: 1.2, factor: 0, maxRetryTime: 200, retries: 50 },
  })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({
    topics: [{ topic: rawTopic, numPartitions: partitions, replicationFactor: 1 }],
    waitForLeaders: true,
  })
  await admin.disconnect()
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  return {
    broker,
    kafka,
    producer,
    async close() {
      await producer.disconnect()
      await broker.stop()
    },
  }
}

/** Writes so many records, spread over the partitions. */
export async function fill({ producer }: Place, count: number): Promise<void> {
  const step = 2_000
  for (let from = 0; from < count; from += step) {
    const messages = Array.from({ length: Math.min(step, count - from) }, (_, index) => ({
      partition: Math.floor((from + index) / 500) % partitions,
      value: loadRecord(from + index, Date.now()),
    }))
    await producer.send({ topic: rawTopic, messages, acks: -1 })
  }
}

/** Seconds that a consumer without any work needs to read the topic, with the settings of ours. */
export async function readBare({ kafka }: Place, count: number, group: string): Promise<number> {
  const consumer = kafka.consumer({
    groupId: group,
    maxWaitTimeInMs: 20,
    maxBytesPerPartition: 1 << 20,
    maxBytes: 16 << 20,
    readUncommitted: false,
  })
  await consumer.connect()
  await consumer.subscribe({ topic: rawTopic, fromBeginning: true })
  let seen = 0
  let first = 0
  let last = 0
  await consumer.run({
    partitionsConsumedConcurrently: partitions,
    eachBatch: async ({ batch }) => {
      first ||= performance.now()
      seen += batch.messages.length
      last = performance.now()
    },
  })
  const patience = performance.now() + 60_000
  while (seen < count) {
    if (performance.now() > patience)
      throw new Error(`the bare consumer ${group} saw ${seen} of ${count} records in a minute`)
    await wait(5)
  }
  await consumer.disconnect()
  return (last - first) / 1_000
}

/** The p-th percentile. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? Number.NaN
}
