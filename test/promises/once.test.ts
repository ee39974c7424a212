// Promises: told twice it rings once; a kill between sending and writing gives one incident; whoever takes a partition over pages nobody again.
import { describe, expect, test } from 'vitest'
import { type House, openHouse } from './house.ts'

const keys = (house: House): ReadonlySet<string> =>
  new Set(house.provider.phone.rings().flatMap(({ action, key }) => (action.endsWith('trigger') ? [key] : [])))
const count = (house: House): number => house.rings().length

describe('the same record', () => {
  test.each([2, 3, 10])('%i times rings once', async (times) => {
    const house = await openHouse()
    for (let time = 0; time < times; time += 1) await house.alert()
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('in one batch rings once', async () => {
    const house = await openHouse()
    const { alertOf } = await import('../store/alert.ts')
    await house.feed({ type: 'alert', alert: alertOf() }, { type: 'alert', alert: alertOf() })
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('again after an acknowledgement wakes nobody', async () => {
    const house = await openHouse()
    await house.alert()
    await house.act()
    await house.alert()
    await house.advance('10m')
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('again after the end wakes nobody', async () => {
    const house = await openHouse()
    await house.alert()
    await house.alert({ version: 2, change: 'resolved', status: 'resolved' })
    await house.alert({ version: 2, change: 'resolved', status: 'resolved' })
    await house.advance('30m', 5_000)
    expect([house.rings(), house.ends()]).toEqual([['0 phone'], ['resolve phone']])
  })
  test('of a delivery changes nothing', async () => {
    const house = await openHouse()
    await house.alert()
    const [delivery] = house.deliveries
    if (!delivery) throw new Error('nothing was delivered')
    await house.feed({ type: 'delivery', delivery }, { type: 'delivery', delivery })
    await house.advance('119s')
    expect(house.rings()).toEqual(['0 phone'])
  })
})

/** Killed after the provider took the page and before that was written, then started again. */
async function killed(house: House): Promise<void> {
  await house.journal('no')
  await house.alert()
  house.kill()
  await house.journal('yes')
  await house.start()
}

describe('a kill', () => {
  test('between sending and writing sends again under the same key: one incident', async () => {
    const house = await openHouse()
    await killed(house)
    expect(count(house)).toBe(2)
    expect(keys(house).size).toBe(1)
  })
  test('between sending and writing rings a channel without keys twice at most', async () => {
    const house = await openHouse({ keyless: ['phone'] })
    await killed(house)
    await house.advance('119s')
    expect(count(house)).toBe(2)
  })
  test('carries the same name of the message both times, so that a receiver can drop one', async () => {
    const house = await openHouse({ keyless: ['phone'] })
    await killed(house)
    const ids = house.provider.phone.rings().map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id)
    expect(new Set(ids).size).toBe(1)
  })
  test('after writing rings nobody again, with keys or without', async () => {
    const house = await openHouse({ keyless: ['phone'] })
    await house.alert()
    house.kill()
    await house.start()
    await house.advance('119s')
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('before sending loses nothing', async () => {
    const house = await openHouse()
    house.kill()
    await house.alert()
    expect(house.rings()).toEqual([])
    await house.start()
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('does not forget when the next channel is due', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('1m')
    house.kill()
    await house.start()
    await house.advance('1m')
    expect(house.rings()).toEqual(['0 phone', '120 sms'])
  })
  test('does not forget an acknowledgement', async () => {
    const house = await openHouse()
    await house.alert()
    await house.act()
    house.kill()
    await house.start()
    await house.advance('30m', 5_000)
    expect(house.rings()).toEqual(['0 phone'])
  })
  test.each([1, 7, 31, 121, 301])('each %i s of ten minutes rings what one process rings', async (each) => {
    const house = await openHouse()
    await house.alert()
    for (let passed = 0; passed < 600; passed += each) {
      await house.advance(`${Math.min(each, 600 - passed)}s`)
      if (each > 1 || passed % 20 === 0) {
        house.kill()
        await house.start()
      }
    }
    expect(house.rings()).toEqual(['0 phone', '120 sms', '300 deputy', '300 chat'])
  })
})

describe('a partition that another process takes over', () => {
  test('pages nobody again', async () => {
    const house = await openHouse()
    await house.alert()
    await house.handOver()
    await house.advance('119s')
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('has what waits sent by the new one alone', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'fails 503'
    await house.alert()
    await house.handOver()
    house.provider.phone.day = 'accepts'
    await house.advance('29s')
    expect(house.rings().length).toBe(1)
  })
  test('while an outcome is on its way to the journal pages under the same key', async () => {
    const house = await openHouse()
    await house.journal('late')
    await house.alert()
    await house.handOver()
    await house.journal('yes')
    await house.advance('90s')
    expect(keys(house).size).toBe(1)
    expect(count(house)).toBeLessThanOrEqual(2)
  })
  test('there and back goes on climbing once', async () => {
    const house = await openHouse()
    await house.alert()
    await house.handOver()
    await house.handOver()
    await house.advance('5m')
    expect(house.rings()).toEqual(['0 phone', '120 sms', '300 deputy', '300 chat'])
  })
})
