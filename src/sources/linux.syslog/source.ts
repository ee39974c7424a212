// Syslog of Linux hosts: sign-ins, sudo, accounts, services, clocks; lines of the audit daemon that came along.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent as auditEvent } from '../linux.audit/event.ts'
import { fromLines } from '../linux.audit/lines.ts'
import { toEvent } from './event.ts'
import { fromSyslog } from './line.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object holds no line of a log', field: 'message' }
    : { reason: 'the line has no syslog header, and nothing in it says which program wrote it' }

export default {
  name: 'linux.syslog',
  logsource: [
    { product: 'linux', service: 'syslog' },
    { product: 'linux', service: 'auth' },
    { product: 'linux', service: 'sshd' },
    { product: 'linux', service: 'sudo' },
    { category: 'backup' },
  ],
  read: readerOf({
    whyNot,
    line(found) {
      const audit = found.original.includes('audit(') ? fromLines(found.original) : undefined
      if (audit) return ok(auditEvent(audit, found))
      const record = fromSyslog(found.syslog)
      return record ? ok(toEvent(record, found)) : fail(whyNot(found.original))
    },
  }),
} satisfies Source
