// AWS CloudTrail: one record, a file of records, or records in whatever a bus, a queue or a log agent put around them.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reading, Reject, Source } from '../../model/source.ts'
import { parseJson } from '../envelope/decode.ts'
import { documentsIn } from '../envelope/documents.ts'
import { unwrap } from '../envelope/unwrap.ts'
import { toEvent } from './event.ts'
import { glimpse } from './glimpse.ts'
import { isRecord, isTooDeep, jsonOf, tooDeep, whyNot } from './shape.ts'
import { fieldPath } from './vendor.ts'

function read(record: Uint8Array, received: number): Reading {
  const json = jsonOf(record)
  if (json.ok) {
    const { text, value } = json.value
    if (isObject(value) && isRecord(value))
      return ok({ events: [toEvent({ raw: value, original: text.trim(), received })], rejects: [] })
    return reading(partsOf([value]), received)
  }
  const { text, ...reject } = json.error
  const documents = text === undefined ? undefined : documentsIn(text)
  return documents === undefined ? fail(reject) : reading(documents.flatMap(partsOfText), received)
}

/** One thing found: a record with its own text where it has one, or the reason why it is none. */
type Part =
  | {
      readonly value: Json
      readonly envelopes?: readonly string[]
      readonly original?: string
      readonly created?: string
    }
  | { readonly reject: Reject }

const partsOf = (values: readonly Json[]): readonly Part[] => values.flatMap((value) => unwrap(value, isRecord))

function partsOfText(text: string): readonly Part[] {
  const parsed = parseJson(text)
  if (!parsed.ok) return [{ reject: parsed.error }]
  if (isTooDeep(parsed.value)) return [{ reject: tooDeep }]
  const { value } = parsed
  return isObject(value) && isRecord(value) ? [{ value, original: text }] : partsOf([value])
}

function reading(parts: readonly Part[], received: number): Reading {
  const events: Event[] = []
  const rejects: Reject[] = []
  const several = parts.length > 1
  parts.forEach((part, index) => {
    const found = 'reject' in part ? fail(part.reject) : eventOf(part, received)
    if (!found.ok) rejects.push(several ? { ...found.error, part: index } : found.error)
    else events.push(found.value)
  })
  const only = rejects[0]
  return events.length === 0 && rejects.length === 1 && only ? fail(only) : ok({ events, rejects })
}

function eventOf(part: Exclude<Part, { reject: Reject }>, received: number): Result<Event, Reject> {
  const { value, envelopes, original, created } = part
  if (!isObject(value) || !isRecord(value)) return fail(whyNot(value, envelopes?.at(-1)))
  // What stood as text inside another value was not measured with it.
  if (original === undefined && isTooDeep(value)) return fail(tooDeep)
  return ok(
    toEvent({
      raw: value,
      original: original ?? JSON.stringify(value),
      received,
      ...(created === undefined ? {} : { created }),
    }),
  )
}

export default {
  name: 'aws.cloudtrail',
  logsource: [{ product: 'aws', service: 'cloudtrail' }, { category: 'backup' }],
  fieldPath,
  read,
  glimpse,
} satisfies Source
