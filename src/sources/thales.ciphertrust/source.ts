// Thales CipherTrust Manager: server records as JSON, as pairs in syslog, in CEF and in LEEF. No record of these last was ever seen.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn, labelsOf } from '../envelope/cef.ts'
import { pairsIn } from '../envelope/pairs.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { type KeyAct, keyEvent, outcomeNamed } from '../keys/event.ts'
import { bodyOf } from '../kit/body.ts'
import { first, object, text, texts } from '../kit/look.ts'
import { readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

const source = 'thales.ciphertrust'

const actions = ['action', 'operation', 'message', 'name', 'msg', 'act'] as const
const isRecord = (value: JsonObject): boolean =>
  typeof first(value, ...actions) === 'string' &&
  (isObject(value.description) ||
    isObject(value.details) ||
    'auditID' in value ||
    ('service' in value && 'severity' in value))

/** One set of names over a record and what it holds. */
function actOf(value: JsonObject, received: number): KeyAct {
  const details = { ...bodyOf(value.details), ...bodyOf(value.description) }
  const at = (...names: readonly string[]): string =>
    text(first(value, ...names)) ?? text(first(details, ...names)) ?? ''
  const user =
    at('username', 'user_name', 'suser', 'usrName', 'user', 'sub') ||
    (text(first(object(value.user), 'name', 'username')) ?? '')
  const stamp = first(value, 'time', 'createdAt', 'created_at', 'timestamp', 'rt', 'devTime')
  const said =
    typeof value.success === 'boolean'
      ? String(value.success)
      : at('response', 'success', 'outcome', 'status', 'result')
  const target = at('resource', 'key_id', 'keyId', 'resource_id', 'uid', 'id_or_name')
  return {
    id: text(first(value, 'auditID', 'id')),
    name: at(...actions),
    user,
    kind: /^(kylo|system|ncryptify|scheduler)$/i.test(user) ? 'provider' : 'unknown',
    address: texts(value.sourceIPs)[0] ?? at('client_ip', 'clientIP', 'clientIp', 'src', 'ip'),
    host: at('dvchost', 'hostname'),
    store: at('domain', 'account_name'),
    target,
    targetName: at('key_name', 'keyName', 'resource_name', 'fname', 'label'),
    outcome: outcomeNamed(said),
    reason: at('error', 'reason', 'code'),
    time:
      statedTime(/^\d{9,13}$/.test(String(stamp)) ? Number(stamp) : stamp) ??
      (typeof stamp === 'string' ? syslogTime(stamp, received)?.time : undefined),
    vendor: 'Thales',
    product: 'CipherTrust Manager',
    fields: { action: at(...actions), service: at('service'), severity: at('severity') },
  }
}

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no record of CipherTrust Manager: it names no action with its details', field: 'action' }
    : { reason: 'the line is no record of CipherTrust Manager: it names no operation' }

export default {
  name: source,
  logsource: [{ product: 'thales' }, { category: 'backup' }],
  read: readerOf({
    isRecord,
    whyNot,
    object: (found) => ok(keyEvent(source, actOf(found.value, found.received), found)),
    line(found) {
      const headered = headeredIn(found.original)
      if (headered && !/thales|gemalto|safenet|vormetric/i.test(headered.vendor))
        return fail({ reason: `the record is of ${headered.vendor || 'another vendor'}`, field: 'vendor' })
      const fields: JsonObject = headered
        ? { action: headered.name || headered.code, ...labelsOf(headered.fields), ...headered.fields }
        : pairsIn(found.syslog.message, 'first')
      const act = actOf(fields, found.received)
      return act.name === '' ? fail(whyNot(found.original)) : ok(keyEvent(source, act, found))
    },
  }),
} satisfies Source
