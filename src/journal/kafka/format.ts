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
 * @throws NewerFormatError when a later release wrote what this one cannot read; Error while an import is not done
 */
export async function markFormat(parts: FormatParts): Promise<void> {
  const found = await formatOf(parts)
  if (found?.unfinished)
    throw new Error(
      `an import into the journal behind ${parts.topic} did not come to its end: delete Lastcopy’s own topics and import again`,
    )
  if (found && found.format > recordFormat)
    throw new NewerFormatError(`the journal behind ${parts.topic}`, found.format)
  if (found?.format !== recordFormat) await write(parts, { format: recordFormat })
}

/** Keeps every service from starting on the journal. */
export const holdFormat = (parts: FormatParts): Promise<void> =>
  write(parts, { format: recordFormat, unfinished: true })

/** Lets them. */
export const finishFormat = (parts: FormatParts): Promise<void> => write(parts, { format: recordFormat })

interface Marker {
  readonly format: number
  readonly unfinished?: true
}

async function write({ kafka, topic }: FormatParts, marker: Marker): Promise<void> {
  const producer = kafka.producer({ retry: quickRetry, allowAutoTopicCreation: false })
  try {
    await producer.connect()
    await producer.send({ topic, acks: -1, messages: [{ partition: 0, key, value: JSON.stringify(marker) }] })
  } finally {
    await producer.disconnect().catch(() => undefined)
  }
}

async function formatOf({ kafka, admin, topic }: FormatParts): Promise<Marker | undefined> {
  const { low = '0', high = '0' } = (await allEnds(admin, topic)).find(({ partition }) => partition === 0) ?? {}
  const reading = { topic, silence: 10_000, from: new Map([[0, low]]), to: new Map([[0, high]]) }
  let found: Marker | undefined
  for await (const { messages } of drain(kafka, reading))
    for (const message of messages) {
      if (message.key?.toString() !== key || !message.value) continue
      const marker: unknown = JSON.parse(message.value.toString())
      if (isObject(marker) && typeof marker.format === 'number') found = marker as unknown as Marker
    }
  return found
}
