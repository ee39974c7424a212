// Records for tests of the source, and the few questions that tests ask of what it reads.

import type { Json, JsonObject } from '../../../src/lib/json.ts'
import type { Change, Event } from '../../../src/model/event.ts'
import type { Reject } from '../../../src/model/source.ts'
import source from '../../../src/sources/aws.cloudtrail/source.ts'
import { type Call, person, record, user } from '../../stories/cloudtrail.ts'

export const at = '2026-03-02T09:00:00Z'
export const bob = user('bob', '192.0.2.33')
export const maria = person('maria')

/** A whole record of a call, by somebody at some time where the test does not care. */
export const call = (name: string, params: JsonObject | null = {}, more: Partial<Call> = {}): JsonObject =>
  record({ at, who: bob, call: name, params, ...more })

export const bytesOf = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

/** The one event of a record. */
export function eventOf(value: unknown, received = 0): Event {
  const reading = source.read(bytesOf(value), received)
  const event = reading.ok ? reading.value.events[0] : undefined
  if (!event) throw new Error(`no event: ${JSON.stringify(reading)}`)
  return event
}

/** All events and rejects of bytes; a record that is rejected whole has one reject. */
export function read(value: Uint8Array | string | Json): {
  readonly events: readonly Event[]
  readonly rejects: readonly Reject[]
} {
  const reading = source.read(value instanceof Uint8Array ? value : bytesOf(value), 0)
  return reading.ok ? reading.value : { events: [], rejects: [reading.error] }
}

const changesOf = ({ backup }: Event): readonly Change[] => backup?.changes ?? (backup?.change ? [backup.change] : [])

/** Changes in the short form that tables are written in: `retention=14 d`, `mfa=off weakened`. */
export const told = (event: Event): readonly string[] =>
  changesOf(event).map(({ setting, from, to, unit, direction }) =>
    [
      `${setting}=${from === undefined ? '' : `${String(from)}>`}${String(to)}`,
      ...(unit === undefined ? [] : [unit]),
      ...(direction === undefined ? [] : [direction]),
    ].join(' '),
  )
