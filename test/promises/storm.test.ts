// Promise: a storm of alerts becomes a number of pages that a person can read, and every alert is named or counted in one of them.
import { beforeAll, describe, expect, test } from 'vitest'
import { usualTiers } from '../../src/model/policy.ts'
import { blow, type Storm, storms } from './storm.ts'

describe.each(Object.entries(storms))('a storm %s', (_, of) => {
  let storm: Storm
  beforeAll(async () => {
    storm = await blow(300, of)
  })
  test('rings the first page at once', () => expect(storm.firstAfter).toBe(0))
  test('rings a phone no oftener than a person can read', () => {
    expect(storm.densest).toBeLessThanOrEqual(usualTiers[0].pages)
    expect(storm.pages).toBeLessThanOrEqual(usualTiers[1].pages)
  })
  test('leaves no alert untold', () => expect(storm.untold).toEqual([]))
  test('says in numbers how many it tells of', () => expect(storm.counted).toBe(true))
  test('has a decision for each alert', () => expect(storm.decided).toBe(300))
  test('ends all at the provider when all of it is over', () => expect(storm.left).toEqual([]))
})
