// One record of any stream under one set of names.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { first, number, object, objects, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export type Stream = 'audit' | 'protection' | 'api' | 'alert' | 'file'

export interface CohesityRecord {
  readonly stream: Stream
  readonly id: string | undefined
  readonly time: number | undefined
  readonly entity: string
  readonly entityId: string
  readonly entityName: string
  readonly user: string
  readonly domain: string
  readonly action: string
  readonly description: string
  readonly address: string
  readonly agent: string
  readonly cluster: string
  readonly clusterId: string
  readonly tenant: string
  /** The thing as it was and as it is, where the record holds them. */
  readonly before: JsonObject
  readonly after: JsonObject
  readonly failed: boolean | undefined
  readonly code: string
}

/** Which stream an object belongs to, by the fields that no other one has. */
export function streamOf(value: JsonObject): Stream | undefined {
  if (typeof value.EntityType === 'string' && typeof value.Action === 'string') return 'audit'
  if (typeof value.entityType === 'string' && typeof value.action === 'string') return 'audit'
  if (typeof value.EventMessage === 'string') return 'protection'
  if (typeof value.urlPath === 'string' && typeof value.method === 'string') return 'api'
  if (typeof value.AlertCode === 'string' || typeof value.AlertName === 'string') return 'alert'
  if (typeof value.alertCode === 'string' && isObject(value.alertDocument)) return 'alert'
  return typeof value.RequestType === 'string' && value.Protocol !== undefined ? 'file' : undefined
}

/** Microseconds, within years that a cluster can have seen. */
function microseconds(value: Json | undefined): number | undefined {
  const time = (number(value) ?? Number.NaN) / 1000
  return time > Date.UTC(2010, 0, 1) && time < Date.UTC(2100, 0, 1) ? Math.floor(time) : undefined
}

/** A record inside a text, as it was written into the database. */
function recordIn(value: Json | undefined): JsonObject {
  if (isObject(value)) return value
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return {}
  try {
    return object(JSON.parse(value))
  } catch {
    return {}
  }
}

/** An object in data protection events, a text `ClusterName: x, ClusterId: y` in the audit. */
function clusterOf(raw: JsonObject): { readonly cluster: string; readonly clusterId: string } {
  const info = first(raw, 'ClusterInfo', 'clusterInfo')
  const words = typeof info === 'string' ? info : ''
  const held = object(info)
  return {
    cluster:
      text(first(held, 'ClusterName', 'clusterName')) ??
      /ClusterName: ([^,]+)/.exec(words)?.[1] ??
      text(first(raw, 'ClusterName', 'clusterName')) ??
      '',
    clusterId:
      text(first(held, 'ClusterId', 'clusterId')) ??
      /ClusterId: (\S+)/.exec(words)?.[1] ??
      text(first(raw, 'clusterId', 'ClusterId')) ??
      '',
  }
}

const verbs: Readonly<Record<string, string>> = {
  DELETE: 'Delete',
  PUT: 'Modify',
  PATCH: 'Modify',
  POST: 'Create',
  GET: 'Read',
  HEAD: 'Read',
}

/** @param host the sender, where the record itself does not name its cluster */
export function recordOf(raw: JsonObject, host: string | undefined): CohesityRecord {
  const at = (...names: readonly string[]): string => text(first(raw, ...names)) ?? ''
  const stream = streamOf(raw) ?? 'audit'
  const document = object(raw.alertDocument)
  const properties = Object.fromEntries(
    objects(raw.propertyList).map((one) => [text(one.key) ?? '', text(one.value) ?? '']),
  )
  const status = number(raw.statusCode)
  const { cluster, clusterId } = clusterOf(raw)
  const url = at('urlPath').split('?')[0] ?? ''
  const description =
    at('Description', 'details', 'EventMessage', 'AlertDescription') || (text(document.alertDescription) ?? '')
  return {
    stream,
    id: stream === 'alert' ? at('id') || undefined : undefined,
    time:
      statedTime(first(raw, 'Timestamp', 'timestamp', 'humanTimestamp')) ??
      microseconds(first(raw, 'timestampUsecs', 'latestTimestampUsecs', 'firstTimestampUsecs')) ??
      statedTime(number(raw.requestTimestamp)),
    entity:
      at('EntityType', 'entityType') ||
      (stream === 'api' ? url : at('EventType', 'AlertName') || (text(document.alertName) ?? '')),
    entityId:
      at('EntityId', 'entityId', 'BackupJobId') ||
      (stream === 'api' ? (/\/(\d[\w:%-]*)(?:\/|$)/.exec(url)?.[1] ?? '') : (properties.jobId ?? '')),
    entityName: at('EntityName', 'entityName', 'BackupJobName') || (properties.jobName ?? ''),
    user: at('User', 'username', 'userName'),
    domain: at('Domain', 'domain'),
    action: at('Action', 'action') || (verbs[at('method').toUpperCase()] ?? ''),
    description,
    address:
      at('ip', 'clientIp', 'ClientIP') ||
      (/from "?(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]+)"?/.exec(description)?.[1] ?? ''),
    agent: text(first(object(raw.requestHeader), 'User-Agent', 'user-agent')) ?? '',
    clusterId,
    cluster: cluster || (host ?? ''),
    tenant: at('tenantId', 'tenant', 'originalTenantId'),
    before: recordIn(first(raw, 'previousRecord', 'PreviousRecord')),
    after: recordIn(first(raw, 'newRecord', 'NewRecord')),
    failed:
      status === undefined
        ? /\b(failed|denied|not permitted|unauthorized)\b/i.test(description) ||
          (stream === 'alert' && /Failed$/.test(at('AlertName') || (text(document.alertName) ?? '')))
          ? true
          : undefined
        : status >= 400,
    code:
      at('AlertCode', 'alertCode') ||
      at('AlertName') ||
      at('Action', 'action') ||
      at('EventType') ||
      at('method') ||
      at('RequestType'),
  }
}
