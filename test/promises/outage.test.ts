// Promises: with every channel down for two hours nothing is lost; afterwards what still matters is sent once, as it stands then.
import { describe, expect, test } from 'vitest'
import { type House, openHouse } from './house.ts'
import type { Day } from './provider.ts'

const actor = (name: string) => ({ id: name, name, kind: 'person', addresses: [], agents: [] }) as const
const incident = (index: number) => ({
  id: `m${index}`,
  actor: actor(`actor ${index}`),
  summary: `Vault ${index} was deleted`,
})
const triggers = (house: House) => house.provider.phone.rings().filter(({ action }) => action === 'trigger')
const textOf = (house: House): string =>
  triggers(house)
    .map(({ body }) => body)
    .join('\n')

/** Two hours in which every channel has that day, then what `meanwhile` does, then all are well again. */
async function outage(day: Day, count: number, meanwhile: (house: House) => Promise<void> = async () => undefined) {
  const house = await openHouse()
  house.all(day)
  for (let index = 0; index < count; index += 1) await house.alert(incident(index))
  await house.advance('1h', 60_000)
  await meanwhile(house)
  await house.advance('1h', 60_000)
  house.all('accepts')
  return house
}

describe.each(['fails 503', 'is gone', 'refuses 403'] as const)('after two hours in which every channel %s', (day) => {
  test('what still matters rings', async () => {
    const house = await outage(day, 1)
    await house.advance('6m', 5_000)
    // Nobody answers, so the next round may have come round too: the same incident.
    expect(new Set(triggers(house).map(({ key }) => key)).size).toBe(1)
    expect(triggers(house).length).toBeLessThanOrEqual(2)
  })
})

describe('after two hours without any channel', () => {
  const day = 'fails 503'
  test('it rings with its newest words', async () => {
    const house = await outage(day, 1, (down) =>
      down.alert({ ...incident(0), version: 2, change: 'joined', summary: 'Vault 0 and all its copies were deleted' }),
    )
    await house.advance('6m', 5_000)
    expect(triggers(house).length).toBeGreaterThan(0)
    for (const { summary } of triggers(house)) expect(summary).toContain('all its copies')
  })
  test('what was over meanwhile does not', async () => {
    const house = await outage(day, 1, (down) =>
      down.alert({ ...incident(0), version: 2, change: 'resolved', status: 'resolved' }),
    )
    await house.advance('30m', 5_000)
    expect(house.rings()).toEqual([])
  })
  test('what somebody had answered meanwhile does not', async () => {
    const house = await openHouse()
    house.all(day)
    await house.alert(incident(0))
    await house.advance('90m', 60_000)
    await house.act({ alert: 'm0' })
    await house.advance('30m', 60_000)
    house.all('accepts')
    await house.advance('20m', 5_000)
    expect(house.rings()).toEqual([])
  })
})

describe('after an outage', () => {
  test('each of eight alerts was told of, and no more pages ring than a person can read', async () => {
    const house = await outage('fails 503', 8)
    await house.advance('6m', 5_000)
    const told = textOf(house)
    const taken = new Set(triggers(house).map(({ key }) => key))
    for (let index = 0; index < 8; index += 1) {
      const kept = house.decisions.some(({ alert, dedupKey = '' }) => alert === `m${index}` && taken.has(dedupKey))
      expect(kept || told.includes(`Vault ${index} `)).toBe(true)
    }
    expect(triggers(house).length).toBeLessThanOrEqual(20)
  })
  test('no incident rings twice at once', async () => {
    const house = await outage('fails 503', 3)
    await house.advance('3m')
    const keys = triggers(house).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })
  test('the log has an attempt for each time that a channel was asked', async () => {
    const house = await outage('fails 500', 1)
    const asked = Object.values(house.provider).flatMap(({ requests }) => requests)
    expect(house.deliveries).toHaveLength(asked.length)
  })
  test('of ten minutes a process that was restarted in between knows all', async () => {
    const house = await openHouse()
    house.all('fails 503')
    await house.alert()
    await house.advance('5m', 5_000)
    house.kill()
    await house.start()
    await house.advance('5m', 5_000)
    house.all('accepts')
    await house.advance('3m')
    expect(triggers(house)).toHaveLength(1)
  })
  test('it is tried at least every three minutes, so nobody waits longer than that', async () => {
    const house = await outage('fails 503', 1)
    const times = house.provider.phone.requests.map(({ at }) => at)
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(180_000)
  })
})
