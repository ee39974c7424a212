// Where to go on in a partition: what was committed, held against what the group says and what is still there.
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Admin, KafkaMessage } from 'kafkajs'
import { isObject } from '../../lib/json.ts'
import type { GapKind } from '../../model/journal.ts'

/** How far a partition was read. Written with the results, apart from the group's own offsets, which anybody may move or delete. */
export interface Place {
  /** The next offset to read. */
  readonly next: string
  readonly last?: LastRead | undefined
}

/** The last record that was read: met again with other bytes, the topic is another one under the same name. */
export interface LastRead {
  readonly offset: string
  /** Epoch milliseconds: its own timestamp. */
  readonly at: number
  readonly sha256: string
}

export interface Break {
  readonly kind: GapKind
  readonly expected: string
  readonly found: string
}

export interface FoundPlace {
  readonly position: bigint
  /** Where reading begins: at the last record that was read, where that is still there, so that it is met again. */
  readonly readFrom: bigint
  readonly gap?: Break
}

/** Offsets that stand in a partition: the oldest record, and behind the last. */
export interface Ends {
  readonly low: string
  readonly high: string
}

export const lastReadOf = ({ offset, timestamp, key, value }: KafkaMessage): LastRead => ({
  offset,
  at: Number(timestamp),
  sha256: createHash('sha256')
    .update(key ?? '')
    .update('\u0000')
    .update(value ?? '')
    .digest('hex'),
})

export const placeText = (place: Place): string => JSON.stringify(place)

export function placeOf(text: string | undefined): Place | undefined {
  if (text === undefined) return undefined
  const place: unknown = JSON.parse(text)
  return isObject(place) && typeof place.next === 'string' ? (place as unknown as Place) : undefined
}

/** @param group what the group says; undefined where it says nothing. Without a place of our own it is believed. */
export function findPlace(own: Place | undefined, group: string | undefined, { low, high }: Ends): FoundPlace {
  const expected = own?.next ?? group
  const begin = BigInt(low)
  if (expected === undefined) return { position: begin, readFrom: begin }
  const next = BigInt(expected)
  if (next > BigInt(high))
    return { position: begin, readFrom: begin, gap: { kind: 'recreated', expected, found: high } }
  if (next < begin) return { position: begin, readFrom: begin, gap: { kind: 'truncated', expected, found: low } }
  const met = own?.last !== undefined && BigInt(own.last.offset) >= begin
  const place = { position: next, readFrom: met ? BigInt(own?.last?.offset ?? expected) : next }
  if (own === undefined || group === expected) return place
  return {
    ...place,
    gap:
      group === undefined
        ? { kind: 'offsets-deleted', expected, found: '' }
        : { kind: 'offsets-moved', expected, found: group },
  }
}

/** What a group committed for a partition; undefined when nothing. */
export async function committedOffset(
  admin: Admin,
  group: string,
  topic: string,
  partition: number,
): Promise<string | undefined> {
  const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] })
  const offset = found?.partitions.find((one) => one.partition === partition)?.offset ?? '-1'
  return BigInt(offset) < 0n ? undefined : offset
}

export async function endsOf(admin: Admin, topic: string, partition: number): Promise<Ends> {
  const found = (await allEnds(admin, topic)).find((one) => one.partition === partition)
  return { low: found?.low ?? '0', high: found?.high ?? '0' }
}

/** Ends of every partition. While a topic is new the client knows partitions without leaders, and leaders do not know that they are. */
export async function allEnds(
  admin: Admin,
  topic: string,
): Promise<readonly (Ends & { readonly partition: number })[]> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await admin.fetchTopicOffsets(topic)
    } catch (cause) {
      if (turn >= turns || !(cause instanceof TypeError || isNew(cause))) throw cause
      await wait(100)
    }
  }
}
const turns = 50
const isNew = (cause: unknown): boolean =>
  ['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE'].includes(String((cause as { type?: unknown }).type))
