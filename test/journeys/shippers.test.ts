// What shippers write to Kafka gives the events of the bare record; and while the brokers stand still, senders are held up.
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import kafkajs, { type Producer } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kafkaJournal } from '../../src/journal/kafka/journal.ts'
import type { Event } from '../../src/model/event.ts'
import type { Journal, JournalRecord } from '../../src/model/journal.ts'
import { type EventRecord, type EventsRecord, topics } from '../../src/model/wire.ts'
import { type Broker, freePort, startBroker } from '../services/kafka.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { shippers } from '../support/shippers.ts'
import { until } from '../support/until.ts'

/** Records that rules look at, from our own samples: JSON and lines with a host of their own. */
const samples: Readonly<Record<string, string>> = {
  'aws.cloudtrail': 's3-retention',
  'hashicorp.vault': 'keys',
  'samba.audit': 'files',
  'veeam.vbr': 'deletions',
  'netapp.ontap': 'snaplock',
}
const most = 6
const token = 'a-token-for-the-journey'

let broker: Broker
let producer: Producer
let service: ServiceProcess
let journal: Journal
let port: number

beforeAll(async () => {
  broker = await startBroker()
  port = await freePort()
  const sources = Object.keys(samples)
  const raw = Object.fromEntries(
    sources.flatMap((source) => [
      [`bare.${source}`, source],
      [`shipped.${source}`, source],
    ]),
  )
  const kafka = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({
    topics: Object.keys(raw).map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1 })),
    waitForLeaders: true,
  })
  await admin.disconnect()
  producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  service = await makeService({
    journal: { kind: 'kafka', replication: 1, partitions: 1 },
    kafka: { brokers: [broker.address] },
    topics: raw,
    intake: {
      tokens: [{ name: 'collector', token, sources: ['samba.audit'] }],
      syslog: [{ transport: 'tcp', listen: `127.0.0.1:${port}`, source: 'samba.audit' }],
      files: [{ name: 'array', paths: ['array.log'], source: 'netapp.ontap' }],
    },
  })
  await service.start()
  await service.ready()
  journal = kafkaJournal({
    kafka: { brokers: [broker.address], clientId: 'test', groupPrefix: 'test' },
    prefix: '',
    partitions: 1,
    replication: 1,
    raw: [],
  })
  await journal.open()
})
afterAll(async () => {
  await journal?.close()
  await producer?.disconnect()
  await service?.clean()
  await broker?.stop()
})

const recordsOf = (source: string): readonly string[] =>
  readFileSync(join(root, 'samples', source, `${samples[source]}.raw.ndjson`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .slice(0, most)

async function read(topic: string): Promise<readonly JournalRecord[]> {
  const found: JournalRecord[] = []
  for await (const record of journal.read(topic)) found.push(record)
  return found
}

async function events(): Promise<ReadonlyMap<string, Event>> {
  const records = (await read(topics.events)).map(({ value }) => JSON.parse(String(value)) as EventsRecord)
  return new Map(
    records
      .filter((record): record is EventRecord => record.type === 'event')
      .map(({ event, ref }) => [ref.position, event]),
  )
}

/** Without what tells of the way; of what was taken apart, without the text and what is made of it. */
function told({ event, ...rest }: Event, whole: boolean): object {
  const { created: _, ingested: __, original, hash, id, ...meta } = event
  const { carriers: ___, act, ...backup } = rest.backup ?? {}
  const text = whole ? { original, hash, id, act } : {}
  return JSON.parse(JSON.stringify({ ...rest, event: meta, backup, text }))
}

test('each shipper gives the events that the bare record gives', async () => {
  const sent: { readonly position: string; readonly bare: string; readonly whole: boolean; readonly what: string }[] =
    []
  const wanted = new Set<string>()
  for (const source of Object.keys(samples)) {
    const bare = recordsOf(source)
    const shipped = bare.flatMap((record, at) =>
      shippers.flatMap(({ name, whole, wrap }) => {
        const value = wrap(record)
        return value ? [{ value, whole, what: `${source} by ${name}`, bare: `bare.${source}-0@${at}` }] : []
      }),
    )
    shipped.forEach(({ value: _, ...rest }, at) => void sent.push({ ...rest, position: `shipped.${source}-0@${at}` }))
    const to = (topic: string, values: readonly string[]) =>
      producer.send({ topic, messages: values.map((value) => ({ value })), acks: -1 })
    await to(`bare.${source}`, bare)
    await to(
      `shipped.${source}`,
      shipped.map(({ value }) => JSON.stringify(value)),
    )
    wanted.add(source)
  }
  await service.ready()
  const found = await events()
  const kept = sent.filter(({ bare }) => found.has(bare))
  expect(new Set(kept.map(({ what }) => what)).size).toBeGreaterThan(20)
  for (const source of wanted) expect(kept.some(({ bare }) => bare.startsWith(`bare.${source}-`))).toBe(true)
  for (const { position, bare, whole, what } of kept) {
    const [one, other] = [found.get(bare), found.get(position)]
    expect(other, `${what}, ${position}`).toBeDefined()
    if (one && other) expect(told(other, whole), `${what}, ${position}`).toEqual(told(one, whole))
  }
  expect(await read(topics.deadLetter)).toEqual([])
})

test('brokers that stand still hold senders up; when they go on, all of it is there, once', async () => {
  const topic = 'bare.samba.audit'
  const before = (await read(topic)).length
  process.kill(broker.pid, 'SIGSTOP')
  let answered = false
  const text = (number: number): string =>
    `<13>Mar  2 10:01:00 nas01 smbd_audit: ACME\\mwolf|203.0.113.20|ws17|backups|pread|ok|${number}`
  // As Splunk's forwarders do: what was not taken is sent again.
  const send = async (tries = 5): Promise<unknown> => {
    const answer = await fetch(`${service.url}/services/collector/raw`, {
      method: 'POST',
      headers: { authorization: `Splunk ${token}` },
      body: Array.from({ length: 1_000 }, (_, at) => text(at)).join('\n'),
    })
    answered = true
    if (answer.status !== 503 || tries <= 1) return answer.json()
    await new Promise((go) => setTimeout(go, 200))
    return send(tries - 1)
  }
  const hec = send()
  const socket = connect(port, '127.0.0.1')
  const long = '.'.repeat(4_000)
  const total = 15_000
  let sent = 1_000
  const end = 1_000 + total
  /** False when the socket takes no more for half a second. */
  const push = async (): Promise<boolean> => {
    while (sent < end && socket.write(`${text(sent)}${long}\n`)) sent += 1
    if (sent === end) return false
    sent += 1
    return new Promise((go) => {
      const timer = setTimeout(() => go(false), 500)
      socket.once('drain', () => {
        clearTimeout(timer)
        go(true)
      })
    })
  }
  while (await push());
  expect(sent).toBeLessThan(end)
  expect(answered).toBe(false)
  const metrics = await (await fetch(`${service.url}/metrics`)).text()
  const waiting = /^lastcopy_intake_waiting_bytes\{intake="syslog-tcp-\d+"\} (\d+)/m.exec(metrics)?.[1]
  expect(Number(waiting)).toBeGreaterThan(10 << 20)

  process.kill(broker.pid, 'SIGCONT')
  expect(await hec).toEqual({ text: 'Success', code: 0 })
  socket.end()
  // Reading the whole topic costs a while: only once nothing waits any more.
  await service.ready()
  const numbers = (await read(topic))
    .slice(before)
    .map(({ value }) => Number(/\|ok\|(\d+)/.exec(String(value))?.[1]))
    .sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: sent }, (_, at) => at))
})

test('a reader of files that is killed writes each record once into a topic of Kafka', async () => {
  const topic = 'bare.netapp.ontap'
  const before = (await read(topic)).length
  const [sample = ''] = recordsOf('netapp.ontap')
  const lines = Array.from({ length: 10_000 }, (_, at) => `${sample} ${at}`)
  writeFileSync(join(service.folder, 'array.log'), `${lines.join('\n')}\n`)
  const taken = async (): Promise<number> => {
    const metrics = await (await fetch(`${service.url}/metrics`)).text()
    return Number(/^lastcopy_intake_records_total\{intake="array"[^}]*\} (\d+)/m.exec(metrics)?.[1] ?? 0)
  }
  for (let kill = 0; kill < 2; kill += 1) {
    await until(taken, (seen) => seen > 0)
    await service.kill()
    await service.start()
  }
  await until(
    async () => (await read(topic)).length - before,
    (seen) => seen >= lines.length,
  )
  const texts = (await read(topic)).slice(before).map(({ value }) => String(value))
  expect(texts.length).toBe(lines.length)
  expect(texts).toEqual(lines)
})
