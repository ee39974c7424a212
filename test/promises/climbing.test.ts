// Promises: steps ring in their order until somebody answers; whoever has the turn at that moment is rung, on the nights of the clocks too.
import { describe, expect, test } from 'vitest'
import { openHouse, usualPolicy } from './house.ts'

/** Two people by days of local time: the phone is the first one's, the text message the second one's. */
const turns = (part: { readonly zone?: string; readonly since?: string; readonly overrides?: string } = {}): string => `
zone: ${part.zone ?? 'Europe/Berlin'}
people:
  ann: { channels: [phone] }
  ben: { channels: [sms] }
  cem: { channels: [deputy] }
rotations:
  backup: { members: [ann, ben], turn: 1d, since: ${part.since ?? '2026-03-01T08:00'}, overrides: [${part.overrides ?? ''}] }
escalations:
  urgent: { repeat: always, steps: [{ notify: [{ rotation: backup }], wait: 10m }] }
routes: [{ name: all, escalation: urgent }]
acknowledgement-lasts: 1h
`

describe('an escalation', () => {
  test('rings each step in its order, everybody of it at once', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('5m')
    expect(house.rings()).toEqual(['0 phone', '120 sms', '300 deputy', '300 chat'])
  })
  test('begins anew until somebody answers', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('1h', 5_000)
    const phones = house.rings().filter((ring) => ring.endsWith('phone'))
    expect(phones).toEqual(['0 phone', '900 phone', '1800 phone', '2700 phone', '3600 phone'])
  })
  test('repeats under the key of its first page', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('40m', 5_000)
    expect(new Set(house.provider.phone.rings().map(({ key }) => key)).size).toBe(1)
  })
  test('that repeats no more begins anew when an acknowledgement would have run out, as nobody has it', async () => {
    const house = await openHouse({ policy: usualPolicy.replace('repeat: always', 'repeat: 0') })
    await house.alert()
    await house.advance('15m', 5_000)
    const before = house.rings().length
    await house.advance('55m', 5_000)
    expect(house.rings()).toHaveLength(before)
    await house.advance('10m', 5_000)
    expect(house.rings().length).toBeGreaterThan(before)
  })
  test('says why it went on', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('16m', 5_000)
    expect(house.why().slice(0, 5)).toEqual([
      'first phone',
      'not-answered sms',
      'step deputy',
      'step chat',
      'repeat phone',
    ])
  })
  test('whose first step can reach nobody goes on at once', async () => {
    const house = await openHouse()
    house.provider.phone.day = 'refuses 403'
    house.provider.sms.day = 'refuses 403'
    await house.alert()
    expect(house.rings()).toEqual(['0 deputy', '0 chat'])
  })
  test('all of whose steps reach nobody is tried until one does', async () => {
    const house = await openHouse()
    house.all('refuses 401')
    await house.alert()
    await house.advance('20m', 5_000)
    house.all('accepts')
    await house.advance('10m', 5_000)
    expect(house.rings().length).toBeGreaterThan(0)
  })
  test('stops between two steps when somebody answers there', async () => {
    const house = await openHouse()
    await house.alert()
    await house.advance('299s')
    await house.act()
    await house.advance('20m', 5_000)
    expect(house.rings()).toEqual(['0 phone', '120 sms'])
  })
})

describe('a rotation', () => {
  test.each([
    ['the one before, a second before the handover', '2026-03-02T06:59:59Z', 'phone'],
    ['the next at the handover', '2026-03-02T07:00:00Z', 'sms'],
    ['the one before until 08:00 of the night that loses an hour', '2026-03-29T05:59:59Z', 'sms'],
    ['the next at 08:00 of summer time', '2026-03-29T06:00:00Z', 'phone'],
    ['the one before until 08:00 of the night that gains an hour', '2026-10-25T06:59:59Z', 'sms'],
    ['the next at 08:00 of winter time', '2026-10-25T07:00:00Z', 'phone'],
  ])('rings %s', async (_, begins, who) => {
    const house = await openHouse({ policy: turns(), begins })
    await house.alert()
    expect(house.rings()).toEqual([`0 ${who}`])
  })
  test('that hands over while it rings, rings the next one with the next round', async () => {
    const house = await openHouse({ policy: turns(), begins: '2026-03-02T06:55:00Z' })
    await house.alert()
    await house.advance('10m')
    expect(house.rings()).toEqual(['0 phone', '600 sms'])
  })
  test.each([
    ['its stand-in', '2026-03-01T20:00:00Z', 'deputy'],
    ['its stand-in in the first second', '2026-03-01T17:00:00Z', 'deputy'],
    ['whoever had the turn, from its end on', '2026-03-01T23:00:00Z', 'phone'],
  ])('with an override rings %s', async (_, begins, who) => {
    const overrides = '{ from: 2026-03-01T18:00, to: 2026-03-02T00:00, who: cem }'
    const house = await openHouse({ policy: turns({ overrides }), begins })
    await house.alert()
    expect(house.rings()).toEqual([`0 ${who}`])
  })
  test('in which nobody has the turn yet rings every pager rather than none', async () => {
    const house = await openHouse({ policy: turns({ since: '2026-06-01T08:00' }) })
    await house.alert()
    expect(new Set(house.rings())).toEqual(new Set(['0 phone', '0 sms', '0 deputy', '0 chat']))
    expect(house.why()).toContain('nobody')
  })
  test('goes by its own zone', async () => {
    const house = await openHouse({ policy: turns({ zone: 'Pacific/Auckland' }), begins: '2026-03-01T19:00:00Z' })
    await house.alert()
    expect(house.rings()).toEqual(['0 sms'])
  })
})
