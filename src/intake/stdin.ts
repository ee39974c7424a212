// Records on standard input, one a line. It is read no faster than the journal takes them.
import { type Shipped, shippedHeader } from '../model/intake.ts'
import type { StageHandle } from '../model/journal.ts'
import { handOver } from './hand-over.ts'
import { letterOf, tooLong } from './letter.ts'
import { type IntakeParts, textOf, topicOf } from './parts.ts'
import { cut, lineCutter } from './pieces.ts'

export interface StdinParts extends IntakeParts {
  readonly input: AsyncIterable<Buffer>
  readonly source: string
  /** Bytes of a record. */
  readonly most: number
}

const name = 'stdin'
const mostWaiting = 1 << 20

/** Reads to its end. What was read and is not in the journal when the process is killed is gone: a pipe cannot be asked again. */
export async function readStdin({ input, source, most, ...parts }: StdinParts): Promise<StageHandle> {
  const { counts, log, topics } = parts
  const topic = topicOf(topics, source)
  const hand = handOver({ ...parts, name, most: mostWaiting })
  const shipped: Shipped = { via: 'stdin', intake: name }
  const headers = { [shippedHeader]: JSON.stringify(shipped) }
  let trouble: string | undefined
  let stopped = false
  const read = async (): Promise<void> => {
    for await (const { bytes, length } of cut(input, lineCutter({ most }))) {
      if (stopped) return
      const received = Date.now()
      if (length > most) {
        counts.trouble(name, 'too-long', 1)
        hand.put([letterOf({ source, topic, shipped, received, bytes, reason: tooLong(length, most) })])
      } else hand.put([{ topic, value: bytes, timestamp: received, headers }])
      if (hand.full()) await hand.room()
    }
    log.info({ intake: name }, 'standard input came to its end')
  }
  read().catch((cause) => {
    trouble = textOf(cause)
    log.warn({ intake: name, error: trouble }, 'standard input cannot be read')
  })
  return {
    lag: async () => [{ ...hand.lag(name), ...(trouble === undefined ? {} : { trouble }) }],
    async stop() {
      stopped = true
      const lost = await hand.stop()
      if (lost > 0) log.warn({ intake: name, records: lost }, 'records that came in could not be written')
    },
  }
}
