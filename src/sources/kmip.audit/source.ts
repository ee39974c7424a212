// Any KMIP server that logs operations: JSON, or pairs in a line, with the operation by its name or its number.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn, labelsOf } from '../envelope/cef.ts'
import { pairsIn } from '../envelope/pairs.ts'
import { type KeyAct, keyEvent, outcomeNamed } from '../keys/event.ts'
import { first, text } from '../kit/look.ts'
import { readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

const source = 'kmip.audit'

/** OASIS KMIP 2.1, section 11.38. */
const operations: Readonly<Record<number, string>> = {
  1: 'Create',
  2: 'Create Key Pair',
  3: 'Register',
  4: 'Re-key',
  8: 'Locate',
  9: 'Check',
  10: 'Get',
  11: 'Get Attributes',
  13: 'Add Attribute',
  14: 'Modify Attribute',
  15: 'Delete Attribute',
  18: 'Activate',
  19: 'Revoke',
  20: 'Destroy',
  21: 'Archive',
  22: 'Recover',
  24: 'Query',
  29: 'Re-key Key Pair',
  30: 'Discover Versions',
  31: 'Encrypt',
  32: 'Decrypt',
  42: 'Export',
  43: 'Import',
}

const spelled = ['operation', 'Operation', 'op', 'kmip_operation', 'kmipOperation', 'act'] as const

function nameOf(value: JsonObject): string {
  const said = text(first(value, ...spelled)) ?? ''
  const number = /^(0x[0-9a-f]{1,8}|\d{1,3})$/i.test(said) ? Number(said) : Number.NaN
  return Number.isNaN(number) ? said : (operations[number] ?? said)
}

function actOf(value: JsonObject): KeyAct {
  const at = (...names: readonly string[]): string => text(first(value, ...names)) ?? ''
  const user = at('user', 'username', 'client', 'client_cn', 'clientCN', 'identity', 'subject', 'suser')
  return {
    name: nameOf(value),
    user: user.replace(/^.*?\bCN=([^,/]{1,200}).*$/, '$1'),
    // Clients are programs with a certificate.
    kind: 'service',
    credential: at('certificate_serial', 'client_certificate_serial_number', 'serial') || undefined,
    address: at('client_ip', 'clientIp', 'remote_addr', 'peer', 'src', 'ip'),
    host: at('server', 'hostname', 'dvchost'),
    store: '',
    target: at('unique_identifier', 'uniqueIdentifier', 'UniqueIdentifier', 'uid', 'key_id', 'keyId', 'object_id'),
    targetName: at('key_name', 'keyName', 'object_name'),
    outcome: outcomeNamed(at('result_status', 'resultStatus', 'ResultStatus', 'result', 'status', 'outcome')),
    reason: at('result_reason', 'resultReason', 'reason', 'error'),
    time: statedTime(first(value, '@timestamp', 'timestamp', 'time', 'ts')),
    vendor: '',
    product: 'KMIP',
    fields: { operation: nameOf(value) },
  }
}

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object names no operation of KMIP', field: 'operation' }
    : { reason: 'the line names no operation of KMIP' }

export default {
  name: source,
  logsource: [{ product: 'kmip' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => nameOf(value) !== '',
    whyNot,
    object: (found) => ok(keyEvent(source, actOf(found.value), found)),
    line(found) {
      const headered = headeredIn(found.original)
      const fields: JsonObject = headered
        ? { operation: headered.name || headered.code, ...labelsOf(headered.fields), ...headered.fields }
        : pairsIn(found.syslog.message, 'first')
      return nameOf(fields) === '' ? fail(whyNot(found.original)) : ok(keyEvent(source, actOf(fields), found))
    },
  }),
} satisfies Source
