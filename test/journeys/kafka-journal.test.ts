import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { kafkaJournal } from '../../src/journal/kafka/journal.ts'
import { journalContract } from '../journal/contract.ts'
import { type Broker, startBroker } from '../services/kafka.ts'

let broker: Broker

beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker.stop())

journalContract('the Kafka journal', async () => {
  const run = randomUUID().slice(0, 8)
  return {
    async open() {
      const journal = kafkaJournal({
        kafka: { brokers: [broker.address], clientId: 'test', groupPrefix: `g-${run}` },
        prefix: `j-${run}.`,
        partitions: 2,
        replication: 1,
        raw: ['plain', 'in', 'out', 'one', 'other'].map((name) => `${run}.${name}`),
      })
      await journal.open()
      return journal
    },
    topic: (name) => `${run}.${name}`,
    clean: async () => undefined,
  }
})
