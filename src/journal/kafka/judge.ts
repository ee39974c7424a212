// Holds a topic as it stands against the table: what is otherwise than it must be, why that matters, and what mends it.
import { tellDuration } from '../../lib/duration.ts'
import { tellSize } from '../../lib/size.ts'
import { largestMessage, oldestCopy, type WantedTopic } from './table.ts'

/** A topic as the brokers tell of it. */
export interface FoundTopic {
  readonly partitions: number
  /** Of the partition that has the fewest. */
  readonly replicas: number
  /** Brokers that there are. */
  readonly brokers: number
  readonly settings: ReadonlyMap<string, string>
}

export interface TopicFinding {
  /** `wrong`: records or memory are lost, or a stage stands. `note`: it works, and is weaker than it could be. */
  readonly kind: 'wrong' | 'note'
  /** `partitions`, `replicas` or the name of a setting. */
  readonly setting: string
  readonly wanted: string
  readonly found: string
  readonly why: string
  /** What to do. */
  readonly mend: string
}

/** What is otherwise than the table says. @param replication replicas that are wanted; 0: the broker's default */
export function judgeTopic(wanted: WantedTopic, found: FoundTopic, replication: number): readonly TopicFinding[] {
  return [
    partitionsOf(wanted, found),
    cleanupOf(wanted, found),
    ...(wanted.compacted ? [deletionsOf(wanted, found)] : retentionOf(wanted, found)),
    sizeOf(wanted, found),
    ...replicasOf(wanted, found, replication),
  ].filter((finding) => finding !== undefined)
}

type Found = TopicFinding | undefined

function partitionsOf({ partitions, loose, topic }: WantedTopic, found: FoundTopic): Found {
  if (partitions === 0 || loose || found.partitions === partitions) return undefined
  const why =
    partitions === 1
      ? 'what lies in it must have one order, and only one partition has one'
      : 'memory goes with its partition: with another number sites find themselves in front of somebody else’s'
  const mend =
    partitions === 1
      ? `nothing may run on it: give journal.prefix another value, or delete ${topic} and let it be made again`
      : `set journal.partitions to ${found.partitions}; to have ${partitions}, begin under another journal.prefix and feed the history in with \`lastcopy learn\``
  return {
    kind: 'wrong',
    setting: 'partitions',
    wanted: String(partitions),
    found: String(found.partitions),
    why,
    mend,
  }
}

function cleanupOf({ compacted, topic }: WantedTopic, { settings }: FoundTopic): Found {
  const policy = settings.get('cleanup.policy')
  const wanted = compacted ? 'compact' : 'delete'
  if (policy === undefined || policy === wanted) return undefined
  const why = compacted
    ? 'old entries are deleted by age, and with them what is remembered'
    : 'of all records under one key only the last stays'
  return {
    kind: 'wrong',
    setting: 'cleanup.policy',
    wanted,
    found: policy,
    why,
    mend: alter(topic, `cleanup.policy=${wanted}`),
  }
}

function retentionOf({ retention, topic, raw }: WantedTopic, { settings }: FoundTopic): readonly Found[] {
  const age = Number(settings.get('retention.ms') ?? -1)
  const bytes = Number(settings.get('retention.bytes') ?? -1)
  const short: Found =
    retention === undefined || age < 0 || age >= retention
      ? undefined
      : {
          kind: 'wrong',
          setting: 'retention.ms',
          wanted: String(retention),
          found: String(age),
          why: `records go after ${tellDuration(age)}: a stage that stands for longer loses them, and lists end there`,
          mend: alter(topic, `retention.ms=${retention}`),
        }
  const bounded: Found =
    bytes < 0
      ? undefined
      : {
          kind: raw ? 'note' : 'wrong',
          setting: 'retention.bytes',
          wanted: '-1',
          found: String(bytes),
          why: `a partition larger than ${tellSize(bytes)} loses its oldest records, whether they were read or not: a flood pushes out what came before it`,
          mend: alter(topic, 'retention.bytes=-1'),
        }
  return [short, bounded]
}

function deletionsOf({ topic }: WantedTopic, { settings }: FoundTopic): Found {
  const kept = Number(settings.get('delete.retention.ms') ?? Number.POSITIVE_INFINITY)
  if (kept >= oldestCopy) return undefined
  return {
    kind: 'wrong',
    setting: 'delete.retention.ms',
    wanted: `${oldestCopy} or more`,
    found: String(kept),
    why: `deletions are told for ${tellDuration(kept)} only: a process that comes back later still remembers what was forgotten`,
    mend: alter(topic, `delete.retention.ms=${oldestCopy * 4}`),
  }
}

function sizeOf({ topic, raw }: WantedTopic, { settings }: FoundTopic): Found {
  const most = Number(settings.get('max.message.bytes') ?? largestMessage)
  if (raw || most >= largestMessage) return undefined
  return {
    kind: 'wrong',
    setting: 'max.message.bytes',
    wanted: String(largestMessage),
    found: String(most),
    why: `what is larger than ${tellSize(most)} cannot be written, and the stage stands before it`,
    mend: alter(topic, `max.message.bytes=${largestMessage}`),
  }
}

function replicasOf(
  { topic, raw }: WantedTopic,
  { replicas, brokers, settings }: FoundTopic,
  replication: number,
): readonly Found[] {
  const found = String(replicas)
  const least = Number(settings.get('min.insync.replicas') ?? 1)
  const few: Found =
    !raw && replication > 0 && replicas < replication
      ? {
          kind: 'wrong',
          setting: 'replicas',
          wanted: String(replication),
          found,
          why: 'fewer brokers hold it than the configuration asks for',
          mend: `move its partitions with kafka-reassign-partitions.sh to ${replication} brokers each`,
        }
      : !raw && replicas === 1 && brokers > 1
        ? {
            kind: 'note',
            setting: 'replicas',
            wanted: String(Math.min(3, brokers)),
            found,
            why: 'one broker’s disk is all that holds it, and the stage stands while that one is down',
            mend: `move its partitions with kafka-reassign-partitions.sh to ${Math.min(3, brokers)} brokers each`,
          }
        : undefined
  const refusing: Found =
    least > replicas
      ? {
          kind: 'wrong',
          setting: 'min.insync.replicas',
          wanted: `at most ${found}`,
          found: String(least),
          why: 'more replicas must confirm a write than there are, so every write is refused',
          mend: alter(topic, `min.insync.replicas=${Math.max(1, replicas - 1)}`),
        }
      : undefined
  const unclean: Found =
    !raw && settings.get('unclean.leader.election.enable') === 'true'
      ? {
          kind: 'note',
          setting: 'unclean.leader.election.enable',
          wanted: 'false',
          found: 'true',
          why: 'a broker that lags behind may lead, and what was acknowledged meanwhile is gone',
          mend: alter(topic, 'unclean.leader.election.enable=false'),
        }
      : undefined
  return [few, refusing, unclean]
}

const alter = (topic: string, config: string): string =>
  `kafka-configs.sh --bootstrap-server HOST:PORT --alter --entity-type topics --entity-name ${topic} --add-config ${config}`
