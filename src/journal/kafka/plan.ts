// What is to be done about the topics: which are missing, which fit, and which stand otherwise than they must. Changes nothing.
import kafkajs, { type Admin } from 'kafkajs'
import { type FoundTopic, judgeTopic, type TopicFinding } from './judge.ts'
import { settingsOf, type WantedTopic } from './table.ts'

export interface PlannedTopic {
  readonly topic: string
  readonly what: string
  readonly state: 'missing' | 'fits' | 'differs'
  /** Partitions, where it is known how many; undefined: the broker's own number. */
  readonly wanted: { readonly partitions?: number; readonly settings: Readonly<Record<string, string>> }
  readonly found?: {
    readonly partitions: number
    readonly replicas: number
    readonly settings: Readonly<Record<string, string>>
  }
  readonly findings: readonly TopicFinding[]
}

/** Settings that are looked at. */
const looked = [
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'delete.retention.ms',
  'max.message.bytes',
  'min.insync.replicas',
  'unclean.leader.election.enable',
]

/** Each topic of the table as it stands. @param replication replicas that are wanted; 0: the broker's default */
export async function planTopics(
  admin: Admin,
  table: readonly WantedTopic[],
  replication: number,
): Promise<readonly PlannedTopic[]> {
  const listed = new Set(await admin.listTopics())
  const names = table.map(({ topic }) => topic).filter((topic) => listed.has(topic))
  const found = names.length === 0 ? new Map<string, FoundTopic>() : await findTopics(admin, names)
  return table.map((wanted) => planned(wanted, found.get(wanted.topic), replication))
}

async function findTopics(admin: Admin, names: string[]): Promise<ReadonlyMap<string, FoundTopic>> {
  const { brokers } = await admin.describeCluster()
  const { topics } = await admin.fetchTopicMetadata({ topics: names })
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: looked })),
  })
  const settings = new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  )
  return new Map(
    topics.map(({ name, partitions }) => [
      name,
      {
        partitions: partitions.length,
        replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        brokers: brokers.length,
        settings: settings.get(name) ?? new Map<string, string>(),
      },
    ]),
  )
}

function planned(wanted: WantedTopic, found: FoundTopic | undefined, replication: number): PlannedTopic {
  const { topic, what, partitions } = wanted
  const asked = {
    ...(partitions === 0 ? {} : { partitions }),
    settings: Object.fromEntries(settingsOf(wanted).map(({ name, value }) => [name, value])),
  }
  if (!found) return { topic, what, state: 'missing', wanted: asked, findings: [] }
  const findings = judgeTopic(wanted, found, replication)
  return {
    topic,
    what,
    state: findings.some(({ kind }) => kind === 'wrong') ? 'differs' : 'fits',
    wanted: asked,
    found: {
      partitions: found.partitions,
      replicas: found.replicas,
      settings: Object.fromEntries(found.settings),
    },
    findings,
  }
}
