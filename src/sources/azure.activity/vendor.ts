// The activity log's own fields under `azure.activity`, by the names of its diagnostic form, and the way back from names in rules.
import type { Json, JsonObject } from '../../lib/json.ts'
import { spelled } from '../azure/fields.ts'
import { object } from '../kit/look.ts'
import type { ActivityRecord } from './record.ts'

/** Our name, and the names under which exporters have it. */
const names: readonly (readonly [ours: string, theirs: readonly string[]])[] = Object.entries({
  correlation_id: ['correlationid'],
  operation_id: ['operationid'],
  operation_version: ['operationversion'],
  event_name: ['eventname'],
  level: ['level'],
  result_type: ['resulttype', 'activitystatusvalue', 'status'],
  result_signature: ['resultsignature', 'activitysubstatusvalue', 'substatus'],
  result_description: ['resultdescription'],
  resource_provider: ['resourceprovidervalue', 'resourceprovidername'],
  resource_group: ['resourcegroupname', 'resourcegroup'],
  duration_ms: ['durationms'],
  status_code: ['statuscode'],
  uri: ['uri'],
  description: ['description'],
})

/** The fields of a record; nothing is dropped from its properties. */
export function vendorFields({
  fields,
  code,
  category,
  target,
  properties,
  claims,
  authorization,
}: ActivityRecord): JsonObject {
  const kept: Record<string, Json> = { operation_name: code }
  if (category !== '') kept.category = category
  if (target !== '') kept.resource_id = target
  for (const [ours, theirs] of names) {
    const held = fields(...theirs)
    if (held !== undefined) kept[ours] = spelled(held) ?? held
  }
  const identity = object(fields('identity'))
  if (Object.keys(authorization).length > 0) kept.authorization = authorization
  if (Object.keys(claims).length > 0) kept.claims = claims
  if (identity.type !== undefined) kept.identity = identity
  if (Object.keys(properties).length > 0) kept.properties = properties
  return kept
}

/** What public rules for `product: azure, service: activitylogs` call the fields. */
const asked: Readonly<Record<string, string>> = {
  operationname: 'event.code',
  operationnamevalue: 'event.code',
  correlationid: 'azure.activity.correlation_id',
  caller: 'user.name',
  calleripaddress: 'source.address',
  category: 'azure.activity.category',
  categoryvalue: 'azure.activity.category',
  resourceid: 'azure.activity.resource_id',
  resourceprovidervalue: 'event.provider',
  resourcegroup: 'azure.activity.resource_group',
  level: 'azure.activity.level',
  activitystatus: 'azure.activity.result_type',
  activitystatusvalue: 'azure.activity.result_type',
  status: 'azure.activity.result_type',
  resulttype: 'azure.activity.result_type',
  resultsignature: 'azure.activity.result_signature',
}

/** Where an event holds what a rule calls by Azure's name; undefined for names that the log does not have. */
export function fieldPath(field: string): string | undefined {
  const lower = field.toLowerCase()
  if (Object.hasOwn(asked, lower)) return asked[lower]
  if (lower === 'properties.message') return 'event.code'
  const inner = /^(properties|authorization|claims|identity\.claims)\.(.+)$/i.exec(field)
  return inner ? `azure.activity.${(inner[1] ?? '').replace(/^identity\./i, '')}.${inner[2]}` : undefined
}
