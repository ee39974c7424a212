// Asking a source for the event of one record, and for the few facts that tables of its sentences or commands compare.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../src/model/event.ts'
import type { Source } from '../../src/model/source.ts'
import { spent } from '../support/spent.ts'
import { receivedAt } from './golden.ts'
import { eventsOf } from './samples.ts'

/** The first event of a record; undefined where it gives none. */
export const eventOf = (source: Source, record: string, received = receivedAt): Event | undefined =>
  eventsOf([source.read(Buffer.from(record), received)])[0]

/** The verb, what it was done to, and the setting with its new value where there is one. */
export function brief(event: Event | undefined): readonly unknown[] {
  const { resource, change } = event?.backup ?? {}
  return [
    event?.event.action,
    resource && `${resource.type} ${resource.id}`,
    change && `${change.setting} ${change.to ?? change.direction}`,
  ]
}

/**
 * What any reader of lines must stand: no record of its own is a reject, a lot of anything is read in no time, and any text in
 * a record is an event.
 * @param record a record around a text
 */
export function standsHostility(source: Source, record: (text: string) => string, names: readonly string[]): void {
  describe('hostile input', () => {
    test.each(['', 'nothing', '{}', '[]', '{"message":7}', '{"__proto__":{"a":1}}', '[[[[1]]]]'])(
      '%s is a reject',
      (text) => {
        const reading = source.read(Buffer.from(text), receivedAt)
        expect(reading.ok && reading.value.events.length > 0).toBe(false)
      },
    )
    test.each(['"', '[', '{', "'", ' ', ',', '#', ':', '\\', '-a ', 'a=', ...names])(
      'a lot of %j is read in no time',
      (part) => {
        const before = spent()
        source.read(Buffer.from(record(part.repeat(300_000 / part.length))), receivedAt)
        expect(spent() - before).toBeLessThan(1_000)
      },
    )
    test('any text in a record is an event, and leaves the device as it is', () => {
      fc.assert(
        fc.property(fc.string({ maxLength: 60 }), (text) => {
          const event = eventOf(source, record(text.replace(/[\r\n"\\]/g, ' ')))
          return event !== undefined && event.host?.name !== undefined
        }),
        { numRuns: 100 },
      )
    })
  })
}
