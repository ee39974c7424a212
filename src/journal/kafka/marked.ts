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

/** A marker of one's own that was written before, and where. */
export interface Ground {
  readonly owner: string
  readonly offset: string
  readonly nonce: string
}

const beyond = '9223372036854775807'
const prefix = '\u0000'
const markerPrefix = `${prefix}marker${prefix}`
const markerOf = (owner: string): string => `${markerPrefix}${owner}`
const isMarker = (key: string): boolean => key.startsWith(markerPrefix)
/** Where an owner of the partition stands in its input. */
export const placeKey = (owner: string): string => `${prefix}place${prefix}${owner}`
/** The owner whose place stands under the key; undefined where it is another's. */
export const ownerOfPlace = (key: string): string | undefined =>
  key.startsWith(placeKey('')) ? key.slice(placeKey('').length) : undefined
/** True for keys of the journal's own in a state topic: markers and places. */
export const isOurs = (key: string): boolean => key.startsWith(prefix)

/** The marker as a record: it goes first into each commit, so that a local copy knows how far it reaches. */
export const markerRecord = (owner: string, nonce: string): { readonly key: string; readonly value: string } => ({
  key: markerOf(owner),
  value: nonce,
})

/** Writes the owner's marker. @returns what tells it from others */
export async function writeMarker({ producer, topic, partition, owner }: MarkedParts): Promise<string> {
  const nonce = randomUUID()
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ partition, key: markerOf(owner), value: nonce }] })
  await transaction.commit()
  return nonce
}

/**
 * Gives everything that was committed before the markers, a batch at a time, without markers.
 * @param markers nonces by owner
 * @param ground where reading begins, if one's own marker still stands there; left out: at the beginning
 * @returns the offset of the last marker; undefined, and nothing given, where the ground is gone or the topic another one
 * @throws when one does not come, or another process has written one of the same owner behind it
 */
export async function readToMarkers(
  { kafka, admin, topic, partition }: Omit<MarkedParts, 'producer' | 'owner'>,
  markers: ReadonlyMap<string, string>,
  take: (changes: readonly StateChange[]) => void,
  ground?: Ground,
): Promise<string | undefined> {
  const { low = '0', high = '0' } = (await allEnds(admin, topic)).find((ends) => ends.partition === partition) ?? {}
  const wanted = new Map([...markers].map(([owner, nonce]) => [markerOf(owner), nonce]))
  const found = new Set<string>()
  let overtaken = false
  // The end that the broker names may lie before a marker whose transaction is only just being closed.
  const to = new Map([[partition, beyond]])
  const begin = ground?.offset ?? low
  if (ground && (BigInt(begin) < BigInt(low) || BigInt(begin) >= BigInt(high))) return undefined
  let last = begin
  let checked = ground === undefined
  for await (const { messages } of drain(kafka, { topic, silence: 10_000, from: new Map([[partition, begin]]), to })) {
    const changes: StateChange[] = []
    for (const { key, value, offset } of messages) {
      const name = key?.toString()
      if (!checked && !isGround({ name, value, offset }, ground)) return undefined
      checked = true
      const nonce = name === undefined ? undefined : wanted.get(name)
      if (name !== undefined && nonce !== undefined) {
        if (found.has(name)) overtaken = true
        else if (value?.toString() === nonce) {
          found.add(name)
          last = offset
        }
      } else if (name !== undefined && !isMarker(name))
        changes.push([name, value === null ? undefined : value.toString()])
    }
    take(changes)
    if (found.size === wanted.size) break
  }
  if (found.size < wanted.size) throw new Error(`the state of ${topic}-${partition} could not be read to its end`)
  if (overtaken) throw new Error(`another process has taken ${topic}-${partition} over`)
  return last
}

function isGround(
  {
    name,
    value,
    offset,
  }: { readonly name: string | undefined; readonly value: Buffer | null; readonly offset: string },
  ground: Ground | undefined,
): boolean {
  return (
    ground !== undefined &&
    offset === ground.offset &&
    name === markerOf(ground.owner) &&
    String(value) === ground.nonce
  )
}
