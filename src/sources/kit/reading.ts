// From bytes to a vendor's records, whatever shippers put around them; each is read by itself, and fails by itself.
import type { Json, JsonObject } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reading, Reject, Source } from '../../model/source.ts'
import { decodeText } from '../envelope/decode.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { type Part, partsOf, whyNot } from './parts.ts'

/** What every record brings besides itself. */
export interface Carried {
  /** The record's own text. */
  readonly original: string
  /** Epoch milliseconds at which a carrier took it, where it says so. */
  readonly created?: number
  /** Epoch milliseconds of receipt. */
  readonly received: number
  /** What shippers put around it, from the outside in. */
  readonly carriers?: readonly string[]
}
export interface FoundObject extends Carried {
  readonly value: JsonObject
  /** There when the object came as the message of a syslog line. */
  readonly syslog?: SyslogLine
}
export interface FoundLine extends Carried {
  readonly syslog: SyslogLine
}

export type Read = Result<Event | readonly Event[], Reject>

/** What a vendor's records look like: objects, lines, or both. */
export interface Shape {
  /** Whether an object is a record of the vendor: what is none is looked into. */
  isRecord?(value: JsonObject): boolean
  object?(found: FoundObject): Read
  line?(found: FoundLine): Read
  /** Whether a line goes on with the one before, besides those that begin with a blank. */
  continues?(line: string, before: string): boolean
  /** What a value is instead of a record. @param carrier the innermost envelope that it was taken out of */
  whyNot?(value: Json, carrier?: string): Reject
}

/** A `Source.read` for records of a shape. */
export function readerOf(shape: Shape): Source['read'] {
  const isRecord = shape.isRecord ?? (() => false)
  return (record, received) => {
    const decoded = decodeText(record)
    if (!decoded.ok) return decoded
    const parts = partsOf(decoded.value, { ...shape, isRecord }, received)
    return parts.ok ? reading(parts.value, shape) : parts
  }
}

function reading(parts: readonly Part[], shape: Shape): Reading {
  const events: Event[] = []
  const rejects: Reject[] = []
  const several = parts.length > 1
  parts.forEach((part, index) => {
    const read = readPart(part, shape)
    if (!read.ok) rejects.push(several ? { ...read.error, part: index } : read.error)
    else if (Array.isArray(read.value))
      for (const event of read.value as readonly Event[]) events.push(marked(event, part))
    else events.push(marked(read.value as Event, part))
  })
  const only = rejects[0]
  return events.length === 0 && rejects.length === 1 && only ? fail(only) : ok({ events, rejects })
}

/** The event, with what was around it. */
function marked(event: Event, part: Part): Event {
  const carriers = part.kind === 'reject' ? undefined : part.carriers
  return carriers === undefined ? event : { ...event, backup: { ...event.backup, carriers } }
}

function readPart(part: Part, shape: Shape): Read {
  if (part.kind === 'reject') return fail(part.reject)
  if (part.kind === 'object') return shape.object?.(part) ?? fail(whyNot(shape, part.value))
  return shape.line?.(part) ?? fail(whyNot(shape, part.original))
}
