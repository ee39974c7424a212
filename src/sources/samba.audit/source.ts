// Samba: what vfs_full_audit writes of files, the JSON of sign-ins and of its directory, and other lines of its daemons.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { auditEvent, isAudit } from './audit.ts'
import { changeEvent, daemonEvent, isChange, isDaemon } from './plain.ts'
import { isSignIn, signInEvent } from './sign-in.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no authentication, authorization or change of Samba', field: 'type' }
    : { reason: 'the line is none of vfs_full_audit, and of no daemon of Samba: it names no operation with its result' }

export default {
  name: 'samba.audit',
  logsource: [{ product: 'samba' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isSignIn(value) || isChange(value),
    whyNot,
    object: (found) => ok(isChange(found.value) ? changeEvent(found) : signInEvent(found)),
    line: (found) => {
      if (isAudit(found.syslog)) return ok(auditEvent(found))
      return isDaemon(found.syslog) ? ok(daemonEvent(found)) : fail(whyNot(found.original))
    },
  }),
} satisfies Source
