// Which format the journal's records have: written beside the state once, and looked at by every process that opens the journal.
import type { Admin, Kafka } from 'kafkajs'
import { isObject } from '../../lib/json.ts'
import { NewerFormatError, recordFormat } from '../format.ts'
import { quickRetry } from './client.ts'
import { drain } from './drain.ts'
import { allEnds } from './place.ts'

export interface FormatParts {
  readonly kafka: Kafka
  readonly admin: Admin
  /** Compacted, of one partition. */
  readonly topic: string
}

/** In front of every key that somebody else may choose. */
const key = '\u0000format'

/**
 * Writes the marker where there is none, or one of an earlier format.
 * @throws NewerFormatError when a later release wrote what this one cannot read
 */
export async function markFormat(parts: FormatParts): Promise<void> {
  const found = await formatOf(parts)
  if (found !== undefined && found > recordFormat)
    throw new NewerFormatError(`the journal behind ${parts.topic}`, found)
  if (found === recordFormat) return
  const producer = parts.kafka.producer({ retry: quickRetry, allowAutoTopicCreation: false })
  try {
    await producer.connect()
    const value = JSON.stringify({ format: recordFormat })
    await producer.send({ topic: parts.topic, acks: -1, messages: [{ partition: 0, key, value }] })
  } finally {
    await producer.disconnect().catch(() => undefined)
  }
}

async function formatOf({ kafka, admin, topic }: FormatParts): Promise<number | undefined> {
  const { low = '0', high = '0' } = (await allEnds(admin, topic)).find(({ partition }) => partition === 0) ?? {}
  const reading = { topic, silence: 10_000, from: new Map([[0, low]]), to: new Map([[0, high]]) }
  let found: number | undefined
  for await (const { messages } of drain(kafka, reading))
    for (const message of messages) {
      if (message.key?.toString() !== key || !message.value) continue
      const marker: unknown = JSON.parse(message.value.toString())
      if (isObject(marker) && typeof marker.format === 'number') found = marker.format
    }
  return found
}
