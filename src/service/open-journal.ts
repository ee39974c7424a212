// The journal that the configuration asks for, opened: at once, or again and again until its brokers answer.
import { setTimeout as wait } from 'node:timers/promises'
import { JournalLockedError } from '../journal/sqlite/database.ts'
import { sqliteJournal } from '../journal/sqlite/journal.ts'
import type { Config } from '../model/config.ts'
import type { Journal, Stage, StageHandle, TellGap } from '../model/journal.ts'
import type { Logger } from './log.ts'
import { messageOf } from './supervise.ts'

export type { Journal }

/** Where a journal in Kafka keeps the local copies of what its partitions remember. */
export const copiesBeside = (journal: string): string => `${journal.replace(/\.(db|sqlite3?)$/, '')}.state`

/** The journal, not open yet. */
export async function makeJournal(config: Config, log: Logger, onGap: TellGap): Promise<Journal> {
  if (config.journal.kind === 'kafka') {
    if (!config.kafka) throw new Error('a Kafka journal needs brokers')
    const { kafkaJournal } = await import('../journal/kafka/journal.ts')
    const { prefix, partitions, replication, retention } = config.journal
    return kafkaJournal({
      kafka: config.kafka,
      prefix,
      partitions,
      replication,
      retention: retention.age,
      raw: Object.keys(config.topics),
      evidence: config.store.events,
      copies: copiesBeside(config.journal.path),
      onGap,
      hear: (level, message, more) => log[level]({ ...more }, message),
      onTopics: (complaints) => {
        for (const complaint of complaints) log.warn({ complaint }, 'a topic is otherwise than it must be')
      },
    })
  }
  log.debug({ path: config.journal.path }, 'embedded journal')
  return sqliteJournal({ path: config.journal.path, onGap })
}

/** Starts a stage over topics of Kafka beside an embedded journal; undefined where no such topics are to be read. */
export function makeTap(
  { journal: { kind }, kafka }: Config,
  { journal, log, onGap }: { readonly journal: Journal; readonly log: Logger; readonly onGap: TellGap },
): ((stage: Stage) => Promise<StageHandle>) | undefined {
  const { take, taken } = journal
  if (kind === 'kafka' || !kafka || !taken) return undefined
  return async (stage) => {
    const { tapKafka } = await import('../journal/kafka/tap.ts')
    return tapKafka({
      kafka,
      stage,
      into: { take, taken },
      onGap,
      hear: (level, message, more) => log[level]({ ...more }, message),
    })
  }
}

const firstPause = 500
const longestPause = 15_000

/**
 * Opens it. Brokers that do not answer are asked again; each try is told.
 * @returns false when it was stopped before it could open
 * @throws JournalLockedError and whatever another try cannot mend
 */
export async function openPatiently(
  journal: Journal,
  { log, stop, tell }: { readonly log: Logger; readonly stop: AbortSignal; tell(trouble: string | undefined): void },
): Promise<boolean> {
  for (let pause = firstPause; !stop.aborted; pause = Math.min(pause * 2, longestPause)) {
    try {
      await journal.open()
      tell(undefined)
      return true
    } catch (cause) {
      if (!isPassing(cause)) throw cause
      tell(`the brokers cannot be reached: ${messageOf(cause)}`)
      log.warn({ error: messageOf(cause), againMs: pause }, 'the journal cannot be opened yet')
      await wait(pause, undefined, { signal: stop }).catch(() => undefined)
    }
  }
  return false
}

/** Kafka's client says of an error whether another try may help; a file that is locked or broken stays so. */
function isPassing(cause: unknown): boolean {
  if (cause instanceof JournalLockedError || !(cause instanceof Error)) return false
  return cause.name.startsWith('KafkaJS') && (cause as { retriable?: unknown }).retriable !== false
}
