// Teleport's audit log: sign-ins, sessions, roles, access requests and connectors of the way in to what is guarded.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvents } from './event.ts'

/** An audit event has a name and a code: `T1000I`, `TC000I`, `TLK00I`. https://goteleport.com/docs/reference/audit-events */
const isRecord = (value: JsonObject): boolean =>
  typeof value.event === 'string' && typeof value.code === 'string' && /^t[a-z]*\d*[iwe]?$/i.test(value.code)

function whyNot(value: Json): Reject {
  const field = isObject(value) && typeof value.event === 'string' ? 'code' : 'event'
  return { reason: 'this is no audit event: it has no name with a code', field }
}

export default {
  name: 'teleport.audit',
  logsource: [{ product: 'teleport' }, { category: 'backup' }],
  read: readerOf({ isRecord, whyNot, object: (found) => ok(toEvents(found)) }),
} satisfies Source
