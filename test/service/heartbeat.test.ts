// Signs of life to watchers outside, over real HTTP on loopback; and those that come in from senders.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { heartbeatIntake } from '../../src/intake/heartbeat.ts'
import type { Watcher } from '../../src/model/heartbeat.ts'
import type { NewRecord } from '../../src/model/journal.ts'
import { beatOf } from '../../src/relay/heartbeat.ts'
import { startHeartbeat } from '../../src/service/heartbeat.ts'
import { makeLog } from '../../src/service/log.ts'
import { openPost } from '../../src/service/post.ts'
import { until } from '../support/until.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function listening(handler: RequestListener): Promise<string> {
  const server: Server = createServer(handler)
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  ends.push(
    () => void server.closeAllConnections(),
    () => void server.close(),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Call {
  readonly line: string
  readonly body: string
}

async function watcherServer(status = 200): Promise<{ readonly url: string; readonly calls: Call[] }> {
  const calls: Call[] = []
  const url = await listening(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    calls.push({ line: `${request.method} ${request.url}`, body })
    response.writeHead(status).end()
  })
  return { url, calls }
}

function beating(watcher: Pick<Watcher, 'kind' | 'settings'>, health: { ready: boolean; why: string[] }) {
  const post = openPost({ timeout: 2_000, allow: ['127.0.0.0/8'] })
  const heard: boolean[] = []
  const looks: boolean[] = []
  const heartbeat = startHeartbeat({
    watchers: [{ name: 'outside', every: 20, ...watcher }],
    site: 'hamburg',
    post,
    log: makeLog({ level: 'silent', secrets: [] } as never),
    health: async () => {
      looks.push(health.ready)
      return health
    },
    observe: (_, ok) => void heard.push(ok),
  })
  ends.push(
    () => heartbeat.stop(),
    () => post.close(),
  )
  return { heard, looks }
}

describe('a watcher outside', () => {
  test('is called as long as all is well, and no more when it is not', async () => {
    const { url, calls } = await watcherServer()
    const health = { ready: true, why: [] as string[] }
    const { looks } = beating({ kind: 'plain', settings: { url: `${url}/beat`, method: 'GET' } }, health)
    await until(
      () => calls.length >= 3,
      (yes) => yes,
      3_000,
    )
    health.ready = false
    await until(
      () => looks.filter((ready) => !ready).length > 1,
      (yes) => yes,
      3_000,
    )
    const before = calls.length
    await until(
      () => looks.filter((ready) => !ready).length > 5,
      (yes) => yes,
      3_000,
    )
    expect(calls).toHaveLength(before)
    expect(calls[0]?.line).toBe('GET /beat')
  })
  test('of the healthchecks kind hears at once that it is not well, and why', async () => {
    const { url, calls } = await watcherServer()
    beating({ kind: 'healthchecks', settings: { url } }, { ready: false, why: ['detect is failed: no brokers'] })
    await until(
      () => calls.length >= 1,
      (yes) => yes,
      3_000,
    )
    expect(calls[0]).toEqual({ line: 'POST /fail', body: 'detect is failed: no brokers' })
  })
  test('of the PagerDuty kind has an incident as long as it is not well, and one resolve', async () => {
    const { url, calls } = await watcherServer(202)
    const health = { ready: false, why: ['page is behind'] as string[] }
    const { looks } = beating({ kind: 'pagerduty', settings: { url, routingKey: 'key' } }, health)
    await until(
      () => calls.length >= 2,
      (yes) => yes,
      3_000,
    )
    health.ready = true
    await until(
      () => calls.some(({ body }) => body.includes('resolve')),
      (yes) => yes,
      3_000,
    )
    await until(
      () => looks.filter((ready) => ready).length > 5,
      (yes) => yes,
      3_000,
    )
    expect(calls.filter(({ body }) => body.includes('resolve'))).toHaveLength(1)
    expect(new Set(calls.map(({ body }) => JSON.parse(body).dedup_key)).size).toBe(1)
  })
  test('that refuses is counted, and asked again', async () => {
    const { url, calls } = await watcherServer(500)
    const { heard } = beating({ kind: 'plain', settings: { url } }, { ready: true, why: [] })
    await until(
      () => calls.length >= 3,
      (yes) => yes,
      3_000,
    )
    expect(heard.every((ok) => !ok)).toBe(true)
  })
  test('gets the headers that its settings name', () => {
    const watcher: Watcher = {
      name: 'jsm',
      kind: 'plain',
      every: 60_000,
      settings: {
        url: 'https://api.example.com/v2/heartbeats/lastcopy/ping',
        headers: { authorization: 'GenieKey k' },
      },
    }
    expect(beatOf(watcher, { well: true, why: [], site: 'hamburg' })).toMatchObject({
      method: 'POST',
      headers: { authorization: 'GenieKey k' },
    })
  })
})

describe('a sender that says that it lives', () => {
  const expected = [{ name: 'nightly-export', within: 1, priority: 'notify' as const }]
  const door = async (
    tokens: readonly { name: string; token: string; sources: readonly string[] }[],
    fails = false,
  ) => {
    const written: NewRecord[] = []
    const journal = {
      async append(records: readonly NewRecord[]) {
        if (fails) throw new Error('the disk is full')
        written.push(...records)
      },
    }
    const handler = heartbeatIntake({ journal, site: 'hamburg', expected, config: { tokens }, now: () => 0 })
    const url = await listening((request, response) => void handler(request, response))
    const call = async (name: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${url}/heartbeat/${name}`, { method: 'POST', headers })
      return [answer.status, await answer.json()] as const
    }
    return { written, call }
  }
  test('is written down before it is answered', async () => {
    const { call, written } = await door([])
    expect(await call('nightly-export')).toEqual([200, { heard: '1970-01-01T00:00:00.000Z' }])
    expect(written).toMatchObject([{ topic: 'lastcopy.events', key: 'hamburg' }])
  })
  test('needs a token where there are tokens, and its own', async () => {
    const { call } = await door([
      { name: 'cron', token: 'long-enough-token', sources: [] },
      { name: 'veeam', token: 'another-long-token', sources: ['veeam.vbr'] },
    ])
    expect((await call('nightly-export'))[0]).toBe(401)
    expect((await call('nightly-export', { authorization: 'Bearer wrong' }))[0]).toBe(401)
    expect((await call('nightly-export', { authorization: 'Bearer another-long-token' }))[0]).toBe(403)
    expect((await call('nightly-export', { authorization: 'Bearer long-enough-token' }))[0]).toBe(200)
  })
  test('whom nobody expects is told so, with the name that was probably meant', async () => {
    const { call } = await door([])
    expect(await call('nightly-exprt')).toEqual([
      404,
      { error: 'nobody expects "nightly-exprt"; did you mean nightly-export?' },
    ])
    expect((await call('%ff%00'))[0]).toBe(404)
  })
  test('is asked to try again where it could not be written', async () => {
    const { call } = await door([], true)
    expect((await call('nightly-export'))[0]).toBe(503)
  })
})
