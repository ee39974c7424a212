// A record of TrueNAS' audit: as syslog carries it (`TNAUDIT`, with JSON as text in JSON), and as `audit.query` gives it.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { bodyOf } from '../kit/body.ts'
import { at, object, text, truth } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface AuditRecord {
  readonly id?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  readonly address?: string | undefined
  readonly user?: string | undefined
  readonly session?: string | undefined
  /** `MIDDLEWARE`, `SMB`, `SUDO`, `SYSTEM`. */
  readonly service: string
  readonly serviceData: JsonObject
  readonly event: string
  readonly data: JsonObject
  readonly success?: boolean | undefined
}

export const isAuditRecord = (value: JsonObject): boolean =>
  isObject(value.TNAUDIT) ||
  (typeof value.audit_id === 'string' && typeof value.event === 'string' && typeof value.service === 'string')

/** What both forms say, each under its own names. */
interface Names {
  readonly id: string
  readonly address: string
  readonly user: string
  readonly session: string
  readonly service: string
  readonly serviceData: string
  readonly data: string
}
const long: Names = {
  id: 'audit_id',
  address: 'address',
  user: 'username',
  session: 'session',
  service: 'service',
  serviceData: 'service_data',
  data: 'event_data',
}
const brief: Names = {
  id: 'aid',
  address: 'addr',
  user: 'user',
  session: 'sess',
  service: 'svc',
  serviceData: 'svc_data',
  data: 'event_data',
}

export function auditRecordOf(value: JsonObject): AuditRecord {
  if (isObject(value.TNAUDIT)) return named(value.TNAUDIT, brief, statedTime(value.TNAUDIT.time))
  return named(value, long, statedTime(at(value.timestamp, '$date')) ?? statedTime(value.message_timestamp))
}

const named = (record: JsonObject, names: Names, time: number | undefined): AuditRecord => ({
  id: text(record[names.id]),
  time,
  address: plain(record[names.address]),
  user: plain(record[names.user]),
  session: plain(record[names.session]),
  service: text(record[names.service]) ?? '',
  serviceData: object(bodyOf(record[names.serviceData])),
  event: text(record.event) ?? '',
  data: object(bodyOf(record[names.data])),
  success: truth(record.success),
})

const plain = (value: Json | undefined): string | undefined => {
  const told = text(value)
  return told === undefined || /^(UNIX SOCKET|N\/A|-|none|null)$/i.test(told) ? undefined : told
}

/**
 * What is left of a record that a relay cut off: the fields that stand before the end. Undefined where none of ours do.
 * @param line the message behind the header
 */
export function cutRecordIn(line: string): AuditRecord | undefined {
  if (!/"TNAUDIT":\s*\{/.test(line.slice(0, 200))) return undefined
  const said = (name: string): string | undefined =>
    new RegExp(String.raw`\\?"${name}\\?":\s*\\?"([^"\\]{1,300})`).exec(line.slice(0, 4_000))?.[1]
  const event = said('event')
  return {
    id: said('aid'),
    time: statedTime(said('time')),
    address: plain(said('addr')),
    user: plain(said('user')),
    session: plain(said('sess')),
    service: said('svc') ?? '',
    serviceData: {},
    event: event ?? '',
    data: Object.fromEntries(
      ['method', 'description'].flatMap((name) => {
        const told = said(name)
        return told === undefined ? [] : [[name, told]]
      }),
    ),
  }
}
