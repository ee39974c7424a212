// Promises: a clock that jumps makes nobody wait and floods nobody; a pager that is gone from the configuration rings the next.
import { describe, expect, test } from 'vitest'
import { openHouse } from './house.ts'

describe('a clock that jumps', () => {
  test.each(['-10m', '-3h', '-400d'])('by %s leaves the second channel ringing in its time', async (jump) => {
    const house = await openHouse()
    await house.alert()
    await house.advance('60s')
    house.jump(jump)
    await house.advance('62s')
    expect(house.provider.sms.rings()).toHaveLength(1)
  })
  test.each(['10m', '3h', '400d'])('by %s rings each channel once for the time that was left out', async (jump) => {
    const house = await openHouse()
    await house.alert()
    await house.advance('10s')
    house.jump(jump)
    await house.advance('10s')
    expect(house.rings().length).toBeLessThanOrEqual(4)
    expect(house.rings().length).toBeGreaterThan(1)
  })
  test.each(['-3h', '3h', '-400d', '400d'])('by %s does not keep the next alert from ringing at once', async (jump) => {
    const house = await openHouse()
    await house.alert()
    await house.act()
    house.jump(jump)
    await house.advance('2s')
    await house.alert({ id: 'a2' })
    const keys = house.provider.phone.rings().flatMap(({ action, key }) => (action === 'trigger' ? [key] : []))
    expect(new Set(keys).size).toBeGreaterThanOrEqual(2)
  })
  test.each(['-3h', '3h'])('by %s does not keep what is tried again', async (jump) => {
    const house = await openHouse()
    house.provider.phone.day = 'fails 503'
    await house.alert()
    await house.advance('5s')
    house.jump(jump)
    house.provider.phone.day = 'accepts'
    await house.advance('17m', 5_000)
    expect(house.provider.phone.rings().length).toBeGreaterThanOrEqual(1)
  })
  test('back and forth by a minute rings nobody twice', async () => {
    const house = await openHouse()
    await house.alert()
    for (let time = 0; time < 10; time += 1) {
      house.jump(time % 2 === 0 ? '-50s' : '50s')
      await house.advance('2s')
    }
    expect(house.rings()).toEqual(['0 phone'])
  })
})

describe('a pager that is no longer configured', () => {
  const without = () => openHouse({ configured: ['sms', 'deputy', 'chat'] })
  test('rings the next channel at once', async () => {
    const house = await without()
    await house.alert()
    expect(house.rings()).toEqual(['0 sms'])
  })
  test('is told of in the log, by its name', async () => {
    const house = await without()
    await house.alert()
    expect(house.deliveries[0]).toMatchObject({
      pager: 'phone',
      verdict: 'refused',
      detail: expect.stringContaining('configured'),
    })
    expect(house.why()).toEqual(['first phone', 'refused sms'])
  })
  test('is tried slowly, and no oftener', async () => {
    const house = await without()
    await house.alert()
    await house.advance('10m', 5_000)
    expect(house.deliveries.filter(({ pager }) => pager === 'phone').length).toBeLessThanOrEqual(4)
  })
})
