// Google Cloud Audit Logs: admin activity, data access, system events and denials, by Pub/Sub, a bucket's files or an exporter.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { payloadOf } from './record.ts'
import { fieldPath } from './vendor.ts'

const isRecord = (value: JsonObject): boolean => payloadOf(value) !== undefined

function whyNot(value: Json): Reject {
  if (!isObject(value)) return { reason: 'the record is no JSON object and no list of objects' }
  const field = isObject(value.protoPayload) ? 'protoPayload.methodName' : 'protoPayload'
  return { reason: 'the object has nothing of an audit log: no protoPayload with a methodName', field }
}

export default {
  name: 'gcp.audit',
  logsource: [{ product: 'gcp', service: 'gcp.audit' }, { category: 'backup' }],
  fieldPath,
  read: readerOf({ isRecord, whyNot, object: (found) => ok(toEvent(found)) }),
} satisfies Source
