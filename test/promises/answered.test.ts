// Promises: nobody is rung after an acknowledgement, until it runs out, is given back, or things get worse; a resolution ends it.
import { describe, expect, test } from 'vitest'
import { openHouse, usualPolicy } from './house.ts'

const ringing = async () => {
  const house = await openHouse()
  await house.alert()
  return house
}

describe('an acknowledgement', () => {
  test.each(['0s', '1s', '29s', '119s', '2m', '5m', '14m'])('after %s ends all ringing', async (span) => {
    const house = await ringing()
    if (span !== '0s') await house.advance(span)
    await house.act()
    const before = house.rings()
    await house.advance('59m', 5_000)
    expect(house.rings()).toEqual(before)
  })
  test('is told to every channel that rang, and to no other', async () => {
    const house = await ringing()
    await house.advance('3m')
    await house.act()
    expect(house.ends()).toEqual(['acknowledge phone', 'acknowledge sms'])
  })
  test('is not told to the channel that it came from', async () => {
    const house = await ringing()
    await house.advance('3m')
    const key = house.provider.sms.rings()[0]?.key ?? ''
    await house.act({ pager: 'sms', dedupKey: key, via: 'hook' })
    expect(house.ends()).toEqual(['acknowledge phone'])
  })
  test('takes back what a channel that is down was to be sent', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'fails 503'
    await house.alert()
    await house.advance('10s')
    await house.act()
    house.provider.phone.day = 'accepts'
    await house.advance('30m', 5_000)
    expect(house.rings()).toEqual([])
  })
  test('told twice is one', async () => {
    const house = await ringing()
    await house.act()
    await house.act()
    expect(house.ends()).toEqual(['acknowledge phone'])
  })
  test('of another alert changes nothing', async () => {
    const house = await ringing()
    await house.act({ alert: 'a2' })
    await house.advance('3m')
    expect(house.rings()).toEqual(['0 phone', '120 sms'])
  })
})

describe('an acknowledgement that runs out', () => {
  test('wakes again after its hour, and not before', async () => {
    const house = await ringing()
    await house.act()
    await house.advance('3599s', 1_000)
    expect(house.rings()).toEqual(['0 phone'])
    await house.advance('1s')
    expect(house.rings()).toEqual(['0 phone', '3600 phone'])
  })
  test('wakes under a fresh key, since nobody is woken by one that was acknowledged', async () => {
    const house = await ringing()
    await house.act()
    await house.advance('1h', 5_000)
    expect(
      new Set(house.provider.phone.rings().flatMap(({ action, key }) => (action === 'trigger' ? [key] : []))).size,
    ).toBe(2)
  })
  test('climbs as the first page did', async () => {
    const house = await ringing()
    await house.act()
    await house.advance('1h', 10_000)
    await house.advance('6m')
    expect(house.rings().slice(1)).toEqual(['3600 phone', '3720 sms', '3900 deputy', '3900 chat'])
  })
  test('can be acknowledged again, for another hour', async () => {
    const house = await ringing()
    await house.act()
    await house.advance('1h', 10_000)
    await house.act()
    await house.advance('59m', 10_000)
    expect(house.rings().length).toBe(2)
    await house.advance('2m')
    expect(house.rings().length).toBe(3)
  })
  test('does not wake where the alert is over', async () => {
    const house = await ringing()
    await house.act()
    await house.alert({ version: 2, status: 'resolved', change: 'resolved' })
    await house.advance('2h', 10_000)
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('is given back: it wakes at once', async () => {
    const house = await ringing()
    await house.act()
    await house.advance('1m')
    await house.act({ act: 'unacknowledge' })
    expect(house.rings()).toEqual(['0 phone', '60 phone'])
    expect(house.why()).toContain('unacknowledged phone')
  })
  test('holds as long as the policy says', async () => {
    const house = await openHouse({
      policy: usualPolicy.replace('acknowledgement-lasts: 1h', 'acknowledgement-lasts: 10h'),
    })
    await house.alert()
    await house.act()
    await house.advance('9h', 60_000)
    expect(house.rings()).toEqual(['0 phone'])
  })
})

describe('what gets worse', () => {
  const worse = { version: 2, stage: 2, change: 'worse' } as const
  test('wakes at once although somebody has it', async () => {
    const house = await ringing()
    await house.act()
    await house.advance('10s')
    await house.alert(worse)
    expect(house.rings()).toEqual(['0 phone', '10 phone'])
    expect(house.why()).toContain('worse phone')
  })
  test('wakes at once although it is ringing, under a key of its own', async () => {
    const house = await ringing()
    await house.advance('10s')
    await house.alert(worse)
    expect(new Set(house.provider.phone.rings().map(({ key }) => key)).size).toBe(2)
  })
  test('goes on ringing when an earlier stage is acknowledged', async () => {
    const house = await ringing()
    const key = house.provider.phone.rings()[0]?.key ?? ''
    await house.alert(worse)
    await house.act({ dedupKey: key, stage: 1 })
    await house.advance('2m')
    expect(house.rings()).toContain('120 sms')
  })
  test('and only takes in another event wakes nobody', async () => {
    const house = await ringing()
    await house.act()
    await house.alert({ version: 2, change: 'joined', eventCount: 2 })
    await house.advance('10m')
    expect(house.rings()).toEqual(['0 phone'])
  })
})

describe('a resolution', () => {
  const over = { version: 2, status: 'resolved', change: 'resolved' } as const
  test('ends all ringing', async () => {
    const house = await ringing()
    await house.advance('10s')
    await house.alert(over)
    await house.advance('1h', 10_000)
    expect(house.rings()).toEqual(['0 phone'])
  })
  test('is told to every channel that rang', async () => {
    const house = await ringing()
    await house.advance('3m')
    await house.alert(over)
    expect(house.ends()).toEqual(['resolve phone', 'resolve sms'])
  })
  test('is told to channels that had heard of an acknowledgement', async () => {
    const house = await ringing()
    await house.act()
    await house.alert(over)
    expect(house.ends()).toEqual(['acknowledge phone', 'resolve phone'])
  })
  test('reaches a channel that broke off after it had accepted', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'resets after it accepted'
    await house.alert()
    house.provider.phone.day = 'accepts'
    await house.alert(over)
    expect(house.ends()).toEqual(['resolve phone'])
  })
  test('takes back what nobody was told yet, and says nothing of it', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'is gone'
    await house.alert()
    await house.alert(over)
    house.provider.phone.day = 'accepts'
    await house.advance('1h', 10_000)
    expect([house.rings(), house.ends()]).toEqual([[], []])
  })
  test('is tried until it is taken', async () => {
    const house = await ringing()
    house.provider.phone.day = 'fails 500'
    await house.alert(over)
    await house.advance('5m')
    house.provider.phone.day = 'accepts'
    await house.advance('5m')
    expect(house.ends()).toEqual(['resolve phone'])
  })
})
