// Sends one HTTP request to a pager and says what came of it; never throws, never follows, never waits for ever.
import http from 'node:http'
import https from 'node:https'
import fetch from 'node-fetch'
import type { HttpAnswer, HttpRequest } from '../model/pager.ts'

const abreast = 8
const longestAnswer = 8 << 10

export interface Post {
  send(request: HttpRequest): Promise<HttpAnswer>
  close(): void
}

/** @param timeout milliseconds until an answer that does not come counts as none */
export function openPost(timeout: number): Post {
  const agents = {
    http: new http.Agent({ keepAlive: true, maxSockets: abreast }),
    https: new https.Agent({ keepAlive: true, maxSockets: abreast }),
  }
  return {
    async send(request) {
      const limit = new AbortController()
      const timer = setTimeout(() => limit.abort(), timeout)
      try {
        const response = await fetch(request.url, {
          method: request.method,
          headers: { ...request.headers, 'user-agent': 'lastcopy' },
          body: request.body,
          redirect: 'manual',
          signal: limit.signal,
          size: 1 << 20,
          agent: ({ protocol }) => (protocol === 'http:' ? agents.http : agents.https),
        })
        // The status is the answer; a body that never ends changes nothing about it.
        const body = await response.text().catch(() => '')
        const headers = Object.fromEntries(response.headers)
        return { status: response.status, headers, body: body.slice(0, longestAnswer) }
      } catch (cause) {
        const code =
          cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
        return {
          status: 0,
          error: limit.signal.aborted ? `no answer within ${timeout / 1000} s` : (code ?? 'the connection failed'),
        }
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
