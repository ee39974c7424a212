// Storage's own fields under `azure.storage`, and the way back from the names that rules use.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Fields } from '../azure/fields.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  category: ['category'],
  operation_version: ['operationversion'],
  status_code: ['statuscode'],
  status_text: ['statustext'],
  correlation_id: ['correlationid'],
  duration_ms: ['durationms'],
  resource_id: ['resourceid'],
  uri: ['uri'],
  protocol: ['protocol'],
  identity: ['identity'],
  authentication_type: ['authenticationtype'],
  authentication_hash: ['authenticationhash'],
  object_key: ['objectkey'],
  account_name: ['accountname'],
}

/** Only in addresses and headers that clients bring can a secret stand. @param masked the same text without */
export function vendorFields(fields: Fields, properties: JsonObject, masked: (value: string) => string): JsonObject {
  const kept: Record<string, Json> = {}
  for (const [ours, theirs] of pairs) {
    const held = fields(...theirs)
    if (held !== undefined) kept[ours] = ours === 'uri' && typeof held === 'string' ? masked(held) : held
  }
  const props: Record<string, Json> = {}
  for (const name of Object.keys(properties)) {
    const held = properties[name]
    if (held !== undefined) props[name] = typeof held === 'string' && held.includes('=') ? masked(held) : held
  }
  return { ...kept, ...(Object.keys(props).length > 0 ? { properties: props } : {}) }
}

const pairs = Object.entries(names)

const asked: Readonly<Record<string, string>> = {
  operationname: 'event.code',
  calleripaddress: 'source.address',
  useragentheader: 'user_agent.original',
  requesterupn: 'user.name',
  category: 'azure.storage.category',
  statuscode: 'azure.storage.status_code',
  statustext: 'azure.storage.status_text',
  resourceid: 'azure.storage.resource_id',
  uri: 'azure.storage.uri',
  authenticationtype: 'azure.storage.authentication_type',
}

/** Where an event holds what a rule calls by Storage's name. */
export function fieldPath(field: string): string | undefined {
  const lower = field.toLowerCase()
  if (Object.hasOwn(asked, lower)) return asked[lower]
  return /^(properties|identity)\./i.test(field) ? `azure.storage.${field}` : undefined
}
