// TrueNAS: the audit of its middleware, its SMB server, sudo and the system.
import type { JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { at, first, text } from '../kit/look.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { auditRecordOf, cutRecordIn, isAuditRecord } from './record.ts'

const notOurs = {
  reason: "no record of TrueNAS' audit: no TNAUDIT, and no audit_id with service and event",
  field: 'TNAUDIT',
}

/** Where a collector took the header apart and left the record whole. */
const hostIn = (value: JsonObject): string | undefined =>
  text(first(value, 'host', 'hostname', 'HOST')) ?? text(at(value, 'host.name'))

export default {
  name: 'truenas.audit',
  logsource: [{ product: 'truenas', service: 'audit' }, { product: 'truenas' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isAuditRecord,
    object: ({ value, syslog, ...carried }) =>
      ok(toEvent(auditRecordOf(value), { ...carried, host: syslog?.host ?? hostIn(value) })),
    line: ({ syslog, ...carried }) => {
      const record = cutRecordIn(syslog.message)
      return record ? ok(toEvent(record, { ...carried, host: syslog.host })) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source
