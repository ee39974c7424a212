// Works off topics of Kafka: a consumer group, a slot a partition, and a watch over the client's silences.
import { setTimeout as wait } from 'node:timers/promises'
import type { Admin, Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import type { JournalRecord, StageHandle, StageLag } from '../../model/journal.ts'
import { trackCaughtUp } from './caught-up.ts'
import { quickRetry } from './client.ts'
import { lagOf } from './lag.ts'
import { recordOf } from './message.ts'

/** One partition as long as this process owns it. */
export interface Slot {
  /** Records before it are committed already, by this or by a former owner. */
  position(): bigint
  /** Processes the batch and commits what comes of it and the position as one. */
  step(batch: readonly JournalRecord[], next: string): Promise<void>
  close(): Promise<void>
}

export interface KafkaRunnerParts {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly group: string
  /** As the brokers know them. */
  readonly topics: readonly string[]
  /** A topic as the rest of the house knows it. */
  readonly logical: (topic: string) => string
  readonly openSlot: (topic: string, partition: number) => Promise<Slot>
  /** The slot keeps its position apart from the group: the group is told of it, and is not asked. */
  readonly ownPosition?: boolean
}

const batchRecords = 10_000
const batchBytes = 8 << 20
const longestPause = 5_000
/** kafkajs can stall without a word: so long without a fetch, and the consumer is started anew. */
const longestSilence = 60_000

export async function runSlots(parts: KafkaRunnerParts): Promise<StageHandle> {
  const { kafka, admin, group, topics, logical } = parts
  const slots = new Map<string, Promise<Slot>>()
  const progress = new Map<string, number>()
  /** Why the group stands, and why partitions stand: each ends in its own way. */
  let crash: string | undefined
  const troubles = new Map<string, string>()
  let caughtUp = trackCaughtUp()
  let fetchedAt = Date.now()
  let stopped = false
  let mine: ReadonlySet<string> = new Set()
  let consumer: Consumer

  const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
  const note = (cause: unknown): void => {
    crash = textOf(cause)
  }
  const nameOf = (topic: string, partition: number): string => `${topic}\u0000${partition}`
  const slotOf = (topic: string, partition: number): Promise<Slot> => {
    const name = nameOf(topic, partition)
    const known = slots.get(name)
    if (known) return known
    const opening = parts.openSlot(topic, partition)
    slots.set(name, opening)
    progress.set(name, Date.now())
    opening.then(
      (slot) => parts.ownPosition && consumer.seek({ topic, partition, offset: String(slot.position()) }),
      () => slots.get(name) === opening && slots.delete(name),
    )
    return opening
  }
  const drop = async (name: string): Promise<void> => {
    const slot = slots.get(name)
    slots.delete(name)
    progress.delete(name)
    troubles.delete(name)
    caughtUp.forget(name)
    await slot?.then((open) => open.close()).catch(() => undefined)
  }
  /** Waits with a sign of life every second: a restore may take longer than the group's patience. */
  const living = async <T>(work: Promise<T>, heartbeat: () => Promise<void>): Promise<T> => {
    for (;;) {
      const done = await Promise.race([work.then(() => true), wait(1_000, false)])
      await heartbeat()
      if (done) return work
    }
  }
  const eachBatch = async ({
    batch,
    resolveOffset,
    heartbeat,
    isRunning,
    isStale,
  }: EachBatchPayload): Promise<void> => {
    const { topic, partition } = batch
    const name = nameOf(topic, partition)
    let pause = 50
    let lost = false
    const beat = async (): Promise<void> => {
      try {
        await heartbeat()
      } catch (cause) {
        lost = true
        throw cause
      }
    }
    for (let rest = batch.messages; rest.length > 0 && isRunning() && !isStale() && !stopped; ) {
      try {
        const slot = await living(slotOf(topic, partition), beat)
        const fresh = rest.filter(({ offset }) => BigInt(offset) >= slot.position())
        const now = small(fresh)
        const last = now.at(-1)
        if (last)
          await living(
            slot.step(
              now.map((message) => recordOf(logical(topic), partition, message)),
              String(BigInt(last.offset) + 1n),
            ),
            beat,
          )
        resolveOffset((last ?? rest.at(-1))?.offset ?? batch.lastOffset())
        progress.set(name, Date.now())
        if (last && parts.ownPosition) tell(topic, partition, String(BigInt(last.offset) + 1n))
        rest = fresh.slice(now.length)
        troubles.delete(name)
        pause = 50
      } catch (cause) {
        // The group no longer counts on this member: the client joins again, and what is ours is told anew.
        if (lost) throw cause
        // The transaction was aborted, or nobody knows: state and position are read again from the journal.
        await drop(name)
        troubles.set(name, textOf(cause))
        await wait(pause)
        pause = Math.min(pause * 2, longestPause)
      }
    }
  }
  /** What is assigned is opened at once, also where no record comes: what waits in its state must go on. */
  const own = async (name: string): Promise<void> => {
    const [topic = '', partition = '0'] = name.split('\u0000')
    for (let pause = 200; mine.has(name) && !stopped; pause = Math.min(pause * 2, longestPause)) {
      try {
        await slotOf(topic, Number(partition))
        troubles.delete(name)
        return
      } catch (cause) {
        troubles.set(name, textOf(cause))
        await wait(pause)
      }
    }
  }
  /** For whoever watches the group's lag; nothing rests on it. */
  const tell = (topic: string, partition: number, offset: string): void => {
    consumer.commitOffsets([{ topic, partition, offset }]).catch(() => undefined)
  }
  const begin = async (): Promise<void> => {
    caughtUp = trackCaughtUp()
    consumer = kafka.consumer({
      groupId: group,
      readUncommitted: false,
      maxWaitTimeInMs: 20,
      maxBytesPerPartition: 1 << 20,
      maxBytes: 16 << 20,
      sessionTimeout: 10_000,
      rebalanceTimeout: 20_000,
      heartbeatInterval: 1_000,
      metadataMaxAge: 30_000,
      retry: { ...quickRetry, restartOnFailure: async () => !stopped },
      allowAutoTopicCreation: false,
    })
    consumer.on(consumer.events.FETCH, ({ payload }) => {
      fetchedAt = Date.now()
      caughtUp.fetched(String((payload as { nodeId?: unknown }).nodeId))
    })
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      fetchedAt = Date.now()
      crash = undefined
      mine = new Set(
        Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
          partitions.map((partition) => nameOf(topic, partition)),
        ),
      )
      for (const name of [...slots.keys()]) if (!mine.has(name)) void drop(name)
      for (const name of mine) void own(name)
    })
    consumer.on(consumer.events.CRASH, ({ payload }) => note(payload.error))
    await consumer.connect()
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 8, eachBatch })
  }
  const end = async (): Promise<void> => {
    await consumer.disconnect().catch(() => undefined)
    await Promise.all([...slots.keys()].map(drop))
  }
  await begin()
  const watch = setInterval(() => {
    if (stopped || Date.now() - fetchedAt < longestSilence) return
    fetchedAt = Date.now()
    crash = 'the Kafka client fell silent and was started anew'
    end()
      .then(begin, () => undefined)
      .catch(note)
  }, 5_000)
  watch.unref()
  return {
    async stop() {
      stopped = true
      clearInterval(watch)
      await end()
    },
    lag: async (): Promise<readonly StageLag[]> =>
      lagOf({ topics, admin, slots, progress, nameOf, troubles, crash, caughtUp }),
  }
}

function small(messages: readonly KafkaMessage[]): readonly KafkaMessage[] {
  let bytes = 0
  const end = messages.findIndex(({ value }, index) => {
    bytes += value?.length ?? 0
    return index >= batchRecords || (bytes > batchBytes && index > 0)
  })
  return end === -1 ? messages : messages.slice(0, end)
}
