// Consoles that write addresses of sign-ins alone: what follows is taken to come from there, for a shift.
import { expect, test } from 'vitest'
import { remember } from '../../src/memory/remember.ts'
import type { Event } from '../../src/model/event.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { at } from '../stories/acts.ts'
import { ownLibrary } from '../support/library.ts'
import { type Act, eventOf, person } from '../support/planes.ts'

const { detector } = await ownLibrary()
const who = person('eve')
const hour = 3_600_000

const signIn = (when: number, ip: string, outcome: 'success' | 'failure' = 'success'): Event =>
  eventOf({ at: when, action: 'sign-in', ip, who, outcome, backup: {} })
const act = (when: number, more: Partial<Act> = {}): Event =>
  eventOf({ at: when, action: 'retention-changed', who, backup: { resource: { type: 'job', id: 'j' } }, ...more })
const nowhere = ({ source: _, ...event }: Event): Event => event

/** Where memory says that the last of these came from. */
function from(...events: readonly Event[]): string | undefined {
  const memory = memoryMap()
  let last: Event | undefined
  for (const event of events) last = remember(memory, event, Date.parse(event['@timestamp']), detector.words)
  return last?.backup?.actor?.signed_in_from
}

test.each([
  ['eleven hours after a sign-in', 11, 'success', '203.0.113.9'],
  ['thirteen hours after a sign-in', 13, 'success', undefined],
  ['an hour after a refused one', 1, 'failure', undefined],
] as const)('%s', (_, hours, outcome, expected) => {
  expect(from(signIn(at(0), '203.0.113.9', outcome), nowhere(act(at(0) + hours * hour)))).toBe(expected)
})

test('the newest of two sign-ins counts', () => {
  const events = [signIn(at(0), '192.0.2.1'), signIn(at(0) + hour, '203.0.113.9'), nowhere(act(at(0) + 2 * hour))]
  expect(from(...events)).toBe('203.0.113.9')
})

test('a second sign-in from the same place counts anew', () => {
  const events = [signIn(at(0), '192.0.2.1'), signIn(at(0) + 9 * hour, '192.0.2.1'), nowhere(act(at(0) + 20 * hour))]
  expect(from(...events)).toBe('192.0.2.1')
})

test('a record with an address of its own needs none', () => {
  expect(from(signIn(at(0), '203.0.113.9'), act(at(0) + hour, { ip: '192.0.2.1' }))).toBe(undefined)
})

test('another account did not sign in', () => {
  expect(from(signIn(at(0), '203.0.113.9'), nowhere(act(at(0) + hour, { who: person('ann') })))).toBe(undefined)
})
