// One entry of Acronis' feed under one set of names: audit log, alert, event or activity, as JSON or with that JSON inside CEF.
import type { Json, JsonObject } from '../../lib/json.ts'
import { isObject } from '../../lib/json.ts'
import type { Field } from '../deeds/deed.ts'
import type { HeaderedRecord } from '../envelope/cef.ts'
import { parseJson } from '../envelope/decode.ts'
import { at, first, object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface AcronisRecord {
  readonly kind: 'audit' | 'alert' | 'event' | 'activity'
  readonly id?: string | undefined
  /** `user.login`, `BackupFailed`, `a.active_protection.agent.…`. */
  readonly type: string
  readonly time?: number | undefined
  readonly created?: number | undefined
  /** Who did it, and that user's own id. */
  readonly who?: string | undefined
  readonly whoId?: string | undefined
  readonly address?: string | undefined
  /** `ui` or `api`. */
  readonly method?: string | undefined
  readonly object?: string | undefined
  readonly objectId?: string | undefined
  /** The account that it was done to. */
  readonly target?: string | undefined
  readonly tenant: string
  readonly tenantName?: string | undefined
  readonly host?: string | undefined
  readonly plan?: { readonly id: string; readonly name: string } | undefined
  readonly severity?: string | undefined
  /** `ok`, `error` … of an activity. */
  readonly result?: string | undefined
  readonly text: string
  readonly fields: readonly Field[]
  readonly vendor: JsonObject
}

const isAudit = (value: JsonObject): boolean =>
  typeof value.event_type === 'string' &&
  Object.keys(value).some((name) => /^(initiator|object)_/.test(name) || name === 'original_event_uuid')
const isEvent = (value: JsonObject): boolean =>
  typeof value.type === 'string' && /^cti\.a\.p\.(em|am)\./.test(value.type)
const isAlert = (value: JsonObject): boolean =>
  typeof value.type === 'string' &&
  (isObject(value.details) || value.planId !== undefined || value.resourceId !== undefined) &&
  (value.severity !== undefined || value.category !== undefined || value.resourceName !== undefined)

export const isAcronis = (value: JsonObject): boolean => isAudit(value) || isEvent(value) || isAlert(value)

export const recordOf = (value: JsonObject): AcronisRecord =>
  isAudit(value) ? audit(value) : isEvent(value) ? event(value) : alert(text(value.type) ?? 'alert', value)

/** Names of the API and of the columns in the console. */
function audit(value: JsonObject): AcronisRecord {
  const get = (...names: readonly string[]): string | undefined => text(first(value, ...names))
  return {
    kind: 'audit',
    id: get('id', 'original_event_uuid'),
    type: get('event_type') ?? '',
    time: statedTime(value.date) ?? statedTime(value.created_at),
    created: statedTime(value.created_at),
    who: get('initiator_user_name', 'initiator_login', 'initiator_name'),
    whoId: get('initiator_user_uuid'),
    address: get('initiator_ip', 'ip'),
    method: get('request_type', 'method'),
    object: get('object_name'),
    objectId: get('object_uuid', 'object_id'),
    target: get('object_user_name'),
    tenant: get('object_tenant_uuid', 'initiator_tenant_uuid') ?? '',
    tenantName: get('object_tenant_name', 'initiator_tenant_name'),
    severity: get('severity_name', 'severity'),
    text: get('description', 'message', 'event_description') ?? '',
    fields: fieldsOf(object(first(value, 'context', 'details', 'data', 'changes'))),
    vendor: value,
  }
}

function event(value: JsonObject): AcronisRecord {
  const type = text(value.type) ?? ''
  return {
    kind: 'event',
    id: text(value.id),
    type,
    time: statedTime(value.time),
    created: statedTime(value.ingest_time),
    objectId: text(value.subject) ?? text(value.client_id),
    tenant: text(value.tenant_id) ?? '',
    text: '',
    fields: fieldsOf(object(value.data)),
    vendor: value,
  }
}

function alert(type: string, value: JsonObject): AcronisRecord {
  const details = isObject(value.details) ? value.details : value
  const plan = text(details.planId)
  return {
    kind: 'alert',
    id: text(value.id) ?? text(details.activityId),
    type,
    time:
      statedTime(first(value, 'createdAt', 'receivedAt', 'updatedAt')) ??
      statedTime(first(details, 'finishTime', 'startTime', 'detectionTime')),
    objectId: text(details.resourceId),
    object: text(details.resourceName),
    tenant: text(first(value, 'tenant_id', 'tenantId')) ?? text(at(value, 'tenant.uuid')) ?? '',
    host: text(details.resourceName),
    ...(plan === undefined ? {} : { plan: { id: plan.toLowerCase(), name: text(details.planName) ?? plan } }),
    severity: text(value.severity),
    text: text(first(details, 'errorMessage', 'message', 'title')) ?? '',
    fields: [],
    vendor: value,
  }
}

function activity(type: string, context: JsonObject, result: JsonObject, details: JsonObject): AcronisRecord {
  return {
    kind: 'activity',
    id: text(details.uuid) ?? text(details.id),
    type,
    time: statedTime(first(details, 'completedAt', 'startedAt', 'enqueuedAt', 'createdAt')),
    who: text(first(context, 'UserName')) ?? text(details.startedByUser),
    object: text(at(context, 'Persistent.Name')) ?? text(at(details, 'resource.name')),
    objectId: text(at(context, 'Persistent.ID')) ?? text(at(details, 'resource.id')),
    tenant: text(at(details, 'tenant.uuid')) ?? '',
    tenantName: text(at(details, 'tenant.name')),
    result: text(result.code),
    text: text(context.title) ?? '',
    fields: [],
    vendor: { context, result },
  }
}

/** `CEF:0|Acronis audit|<customer>|1.0|user.login|…|cs1={…} cs1Label=eventdetails`; alerts have `Acronis` for a vendor. */
export function recordOfHeadered({ vendor, product, code, fields, severity }: HeaderedRecord): AcronisRecord {
  const label = fields.cs1Label ?? ''
  const inside = looseJson(fields.cs1)
  const record = /audit/i.test(vendor)
    ? audit({ event_type: code, ...inside })
    : /task/i.test(label) || /^[a-z_]+\.[a-z_.]+$/.test(code)
      ? activity(code, inside, looseJson(fields.cs2), looseJson(fields.cs3))
      : /event/i.test(label)
        ? event({ type: code, ...inside })
        : alert(code, inside)
  return {
    ...record,
    type: record.type || code,
    tenantName: record.tenantName ?? product,
    host: record.host ?? (fields.dvchost || undefined),
    who: record.who ?? (fields.suser || undefined),
    severity: record.severity ?? severity,
  }
}

/** JSON that a relay cut or broke lines in still has its plain members. */
function looseJson(given: string | undefined): JsonObject {
  if (given === undefined) return {}
  const parsed = parseJson(given.trim())
  if (parsed.ok) return object(parsed.value)
  const members: Record<string, Json> = Object.create(null)
  for (const [, name = '', value = ''] of given
    .slice(0, 20_000)
    .matchAll(/"([A-Za-z_]{1,60})"\s*:\s*"([^"\\]{0,500})"/g))
    members[name] ??= value
  return { ...members }
}

const fieldsOf = (held: JsonObject): readonly Field[] =>
  Object.entries(held)
    .slice(0, 40)
    .flatMap(([name, to]): readonly Field[] => {
      if (!isObject(to)) return [{ name, to }]
      return 'new' in to || 'to' in to ? [{ name, from: to.old ?? to.from, to: to.new ?? to.to }] : []
    })
