// Promise: the log tells each ring and each silence, with its reason.
import { describe, expect, test } from 'vitest'
import { openHouse, usualPolicy } from './house.ts'

const last = (why: readonly string[]): string | undefined => why.at(-1)

describe('the log', () => {
  test('has a decision for each ring of an hour, with its channel', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('1h', 5_000)
    for (const name of ['phone', 'sms', 'deputy', 'chat'] as const) {
      const decided = house.decisions.filter(({ channel, page }) => channel === name && page !== undefined)
      expect(decided).toHaveLength(house.provider[name].rings().length)
    }
  })
  test('has each decision once, under its own name', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('1h', 5_000)
    expect(new Set(house.decisions.map(({ id }) => id)).size).toBe(house.decisions.length)
  })
  test('names route, escalation, step, round and person', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('15m', 5_000)
    expect(house.decisions.at(-1)).toMatchObject({
      route: 'all',
      escalation: 'urgent',
      step: 1,
      round: 1,
      who: 'first',
      reason: 'repeat',
    })
  })
  test('says by whom it was answered', async () => {
    const house = await openHouse()
    await house.alert()
    await house.act({ by: 'ann' })
    expect(house.decisions.at(-1)).toMatchObject({ reason: 'acknowledged', by: 'ann' })
  })
  test('says in whose place a channel rings', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'refuses 400'
    await house.alert()
    expect(house.decisions.at(-1)).toMatchObject({ reason: 'refused', channel: 'sms', instead: 'phone' })
  })
  test('says that a channel took too long', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'fails 502'
    await house.alert()
    await house.advance('30s')
    expect(last(house.why())).toBe('not-accepted sms')
  })
  test('says that an alert lies below the floor', async () => {
    const house = await openHouse({ policy: usualPolicy.replace('floor: notify', 'floor: page-now') })
    await house.alert({ priority: 'queue' })
    expect(house.why()).toEqual(['below-floor'])
  })
  test('says that an alert is muted', async () => {
    const house = await openHouse()
    await house.alert({ priority: 'notify', muted: 'nightly work' })
    expect(house.rings()).toEqual([])
    expect(house.why()).toEqual(['muted'])
  })
  test('says that nothing rings because somebody has it', async () => {
    const house = await openHouse()
    await house.alert()
    await house.act()
    await house.alert({ version: 2, change: 'raised' })
    expect(last(house.why())).toBe('acknowledged')
  })
  test('says that it is over', async () => {
    const house = await openHouse()
    await house.alert()
    await house.alert({ version: 2, change: 'resolved', status: 'resolved' })
    expect(last(house.why())).toBe('resolved')
  })
  test('says that an acknowledgement ran out', async () => {
    const house = await openHouse()
    await house.alert()
    await house.act()
    await house.advance('1h', 5_000)
    expect(last(house.why())).toBe('acknowledgement-over phone')
  })
  test('holds what each provider said, and no key of ours', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'refuses 403'
    await house.alert()
    expect(house.deliveries[0]).toMatchObject({ verdict: 'refused', detail: '403 as documented' })
    expect(JSON.stringify([house.deliveries, house.decisions])).not.toContain('key of the')
  })
})
