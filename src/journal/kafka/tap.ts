// Takes topics of Kafka over into a journal of another kind: each record and how far it reached are noted as one step.

import type { KafkaConfig } from '../../model/config.ts'
import type { Gap, Journal, JournalRecord, NewRecord, StageHandle } from '../../model/journal.ts'
import { takenFrom } from '../../model/wire.ts'
import { type Hear, kafkaClient, quickRetry } from './client.ts'
import { namesOf } from './names.ts'
import { committedOffset, soundPosition } from './position.ts'
import { runSlots, type Slot } from './runner.ts'
import { ensureTopics } from './topics.ts'

export interface TapOptions {
  readonly kafka: KafkaConfig
  /** Made with the broker's defaults where they are missing. */
  readonly topics: readonly string[]
  readonly into: Pick<Required<Journal>, 'take' | 'taken'>
  readonly onGap: (gap: Gap) => void
  readonly hear?: Hear
}

/** Consumer group and name of the stage. */
export const tapName = 'intake'

/** Starts to take over. @throws what the client throws when the brokers cannot be reached */
export async function tapKafka({ kafka: config, topics, into, onGap, hear }: TapOptions): Promise<StageHandle> {
  const kafka = kafkaClient(config, hear)
  const admin = kafka.admin({ retry: { ...quickRetry, retries: 8 } })
  const group = namesOf('', config.groupPrefix).group(tapName)
  const openSlot = async (topic: string, partition: number): Promise<Slot> => {
    // A new file goes on where the group was: what came before it was read by an older one.
    const noted = into.taken(topic, partition) ?? (await committedOffset(admin, group, topic, partition))
    let position = await soundPosition(admin, topic, partition, noted, (expected, found) =>
      onGap({ stage: tapName, topic, partition, expected, found }),
    )
    return {
      position: () => position,
      async step(batch, next) {
        await into.take(batch.map(takenOver), { topic, partition, offset: next })
        position = BigInt(next)
      },
      close: async () => undefined,
    }
  }
  try {
    await admin.connect()
    await ensureTopics(admin, topics.map(rawTopic), 0)
    const handle = await runSlots({
      kafka,
      admin,
      group,
      topics,
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

const takenOver = ({ topic, partition, offset, key, value, timestamp }: JournalRecord): NewRecord => ({
  topic,
  value,
  timestamp,
  ...(key === undefined ? {} : { key }),
  headers: { [takenFrom]: `${partition}@${offset}` },
})
