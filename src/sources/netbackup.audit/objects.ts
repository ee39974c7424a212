// The JSON forms of NetBackup's audit: its REST API, and OCSF as the server writes it into system logs since 11.0.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { at, first, number, object, objects, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import { type AuditRecord, auditTime, categoryOf, type Detail, isFailure, serverName } from './record.ts'

/** An object of the API has what it tells in `attributes`. */
const told = (value: JsonObject): JsonObject => (isObject(value.attributes) ? value.attributes : value)

const get = (value: JsonObject, ...names: readonly string[]): string | undefined => text(first(value, ...names))

const categoryIn = (value: JsonObject): string | undefined =>
  categoryOf(get(told(value), 'category', 'auditCategory', 'Category', 'CATEGORY'))

const isOcsf = (value: JsonObject): boolean => value.class_uid !== undefined && isObject(value.metadata)
const productOf = (value: JsonObject): string =>
  `${text(at(value, 'metadata.product.name')) ?? ''} ${text(at(value, 'metadata.product.vendor_name')) ?? ''}`

/** Whether an object is an audit record. */
export const isAudit = (value: JsonObject): boolean =>
  (isOcsf(value) && /netbackup|veritas|cohesity/i.test(productOf(value))) ||
  (categoryIn(value) !== undefined &&
    get(told(value), 'action', 'operation', 'operationType', 'auditAction', 'Action', 'ACTION') !== undefined)

/** The record of an object. */
export const recordFrom = (value: JsonObject, host: string | undefined): AuditRecord =>
  isOcsf(value) ? fromOcsf(value, host) : fromApi(value, host)

function fromApi(value: JsonObject, host: string | undefined): AuditRecord {
  const held = told(value)
  const user = first(held, 'user', 'userName', 'username', 'User', 'USER', 'userInfo')
  const name = text(user) ?? get(object(user), 'userName', 'name', 'user')
  const domain = get(held, 'domain', 'domainName') ?? get(object(user), 'domainName', 'domain')
  const category = categoryIn(value) ?? ''
  const said = get(held, 'description', 'message', 'auditMessage', 'Description', 'DESCRIPTION') ?? ''
  const stated = first(held, 'auditTime', 'timestamp', 'date', 'dateTime', 'createdDateTime', 'time', 'Date', 'DATE')
  return {
    category,
    action: (get(held, 'action', 'operation', 'operationType', 'auditAction', 'Action', 'ACTION') ?? '').toUpperCase(),
    text: said.slice(0, 4000),
    user: name === undefined ? '' : domain === undefined || /[@\\]/.test(name) ? name : `${domain}\\${name}`,
    details: detailsOf(first(held, 'details', 'auditDetails', 'attributes', 'changes', 'Details')),
    reason: get(held, 'reason', 'Reason') ?? '',
    server: serverName(get(held, 'primaryServer', 'masterServer', 'server', 'hostName') ?? host),
    address: get(held, 'sourceIp', 'ipAddress', 'clientIp', 'sourceAddress'),
    id: get(value, 'id', 'auditId') ?? get(held, 'auditId'),
    time: statedTime(stated) ?? statedTime(number(stated)) ?? auditTime(text(stated)),
    failed: isFailure(category, first(held, 'status', 'result', 'outcome'), said),
    vendor: held,
  }
}

/** OCSF: https://schema.ocsf.io ; what the audit has beside it stands in `unmapped`. */
function fromOcsf(value: JsonObject, host: string | undefined): AuditRecord {
  const unmapped = object(value.unmapped)
  const named = get(unmapped, 'category', 'auditCategory') ?? ''
  const category = categoryOf(named) ?? named.toUpperCase()
  const said = get(value, 'message') ?? get(unmapped, 'description') ?? ''
  const domain = text(at(value, 'actor.user.domain'))
  const name = text(at(value, 'actor.user.name')) ?? ''
  return {
    category,
    action: (get(unmapped, 'action', 'operation') ?? get(value, 'activity_name') ?? '').toUpperCase(),
    text: said.slice(0, 4000),
    user: domain === undefined || name === '' || /[@\\]/.test(name) ? name : `${domain}\\${name}`,
    details: detailsOf(first(unmapped, 'details', 'changes', 'attributes')),
    reason: get(unmapped, 'reason') ?? get(value, 'status_detail') ?? '',
    server: serverName(text(at(value, 'device.hostname')) ?? text(at(value, 'metadata.loggers')) ?? host),
    address: text(at(value, 'src_endpoint.ip')),
    id: text(at(value, 'metadata.uid')),
    time: statedTime(value.time) ?? statedTime(text(value.time_dt)),
    failed: isFailure(category, first(value, 'status', 'status_id'), said),
    vendor: value,
  }
}

const detailsOf = (value: Json | undefined): readonly Detail[] =>
  objects(value)
    .slice(0, 200)
    .map((one) => ({
      attribute: get(one, 'attribute', 'attributeName', 'name', 'field') ?? '',
      from: get(one, 'oldValue', 'old', 'from', 'previousValue') ?? '',
      to: get(one, 'newValue', 'new', 'to', 'value') ?? '',
    }))
