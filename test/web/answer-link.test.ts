// The link in a page as a phone, a mail scanner and a forger use it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sealLink } from '../../src/relay/link.ts'
import { alertOf } from '../store/alert.ts'
import { actionOf, pageOf } from '../store/page.ts'
import { linkKey, serve, type TestServer } from './server.ts'

const now = Date.parse('2026-03-01T02:05:00Z')
const link = (part: object = {}) =>
  `/a/${sealLink({ incident: pageOf().dedupKey, pager: 'sms', until: now + 60_000, ...part }, linkKey)}`

let server: TestServer
beforeEach(async () => {
  server = await serve([alertOf()])
  await server.store.put([{ type: 'page', page: pageOf() }])
})
afterEach(() => server.close())
const get = (path: string) => fetch(`${server.url}${path}`)
const post = (path: string) => fetch(`${server.url}${path}`, { method: 'POST' })

test('shows the page’s own text and one button, and acknowledges nothing when it is only looked at', async () => {
  for (const method of ['GET', 'HEAD']) expect((await fetch(`${server.url}${link()}`, { method })).status).toBe(200)
  const page = await (await get(link())).text()
  expect(page).toContain(pageOf().text.headline)
  expect(page).toContain('<button>I have it</button>')
  expect(page).not.toContain('111122223333')
  expect(page).not.toMatch(/<script|<link|<img/)
  expect(server.actions).toEqual([])
})

test('acknowledges when it is pressed: once, for its stage, with the channel that it was sent to', async () => {
  const [one, other] = await Promise.all([post(link()), post(link())])
  for (const answer of [one, other]) expect(await answer.text()).toContain('You have it.')
  const answered = { act: 'acknowledge', alert: 'a1', stage: 1, via: 'link', pager: 'sms', by: 'link sent to sms' }
  expect(server.actions[0]).toMatchObject({ ...answered, dedupKey: pageOf().dedupKey })
  expect(new Set(server.actions.map(({ id }) => id)).size).toBe(1)
  const after = await (await get(link())).text()
  expect(after).toContain('You have it.')
  expect(after).not.toContain(pageOf().text.headline)
})

test('says who was first, and shows nothing further', async () => {
  await server.store.put([
    {
      type: 'alert',
      alert: alertOf({
        version: 2,
        status: 'acknowledged',
        answered: { by: 'ann <b>', at: '2026-03-01T02:04:00.000Z', stage: 1, action: 'x' },
      }),
    },
  ])
  for (const ask of [get, post]) {
    const page = await (await ask(link())).text()
    expect(page).toContain('ann &lt;b&gt; answered 2026-03-01 02:04:00 UTC')
    expect(page).not.toContain(pageOf().text.headline)
  }
  expect(server.actions).toEqual([])
})

test('is worth nothing a second time, although it rings again', async () => {
  await post(link())
  const [used] = server.actions
  const given = actionOf({ id: 'back', act: 'unacknowledge', at: '2026-03-01T04:00:00.000Z' })
  await server.store.put([
    { type: 'action', action: given },
    { type: 'alert', alert: alertOf({ version: 3 }) },
  ])
  expect(await (await post(link())).text()).toContain('was used')
  expect(server.actions).toEqual([used])
})

test('of an alert that is over answers nothing', async () => {
  await server.store.put([{ type: 'alert', alert: alertOf({ version: 2, status: 'closed' }) }])
  expect(await (await post(link())).text()).toContain('This is over')
  expect(server.actions).toEqual([])
})

describe('a link that is none', () => {
  test.each([
    ['forged', '/a/abc', 403],
    [
      'forged with the right form',
      `/a/${sealLink({ incident: pageOf().dedupKey, pager: 'sms', until: now + 60_000 }, Buffer.alloc(32))}`,
      403,
    ],
    ['over', link({ until: now - 60_000 }), 410],
    ['of a page that is not known here yet', link({ incident: 'lastcopy-ffff' }), 503],
    ['of the beginning of a key', link({ incident: 'lastcopy-0123456789' }), 503],
  ])('%s', async (_, path, status) => {
    for (const ask of [get, post]) {
      const answer = await ask(path)
      expect(answer.status).toBe(status)
      expect(await answer.text()).not.toContain('backup-prod')
    }
    expect(server.actions).toEqual([])
  })
})

test('is read by no robot, frame or other site, and loads nothing', async () => {
  const { headers } = await get(link())
  expect(headers.get('x-robots-tag')).toContain('noindex')
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
})

test('is bounded for one address', async () => {
  let status = 200
  for (let tries = 0; tries < 70 && status !== 429; tries += 1) status = (await get('/a/abc')).status
  expect(status).toBe(429)
})
