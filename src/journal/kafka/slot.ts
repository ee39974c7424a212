// One partition of a stage's input as long as this process owns it: its producer, its state, its position.
import type { Admin, Kafka, Message, Producer, TopicMessages } from 'kafkajs'
import type { Gap, NewRecord, Stage } from '../../model/journal.ts'
import { quickRetry } from './client.ts'
import { messageOf } from './message.ts'
import type { Names } from './names.ts'
import { committedOffset, soundPosition } from './position.ts'
import type { Slot } from './runner.ts'
import { type PartitionState, restoreState } from './state.ts'

export interface SlotParts {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly stage: Stage
  readonly names: Names
  /** As the brokers know it. */
  readonly topic: string
  readonly partition: number
  readonly onGap: (gap: Gap) => void
}

const stateless: PartitionState = {
  get: () => undefined,
  scan: () => [],
  committed: () => undefined,
  close: () => undefined,
}

/**
 * Makes the partition this process's own. Connecting the transactional producer fences off a former owner: the id is that
 * of the stage and partition, so its later commit is refused. Only then is it sound to ask for the committed position.
 */
export async function openSlot(parts: SlotParts): Promise<Slot> {
  const { kafka, admin, stage, names, topic, partition, onGap } = parts
  const group = names.group(stage.name)
  const producer = kafka.producer({
    transactionalId: names.transaction(stage.name, topic, partition),
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
      state = await restoreState({ kafka, admin, producer, topic: names.state(stage.name), partition })
    const committed = await committedOffset(admin, group, topic, partition)
    let position = await soundPosition(admin, topic, partition, committed, (expected, found) =>
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

async function commit(
  producer: Producer,
  { stage, names, topic, partition }: SlotParts,
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
    for (const record of records) add(names.topic(record.topic), messageOf(record))
    for (const [key, value] of state) add(names.state(stage.name), { partition, key, value: value ?? null })
    const topicMessages: TopicMessages[] = [...byTopic].map(([name, messages]) => ({ topic: name, messages }))
    if (topicMessages.length > 0) await transaction.sendBatch({ topicMessages, acks: -1 })
    await transaction.sendOffsets({
      consumerGroupId: names.group(stage.name),
      topics: [{ topic, partitions: [{ partition, offset: next }] }],
    })
    await transaction.commit()
  } catch (cause) {
    await transaction.abort().catch(() => undefined)
    throw cause
  }
}
