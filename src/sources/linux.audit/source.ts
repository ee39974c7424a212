// The Linux audit daemon: its lines, one or all of an event in a record, Auditbeat's and Laurel's JSON, Azure's agent.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent as syslogEvent } from '../linux.syslog/event.ts'
import { fromSyslog } from '../linux.syslog/line.ts'
import { fromAuditbeat, fromLaurel, isAuditbeat, isLaurel } from './agents.ts'
import { toEvent } from './event.ts'
import { fromLines, gathered } from './lines.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no audit event of Auditbeat or Laurel', field: 'auditd' }
    : { reason: 'the line has no audit(time:serial)' }

const read = readerOf({
  isRecord: (value) => isAuditbeat(value) || isLaurel(value),
  whyNot,
  object: (found) =>
    ok(toEvent(isAuditbeat(found.value) ? fromAuditbeat(found.value) : fromLaurel(found.value), found)),
  line(found) {
    const record = fromLines(found.original)
    if (record) return ok(toEvent(record, found))
    // Many hosts send both through one pipe.
    const other = fromSyslog(found.syslog)
    return other ? ok(syslogEvent(other, found)) : fail(whyNot(found.original))
  },
})

export default {
  name: 'linux.audit',
  logsource: [
    { product: 'linux', service: 'auditd' },
    { product: 'linux', category: 'process_creation' },
    { category: 'backup' },
  ],
  fieldPath: (field) => (/^[\w.]+$/.test(field) ? (inEvent[field] ?? `linux.audit.${field}`) : undefined),
  read: (record, received) => read(gathered(record), received),
} satisfies Source

/** Names of public rules that the event holds elsewhere. */
const inEvent: Readonly<Record<string, string>> = {
  type: 'event.code',
  CommandLine: 'linux.audit.command',
  Image: 'linux.audit.exe',
}
