// What every intake is given.
import type { IntakeCounts } from '../model/intake.ts'
import type { Journal } from '../model/journal.ts'

export interface IntakeParts {
  readonly journal: Journal
  /** Raw topics and the source that reads each. */
  readonly topics: Readonly<Record<string, string>>
  readonly counts: IntakeCounts
  readonly log: IntakeLog
}

export interface IntakeLog {
  info(more: object, words: string): void
  warn(more: object, words: string): void
}

/** Where records of each source go: to the first topic that it reads. */
export const topicsBySource = (topics: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(topics)
      .reverse()
      .map(([topic, source]) => [source, topic]),
  )

/** @throws when no topic takes records of the source, which the configuration was checked for */
export function topicOf(topics: Readonly<Record<string, string>>, source: string): string {
  const found = topicsBySource(topics).get(source)
  if (found === undefined) throw new Error(`no topic takes records of ${source}`)
  return found
}

export const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
