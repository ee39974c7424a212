// The entry's own fields under `gcp.audit`, by the names of Elastic's integration where it has them, and the way back from names in rules.
import type { Json, JsonObject } from '../../lib/json.ts'
import { object } from '../kit/look.ts'
import type { GcpRecord } from './record.ts'

const names: Readonly<Record<string, string>> = {
  serviceName: 'service_name',
  methodName: 'method_name',
  resourceName: 'resource_name',
  authenticationInfo: 'authentication_info',
  authorizationInfo: 'authorization_info',
  requestMetadata: 'request_metadata',
  request: 'request',
  response: 'response',
  status: 'status',
  serviceData: 'service_data',
  metadata: 'metadata',
  resourceLocation: 'resource_location',
  resourceOriginalState: 'resource_original_state',
  policyViolationInfo: 'policy_violation_info',
  numResponseItems: 'num_response_items',
}
const outer: Readonly<Record<string, string>> = {
  logName: 'log_name',
  severity: 'severity',
  operation: 'operation',
  resource: 'resource',
  labels: 'labels',
}

/** The fields of an entry; nothing is dropped below the first level. */
export function vendorFields({ payload, raw }: GcpRecord): JsonObject {
  const fields: Record<string, Json> = {}
  for (const [from, table] of [
    [payload, names],
    [raw, outer],
  ] as const)
    for (const [theirs, ours] of Object.entries(table)) {
      const held = Object.hasOwn(from, theirs) ? from[theirs] : undefined
      if (held !== undefined && held !== null) fields[ours] = held
    }
  const { type } = object(raw.resource)
  return typeof type === 'string' ? { ...fields, type } : fields
}

/** Where an event holds what a rule calls by Google's name, with `data.` before it or not. */
export function fieldPath(field: string): string | undefined {
  const plain = field.replace(/^data\./, '').replace(/^gcp\.audit\./, '')
  const inner = plain.replace(/^protoPayload\./, '')
  if (inner === 'methodName' || inner === 'method_name') return 'event.code'
  if (inner === 'serviceName' || inner === 'service_name') return 'event.provider'
  if (inner === 'requestMetadata.callerIp') return 'source.address'
  if (inner === 'authenticationInfo.principalEmail') return 'user.email'
  const dot = inner.indexOf('.')
  const head = dot === -1 ? inner : inner.slice(0, dot)
  const rest = dot === -1 ? '' : inner.slice(dot)
  const table = Object.hasOwn(names, head) ? names : Object.hasOwn(outer, head) ? outer : undefined
  return table === undefined ? undefined : `gcp.audit.${table[head]}${rest}`
}
