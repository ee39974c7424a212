// Records over HTTP: what is taken, who may send, and what each refusal says.
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { httpIntake } from '../../src/intake/http.ts'
import type { HttpIntakeOptions } from '../../src/intake/http-context.ts'
import { shippedHeader } from '../../src/model/intake.ts'
import { topics } from '../../src/model/wire.ts'
import { until } from '../support/until.ts'
import { type IntakePlace, intakePlace } from './place.ts'

const open = { maxBody: 10_000, tokens: [], signatures: [], sourcetypes: {} } as const
const token = 'a-token-of-vault-1'
const secret = 'a-secret-for-signing'
const guarded: HttpIntakeOptions['config'] = {
  ...open,
  tokens: [
    { name: 'vault', token, sources: ['hashicorp.vault'] },
    { name: 'all', token: 'a-token-of-everybody', sources: [] },
  ],
  signatures: [
    { name: 'hook', secret, sources: ['hashicorp.vault'] },
    { name: 'hub', secret: 'a-secret-of-the-hub', header: 'x-hub-signature-256', sources: [] },
  ],
  sourcetypes: { 'vault:audit': 'hashicorp.vault' },
}

let place: IntakePlace
let server: Server
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((go) => server.close(go))
  await place.clean()
})

async function serve(config: HttpIntakeOptions['config']): Promise<string> {
  place = await intakePlace()
  server = createServer(httpIntake({ ...place.parts, name: 'http', config }))
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

type Body = string | Buffer<ArrayBuffer>
async function post(url: string, body: Body, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { method: 'POST', body, headers })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const zipped = (text: string): Buffer<ArrayBuffer> => Buffer.from(gzipSync(text))

describe('records of a source', () => {
  const json = { 'content-type': 'application/json' }
  test.each([
    ['lines', 'one\ntwo\n\n', {}, ['one', 'two']],
    ['gzip', zipped('one\ntwo'), { 'content-encoding': 'gzip' }, ['one', 'two']],
    ['a JSON list', '[{"a":1},\n {"b":2}]', json, ['{"a":1}', '{"b":2}']],
    ['one JSON object over lines', '{\n"a": 1\n}', json, ['{\n"a": 1\n}']],
    ['JSON lines called JSON', '{"a":1}\n{"b":2}\n', json, ['{"a":1}', '{"b":2}']],
    ['JSON that is cut', '{"a":1}{"b":', json, ['{"a":1}', '{"b":']],
    ['nothing', '', {}, []],
  ] as const)('%s', async (_, body, headers, texts) => {
    const url = await serve(open)
    const answer = await post(`${url}/intake/samba.audit`, body as Body, headers)
    expect(answer).toEqual({ status: 200, body: { accepted: texts.length } })
    expect(await place.texts('audit.samba')).toEqual(texts)
  })

  test('say how they were shipped', async () => {
    const url = await serve(guarded)
    await post(`${url}/intake/hashicorp.vault`, 'x', { authorization: `Bearer ${token}` })
    const [record] = await place.records('audit.vault')
    expect(JSON.parse(record?.headers[shippedHeader] ?? '')).toEqual({
      via: 'http',
      intake: 'http',
      from: '127.0.0.1',
      as: 'vault',
    })
  })

  test.each([
    ['an unknown source', '/intake/samba.audits', {}, 404, /did you mean samba.audit/],
    ['another path', '/somewhere', {}, 404, /no such address/],
    ['another encoding', '/intake/samba.audit', { 'content-encoding': 'br' }, 415, /gzip is/],
    ['no gzip', '/intake/samba.audit', { 'content-encoding': 'gzip' }, 400, /no gzip/],
    ['a web page', '/intake/samba.audit', { origin: 'http://evil.example.com' }, 403, /web page/],
  ])('%s is refused', async (_, path, headers, status, words) => {
    const url = await serve(open)
    const answer = await post(`${url}${path}`, 'x', headers as unknown as Record<string, string>)
    expect(answer.status).toBe(status)
    expect(String(answer.body.error)).toMatch(words)
  })

  test('a body that is too large is refused, zipped or not; what came before stays and is told', async () => {
    const url = await serve({ ...open, maxBody: 2_000_000 })
    const line = `${'x'.repeat(999)}\n`
    expect((await post(`${url}/intake/samba.audit`, line.repeat(2_001))).status).toBe(413)
    const bomb = await post(`${url}/intake/samba.audit`, zipped(line.repeat(9_000)), { 'content-encoding': 'gzip' })
    expect(bomb.status).toBe(413)
    expect(await place.texts('audit.samba')).toHaveLength(Number(bomb.body.accepted))
  })

  test('a journal that refuses is told as 503, and nothing is accepted', async () => {
    const url = await serve(open)
    await place.journal.close()
    expect(await post(`${url}/intake/samba.audit`, 'x')).toMatchObject({ status: 503, body: { accepted: 0 } })
    expect((await fetch(`${url}/services/collector/health`)).status).toBe(503)
    await place.journal.open()
    expect((await post(`${url}/intake/samba.audit`, 'x')).status).toBe(200)
  })

  test('a sender that goes away in the middle stops nothing', async () => {
    const url = await serve(open)
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('POST /intake/samba.audit HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\none\ntw')
    await new Promise((go) => setImmediate(go))
    socket.destroy()
    expect((await post(`${url}/intake/samba.audit`, 'whole')).status).toBe(200)
    expect(await place.texts('audit.samba')).toEqual(['whole'])
  })
})

test.each(['//', '/%', '/intake/%zz', '/intake/..', '/?', '/services/collector//'])(
  'an odd address is answered: %s',
  async (path) => {
    const url = await serve(open)
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1.1 404 /)
    socket.destroy()
  },
)

test('requests that are signed and never end hold up neither the others nor the memory', async () => {
  const url = await serve(guarded)
  const head = 'host: x\r\nx-hub-signature-256: 00\r\ncontent-length: 9000\r\n\r\n'
  const sockets = Array.from({ length: 16 }, () => connect(Number(new URL(url).port), '127.0.0.1'))
  for (const socket of sockets) socket.write(`POST /intake/samba.audit HTTP/1.1\r\n${head}x`)
  const signed = { 'x-hub-signature-256': '00' }
  await until(
    async () => (await post(`${url}/intake/samba.audit`, 'x', signed)).status,
    (status) => status === 503,
  )
  const allowed = { authorization: 'Bearer a-token-of-everybody' }
  expect((await post(`${url}/intake/samba.audit`, 'x', allowed)).status).toBe(200)
  for (const socket of sockets) socket.destroy()
})

describe('who may send', () => {
  const now = String(Math.floor(Date.now() / 1_000))
  const hmac = (key: string, text: string) => createHmac('sha256', key).update(text)
  const standard = (body: string, at = now, key = secret) => ({
    'webhook-id': 'm1',
    'webhook-timestamp': at,
    'webhook-signature': `v1,bm8= v1,${hmac(key, `m1.${at}.${body}`).digest('base64')}`,
  })
  const hub = (body: string, key = 'a-secret-of-the-hub') => ({
    'x-hub-signature-256': `sha256=${hmac(key, body).digest('hex')}`,
  })
  const cases: readonly (readonly [string, string, Record<string, string>, number])[] = [
    ['nobody', 'hashicorp.vault', {}, 401],
    ['a token for that source', 'hashicorp.vault', { authorization: `Bearer ${token}` }, 200],
    ['a token for another', 'samba.audit', { authorization: `Bearer ${token}` }, 403],
    ['a token for all', 'samba.audit', { authorization: 'Bearer a-token-of-everybody' }, 200],
    ['a token that is none', 'samba.audit', { authorization: 'Bearer a-token-of-nobody' }, 401],
    ['a signature as Standard Webhooks', 'hashicorp.vault', standard('x'), 200],
    ['over another body', 'hashicorp.vault', standard('y'), 401],
    ['by another key', 'hashicorp.vault', standard('x', now, 'another-secret-x'), 401],
    ['of an hour ago', 'hashicorp.vault', standard('x', String(Number(now) - 3_600)), 401],
    ['of a time that is none', 'hashicorp.vault', standard('x', 'yesterday'), 401],
    ['for another source', 'samba.audit', standard('x'), 403],
    ['a signature in a header of its own', 'samba.audit', hub('x'), 200],
    ['over another body, in a header of its own', 'samba.audit', hub('y'), 401],
  ]
  test.each(cases)('%s to %s', async (_, source, headers, status) => {
    const url = await serve(guarded)
    expect((await post(`${url}/intake/${source}`, 'x', headers)).status).toBe(status)
    expect(place.troubles.get('http denied') ?? 0).toBe(status === 401 ? 1 : 0)
  })

  test('a signature is seen over the bytes as they were sent', async () => {
    const url = await serve(guarded)
    const body = zipped('one\ntwo')
    const mac = createHmac('sha256', 'a-secret-of-the-hub').update(body).digest('base64')
    const headers = { 'x-hub-signature-256': mac, 'content-encoding': 'gzip' }
    expect(await post(`${url}/intake/samba.audit`, body, headers)).toEqual({ status: 200, body: { accepted: 2 } })
  })
})

describe("Splunk's collector", () => {
  const path = '/services/collector'
  const splunk = { authorization: 'Splunk a-token-of-everybody' }
  const channel = '11111111-2222-3333-4444-555555555555'
  const event = (value: unknown, type = 'vault:audit'): string =>
    JSON.stringify({ time: 1_790_000_000.25, host: 'nas-1', sourcetype: type, event: value })

  test.each([
    ['events behind each other', '', event('one') + event({ a: 2 }), [event('one'), event({ a: 2 })]],
    ['events on lines', '/event', `${event('one')}\n${event('two')}\n`, [event('one'), event('two')]],
    ['the same with a version', '/event/1.0', event('one'), [event('one')]],
    ['the name of a source as sourcetype', '', event('one', 'hashicorp.vault'), [event('one', 'hashicorp.vault')]],
    ['raw lines', '/raw?sourcetype=vault:audit', 'one\ntwo', ['one', 'two']],
  ])('%s', async (_, form, body, texts) => {
    const url = await serve(guarded)
    expect(await post(`${url}${path}${form}`, body, splunk)).toEqual({
      status: 200,
      body: { text: 'Success', code: 0 },
    })
    expect(await place.texts('audit.vault')).toEqual(texts)
  })

  test('takes gzip, and the token as password of Basic', async () => {
    const url = await serve(guarded)
    const basic = Buffer.from(`x:${token}`).toString('base64')
    const headers = { authorization: `Basic ${basic}`, 'content-encoding': 'gzip' }
    const plain = JSON.stringify({ event: 'one' })
    expect((await post(`${url}${path}`, zipped(plain), headers)).body).toMatchObject({ code: 0 })
    expect(await place.texts('audit.vault')).toEqual([plain])
  })

  test.each([
    ['no token', '', event('one'), {}, 401, 2],
    ['a token that is malformed', '', event('one'), { authorization: 'Splunk' }, 401, 3],
    ['a token that is none', '', event('one'), { authorization: 'Splunk nobody-has-this' }, 403, 4],
    ['no data', '', '', splunk, 400, 5],
    ['no JSON', '', 'no', splunk, 400, 6],
    ['a sourcetype that nobody reads', '', event('one', 'x'), splunk, 400, 7],
    ['no event', '', '{"sourcetype":"vault:audit"}', splunk, 400, 12],
    ['a blank event', '', event(''), splunk, 400, 13],
    ['a channel that is none', '?channel=x', event('one'), splunk, 400, 11],
    ['acknowledgements without a channel', '/ack', '{"acks":[0]}', splunk, 400, 10],
    ['acknowledgements of no numbers', `/ack?channel=${channel}`, '{"acks":["x"]}', splunk, 400, 6],
    ['members of the prototype', '', event('one', '__proto__'), splunk, 400, 7],
  ])('%s', async (_, form, body, headers, status, code) => {
    const url = await serve(guarded)
    const answer = await post(`${url}${path}${form}`, body, headers as Record<string, string>)
    expect(answer).toMatchObject({ status, body: { code } })
    expect(await place.texts('audit.vault')).toEqual([])
  })

  test('of several events, those before the bad one are taken, and its number is told', async () => {
    const url = await serve(guarded)
    const answer = await post(`${url}${path}`, `${event('one')}${event('two')}{"event":`, splunk)
    expect(answer).toMatchObject({ status: 400, body: { code: 6, 'invalid-event-number': 2 } })
    expect(await place.texts('audit.vault')).toHaveLength(2)
  })

  test('an acknowledgement is true once it was given, by its channel alone', async () => {
    const url = await serve(guarded)
    const sent = { ...splunk, 'x-splunk-request-channel': channel }
    expect((await post(`${url}${path}`, event('one'), sent)).body).toEqual({ text: 'Success', code: 0, ackId: 0 })
    expect((await post(`${url}${path}`, event('two'), sent)).body).toMatchObject({ ackId: 1 })
    const asked = await post(`${url}${path}/ack?channel=${channel}`, '{"acks":[0,1,2]}', splunk)
    expect(asked.body).toEqual({ acks: { 0: true, 1: true, 2: false } })
    const other = await post(`${url}${path}/ack?channel=${channel.replace(/1/g, '9')}`, '{"acks":[0]}', splunk)
    expect(other.body).toEqual({ acks: { 0: false } })
  })

  test('is healthy to everybody, and says busy when the journal refuses', async () => {
    const url = await serve(guarded)
    const well = await fetch(`${url}${path}/health`)
    expect([well.status, await well.json()]).toEqual([200, { text: 'HEC is healthy', code: 17 }])
    await place.journal.close()
    expect(await post(`${url}${path}`, event('one'), splunk)).toMatchObject({ status: 503, body: { code: 9 } })
    await place.journal.open()
  })
})

test('no dead letter came of what was refused at the door', async () => {
  const url = await serve(open)
  await post(`${url}/intake/nobody`, 'x')
  expect(await place.texts(topics.deadLetter)).toEqual([])
})
