// Reads partitions of a topic from an offset to their end, apart from every group: for restoring state and for lists.
import { randomUUID } from 'node:crypto'
import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import { quickRetry } from './client.ts'

export interface DrainOptions {
  readonly topic: string
  /** Partition, and the offset to begin at. */
  readonly from: ReadonlyMap<number, string>
  /** The offset behind the last record of each partition. */
  readonly to: ReadonlyMap<number, string>
  /** Milliseconds that may pass without a batch once the first has come; then it ends. */
  readonly silence: number
  /** True ends it early. */
  take(partition: number, messages: readonly KafkaMessage[]): boolean | undefined
}

/** Joining a group at a busy broker takes its time. */
const firstSilence = 30_000

/** Ends at the given offsets; or in silence, since a partition whose last records are markers gives no batch for them. */
export async function drain(kafka: Kafka, { topic, from, to, silence, take }: DrainOptions): Promise<void> {
  const open = new Set(
    [...from]
      .filter(([partition, offset]) => BigInt(offset) < BigInt(to.get(partition) ?? '0'))
      .map(([partition]) => partition),
  )
  if (open.size === 0) return
  const consumer = kafka.consumer({
    groupId: `lastcopy-read-${randomUUID()}`,
    retry: quickRetry,
    maxWaitTimeInMs: 50,
    maxBytesPerPartition: 4 << 20,
    sessionTimeout: 30_000,
    allowAutoTopicCreation: false,
  })
  let finish: () => void = () => undefined
  let failed: (cause: unknown) => void = () => undefined
  const done = new Promise<void>((go, fail) => {
    finish = go
    failed = fail
  })
  done.catch(() => undefined)
  let timer = setTimeout(finish, firstSilence)
  const alive = (): void => {
    clearTimeout(timer)
    timer = setTimeout(finish, silence)
  }
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    // A coordinator that is still loading is asked again by the client itself.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) failed(payload.error)
    })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      eachBatch: async ({ batch, heartbeat }: EachBatchPayload) => {
        alive()
        const { partition } = batch
        if (!open.has(partition)) return
        const end = BigInt(to.get(partition) ?? '0')
        const early = take(
          partition,
          batch.messages.filter(
            ({ offset }) => BigInt(offset) < end && BigInt(offset) >= BigInt(from.get(partition) ?? '0'),
          ),
        )
        const raw = (batch as unknown as { rawMessages: readonly KafkaMessage[] }).rawMessages
        if (early || BigInt(raw.at(-1)?.offset ?? batch.lastOffset()) + 1n >= end) open.delete(partition)
        if (open.size === 0) finish()
        await heartbeat()
      },
    })
    await done
  } finally {
    clearTimeout(timer)
    await consumer.disconnect().catch(() => undefined)
  }
}
