// Works off topics of Kafka: a consumer group, a slot a partition, and a watch over the client's silences.
import { setTimeout as wait } from 'node:timers/promises'
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import type { StageHandle, StageLag } from '../../model/journal.ts'
import { trackCaughtUp } from './caught-up.ts'
import { quickRetry } from './client.ts'
import { type Held, holdPartitions, nameOf, type Slot, textOf } from './held.ts'
import { lagOf } from './lag.ts'
import { recordOf } from './message.ts'
import { living, whileItRuns } from './patience.ts'
import { lastReadOf } from './place.ts'
import { followUp, small } from './reading.ts'

export interface KafkaRunnerParts {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly group: string
  /** As the brokers know them. */
  readonly topics: readonly string[]
  /** A topic as the rest of the house knows it. */
  readonly logical: (topic: string) => string
  readonly openSlot: (topic: string, partition: number) => Promise<Slot>
  /** Makes topics that somebody deleted: one that is missing must not hold the others up. */
  readonly makeTopics: () => Promise<unknown>
  /** The slot keeps its position apart from the group: the group is told of it, and is not asked. */
  readonly ownPosition?: boolean
  /** Milliseconds: see `Stage.gathers`. */
  readonly gathers?: number
}

/** kafkajs can stall without a word: so long without a fetch, and the consumer is started anew. */
const longestSilence = 60_000
/**
 * It can also go on fetching and give the group no sign of life: when the clock is set back it counts from a moment that is still to
 * come, and after a broker's restart a former life of this member may hold partitions. So long, and its session is over twice.
 */
const longestWithoutSign = 20_000

const watchEvery = 5_000
/** The broker answers at once when there is a record: this is how often it is asked in vain, and how long an order waits. */
const longestWait = 100

export async function runSlots(parts: KafkaRunnerParts): Promise<StageHandle> {
  const { kafka, admin, group, topics, logical, gathers = 0 } = parts
  /** Why the group stands. */
  let crash: string | undefined
  let caughtUp = trackCaughtUp()
  // By a clock that nobody steps.
  const ticking = (): number => performance.now()
  let fetchedAt = ticking()
  let signAt = ticking()
  let stopped = false
  let begun = false
  let consumer: Consumer
  /** Which of the clients that were begun one after the other is the living one. */
  let life = 0
  const held = holdPartitions({
    openSlot: parts.openSlot,
    seek: (topic, partition, offset) => whileItRuns(() => consumer.seek({ topic, partition, offset })),
    pause: (topic, partition) => whileItRuns(() => consumer.pause([{ topic, partitions: [partition] }])),
    resume: (topic, partition) => whileItRuns(() => consumer.resume([{ topic, partitions: [partition] }])),
    forget: (name) => caughtUp.forget(name),
  })
  const note = (cause: unknown): void => {
    crash = textOf(cause)
  }
  /** What follows on what was read, committed step by step; what does not is told and gone around. */
  const workOff = async (one: Held, slot: Slot, payload: EachBatchPayload, beat: () => Promise<void>) => {
    const { batch, resolveOffset, isRunning, isStale } = payload
    const found = await followUp(batch, { held: one, slot, admin })
    if (found.kind === 'again') return held.goTo(one, found.from)
    if (found.kind === 'break') {
      await living(slot.skip(found.gap, found.to), beat)
      return held.goTo(one, found.to)
    }
    const { end, hole } = found
    for (let rest = found.messages; isRunning() && !isStale() && !stopped; ) {
      const fresh = rest.filter(({ offset }) => BigInt(offset) >= slot.position())
      const now = small(fresh)
      const last = now.at(-1)
      rest = fresh.slice(now.length)
      if (last) {
        const records = now.map((message) => recordOf(logical(one.topic), one.partition, message))
        const next = rest.length === 0 && !hole ? end : BigInt(last.offset) + 1n
        await living(slot.step(records, { next: String(next), last: lastReadOf(last) }), beat)
        if (parts.ownPosition) tell(one, next)
      }
      one.progressAt = Date.now()
      if (last && rest.length > 0) {
        resolveOffset(last.offset)
        continue
      }
      if (hole) {
        await living(slot.skip(hole.gap, hole.to), beat)
        return held.goTo(one, hole.to)
      }
      one.read = end
      resolveOffset(batch.messages.at(-1)?.offset ?? batch.lastOffset())
      return
    }
  }
  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { batch, heartbeat, isRunning, isStale } = payload
    const name = nameOf(batch.topic, batch.partition)
    let lost = false
    const beat = async (): Promise<void> => {
      try {
        await heartbeat()
      } catch (cause) {
        lost = true
        throw cause
      }
    }
    const began = ticking()
    while (isRunning() && !isStale() && !stopped) {
      const one = held.of(batch.topic, batch.partition)
      one.busy = true
      try {
        const slot = await living(one.slot, beat)
        if (!isStale()) await workOff(one, slot, payload, beat)
        held.works(name)
        break
      } catch (cause) {
        // The group no longer counts on this member: the client joins again, and what is ours is told anew.
        if (lost) throw cause
        // The transaction was aborted, or nobody knows: state and position are read again from the journal.
        await held.fails(name, textOf(cause))
      } finally {
        one.busy = false
      }
    }
    // The client fetches on when this ends.
    const rest = isBehind(batch) ? 0 : gathers - (ticking() - began)
    if (rest > 0 && !stopped) await wait(rest)
  }
  /** For whoever watches the group's lag; nothing rests on it. */
  const tell = ({ topic, partition }: Held, offset: bigint): void => {
    consumer.commitOffsets([{ topic, partition, offset: String(offset) }]).catch(() => undefined)
  }
  const begin = async (): Promise<void> => {
    caughtUp = trackCaughtUp()
    life += 1
    const own = life
    consumer = kafka.consumer({
      groupId: group,
      readUncommitted: false,
      maxWaitTimeInMs: longestWait,
      maxBytesPerPartition: 1 << 20,
      maxBytes: 16 << 20,
      sessionTimeout: 10_000,
      rebalanceTimeout: 20_000,
      heartbeatInterval: 1_000,
      metadataMaxAge: 30_000,
      retry: {
        ...quickRetry,
        async restartOnFailure() {
          await parts.makeTopics().catch(note)
          // What was ended while it waited for brokers must not come back: it would hold partitions that nobody works off.
          return !stopped && own === life
        },
      },
      allowAutoTopicCreation: false,
    })
    const made = consumer
    consumer.on(consumer.events.FETCH, ({ payload }) => {
      fetchedAt = ticking()
      caughtUp.fetched(String((payload as { nodeId?: unknown }).nodeId))
    })
    // Batches of nothing but transaction markers and aborted records are told of here alone.
    consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
      const { topic, partition, batchSize, firstOffset, lastOffset } = payload
      const one = batchSize === 0 ? held.all.get(nameOf(topic, partition)) : undefined
      if (one?.read !== undefined && BigInt(firstOffset ?? -1) <= one.read) one.read = BigInt(lastOffset) + 1n
    })
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      // It was connecting when it was ended, and lives all the same.
      if (own !== life) return void made.disconnect().catch(() => undefined)
      fetchedAt = ticking()
      signAt = ticking()
      crash = undefined
      held.assign(payload.memberAssignment)
    })
    consumer.on(consumer.events.HEARTBEAT, () => {
      signAt = ticking()
    })
    consumer.on(consumer.events.CRASH, ({ payload }) => note(payload.error))
    await consumer.connect()
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 8, eachBatch })
  }
  const retire = async (): Promise<void> => {
    life += 1
    await consumer.disconnect().catch(() => undefined)
  }
  const end = async (): Promise<void> => {
    await retire()
    await held.end()
  }
  /** The brokers may be gone at that very moment: it is tried until they are back. */
  const renew = async (): Promise<void> => {
    await end()
    for (let pause = 200; !stopped; pause = Math.min(pause * 2, watchEvery)) {
      try {
        await begin()
        fetchedAt = ticking()
        signAt = ticking()
        return
      } catch (cause) {
        note(cause)
        await retire()
        await wait(pause)
      }
    }
  }
  let renewing: Promise<void> | undefined
  await begin()
  const watch = setInterval(() => {
    // The client asks for a topic that is gone for minutes before it gives up, and for no other meanwhile.
    parts.makeTopics().catch(() => undefined)
    const [silent, unheard] = [ticking() - fetchedAt, ticking() - signAt]
    const outside = silent < watchEvery && unheard > longestWithoutSign
    if (stopped || (silent < longestSilence && !outside)) return
    crash = 'the Kafka client fell silent and was started anew'
    renewing ??= renew().finally(() => {
      renewing = undefined
    })
  }, watchEvery)
  watch.unref()
  return {
    async stop() {
      stopped = true
      clearInterval(watch)
      held.assign({})
      await renewing
      await end()
    },
    begun: () => {
      begun ||= held.settled()
      return begun
    },
    lag: async (): Promise<readonly StageLag[]> => lagOf({ topics, admin, held, crash, caughtUp }),
  }
}

/** More is left than was just fetched. */
const isBehind = (batch: EachBatchPayload['batch']): boolean =>
  BigInt(batch.highWatermark) - BigInt(batch.lastOffset()) > BigInt(batch.messages.length + 1)
