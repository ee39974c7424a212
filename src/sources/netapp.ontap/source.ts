// NetApp ONTAP: the audit log and the messages of EMS, by syslog or as the REST interface gives them.
import type { Json } from '../../lib/json.ts'
import { isObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { auditIn, auditOf, isAuditObject } from './audit.ts'
import { emsIn, emsOf, isEmsObject } from './ems.ts'
import { auditEvents, emsEvent } from './event.ts'

export default {
  name: 'netapp.ontap',
  logsource: [{ product: 'netapp', service: 'ontap' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isAuditObject(value) || isEmsObject(value),
    object: ({ value, ...carried }) =>
      ok(isAuditObject(value) ? auditEvents(auditOf(value), carried) : emsEvent(emsOf(value), carried)),
    line: ({ syslog, ...carried }) => {
      const entry = auditIn(syslog)
      if (entry) return ok(auditEvents(entry, carried))
      const message = emsIn(syslog)
      return message ? ok(emsEvent(message, carried)) : fail(whyNot(syslog.message))
    },
    whyNot: (value) => whyNot(value),
  }),
} satisfies Source

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason: 'neither an entry of the audit log nor a message of EMS: no input, and no message with a name',
        field: 'input',
      }
    : { reason: 'neither an entry of audit.log (segments between ::) nor a message of EMS ([node:event:severity])' }
