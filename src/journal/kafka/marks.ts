// How far logs outside Kafka were read, as seen from one machine: marks in a compacted topic, written with what came of them.
import { createHash } from 'node:crypto'
import type { Admin, Kafka, Producer } from 'kafkajs'
import { type Journal, type Mark, type NewRecord, RecordTooLargeError } from '../../model/journal.ts'
import { readToMarkers, writeMarker } from './marked.ts'
import type { Names } from './names.ts'
import { connectTransactional, inTransaction } from './transaction.ts'

export interface MarksParts {
  readonly kafka: Kafka
  admin(): Admin
  readonly names: Names
  readonly node: string
}

export interface Marks extends Pick<Journal, 'take' | 'marks' | 'forget'> {
  close(): Promise<void>
}

/**
 * One transactional producer for the machine: connecting it fences off a former process of that machine, so that what is read
 * here afterwards is what holds. A step that fails gives it up, and everybody has to ask for the marks again.
 */
export function openMarks({ kafka, admin, names, node }: MarksParts): Marks {
  const topic = names.state('intake')
  const own = createHash('sha256').update(node).digest('hex').slice(0, 16)
  let producer: Producer | undefined
  let life = 0
  /** Which life of the producer asked for marks of a prefix. */
  const asked = new Map<string, number>()
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work)
    last = done.catch(() => undefined)
    return done
  }
  const giveUp = async (): Promise<void> => {
    await producer?.disconnect().catch(() => undefined)
    producer = undefined
  }
  const connected = async (): Promise<Producer> => {
    if (producer) return producer
    producer = await connectTransactional(kafka, names.transaction('intake', own))
    life += 1
    return producer
  }
  const ownerOf = (mark: Mark): number | undefined => [...asked].find(([prefix]) => mark.topic.startsWith(prefix))?.[1]
  const write = (records: readonly NewRecord[], mark: Mark, value: string | undefined): Promise<void> =>
    inTurn(async () => {
      if (!producer || ownerOf(mark) !== life) throw new Error('how far it was read has to be asked again')
      const note: NewRecord = { topic, partition: 0, key: keyOf(own, mark), value }
      try {
        await inTransaction(producer, [...records.map((one) => ({ ...one, topic: names.topic(one.topic) })), note])
      } catch (cause) {
        if (!(cause instanceof RecordTooLargeError)) await giveUp()
        throw cause
      }
    })
  return {
    take: (records, mark) => write(records, mark, JSON.stringify(mark)),
    forget: (mark) => write([], mark, undefined),
    marks: (prefix) =>
      inTurn(async () => {
        try {
          const owning = await connected()
          const parts = { kafka, admin: admin(), producer: owning, topic, partition: 0, owner: own }
          const found = new Map<string, string>()
          await readToMarkers(parts, new Map([[own, await writeMarker(parts)]]), (changes) => {
            for (const [key, value] of changes) value === undefined ? found.delete(key) : found.set(key, value)
          })
          asked.set(prefix, life)
          return [...found]
            .filter(([key]) => key.startsWith(`${own} ${prefix}`))
            .map(([, value]) => JSON.parse(value) as Mark)
        } catch (cause) {
          await giveUp()
          throw cause
        }
      }),
    async close() {
      await last
      await giveUp()
    },
  }
}

const keyOf = (own: string, { topic, partition }: Mark): string => `${own} ${topic} ${partition}`
