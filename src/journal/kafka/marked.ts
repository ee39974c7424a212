// Reads a partition of a state topic to a marker of one's own: behind it nothing of a former owner can stand.
import { randomUUID } from 'node:crypto'
import type { Admin, Kafka, Producer } from 'kafkajs'
import type { StateChange } from '../../model/journal.ts'
import { drain } from './drain.ts'
import { allEnds } from './place.ts'

export interface MarkedParts {
  readonly kafka: Kafka
  readonly admin: Admin
  /** Connected and fenced: whoever wrote for this owner before can do so no more. */
  readonly producer: Producer
  readonly topic: string
  readonly partition: number
  /** Who reads: several owners may share a partition of the topic. */
  readonly owner: string
}

const beyond = '9223372036854775807'
const prefix = '\u0000'
const markerOf = (owner: string): string => `${prefix}marker${prefix}${owner}`
/** Where an owner of the partition stands in its input. */
export const placeKey = (owner: string): string => `${prefix}place${prefix}${owner}`
/** True for keys of the journal's own in a state topic: markers and places. */
export const isOurs = (key: string): boolean => key.startsWith(prefix)

/**
 * Gives everything that was committed before, a batch at a time, without markers.
 * @throws when the marker does not come, or another process has written one behind it
 */
export async function readToMarker(
  { kafka, admin, producer, topic, partition, owner }: MarkedParts,
  take: (changes: readonly StateChange[]) => void,
): Promise<void> {
  const nonce = randomUUID()
  const marker = markerOf(owner)
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ partition, key: marker, value: nonce }] })
  await transaction.commit()
  const offsets = await allEnds(admin, topic)
  const low = offsets.find((offset) => offset.partition === partition)?.low ?? '0'
  let found = false
  let overtaken = false
  // The end that the broker names may lie before a marker whose transaction is only just being closed.
  const to = new Map([[partition, beyond]])
  for await (const { messages } of drain(kafka, { topic, silence: 10_000, from: new Map([[partition, low]]), to })) {
    const changes: StateChange[] = []
    for (const { key, value } of messages) {
      const name = key?.toString()
      if (name === marker) {
        if (found) overtaken = true
        else found = value?.toString() === nonce
      } else if (name !== undefined) changes.push([name, value === null ? undefined : value.toString()])
    }
    take(changes)
    if (found) break
  }
  if (!found) throw new Error(`the state of ${topic}-${partition} could not be read to its end`)
  if (overtaken) throw new Error(`another process has taken ${topic}-${partition} over`)
}
