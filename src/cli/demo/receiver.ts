// The on-call's end of the demo: a server on this machine that takes events as PagerDuty's Events API v2 does.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { isObject } from '../../lib/json.ts'
import { at } from '../../lib/path.ts'

export interface Received {
  readonly action: string
  readonly dedupKey: string
  readonly summary: string
  readonly stake: string
  readonly steps: readonly string[]
  readonly link: string
  /** ISO: the event time that caused it. */
  readonly timestamp: string
  /** Milliseconds of the process's own clock. */
  readonly receivedAt: number
}

export interface Receiver {
  readonly url: string
  close(): Promise<void>
}

export async function openReceiver(received: (page: Received) => void): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const receivedAt = performance.now()
    const answer = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const event = parse(await text(request).catch(() => ''))
    const action = at(event, 'event_action')
    const key = at(event, 'dedup_key')
    if (request.method !== 'POST' || typeof action !== 'string' || typeof key !== 'string')
      return answer(400, {
        status: 'invalid event',
        message: 'Event object is invalid',
        errors: ['event_action and dedup_key are needed'],
      })
    received(pageOf(event, action, key, receivedAt))
    answer(202, { status: 'success', message: 'Event processed', dedup_key: key })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/enqueue`,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function pageOf(event: unknown, action: string, dedupKey: string, receivedAt: number): Received {
  const word = (path: string): string => String(at(event, path) ?? '')
  const links = at(event, 'links')
  const details = at(event, 'payload.custom_details')
  const detail = (name: string): string => (isObject(details) ? String(details[name] ?? '') : '')
  return {
    action,
    dedupKey,
    summary: word('payload.summary'),
    stake: detail('What is at stake'),
    steps: detail('First steps').split('\n').filter(Boolean),
    link: Array.isArray(links) ? String(at(links[0], 'href') ?? '') : '',
    timestamp: word('payload.timestamp'),
    receivedAt,
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
