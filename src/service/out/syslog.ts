// Sends one line to another collector: a datagram (RFC 5426), or counted in octets over TCP (RFC 6587) or TLS (RFC 5425).
import { createSocket } from 'node:dgram'
import { isIP, isIPv6, type Socket } from 'node:net'
import { connect as secure } from 'node:tls'
import type { HttpAnswer, SyslogLine } from '../../model/pager.ts'
import type { Guard } from './guard.ts'
import { failure, openSocket } from './socket.ts'

/** Syslog has no answer: what was handed over whole counts as taken. */
const taken: HttpAnswer = { status: 200, headers: {}, body: 'handed over; syslog has no answer' }

/** @param timeout milliseconds */
export async function sendLine(line: SyslogLine, timeout: number, guard: Guard): Promise<HttpAnswer> {
  try {
    if (line.via === 'udp') await datagram(line, guard)
    else await stream(line, timeout, guard)
    return taken
  } catch (cause) {
    return failure(cause)
  }
}

async function datagram({ host, port, line }: SyslogLine, guard: Guard): Promise<void> {
  const address = await resolved(host, guard)
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  try {
    await new Promise<void>((go, stop) => {
      socket.once('error', stop)
      socket.send(line, port, address, (error) => (error ? stop(error) : go()))
    })
  } finally {
    socket.close()
  }
}

function resolved(host: string, guard: Guard): Promise<string> {
  const why = isIP(host) === 0 ? undefined : guard.refusal(host)
  if (why !== undefined) return Promise.reject(Object.assign(new Error(why), { refused: true }))
  return new Promise((go, stop) =>
    guard.lookup(host, {}, (error, address) => (error ? stop(error) : go(String(address)))),
  )
}

async function stream({ via, host, port, ca, line }: SyslogLine, timeout: number, guard: Guard): Promise<void> {
  const plain = await openSocket(host, port, timeout, guard)
  const socket: Socket =
    via === 'tls'
      ? secure({
          socket: plain,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          host,
          minVersion: 'TLSv1.2',
          ...(ca === undefined ? {} : { ca }),
        })
      : plain
  const timer = setTimeout(() => socket.destroy(Object.assign(new Error('no end'), { code: 'ETIMEDOUT' })), timeout)
  try {
    await new Promise<void>((go, stop) => {
      socket.once('error', stop)
      socket.once('close', () => go())
      // A collector that reads nothing keeps its end open: what lies in its buffer is as much as TCP can tell.
      socket.end(`${Buffer.byteLength(line)} ${line}`, () => setTimeout(go, lingering))
      socket.resume()
    })
  } finally {
    clearTimeout(timer)
    socket.destroy()
    plain.destroy()
  }
}

/** Milliseconds for a reset that answers the line to arrive. */
const lingering = 500
