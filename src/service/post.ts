// Sends one HTTP request to a pager and says what came of it; never throws, never follows, never waits for ever.
import http from 'node:http'
import https from 'node:https'
import fetch from 'node-fetch'
import type { Json } from '../lib/json.ts'
import type { Page } from '../model/page.ts'
import type { HttpAnswer, HttpRequest, Judged, Outgoing, Pager } from '../model/pager.ts'

const abreast = 8
const longestAnswer = 8 << 10

export interface Post {
  /**
   * Sends what the pager makes of the page, and has it judge the answer; what it has nothing to say of is accepted.
   * @param at epoch milliseconds
   */
  carry(pager: Pager, page: Page, settings: Readonly<Record<string, Json>>, at: number): Promise<Judged>
  close(): void
}

/** @param timeout milliseconds until an answer that does not come counts as none */
export function openPost(timeout: number): Post {
  const agents = {
    http: new http.Agent({ keepAlive: true, maxSockets: abreast }),
    https: new https.Agent({ keepAlive: true, maxSockets: abreast }),
  }
  const send = async (request: HttpRequest): Promise<HttpAnswer> => {
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
      const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
      return {
        status: 0,
        error: limit.signal.aborted ? `no answer within ${timeout / 1000} s` : (code ?? 'the connection failed'),
      }
    } finally {
      clearTimeout(timer)
    }
  }
  const out = (outgoing: Outgoing): Promise<HttpAnswer> | HttpAnswer =>
    outgoing.via === undefined || outgoing.via === 'http'
      ? send(outgoing)
      : { status: 0, error: `there is no way out by ${outgoing.via}` }
  return {
    async carry(pager, page, settings, at) {
      const outgoing = pager.request(page, settings, at)
      return outgoing ? pager.verdict(await out(outgoing)) : { verdict: 'accepted', detail: 'nothing to say there' }
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}
