// Records in JSON: Nozomi's interface (alerts, audit, health) and Seckiot's Citadelle, which writes as ECS does.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { first, number, object, objects, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import { type OtRecord, present } from './record.ts'

const isAlert = (value: JsonObject): boolean => typeof value.type_id === 'string' && value.time !== undefined
const isAudit = (value: JsonObject): boolean =>
  typeof value.controller === 'string' && typeof value.action === 'string' && value.time !== undefined
const isHealth = (value: JsonObject): boolean =>
  isObject(value.info) && value.time !== undefined && text(first(value, 'sensor_host', 'appliance_host')) !== undefined
const isSeckiot = (value: JsonObject): boolean =>
  isObject(value.skt) || (isObject(value.observer) && /seckiot/i.test(text(value.observer.vendor) ?? ''))

export const isMonitored = (value: JsonObject): boolean =>
  isAlert(value) || isAudit(value) || isHealth(value) || isSeckiot(value)

export const fromJson = (value: JsonObject): OtRecord =>
  isSeckiot(value)
    ? fromSeckiot(value)
    : isAlert(value)
      ? fromAlert(value)
      : isAudit(value)
        ? fromAudit(value)
        : fromHealth(value)

const nozomi = { vendor: 'Nozomi Networks', product: 'N2OS' } as const
const sensorOf = (value: JsonObject): string | undefined => text(first(value, 'sensor_host', 'appliance_host'))

function fromAlert(value: JsonObject): OtRecord {
  const at = (name: string): string | undefined => present(text(value[name]))
  const target = at('ip_dst') ?? at('id_dst')
  return {
    ...nozomi,
    version: text(object(value.properties).n2os_version),
    code: at('type_id') ?? 'alert',
    kind: /^(?:NET:NEW-NODE|VI:)/.test(at('type_id') ?? '') ? 'asset' : 'traffic',
    // An alert that is closed later comes again under its id.
    id: at('id') && at('status') === 'close' ? `${at('id')}/closed` : at('id'),
    time: statedTime(value.time),
    message: at('description') ?? at('name') ?? '',
    name: at('type_name') ?? at('name') ?? '',
    user: at('username'),
    address: at('ip_src'),
    port: number(value.port_src),
    target: target ? { id: target, name: at('label_dst') ?? target } : undefined,
    sensor: sensorOf(value),
    technique: /\bT0\d{3}\b/.exec(JSON.stringify(object(value.properties).mitre_attack_for_ics ?? ''))?.[0],
    fields: value,
  }
}

/** `users`, `create`: the interface names what was asked for, the event says it in words. */
function fromAudit(value: JsonObject): OtRecord {
  const at = (name: string): string => text(value[name]) ?? ''
  return {
    ...nozomi,
    code: `AUDIT:${at('controller')}:${at('action')}`.toUpperCase(),
    kind: 'audit',
    id: at('id') || undefined,
    time: statedTime(value.time),
    outcome: 'success',
    message: at('event') || at('name'),
    name: at('name'),
    user: present(at('username')),
    agent: present(at('browser')),
    address: present(at('ip_address')),
    sensor: sensorOf(value),
    fields: value,
  }
}

const fromHealth = (value: JsonObject): OtRecord => ({
  ...nozomi,
  code: 'HEALTH',
  kind: 'health',
  id: text(value.id),
  time: statedTime(value.time),
  message: text(object(value.info).description) ?? 'health',
  name: 'Health',
  sensor: sensorOf(value),
  fields: value,
})

function fromSeckiot(value: JsonObject): OtRecord {
  const skt = object(value.skt)
  const rule = object(value.rule)
  const observer = object(value.observer)
  const destination = object(value.destination)
  const [asset = {}] = objects(skt.assets)
  const ip = text(destination.ip)
  const id = ip ?? text(asset.id)
  const event = object(value.event)
  return {
    vendor: 'Seckiot',
    product: text(observer.product) ?? 'Citadelle',
    version: present(text(observer.version)),
    code: text(rule.name) ?? text(skt.module) ?? 'alert',
    kind: /^(?:cartography|cve)$/i.test(text(skt.module) ?? '') ? 'asset' : 'traffic',
    id: text(skt.alert_id),
    time: statedTime(value['@timestamp']) ?? statedTime(event.created),
    message: text(rule.description) ?? text(rule.name) ?? '',
    name: text(rule.name) ?? '',
    address: text(object(value.source).ip),
    port: number(object(value.source).port),
    target: id === undefined ? undefined : { id, name: ip === undefined ? (text(asset.name) ?? id) : id },
    sensor: present(text(skt.sensor)) ?? present(text(observer.name)),
    fields: value,
  }
}
