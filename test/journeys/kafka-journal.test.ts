import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kafkaJournal } from '../../src/journal/kafka/journal.ts'
import { type Journal, RecordTooLargeError } from '../../src/model/journal.ts'
import { journalContract } from '../journal/contract.ts'
import { type Broker, startBroker } from '../services/kafka.ts'

let broker: Broker

beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker.stop())

const openIn = async (run: string, copies?: string): Promise<Journal> => {
  const journal = kafkaJournal({
    kafka: { brokers: [broker.address], clientId: 'test', groupPrefix: `g-${run}` },
    prefix: `j-${run}.`,
    partitions: 2,
    replication: 1,
    raw: ['plain', 'in', 'out', 'one', 'other'].map((name) => `${run}.${name}`),
    ...(copies === undefined ? {} : { copies }),
  })
  await journal.open()
  return journal
}

journalContract('the Kafka journal', async () => {
  const run = randomUUID().slice(0, 8)
  return {
    open: () => openIn(run),
    topic: (name) => `${run}.${name}`,
    clean: async () => undefined,
  }
})

journalContract('the Kafka journal with local copies of state', async () => {
  const run = randomUUID().slice(0, 8)
  const copies = mkdtempSync(join(tmpdir(), 'lastcopy-copies-'))
  return {
    open: () => openIn(run, copies),
    topic: (name) => `${run}.${name}`,
    clean: async () => rmSync(copies, { recursive: true }),
  }
})

test('a record that a topic can never take is told as that, and others that came with it are written', async () => {
  const run = randomUUID().slice(0, 8)
  const journal = await openIn(run)
  const topic = `${run}.plain`
  const large = journal.append([{ topic, value: Buffer.alloc(33 << 20, 'x') }])
  const small = journal.append([{ topic, value: 'small' }])
  await expect(large).rejects.toThrow(RecordTooLargeError)
  await small
  await journal.close()
})

test('of two processes of one machine only the one that asked last notes how far it read', async () => {
  const run = randomUUID().slice(0, 8)
  const [former, later] = [await openIn(run), await openIn(run)]
  const topic = `${run}.plain`
  const mark = (offset: string) => ({ topic: 'file/logs/one', partition: 0, offset })
  await former.marks('file/logs/')
  await former.take([{ topic, value: 'a' }], mark('1'))
  expect(await later.marks('file/logs/')).toEqual([mark('1')])
  await expect(former.take([{ topic, value: 'b' }], mark('2'))).rejects.toThrow()
  await expect(former.take([{ topic, value: 'b' }], mark('2'))).rejects.toThrow('asked again')
  await later.take([{ topic, value: 'b' }], mark('2'))
  const found = []
  for await (const { value } of later.read(topic)) found.push(String(value))
  expect(found.sort()).toEqual(['a', 'b'])
  await Promise.all([former.close(), later.close()])
})
