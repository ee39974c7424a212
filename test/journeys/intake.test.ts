// Records without Kafka, from real senders to a page: TLS, a sender that is cut off, Splunk's collector, files through kills.
import { spawn, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { appendFileSync, copyFileSync, mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { type Shipped, shippedHeader } from '../../src/model/intake.ts'
import { freePort } from '../services/kafka.ts'
import { makeAuthority } from '../support/certificates.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { dangerous, everyday, names } from '../support/records.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const source = 'aws.cloudtrail'
const topic = 'audit.aws'
const token = 'a-token-for-the-journey'
const authority = makeAuthority('authority.example.com')
const kills = Number(process.env.LASTCOPY_KILLS ?? 5)

let pagerDuty: PagerDutyServer
let service: ServiceProcess
let ports: { readonly tcp: number; readonly tls: number; readonly udp: number; readonly https: number }

beforeAll(async () => {
  pagerDuty = await startPagerDuty()
  ports = { tcp: await freePort(), tls: await freePort(), udp: await freePort(), https: await freePort() }
  const tls = { ...authority.issue('collector.example.com'), ca: authority.cert, requireClient: true }
  const syslog = (transport: 'tcp' | 'tls' | 'udp') => ({ transport, listen: `127.0.0.1:${ports[transport]}`, source })
  service = await makeService({
    topics: { [topic]: source },
    pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
    paging: { repeat: '30d', allow: ['127.0.0.1'] },
    intake: {
      tokens: [{ name: 'collector', token }],
      sourcetypes: { 'aws:cloudtrail': source },
      syslog: [syslog('tcp'), syslog('udp'), { ...syslog('tls'), tls }],
      http: [{ listen: `127.0.0.1:${ports.https}`, tls }],
      files: [{ name: 'trail', paths: ['logs/trail.log'], source }],
    },
  })
  mkdirSync(join(service.folder, 'logs'))
  await service.start()
  await service.ready()
})
afterAll(async () => {
  await service?.clean()
  await pagerDuty?.close()
})

const line = (number: number): string => JSON.stringify(dangerous(number, Date.now()))
const framed = (text: string): string => `${Buffer.byteLength(text) + 4} <13>${text}`
const pagedFor = (number: number): ReadonlySet<string> =>
  new Set(pagerDuty.events.filter(({ payload }) => names(payload?.summary, number)).map(({ dedup_key }) => dedup_key))
/** One incident, however often a kill made the page be sent again. */
const paged = (number: number) =>
  until(
    () => pagedFor(number).size,
    (seen) => seen === 1,
  )
const letters = async () => {
  const answer = await fetch(`${service.url}/api/dead-letters?limit=100`)
  return ((await answer.json()) as { readonly deadLetters: readonly { readonly letter: { reason: string } }[] })
    .deadLetters
}

describe('syslog', () => {
  test('over TLS with a certificate, over UDP, over TCP', async () => {
    const client = authority.issue('trail-1.example.com')
    const secure = connectTls({
      port: ports.tls,
      host: '127.0.0.1',
      ca: authority.cert,
      servername: 'localhost',
      ...client,
    })
    secure.end(framed(line(1)))
    const datagrams = createSocket('udp4')
    datagrams.send(line(2), ports.udp, '127.0.0.1', () => datagrams.close())
    connect(ports.tcp, '127.0.0.1').end(`${line(3)}\n`)
    for (const number of [1, 2, 3]) await paged(number)
  })

  test('a sender that is cut off in a record leaves a dead letter, and its next connection brings the record', async () => {
    const record = framed(line(4))
    const socket = connect(ports.tcp, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(framed(line(5)) + record.slice(0, record.length / 2))
    await paged(5)
    socket.resetAndDestroy()
    const [letter] = await until(letters, (seen) => seen.length === 1)
    expect(JSON.stringify(letter)).toContain('the connection ended in the middle of the message')
    expect(pagedFor(4).size).toBe(0)
    connect(ports.tcp, '127.0.0.1').end(record)
    await paged(4)
  })
})

test('HTTPS at an address of its own takes records from those with a certificate and a token, and shows nothing else', async () => {
  const client = authority.issue('trail-2.example.com')
  const ask = async (path: string, body: string, more: object): Promise<number | undefined> => {
    const options = {
      port: ports.https,
      host: '127.0.0.1',
      path,
      method: 'POST',
      ca: authority.cert,
      servername: 'localhost',
    }
    const asking = request({ ...options, ...more })
    asking.end(body)
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    answer.resume()
    return answer.statusCode
  }
  const headers = { authorization: `Bearer ${token}` }
  expect(await ask(`/intake/${source}`, line(8), { ...client, headers })).toBe(200)
  expect(await ask(`/intake/${source}`, line(9), { ...client })).toBe(401)
  expect(await ask(`/intake/${source}`, line(9), { headers })).toBe(403)
  expect(await ask('/api/alerts', '', { ...client, headers })).toBe(404)
  await paged(8)
  expect(pagedFor(9).size).toBe(0)
})

test("Splunk's collector: what was acknowledged outlives a kill at once", async () => {
  const channel = '11111111-2222-3333-4444-555555555555'
  const headers = { authorization: `Splunk ${token}`, 'x-splunk-request-channel': channel }
  const body = [6, 7].map((number) =>
    JSON.stringify({
      time: Date.now() / 1_000,
      host: 'hf-1',
      sourcetype: 'aws:cloudtrail',
      event: dangerous(number, Date.now()),
    }),
  )
  const answer = await fetch(`${service.url}/services/collector/event`, {
    method: 'POST',
    headers,
    body: body.join('\n'),
  })
  expect(await answer.json()).toEqual({ text: 'Success', code: 0, ackId: 0 })
  await service.kill()
  await service.start()
  for (const number of [6, 7]) await paged(number)
})

test(`a reader of files that is killed ${kills} times, with rotation in between, loses and repeats nothing`, async () => {
  const file = join(service.folder, 'logs/trail.log')
  const written: string[] = []
  let danger = 100
  const write = (): void => {
    const lines = Array.from({ length: 300 }, (_, at) => JSON.stringify(everyday(written.length + at, Date.now())))
    lines.splice(150, 0, line(danger))
    danger += 1
    written.push(...lines)
    appendFileSync(file, `${lines.join('\n')}\n`)
  }
  const rotations = [
    () => renameSync(file, `${file}.${danger}`),
    () => {
      copyFileSync(file, `${file}.${danger}`)
      truncateSync(file)
    },
    () => {
      renameSync(file, `${file}.${danger}`)
      spawnSync('gzip', [`${file}.${danger}`])
    },
  ]
  writeFileSync(file, '')
  let writing = true
  const stream = (async () => {
    while (writing) {
      write()
      await wait(150)
    }
  })()
  for (let kill = 0; kill < kills; kill += 1) {
    // Some fall into the start, some between the steps of reading.
    await wait(Math.floor((kill * 700) / kills))
    await service.kill()
    rotations[kill % rotations.length]?.()
    write()
    await service.start()
  }
  writing = false
  await stream
  for (let number = 100; number < danger; number += 1) await paged(number)
  await service.ready()
  await service.stop()

  const journal = sqliteJournal({ path: join(service.folder, 'lastcopy.db') })
  await journal.open()
  const read: string[] = []
  for await (const { value, headers } of journal.read(topic)) {
    const { via } = JSON.parse(headers[shippedHeader] ?? '{}') as Shipped
    if (via === 'file') read.push(String(value))
  }
  await journal.close()
  expect(read.length).toBe(written.length)
  expect(read).toEqual(written)
})

test('standard input is read by the running service', async () => {
  const folder = join(service.folder, 'stdin')
  mkdirSync(folder)
  const config = join(folder, 'lastcopy.yml')
  const listen = `127.0.0.1:${await freePort()}`
  writeFileSync(config, JSON.stringify({ web: { listen }, topics: { [topic]: source }, intake: { stdin: { source } } }))
  const lines = Array.from({ length: 500 }, (_, at) => JSON.stringify(everyday(at, 0)))
  const child = spawn(join(root, 'bin/lastcopy'), ['run', '--config', config], { stdio: ['pipe', 'ignore', 'pipe'] })
  let log = ''
  child.stderr.on('data', (part: Buffer) => {
    log += part.toString()
  })
  child.stdin.end(lines.join('\n'))
  await until(
    () => log,
    (seen) => seen.includes('standard input came to its end'),
  )
  child.kill('SIGTERM')
  await once(child, 'exit')
  const journal = sqliteJournal({ path: join(folder, 'lastcopy.db') })
  await journal.open()
  const read: string[] = []
  for await (const { value } of journal.read(topic)) read.push(String(value))
  await journal.close()
  expect(read).toEqual(lines)
})
