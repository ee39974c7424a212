// Promise: whatever ails the first channel, the second rings within a minute.
import { afterEach, describe, expect, test } from 'vitest'
import { type House, openHouse } from './house.ts'
import { badDays } from './provider.ts'

let house: House
afterEach(() => house.close())

describe.each(badDays)('while the first provider %s', (day) => {
  test('the second rings within 60 s of the alert', async () => {
    house = await openHouse()
    house.providers.first.day = day
    await house.alert()
    await house.pass(60)
    expect(house.providers.first.rings()).toEqual([])
    expect(house.providers.second.rings()).toHaveLength(1)
  })
  test('nobody is rung twice there in the first two minutes', async () => {
    house = await openHouse()
    house.providers.first.day = day
    await house.alert()
    await house.pass(119)
    expect(house.providers.second.rings()).toHaveLength(1)
  })
  test('the first is told once it is well again, of the same incident', async () => {
    house = await openHouse()
    house.providers.first.day = day
    await house.alert()
    await house.pass(60)
    house.providers.first.day = 'accepts'
    await house.pass(900, 5)
    const [late] = house.providers.first.rings()
    expect(late?.key).toBe(house.providers.second.rings()[0]?.key)
  })
})

test('while all is well the second stays silent until nobody answers', async () => {
  house = await openHouse()
  await house.alert()
  await house.pass(119)
  expect(house.rang()).toEqual(['0 first trigger'])
})
test('a 202 that wakes nobody rings the second after two minutes', async () => {
  house = await openHouse()
  await house.alert()
  await house.pass(125)
  expect(house.rang()).toEqual(['0 first trigger', '120 second trigger'])
})
