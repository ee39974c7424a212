// What makes bytes a CloudTrail record, and, where they are none, what they are instead.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Reject } from '../../model/source.ts'

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
