// CyberArk: the Digital Vault's audit as JSON, LEEF or CEF, and Privilege Cloud's.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn } from '../envelope/cef.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromCloud, fromHeader, fromVault } from './record.ts'

const auditOf = (value: JsonObject): Json | undefined =>
  isObject(value.syslog) ? value.syslog.audit_record : value.audit_record
const isVault = (value: JsonObject): boolean => isObject(auditOf(value))
const isCloud = (value: JsonObject): boolean =>
  typeof value.auditCode === 'string' && (typeof value.action === 'string' || typeof value.actionType === 'string')

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is neither an audit record of the vault nor one of Privilege Cloud', field: 'auditCode' }
    : { reason: 'the line holds neither CEF nor LEEF of CyberArk' }

export default {
  name: 'cyberark.pas',
  logsource: [{ product: 'cyberark' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isVault(value) || isCloud(value),
    whyNot,
    object(found) {
      const audit = auditOf(found.value)
      return ok(toEvent(isObject(audit) ? fromVault(audit) : fromCloud(found.value), found))
    },
    line(found) {
      const record = headeredIn(found.original)
      if (!record || !/cyber-?ark/i.test(record.vendor)) return fail(whyNot(found.original))
      return ok(toEvent(fromHeader(record), found))
    },
  }),
} satisfies Source
