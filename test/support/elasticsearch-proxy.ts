// A loopback proxy before a real node that demands a sign-in, as a secured cluster does, and has bad days.
import { createServer as createPlain, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** How the node's answers come through; the others stand for what clusters do when they are in trouble. */
export type ProxyMood = 'pass' | 'busy' | 'unavailable' | 'down' | 'hang'

export interface ElasticsearchProxy {
  readonly url: string
  mood: ProxyMood
  /** Answers a request instead of the node; undefined lets it through. */
  instead?: (
    method: string,
    path: string,
    body: string,
  ) => { readonly status: number; readonly body: unknown } | undefined
  /** Requests that reached the node. */
  passed(): number
  close(): Promise<void>
}

export interface ProxyOptions {
  /** The only value of `authorization` that opens. */
  readonly authorization?: string
  /** HTTPS; with `ca`, only for those that show a certificate of it. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string }
}

export async function startProxy(node: string, { authorization, tls }: ProxyOptions = {}): Promise<ElasticsearchProxy> {
  let passed = 0
  const say = (response: ServerResponse, status: number, body: unknown): void => {
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' })
      .end(JSON.stringify(body))
  }
  const refuse = (response: ServerResponse, status: number, type: string): void =>
    say(response, status, { error: { type, reason: `${type} by the proxy` }, status })
  const handle = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of asked) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    if (here.mood === 'down') return void asked.socket.destroy()
    if (here.mood === 'hang') return
    if (here.mood === 'busy') return refuse(response, 429, 'circuit_breaking_exception')
    if (here.mood === 'unavailable') return refuse(response, 503, 'master_not_discovered_exception')
    if (tls?.ca !== undefined && !(asked.socket as TLSSocket).authorized)
      return refuse(response, 401, 'security_exception')
    if (authorization !== undefined && asked.headers.authorization !== authorization)
      return refuse(response, 401, 'security_exception')
    const other = here.instead?.(asked.method ?? '', asked.url ?? '', body.toString())
    if (other) return say(response, other.status, other.body)
    passed += 1
    const { authorization: _, ...headers } = asked.headers
    const on = request(`${node}${asked.url}`, { method: asked.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    on.once('error', () => response.destroy())
    on.end(body)
  }
  const listener = (asked: IncomingMessage, response: ServerResponse): void => void handle(asked, response)
  const server = tls
    ? createSecure({ ...tls, requestCert: tls.ca !== undefined, rejectUnauthorized: false }, listener)
    : createPlain(listener)
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  const here: ElasticsearchProxy = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood: 'pass',
    passed: () => passed,
    close: () =>
      new Promise((go) => {
        server.closeAllConnections()
        server.close(() => go())
      }),
  }
  return here
}
