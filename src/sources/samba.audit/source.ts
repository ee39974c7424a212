// Samba: what vfs_full_audit writes of files, and the JSON of its sign-ins.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { auditEvent, isAudit } from './audit.ts'
import { isSignIn, signInEvent } from './sign-in.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no authentication or authorization of Samba', field: 'type' }
    : { reason: 'the line is none of vfs_full_audit: it names no operation with its result' }

export default {
  name: 'samba.audit',
  logsource: [{ product: 'samba' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isSignIn,
    whyNot,
    object: (found) => ok(signInEvent(found)),
    line: (found) => (isAudit(found.syslog) ? ok(auditEvent(found)) : fail(whyNot(found.original))),
  }),
} satisfies Source
