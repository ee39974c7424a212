// What makes an object a record of Entra: an audit entry, a sign-in, a risk, in any of the forms in which they are exported.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { fieldsOf } from '../azure/fields.ts'

const categories =
  /^(auditlogs|(noninteractiveuser|serviceprincipal|managedidentity|adfs)?signinlogs|provisioninglogs|userriskevents|riskyusers|riskyserviceprincipals|serviceprincipalriskevents|microsoftgraphactivitylogs|b2crequestlogs|directorymanagement)$/i

export const isRecord = (value: JsonObject): boolean => plainRecord(value) !== undefined

/** The record without what Elastic puts around its fields; undefined where the object is none. */
export function plainRecord(value: JsonObject): JsonObject | undefined {
  if (isPlain(value)) return value
  const azure = isObject(value.azure) ? value.azure : {}
  const inner = [azure.auditlogs, azure.signinlogs].find(isObject)
  if (inner === undefined || (isObject(value.event) && typeof value.event.original === 'string')) return undefined
  const properties = isObject(inner.properties)
    ? Object.fromEntries(Object.entries(inner.properties).map(([name, held]) => [camel(name), held]))
    : {}
  const plain = {
    time: value['@timestamp'],
    category: azure.signinlogs === undefined ? 'AuditLogs' : 'SignInLogs',
    ...inner,
    properties,
  }
  return isPlain(plain) ? plain : undefined
}
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

function isPlain(value: JsonObject): boolean {
  // Graph's own form: the activity, and what was done or who signed in.
  if (typeof value.activityDisplayName === 'string' && ('activityDateTime' in value || 'targetResources' in value))
    return true
  if (
    typeof value.createdDateTime === 'string' &&
    isObject(value.status) &&
    ('userPrincipalName' in value || 'appDisplayName' in value)
  )
    return true
  if (value.Workload === 'AzureActiveDirectory' && typeof value.Operation === 'string') return true
  const fields = fieldsOf(value)
  const named = [fields('category'), fields('type')]
  if (named.some((category) => typeof category === 'string' && categories.test(category)))
    return fields('operationname', 'properties', 'userprincipalname') !== undefined
  const resource = fields('resourceid')
  return (
    typeof resource === 'string' &&
    /microsoft\.aadiam/i.test(resource) &&
    fields('operationname') !== undefined &&
    isObject(fields('properties'))
  )
}
