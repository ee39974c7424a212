// Deliveries, dead letters and sources as pages and as JSON: filters, links, what is put back, and hostile words.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourcesReport } from '../../src/model/source-status.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { stateOf } from '../../src/web/letters/page.ts'
import { alertOf } from '../store/alert.ts'
import { deliveryOf } from '../store/page.ts'
import { serve, type TestServer } from './server.ts'

const evil = '"><script>alert(1)</script>\u202e'
const report: SourcesReport = {
  at: '2026-03-01T02:05:00.000Z',
  since: '2026-03-01T00:00:00.000Z',
  watermark: '2026-03-01T02:04:00.000Z',
  sources: [
    { source: 'aws.cloudtrail', site: 'default', state: 'speaking', last: '2026-03-01T02:04:00.000Z' },
    {
      source: evil,
      site: 'default',
      state: 'silent',
      lag: { records: 12, time: 90_000, trouble: evil },
      read: {
        records: 3,
        received: '2026-03-01T02:00:00.000Z',
        rejects: [{ what: evil, count: 2 }],
        dropped: 1,
        unknown: [{ what: evil, count: 1 }],
      },
    },
  ],
}

let server: TestServer
let tokens: Record<'viewer' | 'engineer', string>
const store = sqliteStore(':memory:')
beforeAll(async () => {
  server = await serve([], { store, sources: async () => report })
  tokens = { viewer: await server.token('viewer', 'vic'), engineer: await server.token('engineer', 'eve') }
  await store.put([
    { type: 'alert', alert: alertOf({ summary: 'Retention cut' }) },
    { type: 'delivery', delivery: deliveryOf({ verdict: 'refused', detail: evil }) },
    {
      type: 'decision',
      decision: {
        type: 'decision',
        id: 'd1',
        alert: 'a1',
        at: '2026-03-01T02:00:00.000Z',
        stage: 1,
        reason: 'below-floor',
        who: evil,
      },
    },
  ])
})
afterAll(() => server.close())

const ask = (path: string, as: keyof typeof tokens = 'engineer', init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { authorization: `Bearer ${tokens[as]}`, accept: 'text/html', ...init.headers },
  })
const form = (fields: string): RequestInit => ({
  method: 'POST',
  body: fields,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

describe('deliveries', () => {
  test('tell each attempt and each decision with its reason, and lead to the alert', async () => {
    const page = await (await ask('/deliveries', 'viewer')).text()
    expect(page).toContain('too quiet a priority to page anybody')
    expect(page).toContain('href="/alerts/a1"')
    expect(page).toContain('Retention cut')
    expect(page).not.toContain('<script>alert')
  })

  test.each([
    ['pager=pagerduty', ['delivery']],
    ['outcome=kept', ['decision']],
    ['outcome=accepted', []],
    ['alert=a1', ['delivery', 'decision']],
    ['alert=a2', []],
  ])('are found by %s', async (query, kinds) => {
    const { entries } = (await (await ask(`/api/deliveries?${query}`)).json()) as { entries: { type: string }[] }
    expect(entries.map(({ type }) => type)).toEqual(kinds)
  })

  test.each(['outcome=perhaps', 'limit=0'])('%s is a mistake that is told', async (query) => {
    expect((await ask(`/api/deliveries?${query}`)).status).toBe(400)
    expect((await ask(`/deliveries?${query}`)).status).toBe(400)
  })
})

describe('dead letters', () => {
  test('are listed with their reasons, and looking at one whole is told to the audit log', async () => {
    expect(await (await ask('/dead-letters')).text()).toContain('is no JSON')
    const page = await (await ask('/dead-letters/0-12')).text()
    expect(page).toContain('{&quot;cut')
    expect((await server.entries()).some(({ act }) => act === 'dead-letter-read')).toBe(true)
  })

  test('the record comes as it is, as nothing that a browser would run', async () => {
    const answer = await ask('/dead-letters/0-12/record')
    expect(await answer.text()).toBe('{"cut')
    expect(answer.headers.get('content-type')).toContain('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toContain('attachment')
  })

  test('one is put back once; a second time has to be asked for', async () => {
    const first = await ask('/dead-letters/0-12/replay', 'engineer', form(''))
    expect([first.status, first.headers.get('location')]).toEqual([303, '/dead-letters/0-12'])
    expect((await ask('/dead-letters/0-12/replay', 'engineer', form(''))).status).toBe(409)
    expect(server.replayed).toEqual(['0-12'])
  })

  test('of nothing that was selected nothing is put back', async () => {
    const answer = await ask('/dead-letters/replay', 'engineer', form('which=selected'))
    expect(answer.headers.get('location')).toBe('/dead-letters?replayed=0&before=0')
    expect(await (await ask('/dead-letters?replayed=0&before=0')).text()).toContain('Nothing was selected')
  })

  test('none is there: said, and no more', async () => {
    expect((await ask('/dead-letters/9-9')).status).toBe(404)
    expect((await ask('/dead-letters?since=yesterday')).status).toBe(400)
  })

  test.each([
    [{ letter: { cut: true } }, true, 'cut'],
    [{ letter: {} }, true, 'new'],
    [{ letter: {}, replayed: { at: '', by: 'ann' } }, false, 'waiting'],
    [{ letter: {}, replayed: { at: '', by: 'ann' } }, true, 'read'],
    [{ letter: {}, replayed: { at: '', by: 'ann' }, again: '0-13' }, true, 'again'],
  ] as const)('what became of %j is told', (one, idle, state) => {
    expect(stateOf(one, idle)).toBe(state)
  })
})

describe('sources', () => {
  test('what is silent stands first, with what it is behind and why', async () => {
    const page = await (await ask('/sources', 'viewer')).text()
    expect(page.indexOf('Silent')).toBeLessThan(page.indexOf('aws.cloudtrail'))
    expect(page).toContain('12 records')
    expect(page).not.toContain('<script>alert')
  })

  test('only who may look at dead letters is led there', async () => {
    expect(await (await ask('/sources', 'viewer')).text()).not.toContain('/dead-letters?source=')
    expect(await (await ask('/sources', 'engineer')).text()).toContain('/dead-letters?source=')
  })

  test('as JSON', async () => {
    expect(await (await ask('/api/sources', 'viewer')).json()).toEqual(report)
  })
})
