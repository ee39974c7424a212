// The floor of the time to page: three chained transactions over Kafka that do nothing with the records.
import { randomUUID } from 'node:crypto'
import { kafkaJournal } from '../src/journal/kafka/journal.ts'
import type { Journal, Stage } from '../src/model/journal.ts'
import type { Place } from './places.ts'

/** Starts three stages that copy records from topic to topic; `seen` hears of each at the end. */
export async function openEmptyChain(
  { broker }: Place,
  seen: (value: string) => void,
): Promise<{ readonly first: string; close(): Promise<void> }> {
  const run = randomUUID().slice(0, 8)
  const topics = ['a', 'b', 'c', 'd'].map((name) => `empty.${run}.${name}`)
  const journal: Journal = kafkaJournal({
    kafka: { brokers: [broker.address], clientId: 'bench', groupPrefix: `bench-${run}` },
    prefix: `bench-${run}.`,
    partitions: 4,
    replication: 1,
    raw: topics,
  })
  await journal.open()
  const copy = (from: string, to: string): Stage => ({
    name: from,
    topics: [from],
    stateful: false,
    // As in the line: of a thousand records some go on, and those with a mark always do.
    process: (batch) => ({
      records: batch.flatMap(({ value, key }) =>
        value !== undefined && key !== undefined ? [{ topic: to, key, value }] : [],
      ),
      state: [],
    }),
  })
  const [a = '', b = '', c = '', d = ''] = topics
  await journal.run(copy(a, b))
  await journal.run(copy(b, c))
  await journal.run({
    ...copy(c, d),
    committed: (batch) => {
      for (const { value } of batch) if (value) seen(Buffer.from(value).toString())
    },
  })
  return { first: a, close: () => journal.close() }
}
