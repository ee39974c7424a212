// The journal over Kafka: topics, groups, transactions and retention are Kafka's; nothing of the engine is our own.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Admin, Kafka, Producer } from 'kafkajs'
import type { KafkaConfig } from '../../model/config.ts'
import {
  type Followed,
  type Journal,
  type JournalRecord,
  type NewRecord,
  RecordTooLargeError,
  type StageHandle,
  type TellGap,
} from '../../model/journal.ts'
import { type Hear, kafkaClient, quickRetry } from './client.ts'
import { drain } from './drain.ts'
import { followState } from './follow.ts'
import { markFormat } from './format.ts'
import { openMarks } from './marks.ts'
import { recordOf } from './message.ts'
import { namesOf } from './names.ts'
import { allEnds } from './place.ts'
import { placeReader } from './places.ts'
import { runSlots } from './runner.ts'
import { openSlot } from './slot.ts'
import { rawTopic, topicTable } from './table.ts'
import { ensureTopics, mendTopics } from './topics.ts'
import { connectTransactional, inTransaction } from './transaction.ts'

export interface KafkaJournalOptions {
  readonly kafka: KafkaConfig
  /** In front of the journal's own topics: `prod.` gives `prod.lastcopy.events`. */
  readonly prefix: string
  readonly partitions: number
  readonly replication: number
  /** The machine whose files are read here: how far is kept for each. Its host name where left out. */
  readonly node?: string
  /** Milliseconds that our own topics keep records. */
  readonly retention?: number
  /** Raw topics: made with the broker's defaults where they are missing. */
  readonly raw: readonly string[]
  /** Whether events are kept in the store too. */
  readonly evidence?: boolean
  /** The folder of local copies of state, so that a start reads only what came since; left out: none outlives the process. */
  readonly copies?: string
  readonly onGap?: TellGap
  readonly hear?: Hear
  /** What is wrong with topics that exist. */
  readonly onTopics?: (complaints: readonly string[]) => void
}

interface Waiting {
  readonly records: readonly NewRecord[]
  readonly done: () => void
  readonly failed: (cause: unknown) => void
}

export function kafkaJournal(options: KafkaJournalOptions): Journal {
  const kafka: Kafka = kafkaClient(options.kafka, options.hear)
  const names = namesOf(options.prefix, options.kafka.groupPrefix)
  let admin: Admin | undefined
  let producer: Producer | undefined
  const handles = new Set<StageHandle>()
  const follows = new Set<Followed>()
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined
  const opened = (): Admin => {
    if (!admin) throw new Error('the journal is not open')
    return admin
  }

  const connected = async (): Promise<Producer> => {
    if (producer) return producer
    producer = await connectTransactional(kafka, names.transaction('append', randomUUID()))
    return producer
  }
  const writeGroup = async (group: readonly Waiting[]): Promise<void> => {
    try {
      await inTransaction(
        await connected(),
        group.flatMap(({ records }) => records).map((record) => ({ ...record, topic: names.topic(record.topic) })),
      )
      for (const { done } of group) done()
    } catch (cause) {
      await producer?.disconnect().catch(() => undefined)
      producer = undefined
      // Whoever brought it is told, and nobody else.
      if (cause instanceof RecordTooLargeError && group.length > 1) for (const one of group) await writeGroup([one])
      else for (const { failed } of group) failed(cause)
    }
  }
  /** Everything that waits goes out in one transaction; what comes meanwhile goes out in the next. */
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await writeGroup(group)
    }
    writing = undefined
  }
  const marks = openMarks({ kafka, admin: opened, names, node: options.node ?? hostname() })
  const own = topicTable({ ...options, names })
  return {
    async open() {
      const connecting = kafka.admin({ retry: { ...quickRetry, retries: 8 } })
      try {
        await connecting.connect()
        const complaints = await ensureTopics(connecting, own, options.replication)
        if (complaints.length > 0) options.onTopics?.(complaints)
        await markFormat({ kafka, admin: connecting, topic: names.state('intake') })
        admin = connecting
      } catch (cause) {
        await connecting.disconnect().catch(() => undefined)
        throw cause
      }
    },
    append(records) {
      if (records.length === 0) return Promise.resolve()
      return new Promise((done, failed) => {
        waiting.push({ records, done, failed })
        writing ??= write()
      })
    },
    take: marks.take,
    marks: marks.marks,
    forget: marks.forget,
    async run(stage) {
      const inputs = stage.topics.map(names.topic)
      const more = [
        ...inputs.map(rawTopic),
        { topic: names.state(stage.name), partitions: 0, compacted: true, what: stage.name },
      ].filter(({ topic }) => own.every((other) => other.topic !== topic))
      const makeTopics = () => mendTopics(kafka, opened(), [...own, ...more], options.replication)
      await makeTopics()
      const onGap: TellGap = (gap) => options.onGap?.(gap) ?? []
      const { copies } = options
      const kept = copies === undefined ? {} : { copies }
      const parts = { kafka, admin: opened(), stage, names, onGap, readPlace: placeReader(), ...kept }
      const handle = await runSlots({
        kafka,
        admin: opened(),
        group: names.group(stage.name),
        topics: inputs,
        logical: names.logical,
        makeTopics,
        ...(stage.gathers === undefined ? {} : { gathers: stage.gathers }),
        openSlot: (topic, partition) =>
          openSlot({ ...parts, topic, partition }).catch(async (cause) => {
            // It may be that somebody deleted a topic that it reads or writes.
            await makeTopics().catch(() => undefined)
            throw cause
          }),
      })
      handles.add(handle)
      return handle
    },
    async follow(stage, hear) {
      const following = await followState({ kafka, admin: opened(), topic: names.state(stage), hear })
      follows.add(following)
      return following
    },
    async *read(name, from): AsyncGenerator<JournalRecord> {
      const topic = names.topic(name)
      if (!(await opened().listTopics()).includes(topic)) return
      const ends = await allEnds(opened(), topic)
      const batches = drain(kafka, {
        topic,
        silence: 10_000,
        from: new Map(
          ends.map(({ partition, low }) => [partition, from !== undefined && BigInt(from) > BigInt(low) ? from : low]),
        ),
        to: new Map(ends.map(({ partition, high }) => [partition, high])),
      })
      for await (const { partition, messages } of batches)
        for (const message of messages) yield recordOf(name, partition, message)
    },
    async close() {
      await Promise.all([...handles].map((handle) => handle.stop()))
      await Promise.all([...follows].map((one) => one.stop().catch(() => undefined)))
      await writing?.catch(() => undefined)
      await producer?.disconnect().catch(() => undefined)
      await marks.close()
      await admin?.disconnect().catch(() => undefined)
      admin = undefined
      producer = undefined
    },
  }
}
