import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { loadSource } from '../../src/content/sources.ts'
import type { Json } from '../../src/lib/json.ts'
import type { Page } from '../../src/model/page.ts'
import { pageOf } from '../../src/relay/page.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { openPost } from '../../src/service/post.ts'
import { alertOf } from '../store/alert.ts'
import { makeAuthority } from '../support/certificates.ts'
import { until } from '../support/until.ts'

const now = Date.parse('2026-03-01T02:00:01Z')
const authority = makeAuthority('an authority')
const syslog = (await loadPagers()).get('syslog')
if (!syslog) throw new Error('there is no syslog')
const page = (part: Partial<Page> = {}): Page => ({
  ...pageOf(alertOf(), 'first', { baseUrl: 'https://lastcopy.example.com', steps: ['One.'], before: 0, now, stage: 1 }),
  ...part,
})
const lineOf = (settings: Readonly<Record<string, Json>>, part: Partial<Page> = {}): string => {
  const sent = syslog.request(page(part), { host: 'siem.example.com', ...settings }, now)
  return sent && 'line' in sent ? sent.line : ''
}

describe('a line to another collector', () => {
  let server: Server | undefined
  let got = ''
  const hear = (part: Buffer): void => {
    got += part.toString()
  }
  afterEach(() => {
    server?.close()
    server = undefined
    got = ''
  })
  const carried = async (settings: Readonly<Record<string, Json>>, allow: readonly string[] = ['127.0.0.1']) => {
    const post = openPost({ timeout: 2_000, allow })
    const judged = await post.carry(syslog, page(), { host: '127.0.0.1', ...settings }, now)
    post.close()
    return judged
  }
  const listening = async (made: Server): Promise<number> => {
    server = made
    await new Promise<void>((go) => made.listen(0, '127.0.0.1', go))
    return (made.address() as AddressInfo).port
  }
  const whole = () => {
    const length = /^(\d+) /.exec(got)
    return length !== null && Buffer.byteLength(got.slice(length[0].length)) === Number(length[1])
  }

  test('travels over TCP, counted in octets', async () => {
    const port = await listening(createServer((socket) => socket.on('data', hear)))
    expect((await carried({ port, transport: 'tcp' })).verdict).toBe('accepted')
    await until(whole, (done) => done)
    expect(got).toContain('BACKUP UNDER ATTACK?')
  })
  test('travels over TLS to a collector whose authority is known, and to no other', async () => {
    const certificate = authority.issue('siem.example.com')
    const port = await listening(createTlsServer({ ...certificate }, (socket) => socket.on('data', hear)))
    server?.on('tlsClientError', () => {})
    expect((await carried({ port, transport: 'tls' })).verdict).toBe('retry')
    expect(got).toBe('')
    expect((await carried({ port, transport: 'tls', ca: authority.cert })).verdict).toBe('accepted')
    await until(whole, (done) => done)
  })
  test('travels as a datagram', async () => {
    const socket = createSocket('udp4')
    socket.on('message', hear)
    await new Promise<void>((go) => socket.bind(0, '127.0.0.1', go))
    expect((await carried({ port: socket.address().port, transport: 'udp' })).verdict).toBe('accepted')
    await until(
      () => got,
      (text) => text !== '',
    )
    expect(got).toMatch(/^<105>1 2026-03-01T02:00:01\.000Z lastcopy lastcopy - trigger \[/)
    socket.close()
  })
  test('is tried again where nobody listens', async () => {
    const port = await listening(createServer())
    await new Promise((go) => server?.close(go))
    expect(await carried({ port, transport: 'tcp' })).toMatchObject({ verdict: 'retry', detail: 'ECONNREFUSED' })
  })
  test.each(['udp', 'tcp', 'tls'])('goes to no closed address by %s', async (transport) => {
    for (const host of ['127.0.0.1', 'localhost', '169.254.169.254'])
      expect(await carried({ host, transport, port: 9 }, [])).toMatchObject({
        verdict: 'refused',
        detail: expect.stringContaining('paging.allow'),
      })
  })
  test('ends no field and begins no line by a name', () => {
    const evil = 'a"]b\\c=d|e\n<1>1 - - - - - -'
    const part = { summary: evil.replace('\n', ' '), details: { Copy: evil.replace('\n', ' ') } }
    expect(lineOf({}, part)).toContain('Copy="a\\"\\]b\\\\c=d|e')
    const cef = lineOf({ format: 'cef' }, part)
    expect(cef).toContain('|a"]b\\\\c=d\\|e')
    expect(cef).toContain('cs2=a"]b\\\\c\\=d|e')
  })
  test('keeps within a datagram, whatever the facts are', () => {
    const details = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`fact ${at}`, 'ü'.repeat(600)]))
    for (const format of ['text', 'cef'])
      expect(
        Buffer.byteLength(lineOf({ transport: 'udp', format }, { details, summary: 'ü'.repeat(3_000) })),
      ).toBeLessThanOrEqual(2_048)
  })
  test('in CEF is read by our own reader of CEF', async () => {
    const source = await loadSource('generic.cef')
    const read = source?.read(Buffer.from(lineOf({ format: 'cef' })), now)
    expect(read?.ok).toBe(true)
    expect(JSON.stringify(read)).toContain('Retention of backup-prod cut')
  })
})
