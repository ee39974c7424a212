// A loopback server that behaves like PagerDuty's Events API v2, in all the ways in which it may.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedEvent {
  readonly routing_key: string
  readonly event_action: string
  readonly dedup_key: string
  readonly payload?: {
    readonly summary: string
    readonly severity: string
    readonly timestamp?: string
    readonly custom_details?: Readonly<Record<string, string>>
  }
  readonly links?: readonly { readonly href: string }[]
  readonly receivedAt: number
}

/** `accept` is the provider's own behaviour; the others are its bad days. */
export type Mood = 'accept' | 'throttle' | 'broken' | 'forbidden' | 'hang' | 'reset-after-accept' | 'redirect' | 'drip'

export interface PagerDutyServer {
  readonly url: string
  /** All accepted events, in order. */
  readonly events: readonly ReceivedEvent[]
  /** Requests, accepted or not. */
  readonly requests: () => number
  /** Incidents by dedup_key. */
  incidents(): ReadonlyMap<string, readonly ReceivedEvent[]>
  mood: Mood
  onEvent?: (event: ReceivedEvent) => void
  close(): Promise<void>
}

/** Starts the server on a free port. */
export async function startPagerDuty(): Promise<PagerDutyServer> {
  const events: ReceivedEvent[] = []
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    void bodyOf(request).then((body) => answer(here, events, body, request, response))
  })
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  const here: PagerDutyServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/enqueue`,
    events,
    requests: () => requests,
    incidents() {
      const found = new Map<string, ReceivedEvent[]>()
      for (const event of events) found.set(event.dedup_key, [...(found.get(event.dedup_key) ?? []), event])
      return found
    },
    mood: 'accept',
    close: () =>
      new Promise((go) => {
        server.closeAllConnections()
        server.close(() => go())
      }),
  }
  return here
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

function answer(
  server: PagerDutyServer,
  events: ReceivedEvent[],
  body: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const say = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
  }
  const accept = (): ReceivedEvent | undefined => {
    const event = valid(body)
    if (typeof event === 'string') {
      say(400, { status: 'invalid event', message: 'Event object is invalid', errors: [event] })
      return undefined
    }
    const received = { ...event, receivedAt: Date.now() }
    events.push(received)
    server.onEvent?.(received)
    return received
  }
  const moods: Readonly<Record<Mood, () => void>> = {
    accept() {
      const event = accept()
      if (event) say(202, { status: 'success', message: 'Event processed', dedup_key: event.dedup_key })
    },
    throttle: () =>
      say(429, { status: 'throttle exceeded', message: 'Requests are arriving too quickly.' }, { 'retry-after': '1' }),
    broken: () => say(503, { message: 'try later' }),
    forbidden: () => say(403, { message: `no such key ${body.slice(0, 120)}` }),
    redirect: () => say(307, {}, { location: server.url }),
    hang() {},
    'reset-after-accept'() {
      accept()
      request.socket.destroy()
    },
    drip() {
      accept()
      response.writeHead(202).write('{')
    },
  }
  moods[server.mood]()
}

/** What the API checks; the reason when the event is invalid. */
function valid(body: string): Omit<ReceivedEvent, 'receivedAt'> | string {
  if (Buffer.byteLength(body) > 512 << 10) return 'event is larger than 512 KB'
  try {
    const event = JSON.parse(body) as Omit<ReceivedEvent, 'receivedAt'>
    if (!event.routing_key) return "'routing_key' is missing or blank"
    if (!['trigger', 'acknowledge', 'resolve'].includes(event.event_action)) return "'event_action' is invalid"
    if (!event.dedup_key || event.dedup_key.length > 255) return "'dedup_key' is missing or too long"
    if (event.event_action !== 'trigger') return event
    if (!event.payload?.summary || [...event.payload.summary].length > 1024)
      return "'payload.summary' is missing or too long"
    if (!['critical', 'error', 'warning', 'info'].includes(event.payload.severity))
      return "'payload.severity' is invalid"
    return event
  } catch {
    return 'no JSON'
  }
}
