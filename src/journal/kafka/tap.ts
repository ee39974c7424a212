// Runs a stage over topics of Kafka whose results go into a journal of another kind: results and position in one step there.

import type { KafkaConfig } from '../../model/config.ts'
import type { Journal, Mark, NewRecord, Stage, StageHandle, StateView, TellGap } from '../../model/journal.ts'
import { type Hear, kafkaClient, quickRetry } from './client.ts'
import type { Slot } from './held.ts'
import { namesOf } from './names.ts'
import { committedOffset, endsOf, findPlace, type Place, placeOf, placeText } from './place.ts'
import { runSlots } from './runner.ts'
import { rawTopic } from './table.ts'
import { ensureTopics, mendTopics } from './topics.ts'

export interface TapOptions {
  readonly kafka: KafkaConfig
  /** Without state. Its topics are made with the broker's defaults where they are missing. */
  readonly stage: Stage
  readonly into: Pick<Required<Journal>, 'take' | 'taken'>
  readonly onGap: TellGap
  readonly hear?: Hear
}

/** Starts to read. @throws what the client throws when the brokers cannot be reached */
export async function tapKafka({ kafka: config, stage, into, onGap, hear }: TapOptions): Promise<StageHandle> {
  const kafka = kafkaClient(config, hear)
  const admin = kafka.admin({ retry: { ...quickRetry, retries: 8 } })
  const group = namesOf('', config.groupPrefix).group(stage.name)
  const openSlot = async (topic: string, partition: number): Promise<Slot> => {
    const noted = into.taken(topic, partition)
    let place: Place | undefined = noted && (placeOf(noted.note) ?? { next: noted.offset })
    const committed = await committedOffset(admin, group, topic, partition)
    // A new file goes on where the group was: what came before it was read by an older one. After that the group is only
    // told, sometimes late; further on than the file it can only be because somebody moved it.
    const ahead = place && committed !== undefined && BigInt(committed) > BigInt(place.next)
    const found = findPlace(place, ahead || !place ? committed : place.next, await endsOf(admin, topic, partition))
    let { position } = found
    const write = async (records: readonly NewRecord[], next: Place): Promise<void> => {
      const mark: Mark = { topic, partition, offset: next.next, note: placeText(next) }
      await into.take(records, mark)
      place = next
      position = BigInt(next.next)
    }
    const skip: Slot['skip'] = async (gap, to) => {
      const last = place?.last
      const records = onGap({ stage: stage.name, topic, partition, ...gap, last: last?.at })
      await write(records, { next: String(to), last: String(to) === place?.next ? last : undefined })
    }
    if (found.gap) await skip(found.gap, position)
    // From now on there is something to hold the topic against, also where it is emptied before its first record was read.
    else if (place === undefined) await write([], { next: String(position) })
    stage.owned?.(partition, true, noState)
    return {
      position: () => position,
      readFrom: found.readFrom,
      last: () => place?.last,
      async step(batch, next) {
        const result = await stage.process(batch, noState)
        await write(result.records, next)
        stage.committed?.(batch, result)
      },
      skip,
      async close() {
        stage.owned?.(partition, false, noState)
      },
    }
  }
  try {
    await admin.connect()
    const makeTopics = () => mendTopics(kafka, admin, stage.topics.map(rawTopic), 0)
    await makeTopics()
    const handle = await runSlots({
      kafka,
      admin,
      group,
      topics: stage.topics,
      logical: (topic) => topic,
      openSlot,
      makeTopics,
      ownPosition: true,
    })
    return {
      lag: handle.lag,
      ...(handle.begun ? { begun: handle.begun } : {}),
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

const noState: StateView = { get: () => undefined, scan: () => [] }
