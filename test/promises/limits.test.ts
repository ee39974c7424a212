// Promises: what a provider asks is kept, within reason; what exceeds a limit is told as a number, and nothing is dropped unseen.
import { describe, expect, test } from 'vitest'
import { type House, openHouse, usualPolicy } from './house.ts'

const actor = (name: string) => ({ id: name, name, kind: 'person', addresses: [], agents: [] }) as const
const attempts = (house: House) => house.provider.phone.requests.map(({ at }) => Math.round((at - house.begun) / 1_000))
const ofPhone = (house: House) => house.provider.phone.rings().filter(({ action }) => action === 'trigger')
/** Alerts that the phone was told of, alone or in a summary that it took. */
function told(house: House): ReadonlySet<string> {
  const taken = new Set(ofPhone(house).map(({ key }) => key))
  return new Set(
    house.decisions.flatMap(({ alert, channel, dedupKey = '' }) =>
      channel === 'phone' && taken.has(dedupKey) ? [alert] : [],
    ),
  )
}
async function many(house: House, count: number, of: (index: number) => string): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await house.alert({ id: `m${index}`, actor: actor(of(index)), summary: `Vault ${index} was deleted` })
}

describe('a provider that asks to wait', () => {
  test.each([
    [1, 1],
    [30, 30],
    [120, 120],
    [600, 600],
  ])('%i s is not asked again before', async (asked, soonest) => {
    const house = await openHouse()
    house.provider.phone.day = 'throttles 429'
    house.provider.phone.retryAfter = asked
    await house.alert()
    await house.advance('14m', 5_000)
    const [first = 0, second = 0] = attempts(house)
    expect(second - first).toBeGreaterThanOrEqual(soonest)
  })
  test('a day is asked again after a quarter of an hour: that is an outage, and no limit', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'throttles 429'
    house.provider.phone.retryAfter = 86_400
    await house.alert()
    await house.advance('16m', 5_000)
    expect(attempts(house)[1]).toBeLessThanOrEqual(905)
  })
  test('meanwhile another channel rings', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'throttles 429'
    house.provider.phone.retryAfter = 600
    await house.alert()
    await house.advance('1m')
    expect(house.rings()).toEqual(['30 sms'])
  })
  test('nothing sensible is tried as any other that is broken', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'throttles 429'
    house.provider.phone.retryAfter = -5
    await house.alert()
    await house.advance('30s')
    expect(attempts(house).length).toBeGreaterThan(3)
  })
})

describe('a channel with a limit', () => {
  const policy = `${usualPolicy}limits: { phone: [{ pages: 5, per: 5m }] }\n`
  test('is sent no more within the time, of whatever there is', async () => {
    const house = await openHouse({ policy })
    await many(house, 30, (index) => `actor ${index}`)
    await house.advance('4m')
    expect(ofPhone(house).length).toBeLessThanOrEqual(5)
  })
  test('is told of each, alone or as one of many', async () => {
    const house = await openHouse({ policy })
    await many(house, 30, (index) => `actor ${index}`)
    await house.advance('6m')
    expect(told(house).size).toBe(30)
  })
  test('is told how many in one summary', async () => {
    const house = await openHouse({ policy })
    await many(house, 30, (index) => `actor ${index}`)
    await house.advance('6m')
    expect(ofPhone(house).some(({ summary }) => /\b26\b/.test(summary))).toBe(true)
  })
  test('says of each that it was kept back, and until when', async () => {
    const house = await openHouse({ policy })
    await many(house, 10, (index) => `actor ${index}`)
    const kept = house.decisions.filter(({ reason }) => reason === 'limited')
    expect(kept).toHaveLength(6)
    for (const { until = '' } of kept) expect(Date.parse(until)).toBeGreaterThan(house.now())
  })
  test('keeps nothing that pages at once longer than five minutes', async () => {
    const house = await openHouse({ policy: `${usualPolicy}limits: { phone: [{ pages: 3, per: 12h }] }\n` })
    await many(house, 20, (index) => `actor ${index}`)
    await house.advance('301s')
    expect(told(house).size).toBe(20)
  })
})

describe('pages that belong together', () => {
  const policy = `${usualPolicy}bundle: { alone: 3 }\n`
  test('never delay the first of them', async () => {
    const house = await openHouse({ policy })
    await many(house, 10, () => 'mallory')
    expect(attempts(house)[0]).toBe(0)
  })
  test('ring alone three times, and then as one', async () => {
    const house = await openHouse({ policy })
    await many(house, 10, () => 'mallory')
    await house.advance('6m')
    const alone = ofPhone(house).filter(({ summary }) => /^.*Vault [012] was deleted/.test(summary))
    expect(alone).toHaveLength(3)
    expect(told(house).size).toBe(10)
  })
  test('do not hold up the first page of somebody else', async () => {
    const house = await openHouse({ policy })
    await many(house, 10, () => 'mallory')
    await house.advance('1s')
    await house.alert({ id: 'other', actor: actor('oscar'), summary: 'Another vault was deleted' })
    expect(ofPhone(house).at(-1)?.summary).toContain('Another vault')
  })
  test('of which all were answered meanwhile are not told as one', async () => {
    const house = await openHouse({ policy })
    await many(house, 6, () => 'mallory')
    for (let index = 0; index < 6; index += 1) await house.act({ alert: `m${index}` })
    await house.advance('10m')
    expect(ofPhone(house)).toHaveLength(3)
  })
  test('are all answered by whoever answers the page that tells of them', async () => {
    const house = await openHouse({ policy })
    await many(house, 8, () => 'mallory')
    await house.advance('301s')
    const summary = ofPhone(house).at(-1)
    for (let index = 0; index < 3; index += 1) await house.act({ alert: `m${index}` })
    const { alert = '' } = house.decisions.find(({ dedupKey }) => dedupKey === summary?.key) ?? {}
    await house.act({ alert, dedupKey: summary?.key ?? '', pager: 'phone', via: 'hook' })
    const before = house.rings().length
    await house.advance('30m', 5_000)
    expect(house.rings()).toHaveLength(before)
  })
  test('and are over before the channel answered of their summary are told to be over, as it may ring there', async () => {
    const house = await openHouse({ policy })
    await many(house, 6, () => 'mallory')
    house.provider.phone.day = 'resets after it accepted'
    await house.advance('301s')
    const summary = ofPhone(house).at(-1)
    house.provider.phone.day = 'accepts'
    for (let index = 0; index < 6; index += 1)
      await house.alert({
        id: `m${index}`,
        version: 2,
        change: 'resolved',
        status: 'resolved',
        actor: actor('mallory'),
      })
    const ends = house.provider.phone.rings().filter(({ action, key }) => action === 'resolve' && key === summary?.key)
    expect(ends).toHaveLength(1)
  })
})
