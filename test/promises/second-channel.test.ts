// Promise: the second channel rings within a minute, whatever ails the first; what nobody answers rings the next.
import { beforeAll, describe, expect, test } from 'vitest'
import { makeAuthority } from '../support/certificates.ts'
import { openHouse } from './house.ts'
import { badDays } from './provider.ts'

let tls: { readonly key: string; readonly cert: string }
beforeAll(() => {
  tls = makeAuthority('An authority that nobody knows').issue('127.0.0.1')
})
const firstOf = (rings: readonly string[], name: string): number =>
  Number.parseInt(rings.find((ring) => ring.endsWith(name)) ?? 'NaN', 10)

describe.each(badDays)('where the first channel %s', (day) => {
  test('the second rings within a minute', async () => {
    const house = await openHouse({ tls, timeout: 120 })
    house.provider.phone.day = day
    await house.alert()
    await house.advance('1m')
    expect(firstOf(house.rings(), 'sms')).toBeLessThanOrEqual(60)
    expect(firstOf(house.rings(), 'phone')).toBeNaN()
  })
  test('and both are having that day, the deputy rings when the step is over', async () => {
    const house = await openHouse({ tls, timeout: 120 })
    house.provider.phone.day = day
    house.provider.sms.day = day
    await house.alert()
    await house.advance('5m', 5_000)
    expect(firstOf(house.rings(), 'deputy')).toBeLessThanOrEqual(300)
  })
  test('and it is well again before anybody answered, it is told too', async () => {
    const house = await openHouse({ tls, timeout: 120 })
    house.provider.phone.day = day
    await house.alert()
    await house.advance('30s', 10_000)
    house.provider.phone.day = 'accepts'
    await house.advance('20m', 5_000)
    expect(firstOf(house.rings(), 'phone')).toBeLessThanOrEqual(20 * 60)
  })
})

describe.each(badDays)('while the first channel %s', (day) => {
  test('nobody is rung twice by the second in two minutes, and the first is told of the same incident later', async () => {
    const house = await openHouse({ tls, timeout: 120 })
    house.provider.phone.day = day
    await house.alert()
    await house.advance('119s')
    const [second, ...more] = house.provider.sms.rings()
    expect(more).toEqual([])
    house.provider.phone.day = 'accepts'
    await house.advance('5m', 5_000)
    for (const late of house.provider.phone.rings()) expect(late.key).toBe(second?.key)
  })
})

describe('a first channel that took the page', () => {
  test('leaves the second silent for two minutes', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('119s')
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('and that nobody answers rings the next after two minutes', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('3m')
    expect(house.rings()).toEqual(['0 phone', '120 sms'])
    expect(house.why()).toContain('not-answered sms')
  })
  test('and answered before leaves the next alone', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('119s')
    await house.act()
    await house.advance('10m')
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('but never ended its answer counts as having taken it', async () => {
    const house = await openHouse({ timeout: 120 })
    house.provider.phone.day = 'drips'
    await house.alert()
    await house.advance('90s')
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('and broke the connection rings the next within a minute, and itself again under the same key', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'resets after it accepted'
    await house.alert()
    await house.advance('1m')
    expect(firstOf(house.rings(), 'sms')).toBeLessThanOrEqual(60)
    expect(new Set(house.provider.phone.rings().map(({ key }) => key)).size).toBe(1)
  })
})
