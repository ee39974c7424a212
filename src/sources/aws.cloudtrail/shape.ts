// What makes bytes a CloudTrail record, and, where they are none, what they are instead.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Reject } from '../../model/source.ts'
import { decodeText, parseJson } from '../envelope/decode.ts'
import { depthOver } from '../envelope/depth.ts'

/** No API call nests deeper; what does is an attack on whoever walks the tree. */
const deepest = 400

export const tooDeep: Reject = { reason: `the JSON is nested more than ${deepest} levels deep` }
export const isTooDeep = (value: Json): boolean => depthOver(value, deepest)

/** The text of a record with the JSON value in it; where the text is no JSON, only the reason. */
export function jsonOf(
  record: Uint8Array,
): Result<{ readonly text: string; readonly value: Json }, Reject & { readonly text?: string }> {
  const decoded = decodeText(record)
  if (!decoded.ok) return decoded
  const text = decoded.value
  const parsed = parseJson(text)
  if (!parsed.ok) return fail({ ...parsed.error, text })
  return text.length > 2 * deepest && isTooDeep(parsed.value) ? fail(tooDeep) : ok({ text, value: parsed.value })
}

/** A record has a call's name and its service, or at least the version that every record carries. */
export const isRecord = (value: JsonObject): boolean =>
  !isNotice(value) &&
  ((typeof value.eventName === 'string' && typeof value.eventSource === 'string') ||
    (typeof value.eventVersion === 'string' &&
      (typeof value.eventTime === 'string' ||
        typeof value.eventName === 'string' ||
        typeof value.eventType === 'string')))

/** S3, Kinesis and SQS write `eventName` and `eventSource` too, the source as `aws:s3`. */
const isNotice = ({ eventSource }: JsonObject): boolean =>
  typeof eventSource === 'string' && eventSource.startsWith('aws:')

/**
 * Why a value is no record: what it is instead where that can be told.
 * @param carrier the innermost envelope that it was taken out of
 */
export function whyNot(value: Json, carrier?: string): Reject {
  if (!isObject(value)) return { reason: 'the record is no JSON object and no list of objects' }
  const other = others.find(({ is }) => is(value))
  if (other) return { reason: other.reason }
  if (carrier === 'eventbridge')
    return { reason: 'this EventBridge event tells of something else than a recorded call' }
  const field = 'eventName' in value && typeof value.eventName === 'string' ? 'eventSource' : 'eventName'
  return {
    reason: 'the object has nothing of a CloudTrail record: neither eventName with eventSource nor eventVersion',
    field,
  }
}

const others: readonly { readonly is: (value: JsonObject) => boolean; readonly reason: string }[] = [
  {
    is: (value) => 'digestS3Object' in value || 'digestStartTime' in value,
    reason: 'this is a CloudTrail digest, not a record of a call',
  },
  {
    is: (value) => value.eventSource === 'aws:s3' || value.Event === 's3:TestEvent' || 's3ObjectKey' in value,
    reason: 'this is a notice that a file was written, without the records in it: read the file',
  },
  { is: isNotice, reason: 'this is a carrier without a CloudTrail record in it' },
  {
    is: (value) => 'class_uid' in value && 'metadata' in value,
    reason: 'this is an OCSF event, as Security Lake writes them, not a CloudTrail record',
  },
  {
    is: (value) => typeof value.QueryStatus === 'string',
    reason: 'this is a query result without rows that hold records',
  },
]
