// One event of vCenter under one set of names: from syslog's brackets, single sign-on's JSON, the API.
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { first, object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface VcenterRecord {
  readonly id: string | undefined
  /** Which part of the event, from 1, and of how many: long events are cut over several lines. */
  readonly part: number
  readonly parts: number
  readonly time: number | undefined
  /** `VmRemovedEvent`, `com.vmware.sso.LoginFailure`; empty for other lines. */
  readonly type: string
  readonly user: string
  readonly address: string
  readonly datacenter: string
  readonly message: string
  readonly host: string
  /** The program of other lines. */
  readonly program: string
  readonly vendor: Readonly<Record<string, unknown>>
}

/** Brackets stand in this order, any may be empty, and the last is open when the event is cut. */
const event =
  /Event \[(\d+)\] \[(\d+)-(\d+)\](?: \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] \[([\s\S]*))?/
/** Logs of the appliance put a level where a header has the host. */
const levels = /^(?:trivia|verbose|debug|info|warn(?:ing)?|error|\[.*)$/i
const audit = /\[auditlogger\]\s+(\{[\s\S]*\})/

export function fromLine(syslog: SyslogLine, original: string): VcenterRecord | undefined {
  const base = {
    part: 1,
    parts: 1,
    user: '',
    address: '',
    datacenter: '',
    host: syslog.host === undefined || levels.test(syslog.host) ? '' : syslog.host,
    program: (syslog.app ?? '').toLowerCase(),
  }
  const found = event.exec(original)
  if (found) {
    const [, id, part, parts, stamp, type, severity, user, datacenter, chain, rest] = found
    const message = (rest ?? original.slice(found.index + found[0].length)).replace(/\]\s*$/, '').trim()
    return {
      ...base,
      id,
      part: Number(part),
      parts: Number(parts),
      time: statedTime(stamp),
      type: (type ?? '').replace(/^vim\.event\./, ''),
      user: user ?? '',
      datacenter: datacenter ?? '',
      message,
      vendor: { event_id: id, severity, datacenter, chain_id: chain, part, parts },
    }
  }
  const sign = audit.exec(original)
  const told = sign ? jsonIn(sign[1] ?? '') : undefined
  if (told) return { ...base, ...fromAudit(told), time: stampIn(text(told.timestamp)) ?? syslog.time }
  const message = syslog.message.trim()
  if (message === '') return undefined
  return {
    ...base,
    id: undefined,
    time: statedTime(/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?/.exec(message)?.[0]) ?? syslog.time,
    type: '',
    message,
    vendor: { program: base.program },
  }
}

/** Some shippers escape its quotes once more. */
function jsonIn(text: string): JsonObject | undefined {
  for (const candidate of [text, text.replaceAll('\\"', '"')])
    try {
      const value: unknown = JSON.parse(candidate)
      if (isObject(value)) return value
    } catch {}
  return undefined
}

const fromAudit = (
  told: JsonObject,
): Omit<VcenterRecord, 'host' | 'program' | 'time' | 'part' | 'parts' | 'datacenter'> => ({
  id: undefined,
  type: text(told.type) ?? '',
  user: text(told.user) ?? '',
  address: text(told.client) ?? '',
  message: text(told.description) ?? '',
  vendor: told,
})

/** `01/29/2025 08:49:33 GMT`: the month first. */
function stampIn(stamp: string | undefined): number | undefined {
  const [, month, day, year, clock] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC)$/.exec(stamp ?? '') ?? []
  return month === undefined ? undefined : statedTime(`${year}-${month}-${day}T${clock}Z`)
}

/** As PowerCLI, the vSphere API and event brokers give it. */
export function fromApi(raw: JsonObject): VcenterRecord {
  const at = (...names: readonly string[]): string => text(first(raw, ...names)) ?? ''
  return {
    id: at('key', 'eventId', 'id') || undefined,
    part: 1,
    parts: 1,
    time: statedTime(first(raw, 'createdTime', 'CreatedTime')),
    type: (at('eventTypeId', '_typeName', 'eventType') || 'Event').replace(/^vim\.event\./, ''),
    user: at('userName', 'UserName'),
    address: at('ipAddress'),
    datacenter: text(object(raw.datacenter).name) ?? '',
    message: at('fullFormattedMessage', 'FullFormattedMessage'),
    host: text(object(raw.host).name) ?? '',
    program: 'vpxd',
    vendor: raw,
  }
}
