// Key Vault's own fields under `azure.keyvault`, and the way back from the names that rules use.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Fields } from '../azure/fields.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  correlation_id: ['correlationid'],
  operation_version: ['operationversion'],
  result_type: ['resulttype'],
  result_signature: ['resultsignature'],
  result_description: ['resultdescription'],
  resource_id: ['resourceid'],
  duration_ms: ['durationms'],
  category: ['category'],
}

/** The fields of a record, its properties and the claims of who called. */
export function vendorFields(fields: Fields, properties: JsonObject, claims: JsonObject): JsonObject {
  const kept: Record<string, Json> = {}
  for (const [ours, theirs] of Object.entries(names)) {
    const held = fields(...theirs)
    if (held !== undefined) kept[ours] = held
  }
  return { ...kept, properties, ...(Object.keys(claims).length > 0 ? { claims } : {}) }
}

const asked: Readonly<Record<string, string>> = {
  operationname: 'event.code',
  calleripaddress: 'source.address',
  resulttype: 'azure.keyvault.result_type',
  resultsignature: 'azure.keyvault.result_signature',
  resourceid: 'azure.keyvault.resource_id',
  category: 'azure.keyvault.category',
}

/** Where an event holds what a rule calls by Key Vault's name. */
export function fieldPath(field: string): string | undefined {
  const lower = field.toLowerCase()
  if (Object.hasOwn(asked, lower)) return asked[lower]
  return lower.startsWith('properties.') ? `azure.keyvault.${field}` : undefined
}
