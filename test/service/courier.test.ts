import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Delivery, Page } from '../../src/model/page.ts'
import type { OutboxEntry } from '../../src/model/pager.ts'
import { testPage } from '../../src/relay/page.ts'
import { type Courier, openCourier } from '../../src/service/courier.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { type Mood, type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { until } from '../support/until.ts'

const routingKey = 'a-routing-key-that-nobody-may-see'
const page: Page = testPage('default', Date.parse('2026-03-01T02:00:00Z'))
const entry = (part: Partial<OutboxEntry> = {}): OutboxEntry => ({
  key: 'out phone',
  pager: 'phone',
  page,
  site: 'default',
  attempts: 0,
  ...part,
})

describe('the courier', () => {
  let server: PagerDutyServer
  let courier: Courier
  const deliveries: Delivery[] = []

  beforeEach(async () => {
    deliveries.length = 0
    server = await startPagerDuty()
    const pager = (await loadPagers()).get('pagerduty')
    if (!pager) throw new Error('no pagerduty')
    courier = openCourier({
      channels: [{ name: 'phone', pager, settings: { routingKey, url: server.url } }],
      record: async (_, delivery) => void deliveries.push(delivery),
      timeout: 300,
      allow: ['127.0.0.1'],
    })
  })
  afterEach(async () => {
    await courier.stop()
    await server.close()
  })
  const outcome = async (mood: Mood): Promise<Delivery> => {
    server.mood = mood
    courier.pending(0, [entry()], [])
    const [first] = await until(
      () => deliveries,
      (seen) => seen.length > 0,
      5_000,
    )
    if (!first) throw new Error('nothing was recorded')
    expect(JSON.stringify(deliveries)).not.toContain(routingKey)
    return first
  }

  test('records what was accepted', async () => {
    expect(await outcome('accept')).toMatchObject({ verdict: 'accepted', attempt: 1, pager: 'phone', page: page.id })
    expect(server.events.length).toBe(1)
  })
  test('tries again when it is throttled, as late as it was asked to', async () => {
    const { verdict, nextAt, at } = await outcome('throttle')
    expect(verdict).toBe('retry')
    expect(Date.parse(nextAt ?? '') - Date.parse(at)).toBeGreaterThanOrEqual(1_000)
  })
  test('tries again when the provider is broken', async () => {
    expect(await outcome('broken')).toMatchObject({ verdict: 'retry' })
  })
  test('keeps trying slowly when it is refused, without repeating what it was told about the key', async () => {
    const { verdict, nextAt, detail } = await outcome('forbidden')
    expect(verdict).toBe('refused')
    expect(nextAt).toBeDefined()
    expect(detail).toContain('403')
  })
  test('gives up waiting for an answer that does not come', async () => {
    expect(await outcome('hang')).toMatchObject({ verdict: 'retry', detail: 'no answer within 0.3 s' })
  })
  test('takes a connection that breaks for no answer', async () => {
    expect((await outcome('reset-after-accept')).verdict).toBe('retry')
  })
  test('follows nobody', async () => {
    expect((await outcome('redirect')).verdict).toBe('refused')
    expect(server.requests()).toBe(1)
  })
  test('needs no more than the status of an answer whose body never ends', async () => {
    expect((await outcome('drip')).verdict).toBe('accepted')
  })
  test('sends a page of one incident once, however often it is told of it', async () => {
    for (let time = 0; time < 5; time += 1) courier.pending(0, [entry()], [])
    await until(
      () => deliveries.length,
      (seen) => seen > 0,
      5_000,
    )
    expect(server.events.length).toBe(1)
  })
  test('takes up what waited when a partition becomes its own', async () => {
    courier.partition(0, [entry({ attempts: 3 })])
    await until(
      () => deliveries,
      ([first]) => first?.attempt === 4,
      5_000,
    )
  })
  test('says what a pager answered for as long as the page waits, and nothing once it was taken', async () => {
    expect(courier.troubles()).toEqual({})
    const { detail } = await outcome('forbidden')
    expect(courier.troubles()).toEqual({ phone: detail })
    server.mood = 'accept'
    courier.pending(0, [entry({ key: 'out phone other', page: { ...page, id: 'other' } })], [])
    await until(courier.troubles, (seen) => Object.keys(seen).length === 0, 5_000)
  })
  test('sends nothing, and tells no trouble, of what another process carries now', async () => {
    await outcome('forbidden')
    courier.pending(0, [entry({ attempts: 1, nextAt: new Date(Date.now() + 150).toISOString() })], [])
    courier.partition(0, undefined)
    expect(courier.troubles()).toEqual({})
    await new Promise((go) => setTimeout(go, 250))
    expect(server.requests()).toBe(1)
  })
  test('does not send before its time, and not at all what is withdrawn', async () => {
    courier.pending(0, [entry({ nextAt: new Date(Date.now() + 150).toISOString() })], [])
    expect(server.requests()).toBe(0)
    courier.pending(0, [], [entry().key])
    await new Promise((go) => setTimeout(go, 250))
    expect(server.requests()).toBe(0)
  })
})
