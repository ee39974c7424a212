// Syslog over real sockets: each transport, who is heard, who is let go, and what is told of it.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openSyslog } from '../../src/intake/syslog.ts'
import { type SyslogIntake, shippedHeader } from '../../src/model/intake.ts'
import type { StageHandle } from '../../src/model/journal.ts'
import { freePort } from '../services/kafka.ts'
import { type Authority, type Certificate, makeAuthority } from '../support/certificates.ts'
import { until } from '../support/until.ts'
import { type IntakePlace, intakePlace } from './place.ts'

let place: IntakePlace
let handle: StageHandle
let port: number
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await handle.stop()
  await place.clean()
})

async function listen(more: Partial<SyslogIntake>): Promise<void> {
  place = await intakePlace()
  port = await freePort()
  const usual = { transport: 'tcp', source: 'hashicorp.vault', senders: [], maxMessage: 1_000 } as const
  const bounds = { idle: 60_000, unfinished: 60_000, maxConnections: 10 }
  handle = await openSyslog({ name: 'in', host: '127.0.0.1', port, ...usual, ...bounds, ...more }, place.parts)
}

async function dial(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

const taken = (texts: readonly string[]): Promise<unknown> =>
  until(
    () => place.texts('audit.vault'),
    (seen) => seen.length >= texts.length,
  ).then((seen) => expect(seen).toEqual(texts))
const closed = (socket: Socket): Promise<unknown> => until(() => socket.destroyed, Boolean)
const trouble = (why: string): Promise<unknown> => until(() => place.troubles.get(`in ${why}`) ?? 0, Boolean)

const a = '<13>1 - host app - - - one'
const b = '<13>1 - host app - - - two'
const octets = (text: string): string => `${Buffer.byteLength(text)} ${text}`

describe('over TCP', () => {
  test('each connection has its own framing', async () => {
    await listen({})
    const [one, other] = [await dial(), await dial()]
    one.write(`${octets(a)}${octets(b).slice(0, 9)}`)
    await taken([a])
    other.write(`${a}\n`)
    await taken([a, a])
    one.write(octets(b).slice(9))
    await taken([a, a, b])
    const [record] = await place.records('audit.vault')
    expect(JSON.parse(record?.headers[shippedHeader] ?? '')).toEqual({
      via: 'syslog-tcp',
      intake: 'in',
      from: '127.0.0.1',
    })
  })

  test.each([
    ['cut off in a counted message', `${octets(a)}${octets(b).slice(0, 20)}`],
    ['cut off in a line', `${a}\n${b.slice(0, 17)}`],
  ])('a sender that is %s leaves a dead letter, and no half record', async (_, bytes) => {
    await listen({})
    const socket = await dial()
    socket.write(bytes)
    await taken([a])
    socket.resetAndDestroy()
    await trouble('cut-off')
    const letters = await until(place.letters, ({ length }) => length === 1)
    expect(letters).toMatchObject([
      {
        source: 'hashicorp.vault',
        reason: 'the connection ended in the middle of the message',
        text: b.slice(0, 17),
        position: { topic: 'audit.vault' },
        shipped: { via: 'syslog-tcp', intake: 'in', from: '127.0.0.1' },
      },
    ])
    const again = await dial()
    again.write(octets(b))
    await taken([a, b])
  })

  test('a message that is too long goes to the dead letters, and the next is read', async () => {
    await listen({})
    const socket = await dial()
    socket.write(`<13>${'x'.repeat(5_000)}\n${a}\n`)
    await taken([a])
    const [letter] = await place.letters()
    expect(letter?.reason).toBe('the record has 5004 bytes, more than the 1000 that are taken; this is its beginning')
    expect(letter?.text).toHaveLength(1_000)
  })

  test('a message that comes a byte at a time is waited for no longer than it may take', async () => {
    await listen({ unfinished: 200 })
    const socket = await dial()
    const drip = setInterval(() => socket.write('x'), 20)
    await closed(socket)
    clearInterval(drip)
    await trouble('cut-off')
  })

  test('a connection that says nothing is closed; one between two messages has time', async () => {
    await listen({ idle: 300, unfinished: 50 })
    const [silent, slow] = [await dial(), await dial()]
    const chatter = setInterval(() => slow.write(`${a}\n`), 50)
    await closed(silent)
    clearInterval(chatter)
    expect(slow.destroyed).toBe(false)
  })

  test('a lost count closes the connection', async () => {
    await listen({})
    const socket = await dial()
    socket.write(`${octets(a)}no count`)
    await closed(socket)
    await trouble('no-framing')
  })

  test('more connections than there may be are closed', async () => {
    await listen({ maxConnections: 1 })
    const first = await dial()
    const second = await dial()
    await closed(second)
    await trouble('too-many-connections')
    first.write(`${a}\n`)
    await taken([a])
  })

  test('senders are told apart by address, and others are not heard', async () => {
    await listen({ senders: [{ from: ['127.0.0.0/8'], source: 'samba.audit' }] })
    const socket = await dial()
    socket.write(`${a}\n`)
    await until(
      () => place.texts('audit.samba'),
      ({ length }) => length === 1,
    )
    await handle.stop()
    await place.clean()
    await listen({ source: undefined as never, senders: [{ from: ['203.0.113.9'], source: 'samba.audit' }] })
    await closed(await dial())
    await trouble('unknown-sender')
  })

  test('a journal that refuses holds the sender up, and all of it comes through afterwards', async () => {
    await listen({})
    await place.journal.close()
    const socket = await dial()
    const line = `${'x'.repeat(900)}\n`
    const total = 100_000
    let sent = 0
    const push = (): boolean => {
      sent += 1
      return socket.write(line)
    }
    while (sent < total && push());
    const more = async (): Promise<boolean> => {
      const drained = once(socket, 'drain').then(() => true)
      return Promise.race([drained, new Promise<boolean>((go) => setTimeout(() => go(false), 300))])
    }
    while (sent < total && (await more())) while (sent < total && push());
    expect(sent).toBeLessThan(total)
    const [lag] = await handle.lag()
    expect(lag?.trouble).toMatch(/does not take records/)
    await place.journal.open()
    socket.end()
    await closed(socket)
    await until(
      async () => (await handle.lag())[0],
      (seen) => seen?.records === 0 && seen.trouble === undefined,
    )
    expect(await place.texts('audit.vault')).toHaveLength(sent)
  })
})

describe('over UDP', () => {
  const send = async (...datagrams: readonly string[]): Promise<void> => {
    const socket = createSocket('udp4')
    for (const one of datagrams) await new Promise<void>((go) => socket.send(one, port, '127.0.0.1', () => go()))
    socket.close()
  }

  test('a datagram is a record, with its line end or without', async () => {
    await listen({ transport: 'udp' })
    await send(a, `${b}\n`, '\n', 'one\ntwo')
    await taken([a, b, 'one\ntwo'])
  })

  test('one that is too long is a dead letter', async () => {
    await listen({ transport: 'udp' })
    await send('x'.repeat(1_001), a)
    await taken([a])
    expect(await place.letters()).toHaveLength(1)
  })

  test('what the kernel could not hold is counted as lost, and told', async () => {
    await listen({ transport: 'udp', maxMessage: 65_507 })
    const socket = createSocket('udp4')
    const large = Buffer.alloc(60_000, 'x')
    // All in one turn, in which nobody can read.
    for (let turn = 0; turn < 300; turn += 1) socket.send(large, port, '127.0.0.1')
    await until(
      () => place.troubles.get('in lost-in-kernel') ?? 0,
      (lost) => lost > 0,
    )
    expect((await handle.lag())[0]?.trouble).toMatch(/datagrams were lost/)
    socket.close()
  })
})

describe('over TLS', () => {
  let ours: Authority
  let server: Certificate
  beforeAll(() => {
    ours = makeAuthority('authority.example.com')
    server = ours.issue('collector.example.com')
  })
  const secure = (more: object) => ({
    transport: 'tls' as const,
    tls: { ...server, requireClient: false, clients: [], ...more },
  })
  const dialTls = (client: Partial<Certificate> = {}): Socket => {
    const socket = connectTls({ port, host: '127.0.0.1', ca: ours.cert, servername: 'localhost', ...client })
    socket.on('error', () => undefined)
    sockets.push(socket)
    return socket
  }

  test('messages come through, and what is no TLS is refused', async () => {
    await listen(secure({}))
    dialTls().write(octets(a))
    await taken([a])
    const plain = await dial()
    plain.write(octets(b))
    await closed(plain)
    await trouble('tls-failed')
  })

  test('a certificate names the sender', async () => {
    await listen(secure({ ca: ours.cert }))
    dialTls(ours.issue('nas-1.example.com')).write(octets(a))
    dialTls().write(octets(a))
    await taken([a, a])
    const shipped = (await place.records('audit.vault')).map(({ headers }) => JSON.parse(headers[shippedHeader] ?? ''))
    expect(shipped.map((one: { as?: string }) => one.as).sort()).toEqual(['nas-1.example.com', undefined])
  })

  test.each([
    ['none where one is asked for', {}, { requireClient: true }],
    ['one of another authority', makeAuthority('other.example.com').issue('nas-1.example.com'), {}],
    ['one of another name', 'nas-2.example.com', { clients: ['nas-1.example.com'] }],
  ])('%s is refused', async (_, client, more) => {
    await listen(secure({ ca: ours.cert, ...more }))
    const socket = dialTls(typeof client === 'string' ? ours.issue(client) : client)
    socket.write(octets(a))
    await closed(socket)
    await trouble('tls-failed')
    expect(await place.texts('audit.vault')).toEqual([])
  })
})
