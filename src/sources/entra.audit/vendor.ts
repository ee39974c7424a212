// Entra's own fields under `entra.audit`, by the names of Microsoft's logs, and the way back from the names that rules use.
import type { Json, JsonObject } from '../../lib/json.ts'
import { text } from '../kit/look.ts'
import type { EntraRecord } from './record.ts'

/** The record as it came: the inner object, and what stands beside it. */
export function vendorFields(record: EntraRecord, raw: JsonObject): JsonObject {
  const fields: Record<string, Json | undefined> = Object.create(null)
  if (record.inner !== raw)
    for (const name of Object.keys(raw)) if (name !== 'properties' && isPlain(raw[name])) fields[name] = raw[name]
  for (const name of Object.keys(record.inner)) fields[name] = record.inner[name]
  fields.activity = record.code
  return fields
}
const isPlain = (held: Json | undefined): boolean => text(held) !== undefined || typeof held === 'boolean'

const asked: Readonly<Record<string, string>> = {
  operationname: 'event.code',
  activitydisplayname: 'event.code',
  activitytype: 'event.code',
  'properties.message': 'event.code',
  correlationid: 'entra.audit.correlationId',
  ipaddress: 'source.address',
  calleripaddress: 'source.address',
  userprincipalname: 'user.name',
  useragent: 'user_agent.original',
  resulttype: 'entra.audit.resultType',
  resultdescription: 'entra.audit.resultDescription',
  category: 'entra.audit.category',
  status: 'entra.audit.resultSignature',
  authenticationrequirement: 'entra.audit.authenticationRequirement',
  conditionalaccessstatus: 'entra.audit.conditionalAccessStatus',
  riskeventtype: 'entra.audit.riskEventType',
  riskstate: 'entra.audit.riskState',
  risklevel: 'entra.audit.riskLevel',
  resourcedisplayname: 'entra.audit.resourceDisplayName',
  networklocationdetails: 'entra.audit.networkLocationDetails',
  'devicedetail.trusttype': 'entra.audit.deviceDetail.trustType',
  'devicedetail.deviceid': 'entra.audit.deviceDetail.deviceId',
  initiatedby: 'entra.audit.initiatedBy',
}

/** Where an event holds what a rule calls by Microsoft's name. */
export function fieldPath(field: string): string | undefined {
  const lower = field.toLowerCase()
  if (Object.hasOwn(asked, lower)) return asked[lower]
  const inner = /^(?:properties\.)?(targetresources|additionaldetails|initiatedby|status|location)\.(.+)$/i.exec(field)
  if (!inner) return /^properties\./i.test(field) ? `entra.audit.${field.slice(11)}` : undefined
  const head = heads[(inner[1] ?? '').toLowerCase()] ?? inner[1]
  return `entra.audit.${head}.${inner[2]}`
}
const heads: Readonly<Record<string, string>> = {
  targetresources: 'targetResources',
  additionaldetails: 'additionalDetails',
  initiatedby: 'initiatedBy',
  status: 'status',
  location: 'location',
}
