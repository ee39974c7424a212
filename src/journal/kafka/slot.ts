// One partition of a stage's input as long as this process owns it: its producer, its state, its position.
import type { Admin, Kafka, Message, Producer, TopicMessages } from 'kafkajs'
import type { Gap, JournalRecord, NewRecord, Stage } from '../../model/journal.ts'
import { quickRetry } from './client.ts'
import { type PartitionState, restoreState } from './state.ts'

export interface SlotParts {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly stage: Stage
  readonly group: string
  readonly prefix: string
  readonly topic: string
  readonly partition: number
  readonly onGap: (gap: Gap) => void
}

export interface Slot {
  /** Records before it are committed already, by this or by a former owner. */
  position(): bigint
  /** Processes the batch and commits results, state and position as one. */
  step(batch: readonly JournalRecord[], next: string): Promise<void>
  close(): Promise<void>
}

const stateless: PartitionState = {
  get: () => undefined,
  scan: () => [],
  committed: () => undefined,
  close: () => undefined,
}

/** The state topic of a stage. */
export const stateTopic = (prefix: string, stage: string): string => `${prefix}.state.${stage}`

/**
 * Makes the partition this process's own. Connecting the transactional producer fences off a former owner: the id is that
 * of the stage and partition, so its later commit is refused. Only then is it sound to ask for the committed position.
 */
export async function openSlot(parts: SlotParts): Promise<Slot> {
  const { kafka, admin, stage, group, prefix, topic, partition, onGap } = parts
  const producer = kafka.producer({
    transactionalId: `${prefix}-${stage.name}-${topic}-${partition}`,
    maxInFlightRequests: 1,
    idempotent: true,
    retry: quickRetry,
    transactionTimeout: 60_000,
    allowAutoTopicCreation: false,
  })
  await producer.connect()
  let state = stateless
  try {
    // The first transaction initialises the producer's epoch, which is what fences.
    await fence(producer)
    if (stage.stateful)
      state = await restoreState({ kafka, admin, producer, topic: stateTopic(prefix, stage.name), partition })
    let position = await committedPosition(admin, group, topic, partition, (expected, found) =>
      onGap({ stage: stage.name, topic, partition, expected, found }),
    )
    stage.owned?.(partition, true, state)
    return {
      position: () => position,
      async step(batch, next) {
        const result = await stage.process(batch, state)
        await commit(producer, parts, result.records, stage.stateful ? result.state : [], next)
        state.committed(result.state)
        position = BigInt(next)
        stage.committed?.(batch, result)
      },
      async close() {
        stage.owned?.(partition, false, state)
        state.close()
        await producer.disconnect().catch(() => undefined)
      },
    }
  } catch (cause) {
    state.close()
    await producer.disconnect().catch(() => undefined)
    throw cause
  }
}

async function fence(producer: Producer): Promise<void> {
  const transaction = await producer.transaction()
  await transaction.abort()
}

async function committedPosition(
  admin: Admin,
  group: string,
  topic: string,
  partition: number,
  gap: (expected: string, found: string) => void,
): Promise<bigint> {
  const [groups, ends] = await Promise.all([
    admin.fetchOffsets({ groupId: group, topics: [topic] }),
    admin.fetchTopicOffsets(topic),
  ])
  const committed = groups[0]?.partitions.find((one) => one.partition === partition)?.offset ?? '-1'
  const here = ends.find((one) => one.partition === partition)
  const [low, high] = [here?.low ?? '0', here?.high ?? '0']
  if (BigInt(committed) < 0n) return BigInt(low)
  if (BigInt(committed) < BigInt(low)) gap(committed, low)
  if (BigInt(committed) > BigInt(high)) {
    gap(committed, high)
    return BigInt(low)
  }
  return BigInt(committed)
}

async function commit(
  producer: Producer,
  { stage, group, prefix, topic, partition }: SlotParts,
  records: readonly NewRecord[],
  state: readonly (readonly [string, string | undefined])[],
  next: string,
): Promise<void> {
  const transaction = await producer.transaction()
  try {
    const byTopic = new Map<string, Message[]>()
    const add = (name: string, message: Message): void => {
      const list = byTopic.get(name)
      if (list) list.push(message)
      else byTopic.set(name, [message])
    }
    for (const record of records) add(record.topic, messageOf(record))
    for (const [key, value] of state) add(stateTopic(prefix, stage.name), { partition, key, value: value ?? null })
    const topicMessages: TopicMessages[] = [...byTopic].map(([name, messages]) => ({ topic: name, messages }))
    if (topicMessages.length > 0) await transaction.sendBatch({ topicMessages, acks: -1 })
    await transaction.sendOffsets({
      consumerGroupId: group,
      topics: [{ topic, partitions: [{ partition, offset: next }] }],
    })
    await transaction.commit()
  } catch (cause) {
    await transaction.abort().catch(() => undefined)
    throw cause
  }
}

export const messageOf = ({ partition, key, value, headers }: NewRecord): Message => ({
  ...(partition === undefined ? {} : { partition }),
  key: key ?? null,
  value: typeof value === 'string' ? value : Buffer.from(value),
  ...(headers ? { headers: { ...headers } } : {}),
})
