// Records in CEF: Nozomi's alerts, audit and health; Claroty's of xDome and of Continuous Threat Detection; and their kin.
import type { HeaderedRecord } from '../envelope/cef.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { statedTime, zonedBy } from '../kit/time.ts'
import { type OtRecord, present } from './record.ts'

const makers =
  /nozomi|claroty|dragos|forescout|silentdefense|scadafence|cyberx|armis|indegy|radiflow|cynerio|medigate|otorio|industrial defender|verve|seckiot|rhebo|langner|sentryo|securitymatters/i
/** Makers of much else, by their product for plants; Schneider sells Claroty's under its own name. */
const others = /schneider|kaspersky|tenable|microsoft|cisco|azure/i
const products = /\b(?:ctd|kics|cyber ?vision|iot|industrial|ot)\b/i

export const isMonitor = ({ vendor, product }: HeaderedRecord): boolean =>
  makers.test(vendor) || (others.test(vendor) && products.test(product))

/** Fields that hold a time, by whoever writes them, the act's own first. */
const times = [
  'event_timestamp',
  'change_timestamp',
  'alert_timestamp',
  'CtdTimeGenerated',
  'CtdRealTime',
  'start',
  'rt',
  'deviceReceiptTime',
  'end',
] as const

function timeIn(fields: HeaderedRecord['fields'], taken: number | undefined, received: number): number | undefined {
  for (const name of times) {
    const text = fields[name]?.trim()
    if (text === undefined || text === '') continue
    if (/^\d{10}(?:\d{3})?$/.test(text)) return statedTime(Number(text))
    const iso = /^\d{4}-/.test(text) ? statedTime(text) : undefined
    if (iso !== undefined) return iso
    // `Aug 15 2023 09:32:11` and `6/17/2021 12:39:15` are the site's own time.
    const stamped = syslogTime(american(text) ?? text, received)
    if (stamped) return stamped.zoned ? stamped.time : zonedBy(stamped.time, taken)
  }
  return undefined
}

function american(text: string): string | undefined {
  const [, month = '', day = '', year, clock] = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(text) ?? []
  return year === undefined ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock}`
}

/** `['192.0.2.1', '192.0.2.2']` as Python prints it. */
const firstOf = (list: string | undefined): string | undefined => present(/['"]([^'"]+)['"]/.exec(list ?? '')?.[1])

/** @param header the syslog line around it */
export function fromCef(record: HeaderedRecord, header: SyslogLine, received: number): OtRecord {
  const { fields, vendor, product, version } = record
  const at = (...names: readonly string[]): string | undefined =>
    names.map((name) => present(fields[name])).find((value) => value !== undefined)
  const code = record.code.trim()
  const name = (record.name ?? '').trim()
  const event = at('event_type', 'change_type', 'alert_name')
  const address = at('src', 'src_ip', 'CtdSourceIp', 'sourceAddress')
  const target = at('dst', 'dst_ip', 'CtdDestinationIp', 'dhost', 'destinationAddress')
  const asset = at('device_uid', 'device_asset_id', 'deviceExternalId', 'CtdDeviceExternalId', 'dvc')
  const id = at('event_id', 'change_id', 'CtdExternalId', 'externalId', 'cs3')
  return {
    vendor,
    product,
    version,
    // Claroty counts in the header and says the kind behind it.
    code: /^\d*$/.test(code) ? (event ?? name) : code,
    kind: kindOf(code, name),
    id: id && at('cs3Label') !== undefined && id === fields.cs3 && fields.cs3Label !== 'Id' ? undefined : id,
    time: timeIn(fields, header.time, received) ?? header.time,
    outcome: outcomeIn(at('outcome', 'CtdActionStatus')),
    message: at('event_description', 'change_description', 'alert_description', 'CtdMessage', 'msg') ?? name,
    name: [event ?? name, at('CtdAction')].filter(Boolean).join(' '),
    user: at('suser', 'CtdUser', 'username', 'duser'),
    agent: fields.cs1Label === 'browser' ? at('cs1') : undefined,
    address,
    port: Number(at('spt', 'src_port') ?? 0) || undefined,
    target: target
      ? { id: target, name: at('dhost', 'CtdDestinationHost') ?? target }
      : asset
        ? { id: asset, name: at('device_asset_id', 'dvchost') ?? firstOf(fields.device_ip_list) ?? asset }
        : undefined,
    sensor: at('dvchost', 'CtdSite', 'sensor') ?? header.host,
    technique: /\bT0\d{3}\b/.exec(at('flexString1', 'cs3', 'CtdMitreAttackTechniqueIds') ?? '')?.[0],
    fields: 'CtdCommunity' in fields ? { ...fields, CtdCommunity: '***' } : { ...fields },
  }
}

const kindOf = (code: string, name: string): OtRecord['kind'] =>
  /^AUDIT|^ActivityLog$|audit/i.test(code)
    ? 'audit'
    : /^HEALTH/i.test(code)
      ? 'health'
      : /device_change|asset|insight/i.test(`${code} ${name}`)
        ? 'asset'
        : 'traffic'

const outcomeIn = (text: string | undefined): OtRecord['outcome'] =>
  text === undefined
    ? undefined
    : /^succ|^ok/i.test(text)
      ? 'success'
      : /fail|denied|error/i.test(text)
        ? 'failure'
        : undefined
