// One partition of a stage's input as long as this process owns it: its producer, its state, its position.
import { setTimeout as wait } from 'node:timers/promises'
import type { Admin, Kafka, Message, Producer, TopicMessages } from 'kafkajs'
import type { NewRecord, Stage, StageResult, TellGap } from '../../model/journal.ts'
import type { Slot } from './held.ts'
import { placeKey } from './marked.ts'
import { messageOf, piecesOf } from './message.ts'
import type { Names } from './names.ts'
import { committedOffset, endsOf, type FoundPlace, findPlace, type Place, placeOf, placeText } from './place.ts'
import type { ReadPlace } from './places.ts'
import { onlyPlace, type PartitionState, restoreState } from './state.ts'
import { connectTransactional } from './transaction.ts'

export interface SlotParts {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly stage: Stage
  readonly names: Names
  /** As the brokers know it. */
  readonly topic: string
  readonly partition: number
  readonly onGap: TellGap
  readonly readPlace: ReadPlace
  /** The folder of local copies of state. */
  readonly copies?: string
}

/**
 * Makes the partition this process's own. Connecting the transactional producer fences off a former owner: the id is that
 * of the stage and partition, so its later commit is refused. Only then is it sound to ask for the committed position.
 */
export async function openSlot(parts: SlotParts): Promise<Slot> {
  const { kafka, stage, names, topic, partition } = parts
  const producer = await connectTransactional(kafka, names.transaction(stage.name, topic, partition), 60_000)
  let state: PartitionState | undefined
  try {
    // The first transaction initialises the producer's epoch, which is what fences.
    await fence(producer)
    state = await restored(parts, producer)
    return await begin(parts, producer, state)
  } catch (cause) {
    state?.close()
    await producer.disconnect().catch(() => undefined)
    throw cause
  }
}

const ownerOf = ({ topic, partition }: SlotParts): string => `${topic}-${partition}`

async function restored(parts: SlotParts, producer: Producer): Promise<PartitionState> {
  const { kafka, admin, stage, names, partition } = parts
  const topic = names.state(stage.name)
  const marked = { kafka, admin, producer, topic, owner: ownerOf(parts) }
  const { copies } = parts
  if (stage.stateful) return restoreState({ ...marked, partition, ...(copies === undefined ? {} : { copies }) })
  return onlyPlace(await parts.readPlace({ ...marked, partition: await sharedPartition(parts) }))
}

/** Where a stage without state keeps its place: it may have more partitions of input than its topic of places has. */
async function sharedPartition({ admin, stage, names, partition }: SlotParts): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [names.state(stage.name)] })
  return partition % Math.max(topics[0]?.partitions.length ?? 1, 1)
}

async function begin(parts: SlotParts, producer: Producer, state: PartitionState): Promise<Slot> {
  const { stage, names, topic, partition, onGap } = parts
  const statePartition = stage.stateful ? partition : await sharedPartition(parts)
  let place = placeOf(state.place)
  const found = await foundPlace(parts, place)
  let { position } = found
  const write = async (result: StageResult, next: Place): Promise<string | undefined> => {
    const { marker } = state
    const offset = await commit(producer, parts, { result, next, statePartition, ...(marker ? { marker } : {}) })
    place = next
    position = BigInt(next.next)
    return marker && offset
  }
  const skip: Slot['skip'] = async (gap, to) => {
    const last = place?.last
    const records = onGap({ stage: stage.name, topic: names.logical(topic), partition, ...gap, last: last?.at })
    // Offsets that somebody moved lose nothing: the last record that was read stays the witness.
    await write({ records, state: [] }, { next: String(to), last: String(to) === place?.next ? last : undefined })
  }
  if (found.gap) await skip(found.gap, position)
  // From now on there is something to hold the topic against, also where it is emptied before its first record was read.
  else if (place === undefined) await write({ records: [], state: [] }, { next: String(position) })
  stage.owned?.(partition, true, state)
  return {
    position: () => position,
    readFrom: found.readFrom,
    last: () => place?.last,
    async step(batch, next) {
      const result = await stage.process(batch, state)
      state.committed(result.state, await write(result, next))
      stage.committed?.(batch, result)
    },
    skip,
    async close() {
      stage.owned?.(partition, false, state)
      state.close()
      await producer.disconnect().catch(() => undefined)
    },
  }
}

/**
 * What does not fit is asked again before it is told: a leader that has just begun may not know its end yet, and a
 * coordinator whose former owner's transaction has only just ended may say for a moment that there are no offsets.
 */
async function foundPlace(parts: SlotParts, own?: Place): Promise<FoundPlace> {
  const found = await askedPlace(parts, own)
  if (!found.gap) return found
  await wait(1_000)
  return askedPlace(parts, own)
}

async function askedPlace({ admin, stage, names, topic, partition }: SlotParts, own?: Place): Promise<FoundPlace> {
  const committed = await committedOffset(admin, names.group(stage.name), topic, partition)
  const found = findPlace(own, committed, await endsOf(admin, topic, partition))
  const forgotten = stage.stateful && own === undefined && committed !== undefined && !found.gap
  return forgotten ? { ...found, gap: { kind: 'state-deleted', expected: committed, found: committed } } : found
}

async function fence(producer: Producer): Promise<void> {
  const transaction = await producer.transaction()
  await transaction.abort()
}

/** Our own topics take four times as much at once. */
const mostBytes = 4 << 20

interface Commit {
  readonly result: StageResult
  readonly next: Place
  readonly statePartition: number
  readonly marker?: Message
}

/** @returns the offset of the first record in the state topic, where the broker tells it */
async function commit(
  producer: Producer,
  parts: SlotParts,
  { result, next, statePartition, marker }: Commit,
): Promise<string | undefined> {
  const { stage, names, topic, partition } = parts
  const transaction = await producer.transaction()
  try {
    const topicMessages = messagesOf(
      parts,
      result.records,
      [
        ...(marker ? [marker] : []),
        ...(stage.stateful ? result.state : []).map(([key, value]) => ({ key, value: value ?? null })),
        { key: placeKey(ownerOf(parts)), value: placeText(next) },
      ].map((message) => ({ partition: statePartition, ...message })),
    )
    let first: string | undefined
    for (const piece of piecesOf(topicMessages, mostBytes)) {
      const written = await transaction.sendBatch({ topicMessages: piece, acks: -1 })
      first ??= written.find(({ topicName }) => topicName === names.state(stage.name))?.baseOffset
    }
    await transaction.sendOffsets({
      consumerGroupId: names.group(stage.name),
      topics: [{ topic, partitions: [{ partition, offset: next.next }] }],
    })
    await transaction.commit()
    return first
  } catch (cause) {
    await transaction.abort().catch(() => undefined)
    throw cause
  }
}

function messagesOf(
  { stage, names }: SlotParts,
  records: readonly NewRecord[],
  state: readonly Message[],
): TopicMessages[] {
  const byTopic = new Map<string, Message[]>([[names.state(stage.name), [...state]]])
  for (const record of records) {
    const name = names.topic(record.topic)
    const list = byTopic.get(name)
    if (list) list.push(messageOf(record))
    else byTopic.set(name, [messageOf(record)])
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }))
}
