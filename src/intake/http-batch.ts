// The records of one request on their way into the journal, a step at a time.
import { type Shipped, shippedHeader } from '../model/intake.ts'
import type { NewRecord } from '../model/journal.ts'
import type { Context } from './http-context.ts'
import { writeFitting } from './write.ts'

export interface Batch {
  /** Resolves when there is room for the next: a step that is full is written first. */
  add(topic: string, bytes: Buffer): Promise<void>
  flush(): Promise<void>
  /** Records that are durable. */
  accepted(): number
}

/** Written in one step: so many records, or so many bytes. */
const stepRecords = 500
const stepBytes = 4 << 20

export function openBatch(context: Context, shipped: Shipped): Batch {
  const headers = { [shippedHeader]: JSON.stringify(shipped) }
  let waiting: NewRecord[] = []
  let bytes = 0
  let accepted = 0
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    const { journal, name, counts, topics } = context
    try {
      await writeFitting(waiting, { name, counts, topics, write: (records) => journal.append(records) })
    } catch (cause) {
      context.refusedAt = Date.now()
      throw cause
    }
    accepted += waiting.length
    waiting = []
    bytes = 0
  }
  return {
    async add(topic, value) {
      waiting.push({ topic, value, headers })
      bytes += value.length
      if (waiting.length >= stepRecords || bytes >= stepBytes) await flush()
    },
    flush,
    accepted: () => accepted,
  }
}
