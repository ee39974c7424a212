// AWS CloudTrail: one record, a file of records, or records in whatever a bus, a queue or a log agent put around them.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reading, Reject, Source } from '../../model/source.ts'
import { decodeText, parseJson } from '../envelope/decode.ts'
import { depthOver } from '../envelope/depth.ts'
import { unwrap } from '../envelope/unwrap.ts'
import { toEvent } from './event.ts'
import { glimpse } from './glimpse.ts'
import { fieldPath } from './vendor.ts'

/** No API call nests deeper; what does is an attack on whoever walks the tree. */
const deepest = 400

/** A record has a call's name and its service, or at least the version that every record carries. */
const isRecord = (value: JsonObject): boolean =>
  (typeof value.eventName === 'string' && typeof value.eventSource === 'string') ||
  (typeof value.eventVersion === 'string' &&
    (typeof value.eventTime === 'string' || typeof value.eventName === 'string' || typeof value.eventType === 'string'))

function read(record: Uint8Array, received: number): Reading {
  const decoded = decodeText(record)
  if (!decoded.ok) return decoded
  const text = decoded.value
  const parsed = parseJson(text)
  if (!parsed.ok) return parsed
  if (!isObject(parsed.value) && !Array.isArray(parsed.value))
    return fail({ reason: 'the record is no JSON object and no list of objects' })
  if (text.length > 2 * deepest && depthOver(parsed.value, deepest))
    return fail({ reason: `the JSON is nested more than ${deepest} levels deep` })
  if (isObject(parsed.value) && isRecord(parsed.value))
    return ok({ events: [toEvent({ raw: parsed.value, original: text.trim(), received })], rejects: [] })
  return readParts(parsed.value, received)
}

function readParts(value: Json, received: number): Reading {
  const events: Event[] = []
  const rejects: Reject[] = []
  const parts = unwrap(value, isRecord)
  parts.forEach((part, index) => {
    if (isObject(part.value) && isRecord(part.value))
      events.push(
        toEvent({
          raw: part.value,
          original: JSON.stringify(part.value),
          received,
          ...(part.created ? { created: part.created } : {}),
        }),
      )
    else
      rejects.push({
        reason: whyNot(part.value),
        ...fieldAtFault(part.value),
        ...(parts.length > 1 ? { part: index } : {}),
      })
  })
  const only = rejects[0]
  return events.length === 0 && rejects.length === 1 && only ? fail(only) : ok({ events, rejects })
}

function whyNot(value: Json): string {
  if (!isObject(value)) return 'the record is no JSON object'
  if ('digestS3Object' in value || 'digestStartTime' in value)
    return 'this is a CloudTrail digest, not a record of a call'
  return 'the object has nothing of a CloudTrail record: neither eventName with eventSource nor eventVersion'
}

function fieldAtFault(value: Json): { readonly field?: string } {
  if (!isObject(value)) return {}
  if ('eventName' in value && typeof value.eventName !== 'string') return { field: 'eventName' }
  return 'eventName' in value ? { field: 'eventSource' } : { field: 'eventName' }
}

export default {
  name: 'aws.cloudtrail',
  logsource: [{ product: 'aws', service: 'cloudtrail' }, { category: 'backup' }],
  fieldPath,
  read,
  glimpse,
} satisfies Source
