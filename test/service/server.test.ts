// Slow clients: whoever sends a request drop by drop loses the connection, and everybody else is answered meanwhile.
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { close, listen, makeServer } from '../../src/service/server.ts'

const patience = { head: 300, whole: 900, look: 50 }
let server: ReturnType<typeof makeServer>
let url: string
beforeEach(async () => {
  server = makeServer((request, response) => {
    if (request.url === '/stream') {
      response.write('begun\n')
      setTimeout(() => response.end('done\n'), 2 * patience.whole)
    } else request.on('end', () => response.end('answered')).resume()
  }, patience)
  url = await listen(server, { host: '127.0.0.1', port: 0 } as Parameters<typeof listen>[1])
})
afterEach(() => close(server))

/** Sends the beginning at once and then a sign at a time. @returns all that came back when the connection was cut */
async function drip(beginning: string, sign: string): Promise<string> {
  const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1')
  let said = ''
  socket.on('data', (part) => {
    said += String(part)
  })
  socket.on('error', () => undefined)
  socket.write(beginning)
  const drops = setInterval(() => socket.write(sign), 50)
  await new Promise((gone) => socket.once('close', gone))
  clearInterval(drops)
  return said
}

describe('a client that is slow', () => {
  test('with the head of its request is told so and cut off', async () => {
    expect(await drip('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', 'x')).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('with the body too', async () => {
    const beginning = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n'
    expect(await drip(beginning, 'x')).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('keeps nobody else waiting', async () => {
    const slow = Array.from({ length: 200 }, () => drip('GET / HTTP/1.1\r\nX-Slow: ', 'x'))
    expect(await (await fetch(url)).text()).toBe('answered')
    expect((await Promise.all(slow)).every((said) => said.startsWith('HTTP/1.1 408'))).toBe(true)
  })

  test('with reading an answer is waited for: a stream goes on', async () => {
    expect(await (await fetch(`${url}/stream`)).text()).toBe('begun\ndone\n')
  })
})

test('a head that is too large is refused', async () => {
  const answer = await fetch(url, { headers: { 'x-large': 'x'.repeat(20_000) } }).catch(() => undefined)
  expect(answer?.status ?? 431).toBe(431)
})
