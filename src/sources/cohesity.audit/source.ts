// Cohesity: cluster audit, data protection events, API audit, alerts, as syslog with JSON or from REST, and Helios' audit.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { objects } from '../kit/look.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { streamOf } from './record.ts'

/** A page of audits, as REST gives it. */
const pageOf = (value: JsonObject): readonly JsonObject[] | undefined =>
  Array.isArray(value.auditLogs)
    ? objects(value.auditLogs)
    : Array.isArray(value.clusterAuditLogs)
      ? objects(value.clusterAuditLogs)
      : undefined

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is none of the streams of Cohesity', field: 'EntityType' }
    : { reason: 'the line holds no JSON of Cohesity behind its header' }

export default {
  name: 'cohesity.audit',
  logsource: [{ product: 'cohesity' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => streamOf(value) !== undefined || pageOf(value) !== undefined,
    whyNot,
    object(found) {
      const page = pageOf(found.value)
      if (page) return ok(page.map((value) => toEvent({ ...found, value, original: JSON.stringify(value) })))
      return ok(toEvent(found))
    },
  }),
} satisfies Source
