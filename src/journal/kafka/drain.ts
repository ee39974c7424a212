// Reads partitions of a topic from an offset to their end, apart from every group and a batch at a time: for restoring state and for lists.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import { quickRetry } from './client.ts'

export interface DrainOptions {
  readonly topic: string
  /** Partition, and the offset to begin at. */
  readonly from: ReadonlyMap<number, string>
  /** The offset behind the last record of each partition. */
  readonly to: ReadonlyMap<number, string>
  /** Milliseconds that may pass without a word from the brokers once the first has come; then it ends. */
  readonly silence: number
  /** What ends before the given offsets is an error. */
  readonly whole?: true
}

export interface Drained {
  readonly partition: number
  readonly messages: readonly KafkaMessage[]
}

/** Begins the names of the groups of those that only read: nothing is ever committed for them. */
export const drainGroups = 'lastcopy-read-'

/** Joining a group at a busy broker takes its time. */
const firstSilence = 30_000

/**
 * Gives batch after batch until the given offsets are reached. The next one is fetched when the last was taken, so that memory
 * does not grow with the topic; whoever stops early ends the reading.
 * @throws what the client could not recover from
 */
export async function* drain(kafka: Kafka, { topic, from, to, silence, whole }: DrainOptions): AsyncGenerator<Drained> {
  const endOf = (partition: number): bigint => BigInt(to.get(partition) ?? '0')
  const open = new Set(
    [...from].filter(([partition, offset]) => BigInt(offset) < endOf(partition)).map(([partition]) => partition),
  )
  if (open.size === 0) return
  const consumer = kafka.consumer({
    groupId: `${drainGroups}${randomUUID()}`,
    retry: quickRetry,
    maxWaitTimeInMs: 50,
    maxBytesPerPartition: 2 << 20,
    maxBytes: 8 << 20,
    sessionTimeout: 30_000,
    allowAutoTopicCreation: false,
  })
  const line = handOver<Drained>(silence)
  /** Where each partition goes on: also after a break of the client, which would begin anew. */
  const at = new Map([...from].map(([partition, offset]) => [partition, BigInt(offset)]))
  const passed = (partition: number, last: string): void => {
    at.set(partition, BigInt(last) + 1n)
    if (BigInt(last) + 1n >= endOf(partition)) open.delete(partition)
    if (open.size === 0) line.end()
  }
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    // A coordinator that is still loading is asked again by the client itself.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) line.fail(payload.error)
    })
    // Batches of nothing but transaction markers are told of here alone.
    consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload: { partition, batchSize, lastOffset } }) => {
      line.alive()
      if (batchSize === 0) passed(partition, lastOffset)
    })
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const [partition, offset] of at) consumer.seek({ topic, partition, offset: String(offset) })
    })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      eachBatch: async ({ batch, heartbeat, isStale }: EachBatchPayload) => {
        const { partition } = batch
        if (!open.has(partition) || isStale()) return
        const begin = at.get(partition) ?? 0n
        const messages = batch.messages.filter(
          ({ offset }) => BigInt(offset) < endOf(partition) && BigInt(offset) >= begin,
        )
        if (messages.length > 0) await line.give({ partition, messages }, heartbeat)
        passed(partition, batch.lastOffset())
      },
    })
    yield* line.all()
    if (whole && open.size > 0) throw new Error(`${topic} could not be read to its end within ${silence / 1_000} s`)
  } finally {
    line.end()
    await consumer.disconnect().catch(() => undefined)
  }
}

interface HandOver<T> {
  /** Resolves when it was taken, with a sign of life to the group until then. */
  give(item: T, heartbeat: () => Promise<void>): Promise<void>
  all(): AsyncGenerator<T>
  alive(): void
  end(): void
  fail(cause: unknown): void
}

/** One item at a time from hand to hand: whoever gives waits until it was taken. */
function handOver<T>(silence: number): HandOver<T> {
  let held: { readonly item: T; readonly taken: () => void } | undefined
  let wake: () => void = () => undefined
  let ended = false
  let failure: { readonly cause: unknown } | undefined
  let heard = Date.now()
  let patience = Math.max(firstSilence, silence)
  const alive = (): void => {
    heard = Date.now()
    patience = silence
  }
  return {
    alive,
    async give(item, heartbeat) {
      if (ended) return
      let done = false
      const taken = new Promise<void>((go) => {
        held = {
          item,
          taken: () => {
            done = true
            go()
          },
        }
      })
      wake()
      while (!done && !ended) {
        await Promise.race([taken, wait(1_000)])
        await heartbeat()
      }
      alive()
    },
    async *all() {
      while (failure === undefined) {
        const { item, taken } = held ?? {}
        held = undefined
        if (taken) {
          yield item as T
          taken()
          continue
        }
        if (ended || Date.now() - heard > patience) return
        await Promise.race([new Promise<void>((go) => (wake = go)), wait(100)])
      }
      throw failure.cause
    },
    end() {
      ended = true
      wake()
    },
    fail(cause) {
      failure = { cause }
      wake()
    },
  }
}
