// Azure's activity log, its key vaults and Entra ID, as diagnostic settings export them.
import type { JsonObject } from '../../../src/lib/json.ts'
import { uuid } from '../cloudtrail.ts'
import { iso, jsonLine, type Line } from './line.ts'

const tenant = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
export const subscription = '/subscriptions/11111111-2222-4333-8444-555555555555'
export const backupGroup = `${subscription}/resourceGroups/backup-rg/providers`
/** Built-in roles by their ids. */
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'

export interface Caller {
  readonly name: string
  readonly address: string
}

const oid = (name: string): string => uuid(`principal ${name}`)

/** An operation of the control plane, done or refused. */
export function azure(
  at: number,
  { name, address }: Caller,
  operation: string,
  resource: string,
  body?: JsonObject,
  failure?: 'Conflict' | 'Forbidden',
): Line {
  const correlation = uuid(`azure ${at} ${operation} ${resource}`)
  return jsonLine('azure.activity', at, {
    time: iso(at).replace('Z', '4567Z'),
    resourceId: resource.toUpperCase(),
    operationName: operation.toUpperCase(),
    category: 'Administrative',
    resultType: failure ? 'Failure' : 'Success',
    resultSignature: failure ? `Failed.${failure}` : 'Succeeded.OK',
    durationMs: '120',
    callerIpAddress: address,
    correlationId: correlation,
    identity: {
      authorization: { scope: resource, action: operation, evidence: { role: 'Owner', principalId: oid(name) } },
      claims: {
        aud: 'https://management.azure.com/',
        appid: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
        'http://schemas.microsoft.com/identity/claims/objectidentifier': oid(name),
        'http://schemas.microsoft.com/identity/claims/tenantid': tenant,
        'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': name,
        ipaddr: address,
      },
    },
    level: 'Information',
    location: 'global',
    properties: {
      statusCode: failure ?? 'OK',
      eventCategory: 'Administrative',
      entity: resource,
      message: operation,
      ...(body ? { requestbody: JSON.stringify(body) } : {}),
    },
  })
}

/** A role for somebody at a scope. */
export const roleGiven = (at: number, who: Caller, to: string, scope: string, role = owner): Line =>
  azure(
    at,
    who,
    'Microsoft.Authorization/roleAssignments/write',
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${uuid(`assignment ${to} ${scope}`)}`,
    {
      Id: uuid(`assignment ${to} ${scope}`),
      Properties: {
        PrincipalId: oid(to),
        PrincipalType: 'User',
        RoleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        Scope: scope,
      },
    },
  )

/** An operation on a key of a key vault. */
export const onVaultKey = (
  at: number,
  { name, address }: Caller,
  operation: string,
  key: string,
  status: 200 | 403 = 200,
): Line =>
  jsonLine('azure.keyvault', at, {
    time: iso(at).replace('Z', '8619Z'),
    category: 'AuditEvent',
    operationName: operation,
    resultType: 'Success',
    correlationId: uuid(`keyvault ${at} ${operation} ${key}`),
    callerIpAddress: address,
    identity: {
      claim: { oid: oid(name), appid: '3686488a-04fc-4d8a-b967-61f98ec41efe', upn: name, ipaddr: address },
    },
    properties: {
      id: `https://acmekeys.vault.azure.net/keys/${key}`,
      clientInfo: 'Mozilla/5.0',
      httpStatusCode: status,
      requestUri: `https://acmekeys.vault.azure.net/keys/${key}?api-version=7.5`,
      isAccessPolicyMatch: status === 200,
      tlsVersion: 'TLS1_3',
    },
    resourceId: `${backupGroup}/Microsoft.KeyVault/vaults/acmekeys`.toUpperCase(),
    operationVersion: '7.5',
    resultSignature: status === 200 ? 'OK' : 'Forbidden',
    durationMs: '44',
  })

/** What an administrator, or somebody himself, did in the directory. */
export function entra(
  at: number,
  { name, address }: Caller,
  activity: string,
  category: string,
  targets: readonly JsonObject[],
): Line {
  const id = uuid(`entra ${at} ${activity} ${JSON.stringify(targets)}`)
  return jsonLine('entra.audit', at, {
    time: iso(at).replace('Z', '2625Z'),
    resourceId: `/tenants/${tenant}/providers/Microsoft.aadiam`,
    operationName: activity,
    operationVersion: '1.0',
    category: 'AuditLogs',
    tenantId: tenant,
    resultSignature: 'None',
    durationMs: 0,
    callerIpAddress: address,
    correlationId: id,
    Level: 4,
    properties: {
      id: `Directory_${id}_X`,
      category,
      correlationId: id,
      result: 'success',
      resultReason: '',
      activityDisplayName: activity,
      activityDateTime: iso(at).replace('Z', '2625+00:00'),
      loggedByService: 'Core Directory',
      operationType: 'Update',
      initiatedBy: {
        user: { id: oid(name), displayName: null, userPrincipalName: name, ipAddress: address, roles: [] },
      },
      targetResources: targets,
      additionalDetails: [],
    },
  })
}
export const entraUser = (name: string): JsonObject => ({
  id: oid(name),
  displayName: null,
  type: 'User',
  userPrincipalName: name,
  modifiedProperties: [],
})

/** A sign-in to the directory; 0 went well. */
export const entraSignIn = (at: number, { name, address }: Caller, code = 0): Line => {
  const id = uuid(`sign-in ${at} ${name} ${code}`)
  return jsonLine('entra.audit', at, {
    time: iso(at).replace('Z', '9940Z'),
    resourceId: `/tenants/${tenant}/providers/Microsoft.aadiam`,
    operationName: 'Sign-in activity',
    operationVersion: '1.0',
    category: 'SignInLogs',
    tenantId: tenant,
    resultType: String(code),
    resultSignature: 'None',
    resultDescription: code === 0 ? null : 'Error validating credentials due to invalid username or password.',
    durationMs: 0,
    callerIpAddress: address,
    correlationId: id,
    identity: name,
    Level: 4,
    location: 'DE',
    properties: {
      id,
      createdDateTime: iso(at).replace('Z', '7194+00:00'),
      userDisplayName: name,
      userPrincipalName: name,
      userId: oid(name),
      appDisplayName: 'Azure Portal',
      ipAddress: address,
      status: { errorCode: code },
      clientAppUsed: 'Browser',
      userAgent: 'Mozilla/5.0',
      isInteractive: true,
      authenticationRequirement: 'multiFactorAuthentication',
      tenantId: tenant,
    },
  })
}
