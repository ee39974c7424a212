import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alertOf } from '../store/alert.ts'
import { serve, type TestServer } from './server.ts'

/** A script that is not one of ours, an image, a sign that hides. */
const foreign = /<script(?! (type="module" )?src="\/console\/[0-9a-f]+\/\w+\.js"><\/script>)|<img|\p{Cf}/u

const evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\u0007'
const token = 'a-token-of-more-than-16-characters'
const hostile = alertOf({
  id: `x${evil}`,
  summary: evil,
  title: evil,
  actor: { id: evil, name: evil, kind: evil, addresses: [evil], agents: [evil] },
  resource: { type: evil, id: evil, name: evil, platform: evil, container: evil },
  account: evil,
  changes: [{ setting: evil, from: evil, to: { [evil]: evil }, unit: evil }],
  events: [{ id: evil, source: evil, position: evil, at: evil }],
  evidence: alertOf().evidence.map((event) => ({
    ...event,
    [evil]: { [evil]: evil },
    event: { ...event.event, code: evil, original: evil },
  })),
})

describe('the web door on this machine', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await serve([alertOf(), alertOf({ id: 'a2', status: 'closed', at: '2026-02-01T00:00:00.000Z' }), hostile])
  })
  afterAll(() => server.close())
  const get = (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init)
  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    get(path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    })

  test.each([
    ['/healthz', 200],
    ['/readyz', 200],
    ['/metrics', 200],
    ['/', 200],
    ['/alerts/a1', 200],
    ['/alerts/none', 404],
    ['/api/alerts/none', 404],
    ['/api/alerts?limit=0', 400],
    ['/api/alerts?status=opened', 400],
    ['/api/alerts?from=yesterday', 400],
    ['/?status=opened', 400],
    ['/api/nothing', 404],
    ['/nothing', 404],
    ['/..%2f..%2fpackage.json', 404],
    ['/alerts/%', 400],
    ['/api/dead-letters/none', 404],
  ])('answers %s with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })

  test('lists alerts by what is asked', async () => {
    const list = (await (await get('/api/alerts?status=closed,open&limit=1')).json()) as { total: number; next: string }
    expect(list).toMatchObject({ total: 3, next: expect.any(String) })
    const rest = (await (await get(`/api/alerts?limit=5&cursor=${list.next}`)).json()) as { alerts: unknown[] }
    expect(rest.alerts).toHaveLength(2)
    expect(await (await get('/api/alerts?class=refused')).json()).toMatchObject({ total: 0 })
  })

  test('gives an alert with what was told and done', async () => {
    expect(await (await get('/api/alerts/a1')).json()).toMatchObject({
      alert: { id: 'a1' },
      pages: [],
      deliveries: [],
      actions: [],
    })
  })

  test('takes acts from programs on this machine and records who', async () => {
    expect((await post('/api/alerts/a1/note', { text: 'called the owner' })).status).toBe(202)
    expect((await post('/api/alerts/a1/ack')).status).toBe(202)
    expect(server.actions).toMatchObject([
      { act: 'note', alert: 'a1', text: 'called the owner', by: 'this machine' },
      { act: 'acknowledge', alert: 'a1' },
    ])
  })

  test.each([
    ['a note without words', '/api/alerts/a1/note', {}, 400],
    ['a note of an odd type', '/api/alerts/a1/note', { text: 5 }, 400],
    ['an unknown act', '/api/alerts/a1/constructor', {}, 404],
    ['an unknown alert', '/api/alerts/zz/ack', {}, 404],
    ['a huge body', '/api/alerts/a1/note', { text: 'x'.repeat(100_000) }, 413],
  ])('refuses %s', async (_, path, body, status) => {
    expect((await post(path, body)).status).toBe(status)
  })

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example.com' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
  ])('refuses acts that %s began', async (_, headers) => {
    expect((await post('/api/alerts/a1/close', {}, headers)).status).toBe(403)
  })

  test('shows hostile content as text, with what would hide made visible', async () => {
    for (const path of ['/', `/alerts/${encodeURIComponent(hostile.id)}`]) {
      const page = await (await get(path)).text()
      expect(page).toContain('&lt;script&gt;')
      expect(page).not.toMatch(foreign)
      expect(page).toContain('U+202E')
    }
  })

  test('renders the runbook, and a script in it as text', async () => {
    const page = await (await get('/alerts/a1')).text()
    expect(page).toMatch(/<ol><li><form[^>]*>.*<\/form>Call the backup administrator\.<\/li>/)
    expect(page).toContain('35 days')
    expect(page).not.toMatch(foreign)
  })

  test('lets nothing foreign load and nobody frame it', async () => {
    const { headers } = await get('/')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('lists, shows and replays dead letters', async () => {
    expect(await (await get('/api/dead-letters')).json()).toMatchObject({ deadLetters: [{ id: '0-12', bytes: 5 }] })
    expect(await (await get('/api/dead-letters/0-12')).json()).toMatchObject({ record: 'eyJjdXQ=' })
    expect((await post('/api/dead-letters/0-12/replay')).status).toBe(202)
    expect((await post('/api/dead-letters/9-9/replay')).status).toBe(404)
    expect((await post('/api/dead-letters/0-12/replay')).status).toBe(409)
    expect((await post('/api/dead-letters/replay?since=yesterday')).status).toBe(400)
    expect(await (await post('/api/dead-letters/replay?source=aws.cloudtrail')).json()).toEqual({
      replayed: 0,
      before: 1,
    })
    expect((await get('/api/dead-letters?since=2026-13-01')).status).toBe(400)
    expect(server.replayed).toEqual(['0-12'])
  })

  test('takes events of before, or names every line that it cannot use', async () => {
    const meta = {
      id: 'e',
      action: 'other',
      code: 'c',
      outcome: 'success',
      dataset: 'veeam.vbr',
      module: 'veeam',
      original: '',
    }
    const event = { '@timestamp': '2026-01-01T00:00:00Z', event: meta }
    const line = (value: object) => JSON.stringify(value)
    const send = (...lines: readonly string[]) => get('/api/learn', { method: 'POST', body: lines.join('\n') })
    expect((await send(line({ event, at: '2026-01-01T00:00:00Z' }))).status).toBe(202)
    expect(server.learned).toMatchObject([{ at: '2026-01-01T00:00:00.000Z', event: { event: { id: 'e' } } }])
    const refused = await send(
      line({ event, at: 'yesterday' }),
      line({ event: { ...event, event: { ...meta, id: 7 } }, at: '2026-01-01T00:00:00Z' }),
      line({ event: { ...event, event: { ...meta, module: 'lastcopy' } }, at: '2026-01-01T00:00:00Z' }),
      'no JSON',
    )
    expect(refused.status).toBe(400)
    expect(((await refused.json()) as { lines: { reason: string }[] }).lines.map(({ reason }) => reason)).toEqual([
      'at must be an ISO time',
      'event.id is missing',
      'what Lastcopy did itself is in its own log',
      'is no object with an event',
    ])
  })

  test('takes a baseline, or names every line that it cannot use', async () => {
    const line = { resource: 'arn:aws:s3:::b', setting: 'retention', value: 35, at: '2026-01-01T00:00:00Z' }
    const send = (body: string) => get('/api/baseline', { method: 'POST', body })
    expect((await send(`${JSON.stringify(line)}\n\n`)).status).toBe(202)
    expect(server.baseline).toMatchObject([{ setting: 'retention', value: 35 }])
    const bad = await send(
      `[]\n${JSON.stringify({ ...line, setting: 'retenton' })}\n${JSON.stringify({ ...line, at: 'x' })}`,
    )
    expect(bad.status).toBe(400)
    expect(await bad.json()).toMatchObject({
      lines: [{ line: 1 }, { line: 2, reason: expect.stringContaining('did you mean retention?') }, { line: 3 }],
    })
  })

  test('lets nobody in under a name that is not its own', async () => {
    const { request } = await import('node:http')
    const status = await new Promise((resolve) => {
      request(`${server.url}/api/alerts`, { headers: { host: 'rebound.example.com' } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      }).end()
    })
    expect(status).toBe(401)
  })
})

describe('the web door with tokens', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await serve([alertOf()], { access: { tokens: [{ name: 'night shift', token, role: 'engineer' }] } })
  })
  afterAll(() => server.close())
  const get = (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, { redirect: 'manual', ...init })

  test('keeps health open and everything else closed', async () => {
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/api/alerts')).status).toBe(401)
    expect((await get('/metrics')).status).toBe(401)
    expect((await get('/api/alerts/a1/ack', { method: 'POST' })).status).toBe(401)
    const page = await get('/alerts/a1', { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?to=%2Falerts%2Fa1'])
  })

  test.each([
    [`Bearer ${token}`, 200],
    [`bearer ${token}`, 200],
    [`Bearer ${token}x`, 401],
    ['Bearer ', 401],
    [`Basic ${token}`, 401],
  ])('answers %s with %i', async (authorization, status) => {
    expect((await get('/api/alerts', { headers: { authorization } })).status).toBe(status)
  })

  test('records acts under the name of the token', async () => {
    await get('/api/alerts/a1/ack', { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    expect(server.actions.at(-1)).toMatchObject({ by: 'night shift' })
  })
})
