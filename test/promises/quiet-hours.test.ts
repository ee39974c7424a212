// Promises: quiet hours never hold what pages at once; what need not wake anybody waits for the morning, and is told once, as it stands then.
import { describe, expect, test } from 'vitest'
import { openHouse, usualPolicy } from './house.ts'

const policy = `${usualPolicy}quiet: [{ from: "20:00", to: "07:00" }]\n`
const atNight = () => openHouse({ policy, begins: '2026-03-02T06:30:00Z' })
const calm = { priority: 'notify' } as const

describe('quiet hours', () => {
  test.each(['20:00', '23:59', '00:00', '03:00', '06:59'])('let what pages at once ring at %s', async (time) => {
    const house = await openHouse({ policy, begins: `2026-03-02T${time}:00Z` })
    await house.alert()
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('let it climb as by day', async () => {
    const house = await atNight()
    await house.alert()
    await house.advance('5m')
    expect(house.rings()).toEqual(['0 phone', '120 sms', '300 deputy', '300 chat'])
  })
  test('let a second channel ring for it when the first is gone', async () => {
    const house = await atNight()
    house.provider.phone.day = 'is gone'
    await house.alert()
    await house.advance('1m')
    expect(house.rings()).toContain('30 sms')
  })
  test('keep what need not wake anybody until they end, and tell it then', async () => {
    const house = await atNight()
    await house.alert(calm)
    await house.advance('1799s')
    expect(house.rings()).toEqual([])
    await house.advance('2s')
    expect(house.rings()).toEqual(['1800 phone'])
    expect(house.why()).toEqual(['quiet-hours', 'quiet-hours-over phone'])
  })
  test('tell it once, with the newest words', async () => {
    const house = await atNight()
    await house.alert(calm)
    await house.advance('1m')
    await house.alert({ ...calm, version: 2, change: 'joined', summary: 'Three jobs were disabled by maria.k' })
    await house.advance('30m')
    expect(house.provider.phone.rings()).toHaveLength(1)
    expect(house.provider.phone.rings()[0]?.summary).toContain('Three jobs were disabled')
  })
  test('tell nothing of what was over by then', async () => {
    const house = await atNight()
    await house.alert(calm)
    await house.alert({ ...calm, version: 2, change: 'resolved', status: 'resolved' })
    await house.advance('1h', 5_000)
    expect(house.rings()).toEqual([])
  })
  test('tell nothing of what somebody had answered by then', async () => {
    const house = await atNight()
    await house.alert(calm)
    await house.act()
    await house.advance('50m', 5_000)
    expect(house.rings()).toEqual([])
  })
  test('end at once for what rises to page-now', async () => {
    const house = await atNight()
    await house.alert(calm)
    await house.advance('1m')
    await house.alert({ version: 2, change: 'raised', stage: 2 })
    expect(house.rings()).toEqual(['60 phone'])
  })
  test('that begin are no end to what already rings at once', async () => {
    const house = await openHouse({ policy, begins: '2026-03-02T19:59:00Z' })
    await house.alert()
    await house.advance('16m', 5_000)
    expect(house.rings()).toContain('900 phone')
  })
  test('stop what need not wake anybody from being repeated through the night', async () => {
    const house = await openHouse({ policy, begins: '2026-03-02T19:59:00Z' })
    await house.alert(calm)
    await house.advance('2h', 10_000)
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('survive a restart: it is told in the morning all the same', async () => {
    const house = await atNight()
    await house.alert(calm)
    house.kill()
    await house.start()
    await house.advance('31m', 5_000)
    expect(house.rings()).toEqual(['1800 phone'])
  })
})
