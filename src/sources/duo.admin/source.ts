// Duo: administrator log, activity log, authentications and what stands beside them, in the forms of both API versions.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { text } from '../kit/look.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { isAuthentication } from './record.ts'

const hasTime = (value: JsonObject): boolean =>
  ['isotimestamp', 'timestamp', 'ts', 'txid', 'activity_id'].some((name) => text(value[name]) !== undefined)

/** An act of an administrator has an action, by name or as an object; an authentication has a factor and a result. */
function isRecord(value: JsonObject): boolean {
  if (isAuthentication(value)) return true
  const action = isObject(value.action) ? value.action.name : value.action
  return (typeof action === 'string' && action !== '' && hasTime(value)) || text(value.telephony_id) !== undefined
}

const whyNot = (value: Json): Reject =>
  isObject(value) && value.action !== undefined
    ? { reason: 'the act has no time', field: 'isotimestamp' }
    : { reason: 'this is neither an act of an administrator nor an authentication', field: 'action' }

export default {
  name: 'duo.admin',
  logsource: [{ product: 'cisco', service: 'duo' }, { product: 'duo' }, { category: 'backup' }],
  fieldPath: (field) => (field === 'action' ? 'event.code' : /^[\w.]+$/.test(field) ? `duo.admin.${field}` : undefined),
  read: readerOf({ isRecord, whyNot, object: (found) => ok(toEvent(found)) }),
} satisfies Source
