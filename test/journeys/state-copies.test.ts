// Local copies of what a partition remembers: a start reads only what came since, and never believes a copy that may be wrong.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { kafkaClient } from '../../src/journal/kafka/client.ts'
import { kafkaJournal } from '../../src/journal/kafka/journal.ts'
import type { Journal, StateView } from '../../src/model/journal.ts'
import { type Broker, startBroker } from '../services/kafka.ts'
import { until } from '../support/until.ts'

let broker: Broker
let run: string
let copies: string
let open: Journal[]

beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker.stop())
beforeEach(() => {
  run = randomUUID().slice(0, 8)
  copies = mkdtempSync(join(tmpdir(), 'lastcopy-copies-'))
  open = []
})
afterEach(async () => {
  await Promise.all(open.map((journal) => journal.close()))
  rmSync(copies, { recursive: true, force: true })
})

const kafka = () => ({ brokers: [broker.address], clientId: 'test', groupPrefix: `g-${run}` })
const state = (): string => `${run}.lastcopy.state.counts`

/** A process that counts words: what it knows when it begins, and what it came to know. */
async function start(folder: string | undefined = copies) {
  const journal = kafkaJournal({
    kafka: kafka(),
    prefix: `${run}.`,
    partitions: 1,
    replication: 1,
    raw: [`${run}.in`],
    ...(folder === undefined ? {} : { copies: folder }),
  })
  open.push(journal)
  await journal.open()
  let view: StateView | undefined
  let counted = 0
  await journal.run({
    name: 'counts',
    topics: [`${run}.in`],
    stateful: true,
    process(batch, known) {
      const counts = new Map<string, number>()
      for (const { value } of batch) {
        const word = String(value)
        counts.set(word, (counts.get(word) ?? Number(known.get(word) ?? 0)) + 1)
      }
      return {
        records: [],
        state: [...counts].map(([word, count]) => [word, word === 'gone' ? undefined : String(count)] as const),
      }
    },
    committed: (batch) => {
      counted += batch.length
    },
    owned: (_partition, owns, known) => {
      view = owns ? known : undefined
    },
  })
  await until(async () => view !== undefined, Boolean, 30_000)
  const knows = (): Record<string, string> =>
    Object.fromEntries(view?.scan('', 100).filter(([key]) => key >= ' ') ?? [])
  return {
    knows,
    async read(...words: readonly string[]) {
      const before = counted
      await journal.append(words.map((value) => ({ topic: `${run}.in`, value })))
      await until(
        () => counted,
        (now) => now === before + words.length,
        30_000,
      )
    },
    async stop() {
      open = open.filter((one) => one !== journal)
      await journal.close()
    },
  }
}

const file = (): string => join(copies, `${state()}-0.db`)

/** Writes into the copy what the topic does not say, so that it shows whether the copy was believed. */
function tamper(sql: string): void {
  const database = new DatabaseSync(file())
  database.exec(sql)
  database.close()
}
const sign = "INSERT INTO state (stage, partition, key, value) VALUES ('', 0, 'from the copy', '1')"

test('a start takes up the copy and what came since', async () => {
  const first = await start()
  await first.read('a', 'b', 'a')
  await first.stop()
  tamper(sign)
  const second = await start()
  expect(second.knows()).toEqual({ a: '2', b: '1', 'from the copy': '1' })
  await second.read('a')
  await second.stop()
  expect((await start()).knows()).toMatchObject({ a: '3', b: '1' })
})

test('what another machine did in between is read after it, what it deleted too', async () => {
  const here = await start()
  await here.read('a', 'b', 'a')
  await here.stop()
  const there = await start(undefined)
  await there.read('a', 'c')
  await there.stop()
  tamper(sign)
  expect((await start()).knows()).toEqual({ a: '3', b: '1', c: '1', 'from the copy': '1' })
})

test.each([
  ['it is older than deletions are kept', 'UPDATE ground SET at = at - 6 * 60 * 60000 - 1000'],
  ['it comes from the future, as after a step of the clock', 'UPDATE ground SET at = at + 60 * 60000'],
  ['another marker stands where it ends', "UPDATE ground SET nonce = 'another'"],
  ['it ends behind the topic', 'UPDATE ground SET offset = 100000'],
  ['it ends in the middle of something else', 'UPDATE ground SET offset = offset - 1'],
  ['it does not say where it ends', 'DELETE FROM ground'],
  ['it has another format', 'PRAGMA user_version = 999'],
])('the copy is not believed where %s', async (_why, sql) => {
  const first = await start()
  await first.read('a', 'b', 'a')
  await first.stop()
  tamper(`${sign}; ${sql}`)
  expect((await start()).knows()).toEqual({ a: '2', b: '1' })
})

test('the copy is not believed where it is broken, or the topic was made anew', async () => {
  const first = await start()
  await first.read('a')
  await first.stop()
  for (const name of readdirSync(copies)) if (name.endsWith('-wal')) rmSync(join(copies, name))
  writeFileSync(file(), 'no database at all'.repeat(1_000))
  const second = await start()
  expect(second.knows()).toEqual({ a: '1' })
  await second.read('b')
  await second.stop()
  tamper(sign)
  const admin = kafkaClient(kafka()).admin()
  await admin.connect()
  await admin.deleteTopics({ topics: [state()] })
  await until(
    () => admin.listTopics(),
    (topics) => !topics.includes(state()),
    30_000,
  )
  await admin.disconnect()
  expect((await start()).knows()).toEqual({})
})

test('where another process has the file it does without; nobody else can read what lies there', async () => {
  const first = await start()
  await first.read('a')
  expect(statSync(copies).mode & 0o077).toBe(0)
  expect(statSync(file()).mode & 0o077).toBe(0)
  await first.stop()
  tamper(sign)
  const owner = new DatabaseSync(file())
  owner.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT')
  const second = await start()
  expect(second.knows()).toEqual({ a: '1' })
  await second.read('a')
  await second.stop()
  owner.close()
  expect((await start()).knows()).toEqual({ a: '2', 'from the copy': '1' })
})

test('where the folder cannot be made it works as before', async () => {
  writeFileSync(join(copies, 'a file'), '')
  const one = await start(join(copies, 'a file', 'below'))
  await one.read('a')
  expect(one.knows()).toEqual({ a: '1' })
})
