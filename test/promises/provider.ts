// A provider on loopback that behaves as providers document it, on its good days and on its bad ones.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** One request that came in whole, whatever became of it. */
export interface Rung {
  readonly action: string
  readonly key: string
  readonly summary: string
  readonly body: string
  /** By the clock of the test, in milliseconds. */
  readonly at: number
  /** Whether the provider took it: rang, or would have. */
  readonly taken: boolean
}

export type Day =
  | 'accepts'
  | 'refuses 400'
  | 'refuses 401'
  | 'refuses 403'
  | 'refuses 404'
  | 'throttles 429'
  | 'fails 500'
  | 'fails 502'
  | 'fails 503'
  | 'hangs'
  | 'drips'
  | 'redirects'
  | 'resets before it reads'
  | 'resets after it accepted'
  | 'closes without a word'
  | 'speaks TLS that nobody trusts'
  | 'is gone'

/** All bad days on which nothing rings. */
export const badDays = [
  'refuses 400',
  'refuses 401',
  'refuses 403',
  'refuses 404',
  'throttles 429',
  'fails 500',
  'fails 502',
  'fails 503',
  'hangs',
  'redirects',
  'resets before it reads',
  'closes without a word',
  'speaks TLS that nobody trusts',
  'is gone',
] as const satisfies readonly Day[]

export interface Provider {
  readonly name: string
  readonly url: string
  day: Day
  /** Seconds in `Retry-After` of a throttled answer. */
  retryAfter: number
  readonly requests: readonly Rung[]
  /** What it took, by the incident's key. */
  rings(): readonly Rung[]
  close(): Promise<void>
}

/** @param name of the channel @param now the test's clock @param tls a certificate that nobody trusts, for the day that needs it */
export async function openProvider(
  name: string,
  now: () => number,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Provider> {
  const requests: Rung[] = []
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (provider.day === 'resets before it reads') {
      request.socket.destroy()
      return
    }
    void bodyOf(request)
      .then((body) => answer(provider, requests, { body, request, response, now }))
      .catch(() => undefined)
  }
  const plain = createServer(listener)
  const secret = tls && createTlsServer(tls, listener)
  await Promise.all(
    [plain, ...(secret ? [secret] : [])].map((one) => new Promise<void>((go) => one.listen(0, '127.0.0.1', go))),
  )
  const portOf = (one: typeof plain): number => (one.address() as AddressInfo).port
  const provider: Provider = {
    name,
    get url() {
      if (provider.day === 'is gone') return 'http://127.0.0.1:9/'
      return provider.day === 'speaks TLS that nobody trusts' && secret
        ? `https://127.0.0.1:${portOf(secret)}/`
        : `http://127.0.0.1:${portOf(plain)}/`
    },
    day: 'accepts',
    retryAfter: 30,
    requests,
    rings: () => requests.filter(({ taken }) => taken),
    async close() {
      for (const one of [plain, ...(secret ? [secret] : [])]) {
        one.closeAllConnections()
        await new Promise<void>((go) => one.close(() => go()))
      }
    },
  }
  return provider
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

interface Call {
  readonly body: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  now(): number
}

function answer(provider: Provider, requests: Rung[], { body, request, response, now }: Call): void {
  const note = (taken: boolean): void => void requests.push({ ...partsOf(body), body, at: now(), taken })
  const say = (status: number, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"message":"as documented"}')
  }
  const status = /\d{3}$/.exec(provider.day)?.[0]
  if (provider.day === 'accepts') {
    note(true)
    say(202)
  } else if (provider.day === 'resets after it accepted') {
    note(true)
    request.socket.destroy()
  } else if (provider.day === 'drips') {
    note(true)
    response.writeHead(202, { 'content-type': 'application/json' }).write('{')
  } else {
    note(false)
    if (status === '429') say(429, { 'retry-after': String(provider.retryAfter) })
    else if (status !== undefined) say(Number(status))
    else if (provider.day === 'redirects') say(307, { location: provider.url })
    else if (provider.day === 'closes without a word') request.socket.end()
  }
}

function partsOf(body: string): Pick<Rung, 'action' | 'key' | 'summary'> {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  try {
    const { event_action, dedup_key, payload, type, data } = JSON.parse(body) as Record<string, unknown>
    const { summary, dedupKey } = (payload ?? data ?? {}) as Record<string, unknown>
    return { action: text(event_action) || text(type), key: text(dedup_key) || text(dedupKey), summary: text(summary) }
  } catch {
    return { action: '', key: '', summary: '' }
  }
}
