// One event of an HSM's audit log, written over several lines, or one of the certificate storage, written as JSON.
// https://docs.aws.amazon.com/cloudhsm/latest/userguide/interpreting-audit-logs.html
import type { JsonObject } from '../../lib/json.ts'
import { first, number, text } from '../kit/look.ts'
import type { FoundLine } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

export interface HsmRecord {
  /** `CN_TOMBSTONE_OBJECT`; of the certificate storage `DestroyObject`. */
  readonly opcode: string
  readonly response: string
  readonly failed: boolean
  /** `User Name` and `User Type`: who signs in, and in the management of users whom it is done to. */
  readonly user: string
  readonly userType: string
  /** Handles of keys and objects; none is 0. */
  readonly handle: string
  readonly session: string
  readonly sequence: string
  readonly reboot: string
  /** The cluster and the HSM, where the carrier says from which log it took the event. */
  readonly cluster: string
  readonly hsm: string
  readonly time?: number | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

/** Names without blanks before the colon, in small letters; some versions write a tab or a blank there. */
const pair = /^[ \t]*([A-Za-z][\w /()-]{1,60}?)[ \t]*:[ \t]*(.*)$/gm

/** @returns undefined where the text has no opcode */
export function fromText({ original, syslog }: FoundLine): HsmRecord | undefined {
  const fields: Record<string, string> = Object.create(null)
  for (const [, name = '', value = ''] of original.slice(0, 20_000).matchAll(pair))
    fields[name.toLowerCase()] ??= value.trim()
  const opcode = /\b(C[NM]_[A-Z0-9_]+)/.exec(fields.opcode ?? '')?.[1]
  if (opcode === undefined) return undefined
  const micro = /usecs: ?(\d{13,17})/.exec(fields.time ?? '')?.[1]
  const response = fields.response ?? ''
  const priv = fields['priv/secret key handle'] ?? ''
  const handle = priv !== '' && priv !== '0' ? priv : (fields['public key handle'] ?? '')
  return {
    opcode,
    response,
    failed: response !== '' && !/SUCCESS/.test(response) && !/^0\b/.test(response),
    user: fields['user name'] ?? '',
    userType: /^\w+/.exec(fields['user type'] ?? '')?.[0] ?? '',
    handle: handle === '0' ? '' : handle,
    session: fields['session handle'] ?? '',
    sequence: fields['sequence no'] ?? '',
    reboot: fields['reboot counter'] ?? '',
    ...placeOf(syslog.app ?? '', syslog.host ?? ''),
    time:
      micro === undefined ? timeOf(fields.time ?? '') : statedTime(Math.floor(Number(micro.padEnd(16, '0')) / 1000)),
    fields,
  }
}

/** The log group is named after the cluster, the stream after the HSM. */
function placeOf(group: string, stream: string): Pick<HsmRecord, 'cluster' | 'hsm'> {
  return { cluster: /cluster-\w+/.exec(group)?.[0] ?? '', hsm: /hsm-\w+/.exec(stream)?.[0] ?? stream }
}

/** `12/19/17 21:01:17.140812`, in UTC. */
function timeOf(stamp: string): number | undefined {
  const found = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,9})?)/.exec(stamp)
  return found ? statedTime(`20${found[3]}-${found[1]}-${found[2]}T${found[4]}Z`) : undefined
}

/** The certificate storage of the client's PKCS #11 library. */
export const isStorage = (value: JsonObject): boolean =>
  typeof first(value, 'op_code') === 'string' && 'object_handle' in value && 'response' in value

export function fromStorage(value: JsonObject, original: string): HsmRecord {
  const response = text(value.response) ?? ''
  return {
    opcode: text(value.op_code) ?? '',
    response,
    failed: response !== 'OK',
    user: '',
    userType: '',
    handle: handleOf(value, original),
    session: '',
    sequence: '',
    reboot: '',
    cluster: '',
    hsm: '',
    time: statedTime(number(value.timestamp)),
    fields: value,
  }
}

/** Handles are longer than a number holds exactly, so the text has the last word. */
function handleOf(value: JsonObject, original: string): string {
  const exact = /"object_handle"\s*:\s*"?(\d{1,30})/.exec(original)?.[1]
  return exact ?? text(value.object_handle) ?? ''
}
