// Promise: the first page goes at once, whatever the hour, and says what a person needs.
import { describe, expect, test } from 'vitest'
import { openHouse } from './house.ts'

describe('the first page', () => {
  test('rings in the second in which the alert was written', async () => {
    const house = await openHouse()
    await house.alert()
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('rings once, however long nothing else happens and the first line has it', async () => {
    const house = await openHouse()
    await house.alert()
    await house.act()
    await house.advance('30m')
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('says what happened to which copy', async () => {
    const house = await openHouse()
    await house.alert()
    expect(house.provider.phone.rings()[0]?.summary).toMatch(/backup-prod.+maria\.k.+203\.0\.113\.10/)
  })
  test('carries the incident’s key, of at most 255 characters', async () => {
    const house = await openHouse()
    await house.alert()
    expect(house.provider.phone.rings()[0]?.key).toMatch(/^.{8,255}$/)
  })
  test('of another incident has another key', async () => {
    const house = await openHouse()
    await house.alert({ id: 'a1' })
    await house.alert({ id: 'a2', actor: { id: 'u2', name: 'u2', kind: 'person', addresses: [], agents: [] } })
    const keys = house.provider.phone.rings().map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
  })
  test.each(['00:00', '03:00', '12:00', '23:59'])('rings at once at %s', async (time) => {
    const house = await openHouse({ begins: `2026-03-01T${time}:00Z` })
    await house.alert()
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('is written down as taken, once', async () => {
    const house = await openHouse()
    await house.alert()
    expect(house.deliveries).toMatchObject([{ pager: 'phone', attempt: 1, verdict: 'accepted' }])
    expect(house.outbox()).toEqual([])
  })
})
