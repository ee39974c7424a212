// Runs a stage over topics of Kafka whose results go into a journal of another kind: results and position in one step there.

import type { KafkaConfig } from '../../model/config.ts'
import type { Gap, Journal, Stage, StageHandle, StateView } from '../../model/journal.ts'
import { type Hear, kafkaClient, quickRetry } from './client.ts'
import { namesOf } from './names.ts'
import { committedOffset, soundPosition } from './position.ts'
import { runSlots, type Slot } from './runner.ts'
import { ensureTopics } from './topics.ts'

export interface TapOptions {
  readonly kafka: KafkaConfig
  /** Without state. Its topics are made with the broker's defaults where they are missing. */
  readonly stage: Stage
  readonly into: Pick<Required<Journal>, 'take' | 'taken'>
  readonly onGap: (gap: Gap) => void
  readonly hear?: Hear
}

/** Starts to read. @throws what the client throws when the brokers cannot be reached */
export async function tapKafka({ kafka: config, stage, into, onGap, hear }: TapOptions): Promise<StageHandle> {
  const kafka = kafkaClient(config, hear)
  const admin = kafka.admin({ retry: { ...quickRetry, retries: 8 } })
  const group = namesOf('', config.groupPrefix).group(stage.name)
  const openSlot = async (topic: string, partition: number): Promise<Slot> => {
    // A new file goes on where the group was: what came before it was read by an older one.
    const noted = into.taken(topic, partition) ?? (await committedOffset(admin, group, topic, partition))
    let position = await soundPosition(admin, topic, partition, noted, (expected, found) =>
      onGap({ stage: stage.name, topic, partition, expected, found }),
    )
    stage.owned?.(partition, true, noState)
    return {
      position: () => position,
      async step(batch, next) {
        const result = await stage.process(batch, noState)
        await into.take(result.records, { topic, partition, offset: next })
        position = BigInt(next)
        stage.committed?.(batch, result)
      },
      async close() {
        stage.owned?.(partition, false, noState)
      },
    }
  }
  try {
    await admin.connect()
    await ensureTopics(admin, stage.topics.map(rawTopic), 0)
    const handle = await runSlots({
      kafka,
      admin,
      group,
      topics: stage.topics,
      logical: (topic) => topic,
      openSlot,
      ownPosition: true,
    })
    return {
      lag: handle.lag,
      async stop() {
        await handle.stop()
        await admin.disconnect()
      },
    }
  } catch (cause) {
    await admin.disconnect().catch(() => undefined)
    throw cause
  }
}

/** Makes the raw topics that are missing, with the broker's defaults. @returns their names */
export async function prepareTopics(config: KafkaConfig, topics: readonly string[]): Promise<readonly string[]> {
  const admin = kafkaClient(config).admin({ retry: { ...quickRetry, retries: 8 } })
  try {
    await admin.connect()
    const there = new Set(await admin.listTopics())
    await ensureTopics(admin, topics.map(rawTopic), 0)
    return topics.filter((topic) => !there.has(topic))
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}

const rawTopic = (topic: string) => ({ topic, partitions: 0, compacted: false })

const noState: StateView = { get: () => undefined, scan: () => [] }
