// The table of topics: which there are, how many partitions each has, what it keeps and for how long. All else follows from it.
import { topics } from '../../model/wire.ts'
import type { Names } from './names.ts'

export interface WantedTopic {
  readonly topic: string
  /** 0: as many as there are; where it is missing, as many as the broker makes. */
  readonly partitions: number
  readonly compacted: boolean
  /** Milliseconds; undefined: the broker's own. */
  readonly retention?: number
  /** Nothing is remembered by partition: any number of them will do. */
  readonly loose?: true
  /** Another's topic, that is only read or written to. */
  readonly raw?: true
  /** What lies in it, in a few words. */
  readonly what: string
}

export interface TableParts {
  readonly names: Pick<Names, 'topic' | 'state'>
  readonly partitions: number
  /** Milliseconds that our own topics keep records. */
  readonly retention?: number
  /** Raw topics. */
  readonly raw: readonly string[]
  /** Whether events are kept in the store too. */
  readonly evidence?: boolean
}

interface Own {
  readonly what: string
  /** What must have one order lies in one partition. */
  readonly single?: true
  /** Never forgotten: keyed by number and so never compacted away. */
  readonly endless?: true
}

const own: Readonly<Record<keyof typeof topics, Own>> = {
  events: { what: 'events, ticks and what people did, by site' },
  alerts: { what: 'alerts, pages and deliveries, by site' },
  deadLetter: { what: 'records that no source could read, whole' },
  people: { what: 'what people ask for', single: true },
  selfTest: { what: 'tests of the whole way to a pager' },
  // An entry that was erased takes the place of the one before under its key.
  audit: { what: 'the chained log of what anybody did', single: true, endless: true },
}

interface StageState {
  readonly what: string
  readonly single?: true
  /** It remembers nothing but where it stands. */
  readonly loose?: true
}

const states: Readonly<Record<string, StageState>> = {
  normalize: { what: 'how far raw topics were read', loose: true },
  detect: { what: 'what detection remembers' },
  page: { what: 'who was told what, and what still waits' },
  project: { what: 'how far the alert store is filled', loose: true },
  people: { what: 'accounts, plans and the head of the log', single: true },
  intake: { what: 'how far files were read', single: true },
}

const evidence: StageState = { what: 'how far events went into the store', loose: true }

/** Every stage that keeps what it remembers, or where it stands, in a topic. */
export const stageNames: readonly string[] = [...Object.keys(states), 'evidence']

/** Every topic that the journal needs, raw ones first. */
export function topicTable({ names, partitions, retention, raw, ...more }: TableParts): readonly WantedTopic[] {
  const stages = more.evidence ? { ...states, evidence } : states
  return [
    ...raw.map(rawTopic),
    ...Object.entries(topics).map(([key, name]): WantedTopic => {
      const { what, single, endless } = own[key as keyof typeof topics]
      return {
        topic: names.topic(name),
        partitions: single ? 1 : partitions,
        compacted: endless === true,
        ...(retention === undefined || endless ? {} : { retention }),
        what,
      }
    }),
    ...Object.entries(stages).map(([stage, { what, single, loose }]): WantedTopic => {
      const count = single ? 1 : partitions
      return { topic: names.state(stage), partitions: count, compacted: true, what, ...(loose ? { loose } : {}) }
    }),
  ]
}

/** A topic of records as others write them. */
export const rawTopic = (topic: string): WantedTopic => ({
  topic,
  partitions: 0,
  compacted: false,
  raw: true,
  what: 'records as they come',
})

/** A dead letter is a third larger than its record. */
export const largestMessage = 32 << 20

/** Milliseconds that the record of a deletion stays in a compacted topic at least: Kafka's own default. */
const deletions = 24 * 60 * 60_000
/** Milliseconds after which a local copy of a state is read anew: what was deleted meanwhile must still be told. */
export const oldestCopy = deletions / 4

/** What is set at a topic when it is made. */
export function settingsOf({ compacted, retention }: WantedTopic): readonly { name: string; value: string }[] {
  return [
    { name: 'cleanup.policy', value: compacted ? 'compact' : 'delete' },
    ...(retention === undefined ? [] : [{ name: 'retention.ms', value: String(retention) }]),
    ...(compacted
      ? [
          { name: 'segment.ms', value: '3600000' },
          // What is not compacted is read at every start: the cleaner takes only segments that are closed.
          { name: 'segment.bytes', value: String(64 << 20) },
          { name: 'delete.retention.ms', value: String(deletions) },
          { name: 'min.cleanable.dirty.ratio', value: '0.1' },
        ]
      : []),
    { name: 'max.message.bytes', value: String(largestMessage) },
  ]
}
