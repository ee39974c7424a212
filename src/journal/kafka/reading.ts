// What a fetched batch is to a partition: records to work off, a place to ask again, or a break to tell of.
import type { Admin, Batch, KafkaMessage } from 'kafkajs'
import { type Fetched, judgeBatch } from './continuity.ts'
import type { Held, Slot } from './held.ts'
import { type Break, endsOf, lastReadOf } from './place.ts'

export type Found =
  | { readonly kind: 'again'; readonly from: bigint }
  | { readonly kind: 'break'; readonly gap: Break; readonly to: bigint }
  | {
      readonly kind: 'records'
      readonly messages: readonly KafkaMessage[]
      /** The offset behind the batch, markers included. */
      readonly end: bigint
      /** What is missing behind the messages. */
      readonly hole?: { readonly gap: Break; readonly to: bigint }
    }

interface FollowParts {
  readonly held: Held
  readonly slot: Slot
  readonly admin: Admin
}

/** Asked again so often, what lies between must be gone. */
const patience = 2

export async function followUp(batch: Batch, { held, slot, admin }: FollowParts): Promise<Found> {
  const { topic, partition } = batch
  const fetched = fetchedOf(batch)
  const read = held.read ?? slot.readFrom
  const judged = judgeBatch({ read, position: slot.position(), last: slot.last() }, fetched)
  if (judged.kind === 'recreated') {
    const { low } = await endsOf(admin, topic, partition)
    const gap: Break = { kind: 'recreated', expected: String(slot.position()), found: String(fetched.high) }
    return { kind: 'break', gap, to: BigInt(low) }
  }
  if (judged.kind === 'ahead') {
    held.ahead += 1
    if (held.ahead <= patience) return { kind: 'again', from: read }
    held.ahead = 0
    // Only the last record that was read is not met again, as after a break of the client: nothing lies between.
    if (fetched.from <= slot.position()) return recordsOf(batch, fetched)
    const low = BigInt((await endsOf(admin, topic, partition)).low)
    if (low > read) return breakAt('truncated', slot.position(), low)
    return (await isCompacted(admin, topic))
      ? recordsOf(batch, fetched)
      : breakAt('hole', slot.position(), fetched.from)
  }
  held.ahead = 0
  if (judged.kind === 'sound' || (await isCompacted(admin, topic))) return recordsOf(batch, fetched)
  const { from, to } = judged
  const messages = batch.messages.filter(({ offset }) => BigInt(offset) < from)
  return {
    kind: 'records',
    messages,
    end: from,
    hole: { gap: { kind: 'hole', expected: `${from}`, found: `${to}` }, to },
  }
}

const breakAt = (kind: 'truncated' | 'hole', expected: bigint, to: bigint): Found => ({
  kind: 'break',
  gap: { kind, expected: String(expected), found: String(to) },
  to,
})

const recordsOf = ({ messages }: Batch, { offsets, from }: Fetched): Found => ({
  kind: 'records',
  messages,
  end: (offsets.at(-1) ?? from - 1n) + 1n,
})

/** The client keeps what it hides from those who process: markers, aborted records and where it began. */
interface WholeBatch extends Batch {
  readonly fetchedOffset: string
  readonly rawMessages: readonly (KafkaMessage & { readonly isControlRecord?: boolean })[]
}

function fetchedOf(batch: Batch): Fetched {
  const { fetchedOffset, rawMessages, highWatermark } = batch as WholeBatch
  return {
    from: BigInt(fetchedOffset),
    high: BigInt(highWatermark),
    offsets: rawMessages.map(({ offset }) => BigInt(offset)),
    at(offset) {
      const found = batch.messages.find((message) => message.offset === String(offset))
      return found && lastReadOf(found)
    },
  }
}

/** Offsets of a compacted topic jump by nature. Where nobody may ask, nobody is alarmed. */
async function isCompacted(admin: Admin, topic: string): Promise<boolean> {
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topic, configNames: ['cleanup.policy'] }],
    })
    const policy = resources[0]?.configEntries.find(({ configName }) => configName === 'cleanup.policy')?.configValue
    return policy === undefined || policy.includes('compact')
  } catch {
    return true
  }
}

const batchRecords = 10_000
const batchBytes = 8 << 20

/** The beginning of the records that makes one step. */
export function small(messages: readonly KafkaMessage[]): readonly KafkaMessage[] {
  let bytes = 0
  const end = messages.findIndex(({ value }, index) => {
    bytes += value?.length ?? 0
    return index >= batchRecords || (bytes > batchBytes && index > 0)
  })
  return end === -1 ? messages : messages.slice(0, end)
}
