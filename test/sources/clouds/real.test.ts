import { describe, expect, test } from 'vitest'
import { loadSource } from '../../../src/content/sources.ts'
import type { Event } from '../../../src/model/event.ts'
import { eventsOf, readingsOf, realOf } from '../samples.ts'

/** What real logs hold, by source: how many events, and how often each verb that guards copies is about. */
const expected: Readonly<
  Record<string, { readonly events: number; readonly verbs: Readonly<Record<string, number>> }>
> = {
  'azure.activity': {
    events: 49,
    verbs: {
      'repository-deleted': 5,
      'immutability-changed': 5,
      'recovery-point-deleted': 4,
      'audit-changed': 3,
      'key-destruction-scheduled': 3,
      'access-elevated': 1,
    },
  },
  'azure.keyvault': { events: 22, verbs: { 'key-destruction-scheduled': 4, 'credential-removed': 2 } },
  'entra.audit': { events: 33, verbs: { 'admin-added': 1, 'mfa-changed': 2, 'sign-in': 5 } },
  'gcp.audit': { events: 10, verbs: { 'key-disabled': 1, 'key-destruction-scheduled': 1, 'audit-changed': 3 } },
  'minio.audit': { events: 1, verbs: { 'object-written': 1 } },
}

const count = (events: readonly Event[], action: string): number =>
  events.filter(({ event }) => event.action === action).length

for (const [name, { events: number, verbs }] of Object.entries(expected)) {
  const files = realOf(name)
  const source = await loadSource(name)
  describe.runIf(files.length > 0)(`real records of ${name}, where the reference is`, () => {
    const readings = source ? files.flatMap(([, raw]) => readingsOf(source, raw)) : []
    const events = eventsOf(readings)

    test('are all read', () => {
      expect(readings.filter(({ ok }) => !ok)).toEqual([])
      expect(events).toHaveLength(number)
    })

    test('are told as what they are', () => {
      expect(Object.fromEntries(Object.keys(verbs).map((verb) => [verb, count(events, verb)]))).toEqual(verbs)
    })

    test('have a time of their own', () => {
      expect(events.filter(({ event }) => event.reason !== undefined).map(({ event }) => event.code)).toEqual([])
    })
  })
}
