// Dell PowerProtect DD (Data Domain): its audit by syslog, from the shell, the interface of the system manager, and REST.
import { fail, ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { auditLineIn, auditLineOf, isAuditObject } from './line.ts'

const notOurs = {
  reason: 'no line of a Data Domain: neither pairs behind an epoch, nor a numbered message, nor a command',
  field: 'epoch',
}

export default {
  name: 'dell.datadomain',
  logsource: [{ product: 'dell', service: 'datadomain' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isAuditObject,
    object: ({ value, syslog, ...carried }) => ok(toEvent(auditLineOf(value, syslog?.host ?? ''), carried)),
    line: ({ syslog, ...carried }) => {
      const line = auditLineIn(syslog)
      return line ? ok(toEvent(line, carried)) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source
