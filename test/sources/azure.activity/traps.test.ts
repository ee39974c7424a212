import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import type { Event } from '../../../src/model/event.ts'
import source from '../../../src/sources/azure.activity/source.ts'
import { eventsOf } from '../samples.ts'

const subscription = '/subscriptions/11111111-2222-4333-8444-555555555555'
const vault = `${subscription}/resourceGroups/prod-rg/providers/Microsoft.RecoveryServices/vaults/gold`
const account = `${subscription}/resourceGroups/prod-rg/providers/Microsoft.Storage/storageAccounts/acme`
const container = `${account}/blobServices/default/containers/nightly`

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2))

function eventOf(value: Json): Event {
  const [event] = eventsOf([read(value)])
  if (!event) throw new Error(`no event: ${JSON.stringify(read(value))}`)
  return event
}

const act = (operationName: Json, resourceId: string, more: JsonObject = {}, body?: JsonObject): JsonObject => ({
  time: '2026-03-02T09:00:00.1234567Z',
  operationName,
  resourceId,
  category: 'Administrative',
  resultType: 'Success',
  correlationId: 'c-1',
  callerIpAddress: '203.0.113.78',
  identity: { claims: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'mara@acme.example.com' } },
  properties: body === undefined ? {} : { requestbody: JSON.stringify(body) },
  ...more,
})
const told = ({ backup }: Event): readonly string[] =>
  (backup?.changes ?? (backup?.change ? [backup.change] : [])).map(({ setting, to, direction }) =>
    [`${setting}=${String(to)}`, ...(direction ? [direction] : [])].join(' '),
  )

describe('a hub that is deleted', () => {
  test.each([
    ['insights-activity-logs', 'trail'],
    ['INSIGHTS-OPERATIONAL-LOGS', 'trail'],
    ['insights-logs-networksecuritygroupevent', 'transport'],
    ['orders', 'transport'],
  ])('%s counts as %s', (name, scope) => {
    const hub = `${subscription}/resourceGroups/ops/providers/Microsoft.EventHub/namespaces/logs/eventhubs/${name}`
    expect(eventOf(act('Microsoft.EventHub/namespaces/eventhubs/delete', hub)).backup?.detail).toMatchObject({ scope })
  })
})

describe('an operation', () => {
  test.each([
    ['in mixed case', 'Microsoft.RecoveryServices/vaults/delete'],
    ['in capitals', 'MICROSOFT.RECOVERYSERVICES/VAULTS/DELETE'],
    ['in small letters', 'microsoft.recoveryservices/vaults/delete'],
    [
      'as value and localised value',
      { value: 'Microsoft.RecoveryServices/vaults/delete', localizedValue: 'Tresor löschen' },
    ],
  ])('%s is the same', (_, name) => {
    const event = eventOf(act(name, vault))
    expect([event.event.action, event.backup?.resource?.type]).toEqual(['repository-deleted', 'vault'])
  })

  test('has one id for its resource in whatever case it is written', () => {
    const ids = [vault, vault.toUpperCase(), vault.toLowerCase()].map(
      (id) => eventOf(act('Microsoft.RecoveryServices/vaults/delete', id)).backup?.resource?.id,
    )
    expect(new Set(ids)).toEqual(new Set([vault.toLowerCase()]))
  })

  test('that nobody knows is kept', () => {
    expect(eventOf(act('Microsoft.Quantum/Workspaces/delete', `${subscription}/x`)).event.action).toBe('other')
    expect(eventOf(act('Microsoft.Quantum/Workspaces/read', `${subscription}/x`)).event.action).toBe('read')
    expect(eventOf(act('constructor', `${subscription}/x`)).event.action).toBe('other')
  })
})

describe('the outcome', () => {
  test.each<[string, JsonObject, string, string | undefined]>([
    ['a success', { resultType: 'Success' }, 'success', undefined],
    ['another word for it', { resultType: 'Succeeded' }, 'success', undefined],
    ['what was accepted', { resultType: 'Accept', resultSignature: 'Accepted.Accepted' }, 'success', undefined],
    ['what only started', { resultType: 'Start', resultSignature: 'Started.' }, 'unknown', undefined],
    ['what began', { resultType: 'Started' }, 'unknown', undefined],
    ['a failure', { resultType: 'Failure', resultSignature: 'Failed.Conflict' }, 'failure', '409'],
    [
      'a success that the code denies',
      { resultType: 'Success', properties: { statusCode: 'Forbidden' } },
      'failure',
      '403',
    ],
    ['a success with the number of a refusal', { resultType: 'Success', resultSignature: '403' }, 'failure', '403'],
    [
      'a refusal by a lock',
      { resultType: 'Failure', properties: { statusMessage: '{"error":{"code":"ScopeLocked","message":"locked"}}' } },
      'failure',
      'ScopeLocked',
    ],
    ['nothing said', { resultType: null }, 'unknown', undefined],
    ['a word that is none', { resultType: { toString: 1 } }, 'unknown', undefined],
  ])('of %s', (_, more, outcome, code) => {
    const event = eventOf(act('Microsoft.RecoveryServices/vaults/delete', vault, more))
    expect([event.event.outcome, event.error?.code]).toEqual([outcome, code])
  })

  test('start and end of one act are twins, and another operation of the same deployment is none', () => {
    const [begun, ended, other] = [
      act('Microsoft.RecoveryServices/vaults/delete', vault, { resultType: 'Start' }),
      act('MICROSOFT.RECOVERYSERVICES/VAULTS/DELETE', vault.toUpperCase()),
      act('Microsoft.Storage/storageAccounts/delete', account),
    ].map(eventOf)
    expect(begun?.backup?.act).toBe(ended?.backup?.act)
    expect(other?.backup?.act).not.toBe(ended?.backup?.act)
    expect(begun?.event.id).not.toBe(ended?.event.id)
  })
})

describe('a change', () => {
  test.each<[string, string, string, JsonObject, string, readonly string[]]>([
    [
      'a lock taken off',
      'Microsoft.RecoveryServices/vaults/write',
      vault,
      { properties: { securitySettings: { immutabilitySettings: { state: 'Disabled' } } } },
      'immutability-changed',
      ['lock-mode=off'],
    ],
    [
      'soft delete off',
      'Microsoft.RecoveryServices/vaults/backupconfig/write',
      `${vault}/backupconfig/vaultconfig`,
      { properties: { softDeleteFeatureState: 'Disabled' } },
      'guard-changed',
      ['soft-delete=off'],
    ],
    [
      'one policy for all',
      'Microsoft.RecoveryServices/vaults/backupPolicies/write',
      `${vault}/backupPolicies/p`,
      {
        properties: {
          retentionPolicy: {
            retentionPolicyType: 'SimpleRetentionPolicy',
            retentionDuration: { count: 2, durationType: 'Weeks' },
          },
        },
      },
      'retention-changed',
      ['retention=14'],
    ],
    [
      'a policy of a database, its logs left out',
      'Microsoft.RecoveryServices/vaults/backupPolicies/write',
      `${vault}/backupPolicies/p`,
      {
        properties: {
          subProtectionPolicy: [
            {
              policyType: 'Full',
              retentionPolicy: { dailySchedule: { retentionDuration: { count: 30, durationType: 'Days' } } },
            },
            { policyType: 'Log', retentionPolicy: { retentionDuration: { count: 7, durationType: 'Days' } } },
          ],
        },
      },
      'retention-changed',
      ['retention=30'],
    ],
    [
      'versions off',
      'Microsoft.Storage/storageAccounts/blobServices/write',
      `${account}/blobServices/default`,
      { properties: { isVersioningEnabled: false } },
      'versioning-changed',
      ['versioning=off'],
    ],
    [
      'days of a lock',
      'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/write',
      `${container}/immutabilityPolicies/default`,
      { properties: { immutabilityPeriodSinceCreationInDays: 14 } },
      'immutability-changed',
      ['lock-days=14'],
    ],
    [
      'a lifecycle that deletes nothing',
      'Microsoft.Storage/storageAccounts/managementPolicies/write',
      `${account}/managementPolicies/default`,
      {
        properties: {
          policy: {
            rules: [
              {
                enabled: true,
                definition: { actions: { baseBlob: { tierToArchive: { daysAfterModificationGreaterThan: 1 } } } },
              },
            ],
          },
        },
      },
      'retention-changed',
      ['retention=unlimited'],
    ],
  ])('of %s', (_, name, id, body, action, changes) => {
    const event = eventOf(act(name, id, {}, body))
    expect([event.event.action, told(event)]).toEqual([action, changes])
  })

  test('is read from the answer where the question is left out', () => {
    const properties = { responseBody: '{"properties":{"isVersioningEnabled":false}}' }
    expect(
      told(
        eventOf(
          act('Microsoft.Storage/storageAccounts/blobServices/write', `${account}/blobServices/default`, {
            properties,
          }),
        ),
      ),
    ).toEqual(['versioning=off'])
  })

  test.each(['{"properties":{"isVersion', '', 'null', '[]', '"text"', '{"properties":7}'])(
    'in a body that is cut off or none (%j) is one without a value',
    (requestbody) => {
      const event = eventOf(
        act(
          'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/write',
          `${container}/immutabilityPolicies/default`,
          { properties: { requestbody } },
        ),
      )
      expect([event.event.action, told(event)]).toEqual(['immutability-changed', []])
    },
  )

  test('of tags alone is none', () => {
    expect(
      eventOf(act('Microsoft.RecoveryServices/vaults/write', vault, {}, { tags: { costs: '1' } })).event.action,
    ).toBe('repository-changed')
  })
})

describe('a role', () => {
  const assign = (id: string, more: JsonObject = {}): Event =>
    eventOf(
      act(
        `Microsoft.Authorization/roleAssignments/write`,
        `${vault}/providers/Microsoft.Authorization/roleAssignments/1`,
        more,
        {
          Properties: {
            RoleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${id}`,
            PrincipalId: 'P-1',
          },
        },
      ),
    )

  test.each([
    ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'admin-added', 'Owner'],
    ['5e467623-bb1f-42f4-a55d-6e525e11384b', 'admin-added', 'Backup Contributor'],
    ['a795c7a0-d4a2-40c1-ae25-d81f01202912', 'role-granted', 'Backup Reader'],
    ['00000000-0000-4000-8000-00000000ffff', 'role-granted', '00000000-0000-4000-8000-00000000ffff'],
  ])('%s is %s', (id, action, role) => {
    const event = assign(id)
    expect([event.event.action, event.backup?.detail?.role]).toEqual([action, role])
    expect(event.backup?.resource).toMatchObject({
      type: 'principal',
      id: 'p-1',
      container: { type: 'vault', name: 'gold' },
    })
  })

  test('is the one that is given, not the one that the caller holds', () => {
    const identity = { authorization: { evidence: { role: 'Owner' } }, claims: {} }
    expect(assign('acdd72a7-3385-48ef-bd42-f606fba81ae7', { identity }).event.action).toBe('role-granted')
  })
})

describe('who acted', () => {
  test.each<[string, JsonObject, object | undefined]>([
    [
      'a user',
      { identity: { claims: { upn: 'Mara@ACME.example.com', oid: 'O-1' } } },
      { id: 'mara@acme', kind: 'person' },
    ],
    [
      'a service principal',
      {
        identity: { claims: { appid: 'A-1', 'http://schemas.microsoft.com/identity/claims/objectidentifier': 'O-2' } },
      },
      { id: 'o-2', kind: 'service' },
    ],
    [
      'Azure Backup itself',
      { identity: { claims: { appid: '262044b1-e2ce-469f-a196-69ab7ada62d3', oid: 'O-3' } } },
      { id: 'o-3', kind: 'product' },
    ],
    ['only a caller', { identity: null, caller: 'mara@acme.example.com' }, { id: 'mara@acme', kind: 'person' }],
    [
      'an automation by its name',
      { identity: null, caller: 'svc-terraform@acme.example.com' },
      { id: 'svc-terraform@acme', kind: 'service' },
    ],
    ['nobody', { identity: null }, undefined],
  ])('%s', (_, more, actor) => {
    const event = eventOf(act('Microsoft.RecoveryServices/vaults/delete', vault, more))
    if (actor === undefined) expect(event.backup?.actor).toBeUndefined()
    else expect(event.backup?.actor).toMatchObject(actor)
  })

  test.each([
    ['203.0.113.78:28915', '203.0.113.78', 28_915],
    ['[2001:db8::1]:443', '2001:db8::1', 443],
    ['2001:db8::1', '2001:db8::1', undefined],
  ])('from %s', (callerIpAddress, ip, port) => {
    expect(eventOf(act('Microsoft.RecoveryServices/vaults/delete', vault, { callerIpAddress })).source).toMatchObject({
      ip,
      ...(port === undefined ? {} : { port }),
    })
  })

  test.each(['<null>', '', null, 'unknown'])('from nowhere (%j)', (callerIpAddress) => {
    expect(
      eventOf(act('Microsoft.RecoveryServices/vaults/delete', vault, { callerIpAddress })).source?.ip,
    ).toBeUndefined()
  })
})

test('a signature in the address of a blob is masked, and the hash of the untouched record kept', () => {
  const event = eventOf({
    time: '2026-03-02T09:00:00Z',
    resourceId: account,
    operationName: 'DeleteBlob',
    category: 'StorageDelete',
    uri: 'https://acme.blob.core.windows.net/nightly/a.vbk?sv=1&sig=SECRETSECRET&se=2',
    properties: { objectKey: '/acme/nightly/a.vbk' },
  })
  expect(JSON.stringify(event)).not.toContain('SECRETSECRET')
  expect(event.event.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(event.backup?.resource).toMatchObject({ type: 'object', name: 'a.vbk', container: { name: 'nightly' } })
})

test.each<[string, Json, string]>([
  ['a number', 5, 'no JSON object'],
  ['another log', { eventVersion: '1.11', eventName: 'DeleteBucket' }, 'operationName'],
  ['an operation on nothing', { operationName: 'X' }, 'resourceId'],
])('%s is rejected by name', (_, value, reason) => {
  const reading = read(value)
  expect(reading.ok ? '' : `${reading.error.reason} ${reading.error.field ?? ''}`).toContain(reason)
})

test('a stream of several logs gives events of each', () => {
  const vaultEvent = {
    time: '2026-03-02T09:00:00Z',
    category: 'AuditEvent',
    operationName: 'KeyDelete',
    resourceId: vault,
    properties: { id: 'https://k.vault.azure.net/keys/a', httpStatusCode: 200 },
  }
  const entra = {
    time: '2026-03-02T09:00:00Z',
    category: 'AuditLogs',
    operationName: 'Add user',
    properties: { activityDisplayName: 'Add user' },
  }
  const events = eventsOf([
    read({ records: [act('Microsoft.RecoveryServices/vaults/delete', vault), vaultEvent, entra] }),
  ])
  expect(events.map(({ event }) => event.dataset)).toEqual(['azure.activity', 'azure.keyvault', 'entra.audit'])
})

test.each([
  ['replicationProtectedItems', { resultType: 'Success' }, 'restore-tested', 'success'],
  ['replicationProtectedItems', { resultType: 'Failure' }, 'restore-tested', 'failure'],
  ['replicationRecoveryPlans', { resultType: 'Failure' }, 'restore-tested', 'failure'],
  ['replicationRecoveryPlans', { resultType: 'Accept' }, 'run-started', 'success'],
  ['replicationRecoveryPlans', { resultSignature: 'Accepted.' }, 'run-started', 'success'],
  ['replicationRecoveryPlans', { resultType: 'Start' }, 'run-started', 'unknown'],
])('a test failover of %s with %j', (kind, more, action, outcome) => {
  const parts: readonly string[] =
    kind === 'replicationRecoveryPlans'
      ? [kind]
      : ['replicationFabrics', 'replicationProtectionContainers', 'replicationProtectedItems']
  const id = `${vault}/${parts.map((part) => `${part}/x`).join('/')}`
  const name = `Microsoft.RecoveryServices/vaults/${parts.join('/')}/testFailover/action`
  expect(eventOf(act(name, id, more))).toMatchObject({
    event: { action, outcome },
    backup: { resource: { type: 'restore-test', id: id.toLowerCase() } },
  })
})
