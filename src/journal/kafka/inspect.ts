// How the brokers and what we have there are: who answers, how far each stage is and who works on it, and the brokers' clock.
import { randomUUID } from 'node:crypto'
import type { Admin, Kafka } from 'kafkajs'
import { topics } from '../../model/wire.ts'
import { drainGroups } from './drain.ts'
import type { Ground } from './ground.ts'
import { allEnds } from './place.ts'
import { stageNames } from './table.ts'

export interface StageAtBrokers {
  readonly stage: string
  /** Processes that share its partitions now. */
  readonly members: number
  /** Records not committed yet; undefined where it never committed. */
  readonly behind: number | undefined
  /** Partitions whose committed offset lies outside of what the topic holds. */
  readonly outside: readonly string[]
}

/** Each stage of the journal that has its topics. */
export async function stagesAtBrokers(admin: Admin, { names, acls }: Ground): Promise<readonly StageAtBrokers[]> {
  const inputs: Readonly<Record<string, readonly string[]>> = {
    normalize: [...acls.raw, ...(acls.journal ? [names.topic(topics.selfTest), names.topic(topics.audit)] : [])],
    detect: [names.topic(topics.events)],
    page: [names.topic(topics.alerts)],
    project: [names.topic(topics.alerts)],
    people: [names.topic(topics.people)],
    evidence: acls.evidence ? [names.topic(topics.events)] : [],
  }
  const there = new Set(await admin.listTopics())
  const stages = stageNames.filter((stage) => acls.journal || stage === 'normalize')
  const { groups } = await admin.describeGroups(stages.map(names.group))
  const found: StageAtBrokers[] = []
  for (const stage of stages) {
    const read = (inputs[stage] ?? []).filter((topic) => there.has(topic))
    if (read.length === 0) continue
    const groupId = names.group(stage)
    const members = groups.find((group) => group.groupId === groupId)?.members.length ?? 0
    found.push({ stage, members, ...(await placesOf(admin, groupId, read)) })
  }
  return found
}

async function placesOf(
  admin: Admin,
  groupId: string,
  read: string[],
): Promise<Pick<StageAtBrokers, 'behind' | 'outside'>> {
  let behind: number | undefined
  const outside: string[] = []
  const committed = await admin.fetchOffsets({ groupId, topics: read })
  for (const { topic, partitions } of committed) {
    const ends = await allEnds(admin, topic)
    for (const { partition, offset } of partitions) {
      const end = ends.find((one) => one.partition === partition)
      const at = BigInt(offset)
      if (!end || at < 0n) continue
      const high = BigInt(end.high)
      behind = (behind ?? 0) + Number(high > at ? high - at : 0n)
      if (at > high || at < BigInt(end.low)) outside.push(`${topic}-${partition}`)
    }
  }
  return { behind, outside }
}

/** A record as the client keeps it, the brokers' own marks of transactions among them. */
interface RawMessage {
  readonly timestamp: string
  readonly isControlRecord?: boolean
}

const lastOffsets = 40n
const patience = 8_000

/**
 * How far the brokers' clock is ahead of the clocks of our processes: a record carries the time of whoever wrote it, the mark that ends
 * its transaction the broker's.
 * @returns milliseconds; undefined where there is no transaction to look at, or it may not be read
 */
export async function brokerSkew(admin: Admin, kafka: Kafka, topic: string): Promise<number | undefined> {
  const ends = (await allEnds(admin, topic)).filter(({ low, high }) => BigInt(high) > BigInt(low))
  if (ends.length === 0) return undefined
  const consumer = kafka.consumer({ groupId: `${drainGroups}${randomUUID()}`, allowAutoTopicCreation: false })
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    return await new Promise<number | undefined>((go) => {
      const timer = setTimeout(go, patience, undefined)
      timer.unref()
      consumer.on(consumer.events.CRASH, () => go(undefined))
      consumer.on(consumer.events.GROUP_JOIN, () => {
        for (const { partition, low, high } of ends) {
          const from = BigInt(high) - lastOffsets
          consumer.seek({ topic, partition, offset: String(from > BigInt(low) ? from : BigInt(low)) })
        }
      })
      void consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          const skew = skewIn((batch as unknown as { readonly rawMessages: readonly RawMessage[] }).rawMessages)
          if (skew === undefined) return
          clearTimeout(timer)
          go(skew)
        },
      })
    })
  } finally {
    await consumer.disconnect().catch(() => undefined)
  }
}

/** Of the last record and the mark behind it. */
function skewIn(messages: readonly RawMessage[]): number | undefined {
  const mark = messages.findLastIndex(({ isControlRecord }) => isControlRecord === true)
  const record = messages.slice(0, Math.max(0, mark)).findLast(({ isControlRecord }) => isControlRecord !== true)
  return mark < 0 || !record ? undefined : Number(messages[mark]?.timestamp) - Number(record.timestamp)
}
