// One event or audit under one set of names: webhooks of any template, activity series, audits.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { object, objects, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface RubrikRecord {
  readonly id: string | undefined
  readonly series: string | undefined
  /** The bare name: `SLAModificationSucceeded` of `Configuration.SLAModificationSucceeded`; empty where none is there. */
  readonly name: string
  readonly type: string
  readonly message: string
  readonly status: string
  readonly severity: string
  readonly time: number | undefined
  readonly user: string
  readonly userId: string
  readonly address: string
  readonly objectId: string
  readonly objectName: string
  readonly objectType: string
  readonly cluster: string
  readonly clusterId: string
  readonly organization: string
  readonly errorCode: string
  readonly raw: JsonObject
}

const plain = (name: string): string => name.replace(/[_\s-]/g, '').toLowerCase()

/** Looks a name up whatever its capitals, at the first level and in `custom_details`: templates name fields as they like. */
function lookIn(raw: JsonObject): (...names: readonly string[]) => string {
  const fields = new Map<string, string>()
  for (const part of [object(raw.custom_details), object(raw.customDetails), object(raw.details), raw])
    for (const [name, value] of Object.entries(part)) {
      const held = text(value)
      if (held !== undefined && !fields.has(plain(name))) fields.set(plain(name), held)
    }
  return (...names) => names.map((name) => fields.get(plain(name)) ?? '').find((value) => value !== '') ?? ''
}

export const isWebhook = (value: JsonObject): boolean => {
  const details = isObject(value.custom_details) ? value.custom_details : value
  return ['eventName', 'EventName', 'event_name', 'seriesId', 'AuditType', 'auditType'].some(
    (name) => text(details[name]) !== undefined,
  )
}

/** A node of an activity series or of the user audits. */
export const isNode = (value: JsonObject): boolean =>
  text(value.activitySeriesId) !== undefined ||
  (text(value.auditType) !== undefined && text(value.message) !== undefined)

const connectionOf = (value: JsonObject): JsonObject => {
  const data = isObject(value.data) ? value.data : value
  return object(data.activitySeriesConnection ?? data.userAuditConnection)
}

export const isPage = (value: JsonObject): boolean =>
  Object.keys(connectionOf(value)).length > 0 || isObject(value.node)

/** The nodes of a page, or the one of an edge. */
export function nodesOf(value: JsonObject): readonly JsonObject[] {
  if (isObject(value.node)) return [value.node]
  const connection = connectionOf(value)
  return [...objects(connection.edges).map((edge) => object(edge.node)), ...objects(connection.nodes)]
}

export function recordOf(raw: JsonObject): RubrikRecord {
  const at = lookIn(raw)
  const cluster = object(raw.cluster)
  const [newest] = objects(object(raw.activityConnection).nodes)
  const full = at('eventName', 'event')
  return {
    id: text(newest?.id) ?? (at('id', 'eventId') || undefined),
    series: at('activitySeriesId', 'seriesId', 'auditSeriesId') || undefined,
    name: full.split('.').at(-1) ?? full,
    type: at('class', 'auditType', 'lastActivityType', 'eventType', 'type'),
    message: text(newest?.message) ?? at('summary', 'message', 'description'),
    status: at('status', 'lastActivityStatus', 'eventStatus', 'auditStatus'),
    severity: at('severity', 'eventSeverity', 'auditSeverity'),
    time: statedTime(newest?.time) ?? statedTime(at('timestamp', 'time', 'lastUpdated', 'eventTime')),
    user: at('auditUserName', 'userName', 'user'),
    userId: at('auditUserId', 'userId'),
    address: at('ipAddress', 'auditIpAddress', 'sourceIp'),
    objectId: at('objectId', 'fid'),
    objectName: at('objectName'),
    objectType: at('objectType'),
    cluster: text(cluster.name) ?? at('clusterName'),
    clusterId: text(cluster.id) ?? at('clusterId', 'clusterUuid'),
    organization: at('orgName', 'customerID', 'account'),
    errorCode: at('errorId', 'errorCode'),
    raw,
  }
}
