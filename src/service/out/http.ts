// Sends one HTTP request and says what came of it; never throws, never follows, never waits for ever.
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import fetch from 'node-fetch'
import type { HttpAnswer, HttpRequest } from '../../model/pager.ts'
import { type Guard, whyRefused } from './guard.ts'

const abreast = 8
const longestAnswer = 64 << 10

export interface HttpOut {
  send(request: HttpRequest): Promise<HttpAnswer>
  close(): void
}

/** @param timeout milliseconds until an answer that does not come counts as none */
export function openHttp(timeout: number, guard: Guard): HttpOut {
  const options = { keepAlive: true, maxSockets: abreast, lookup: guard.lookup }
  const agents = { http: new http.Agent(options), https: new https.Agent(options) }
  return {
    async send(request) {
      const why = refusedUrl(request.url, guard)
      if (why !== undefined) return { status: 0, error: why, refused: true }
      const limit = new AbortController()
      const timer = setTimeout(() => limit.abort(), timeout)
      try {
        const response = await fetch(request.url, {
          method: request.method,
          headers: { ...request.headers, 'user-agent': 'lastcopy' },
          ...(request.method === 'GET' ? {} : { body: request.body }),
          redirect: 'manual',
          signal: limit.signal,
          size: 1 << 20,
          agent: ({ protocol }) => (protocol === 'http:' ? agents.http : agents.https),
        })
        // The status is the answer; a body that never ends changes nothing about it.
        const body = await response.text().catch(() => '')
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: body.slice(0, longestAnswer),
        }
      } catch (cause) {
        if (limit.signal.aborted) return { status: 0, error: `no answer within ${timeout / 1000} s` }
        const code =
          cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
        const closed = whyRefused(code)
        return closed === undefined
          ? { status: 0, error: code ?? 'the connection failed' }
          : { status: 0, error: closed, refused: true }
      } finally {
        clearTimeout(timer)
      }
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

/** An address in numbers is connected to without being resolved, so it is looked at here. */
function refusedUrl(text: string, guard: Guard): string | undefined {
  if (!URL.canParse(text)) return 'the address is no URL'
  const { protocol, username, password, hostname } = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:')
    return `pages go out by http and https, not by ${protocol.slice(0, -1)}`
  if (username !== '' || password !== '') return 'the address carries a name or password before its host'
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? undefined : guard.refusal(host)
}
