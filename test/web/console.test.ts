// What the console asks of the web room: versions against lost updates, acts on many, the stream, exports, views, the scripts.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqliteEvents } from '../../src/store/events.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { assetSizes } from '../../src/web/assets.ts'
import { alertOf } from '../store/alert.ts'
import { eventRecordOf } from '../store/event.ts'
import { serve, type TestServer } from './server.ts'

const evil = '"><script>alert(1)</script>|`*_\u202e'

let server: TestServer
let ann: string
const store = sqliteStore(':memory:')
beforeAll(async () => {
  server = await serve([], { store })
  ann = await server.token('analyst', 'ann')
  await store.put(['a1', 'a2', 'a3'].map((id) => ({ type: 'alert', alert: alertOf({ id }) })))
  await store.put([{ type: 'alert', alert: alertOf({ id: 'evil', summary: evil, title: evil }) }])
})
afterAll(() => server.close())

const ask = (path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}) =>
  fetch(`${server.url}${path}`, {
    method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: { authorization: `Bearer ${ann}`, 'content-type': 'application/json', ...init.headers },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  })

describe('versions', () => {
  test('what a reader has already is not sent again', async () => {
    const first = await ask('/api/alerts/a2')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"1-\d+"$/)
    expect((await ask('/api/alerts/a2', { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await ask('/api/alerts/a2', { headers: { 'if-none-match': '"0-0"' } })).status).toBe(200)
  })

  test.each([
    ['the version that stands', '"1"', 202],
    ['the whole tag', '"1-0", "9"', 202],
    ['a weak tag', 'W/"1-0"', 202],
    ['any', '*', 202],
    ['an old version', '"0"', 412],
    ['no version', 'one', 412],
    ['a part of a version', '"11"', 412],
  ])('an act that says If-Match with %s', async (_, match, status) => {
    const answer = await ask('/api/alerts/a2/note', { body: { text: 'seen' }, headers: { 'if-match': match } })
    expect(answer.status).toBe(status)
    if (status === 412) expect(await answer.json()).toMatchObject({ alert: { id: 'a2', version: 1 } })
  })
})

describe('acts on many', () => {
  test('are done one by one; each that is not is told with its reason', async () => {
    const answer = await ask('/api/bulk/ack', {
      body: { alerts: [{ id: 'a1', version: 1 }, { id: 'a3', version: 7 }, 'none'] },
    })
    expect(await answer.json()).toMatchObject({
      done: ['a1'],
      refused: [
        { id: 'a3', status: 412, alert: { version: 1 } },
        { id: 'none', status: 404 },
      ],
    })
  })

  test.each<[string, unknown, number]>([
    ['no alerts', {}, 400],
    ['an empty list', { alerts: [] }, 400],
    ['one twice', { alerts: ['a1', 'a1'] }, 400],
    ['a number', { alerts: [1] }, 400],
    ['a version that is a text', { alerts: [{ id: 'a1', version: '1' }] }, 400],
    ['too many', { alerts: Array.from({ length: 501 }, (_, n) => `x${n}`) }, 400],
    ['a list', [], 400],
  ])('with %s are refused', async (_, body, status) => {
    expect((await ask('/api/bulk/ack', { body })).status).toBe(status)
  })

  test('that nobody knows are refused', async () => {
    expect((await ask('/api/bulk/constructor', { body: { alerts: ['a1'] } })).status).toBe(404)
  })
})

describe('ticks', () => {
  test.each([
    [{ step: '0123456789abcdef', text: 'Call somebody' }, 202],
    [{ step: 'no such' }, 400],
    [{}, 400],
  ])('%j', async (body, status) => {
    expect((await ask('/api/alerts/a1/tick', { body })).status).toBe(status)
  })
})

test('facets are counted, and a filter that is no filter is told', async () => {
  const { facets } = (await (await ask('/api/alert-facets?status=open')).json()) as { facets: Record<string, unknown> }
  expect(facets.system).toEqual([{ value: 'aws.s3', count: 4 }])
  expect((await ask('/api/alert-facets?status=opened')).status).toBe(400)
  expect((await ask('/api/alerts?sort=loudest')).status).toBe(400)
})

describe('the stream', () => {
  /** Events until one of that name has come. */
  const listen = async (until: string, headers: Record<string, string> = {}, act?: () => Promise<unknown>) => {
    const answer = await fetch(`${server.url}/api/stream`, {
      headers: { authorization: `Bearer ${ann}`, ...headers },
    })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    let acted = false
    for await (const part of answer.body ?? []) {
      text += Buffer.from(part).toString()
      const events = [...text.matchAll(/event: (.*)\n(?:id: (.*)\n)?data: (.*)\n\n/g)].map(([, name, id, data]) => ({
        name,
        id,
        data: JSON.parse(data ?? '{}') as { alerts?: { id: string }[] },
      }))
      if (events.length > 0 && !acted) {
        acted = true
        await act?.()
      }
      const found = events.findLast(({ name, data }) => name === until && (!act || (data.alerts?.length ?? 0) > 0))
      if (!found) continue
      return found
    }
    throw new Error('the stream ended')
  }

  test('tells what changes, and goes on after it was lost', async () => {
    const first = await listen('changes', {}, () =>
      store.put([{ type: 'alert', alert: alertOf({ id: 'a3', version: 2, status: 'closed' }) }]),
    )
    expect(first.data.alerts).toMatchObject([{ id: 'a3', version: 2 }])
    await store.put([{ type: 'alert', alert: alertOf({ id: 'a4' }) }])
    const again = await listen('changes', { 'last-event-id': first.id ?? '' })
    expect(again.data.alerts).toMatchObject([{ id: 'a4' }])
  })

  test('says so when it cannot know what was missed', async () => {
    expect((await listen('reset', { 'last-event-id': 'elsewhere-7' })).data).toMatchObject({ alerts: [] })
  })
})

describe('exports', () => {
  test('as JSON, with the hash of what is in it', async () => {
    const answer = await ask('/api/alerts/evil/export')
    const { content, sha256 } = (await answer.json()) as { content: unknown; sha256: string }
    expect(createHash('sha256').update(JSON.stringify(content)).digest('hex')).toBe(sha256)
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="alert-evil.json"')
  })

  test('as Markdown, in which nothing that a log says is markup', async () => {
    const text = await (await ask('/api/alerts/evil/export?as=markdown')).text()
    expect(text).toContain('\\<script\\>alert(1)\\</script\\>\\|\\`\\*\\_')
    expect(text).not.toMatch(/(?<!\\)<script|\u202e/)
  })

  test('to print, with the same hash; each is in the audit log', async () => {
    const page = await (await ask('/alerts/a1/print')).text()
    const entries = (await server.entries()).filter(({ act }) => act === 'alert-export')
    expect(entries.at(-1)).toMatchObject({ detail: { as: 'print', sha256: expect.any(String) } })
    expect(page).toContain((entries.at(-1) as unknown as { detail: { sha256: string } }).detail.sha256)
    expect((await ask('/api/alerts/a1/export?as=constructor')).status).toBe(400)
    expect((await ask('/api/alerts/none/export')).status).toBe(404)
  })
})

describe('views', () => {
  test('are kept as addresses of the queue, and are their owner’s own', async () => {
    const bob = await server.token('viewer', 'bob')
    const query = 'status=open&site=hamburg&evil=1&cursor=x'
    expect((await ask('/api/views', { body: { name: 'Hamburg', query } })).status).toBe(201)
    expect(await (await ask('/api/views')).json()).toEqual({
      views: [{ name: 'Hamburg', query: 'status=open&site=hamburg' }],
    })
    expect(await (await ask('/api/views', { headers: { authorization: `Bearer ${bob}` } })).json()).toEqual({
      views: [],
    })
    expect(await (await ask('/')).text()).toContain('href="/?status=open&amp;site=hamburg"')
    expect((await ask('/api/views/forget', { body: { name: 'Paris' } })).status).toBe(404)
    expect((await ask('/api/views/forget', { body: { name: 'Hamburg' } })).status).toBe(200)
  })
})

describe('scripts and style', () => {
  test('have under 200 kB together, compressed', () => {
    expect(assetSizes().reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(200_000)
  })

  test('lie under their version for ever, hold no types, and import what is there', async () => {
    const page = await (await ask('/')).text()
    const paths = [...page.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path]) => path ?? '')
    expect(paths).toHaveLength(3)
    const seen = new Set<string>()
    const walk = async (path: string): Promise<void> => {
      if (seen.has(path)) return
      seen.add(path)
      const answer = await ask(path)
      expect(answer.status, path).toBe(200)
      expect(answer.headers.get('cache-control')).toContain('immutable')
      const text = await answer.text()
      expect(text).not.toMatch(/^import type|\.ts'/m)
      for (const [, name] of text.matchAll(/from '\.\/([^']+)'/g)) await walk(path.replace(/[^/]+$/, name ?? ''))
    }
    for (const path of paths) await walk(path)
    expect(seen.size).toBeGreaterThan(10)
    expect((await ask('/console/older/main.js')).headers.get('cache-control')).toBe('no-store')
    expect((await ask('/console/older/constructor')).status).toBe(404)
    expect((await ask('/console/x/..%2f..%2fpackage.json')).status).toBe(404)
  })
})

describe('events', () => {
  const kept = sqliteEvents(':memory:', 1_000)
  let other: TestServer
  let token: string
  beforeAll(async () => {
    const alert = alertOf({ evidence: [eventRecordOf({ n: 0 }).event] })
    other = await serve([alert], { events: kept })
    token = await other.token('viewer')
    await kept.putEvents(Array.from({ length: 3 }, (_, n) => eventRecordOf({ n })))
    await kept.putEvents([eventRecordOf({ n: 9, actor: evil, bucket: evil })])
  })
  afterAll(() => other.close())
  const get = (path: string) => fetch(`${other.url}${path}`, { headers: { authorization: `Bearer ${token}` } })

  test('are found by the API, and told with their place', async () => {
    const found = (await (await get('/api/events?text=actor:maria.k&limit=2')).json()) as { next: string }
    expect(found).toMatchObject({ total: 3, events: [{ position: 'audit.aws.cloudtrail-0@2' }, {}] })
    const rest = await (await get(`/api/events?text=actor:maria.k&limit=2&cursor=${found.next}`)).json()
    expect(rest).toMatchObject({ total: 3, events: [{ event: { event: { id: 'e0' } } }] })
  })

  test('are found from the alert, by everything that it shares with them', async () => {
    const page = await (await get('/alerts/a1')).text()
    expect(page).toContain('href="/events?text=actor%3Amaria.k"')
    expect(page).toContain('>3 events</a>')
  })

  test('are a page on which what a log says runs nowhere', async () => {
    const page = await (await get('/events?text=alert')).text()
    expect(page).toContain('1 event')
    expect(page).not.toContain('<script>alert')
  })

  test.each(['/events?from=yesterday', '/api/events?limit=0', '/api/events?to=x'])(
    'are not guessed at: %s',
    async (path) => expect((await get(path)).status).toBe(400),
  )

  test('that are not kept are told so', async () => {
    expect((await ask('/api/events')).status).toBe(404)
    expect(await (await ask('/events')).text()).toContain('Events are not kept')
  })
})
