// What a configuration means for the brokers: names, the table of topics and the rights, for commands that look at them.
import type { Config } from '../../model/config.ts'
import type { AclParts } from './acls.ts'
import { type Names, namesOf } from './names.ts'
import { rawTopic, topicTable, type WantedTopic } from './table.ts'

export interface Ground {
  readonly names: Names
  readonly table: readonly WantedTopic[]
  /** Replicas that are wanted; 0: the broker's default. */
  readonly replication: number
  readonly acls: AclParts
}

/** @returns undefined where nothing lies at brokers */
export function groundOf({ journal, kafka, topics, store }: Config): Ground | undefined {
  if (!kafka) return undefined
  const names = namesOf(journal.prefix, kafka.groupPrefix)
  const raw = Object.keys(topics)
  const evidence = store.events
  const acls = { names, raw, evidence, journal: journal.kind === 'kafka' }
  if (journal.kind !== 'kafka') return { names, table: raw.map(rawTopic), replication: 0, acls }
  const { partitions, replication, retention } = journal
  return { names, table: topicTable({ names, partitions, retention: retention.age, raw, evidence }), replication, acls }
}
