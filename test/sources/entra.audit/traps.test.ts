import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/entra.audit/source.ts'
import { eventsOf } from '../samples.ts'

const read = (value: Json) => eventsOf([source.read(Buffer.from(JSON.stringify(value)), Date.UTC(2026, 2, 2))])
const mara = { user: { id: 'O-1', userPrincipalName: 'mara@acme.example.com', ipAddress: '203.0.113.78' } }
const bob = { id: 'O-2', type: 'User', userPrincipalName: 'bob@acme.example.com' }
const entry = (activityDisplayName: string, targetResources: Json, more: JsonObject = {}): JsonObject => ({
  id: 'Directory_1',
  category: 'RoleManagement',
  correlationId: 'c-1',
  result: 'success',
  activityDisplayName,
  activityDateTime: '2026-03-02T09:00:00.9312625+00:00',
  loggedByService: 'Core Directory',
  initiatedBy: mara,
  targetResources,
  ...more,
})
const diagnostic = (properties: Json): JsonObject => ({
  time: '2026-03-02T09:05:00Z',
  resourceId: '/tenants/t-1/providers/Microsoft.aadiam',
  operationName: 'x',
  category: 'AuditLogs',
  tenantId: 't-1',
  properties,
})
const inRole = (name: string): JsonObject => ({
  ...bob,
  modifiedProperties: [{ displayName: 'Role.DisplayName', oldValue: null, newValue: JSON.stringify(name) }],
})
const actionOf = (activity: string, targets: Json = [bob], more: JsonObject = {}) =>
  read(entry(activity, targets, more))[0]

test('the diagnostic form, Graph’s and one whose properties are text say the same', () => {
  const inner = entry('Add member to role', [inRole('Global Administrator')])
  const events = [inner, diagnostic(inner), diagnostic(JSON.stringify(inner))].flatMap((value) => read(value))
  for (const event of events)
    expect(event).toMatchObject({
      '@timestamp': '2026-03-02T09:00:00.931Z',
      event: { id: 'Directory_1', action: 'admin-added', code: 'Add member to role', outcome: 'success' },
      backup: {
        actor: { id: 'mara@acme', kind: 'person' },
        resource: { id: 'bob@acme' },
        detail: { role: 'Global Administrator' },
      },
      source: { ip: '203.0.113.78' },
    })
  expect(events).toHaveLength(3)
})

describe('a role', () => {
  test.each([
    ['Add member to role', 'Global Administrator', 'admin-added'],
    ['Add member to role.', 'Privileged Role Administrator', 'admin-added'],
    ['Add member to role', 'Global Reader', 'role-granted'],
    ['Add member to role', 'Security Reader', 'role-granted'],
    ['Add eligible member to role in PIM completed (permanent)', 'Global Administrator', 'admin-added'],
    ['Add member to role completed (PIM activation)', 'Global Administrator', 'role-activated'],
    ['Remove member from role', 'Global Administrator', 'role-revoked'],
  ])('%s: %s is %s', (activity, role, action) => {
    expect(actionOf(activity, [inRole(role)])?.event.action).toBe(action)
  })

  test('asked for is not given yet', () => {
    expect(
      actionOf('Add eligible member to role in PIM requested (permanent)', [inRole('Global Administrator')])?.event
        .outcome,
    ).toBe('unknown')
  })

  test('that is only carried out for an activation is none that was added', () => {
    const initiatedBy = { app: { displayName: 'MS-PIM', servicePrincipalId: 'S-1' } }
    expect(actionOf('Add member to role', [inRole('Global Administrator')], { initiatedBy })?.event.action).toBe(
      'role-activated',
    )
  })

  test('of an application by a right that rules the directory', () => {
    const right = (value: string): Json => [
      {
        type: 'ServicePrincipal',
        displayName: 'Microsoft Graph',
        modifiedProperties: [
          { displayName: 'AppRole.Value', newValue: JSON.stringify(value) },
          { displayName: 'ServicePrincipal.ObjectID', newValue: '"S-2"' },
        ],
      },
    ]
    expect(
      actionOf('Add app role assignment to service principal', right('RoleManagement.ReadWrite.Directory')),
    ).toMatchObject({ event: { action: 'admin-added' }, backup: { resource: { id: 's-2' } } })
    expect(actionOf('Add app role assignment to service principal', right('User.Read'))?.event.action).toBe(
      'role-granted',
    )
  })
})

describe('a gate', () => {
  const policy = (state: string, more: JsonObject = {}): JsonObject => ({
    state,
    conditions: { users: { includeUsers: ['All'], ...more }, applications: { includeApplications: ['All'] } },
    grantControls: { builtInControls: ['mfa'] },
  })
  const changed = (before: Json, after: Json): Json => [
    {
      type: 'Policy',
      id: 'p',
      displayName: 'MFA',
      modifiedProperties: [
        {
          displayName: 'ConditionalAccessPolicy',
          oldValue: before === null ? null : JSON.stringify(before),
          newValue: after === null ? null : JSON.stringify(after),
        },
      ],
    },
  ]
  test.each<[string, string, Json, Json, string | undefined]>([
    ['deleted', 'Delete conditional access policy', policy('enabled'), null, 'weakened'],
    [
      'deleted where it was only reporting',
      'Delete conditional access policy',
      policy('enabledForReportingButNotEnforced'),
      null,
      undefined,
    ],
    ['switched off', 'Update conditional access policy', policy('enabled'), policy('disabled'), 'weakened'],
    [
      'without its factor',
      'Update conditional access policy',
      policy('enabled'),
      { ...policy('enabled'), grantControls: { builtInControls: [] } },
      'weakened',
    ],
    [
      'with somebody exempted',
      'Update conditional access policy',
      policy('enabled'),
      policy('enabled', { excludeUsers: ['O-2'] }),
      'weakened',
    ],
    [
      'for fewer',
      'Update conditional access policy',
      policy('enabled'),
      policy('enabled', { includeUsers: ['O-9'] }),
      'weakened',
    ],
    [
      'for more',
      'Update conditional access policy',
      policy('enabled', { includeUsers: ['O-9'] }),
      policy('enabled'),
      undefined,
    ],
    ['renamed', 'Update conditional access policy', policy('enabled'), policy('enabled'), undefined],
    ['switched on', 'Update conditional access policy', policy('disabled'), policy('enabled'), 'strengthened'],
  ])('%s', (_, activity, before, after, direction) => {
    const event = actionOf(activity, changed(before, after))
    expect([event?.event.action, event?.backup?.change?.direction]).toEqual(['mfa-changed', direction])
    if (direction === 'weakened') expect(event?.backup).toMatchObject({ detail: { directory: true } })
    expect(event?.backup?.resource === undefined).toBe(direction === 'weakened')
  })

  test.each([
    ['Disable Strong Authentication', 'weakened'],
    ['Admin deleted security info', 'weakened'],
    ['User deleted security info', 'weakened'],
    ['User registered security info', undefined],
    ['Enable Strong Authentication', 'strengthened'],
  ])('%s', (activity, direction) => {
    const event = actionOf(activity)
    expect([event?.event.action, event?.backup?.change?.direction, event?.user?.target?.name]).toEqual([
      'mfa-changed',
      direction,
      'bob@acme.example.com',
    ])
  })

  test.each<[string, string, Json, string]>([
    [
      'to a server of its own',
      'Set domain authentication',
      [{ displayName: 'LiveType', newValue: '["Federated"]', oldValue: '["Managed"]' }],
      'mfa-changed',
    ],
    [
      'back to the directory',
      'Set domain authentication',
      [{ displayName: 'LiveType', newValue: '["Managed"]', oldValue: '["Federated"]' }],
      'role-trust-changed',
    ],
    [
      'in nothing that matters',
      'Set domain authentication',
      [{ displayName: 'Name', newValue: '"x"' }],
      'role-trust-changed',
    ],
  ])('a domain changed %s', (_, activity, modifiedProperties, action) => {
    expect(
      actionOf(activity, [{ type: 'Domain', displayName: 'acme.example.com', modifiedProperties }])?.event.action,
    ).toBe(action)
  })
})

describe('others', () => {
  test('an en dash in the name of an activity is read like a hyphen', () => {
    for (const dash of ['–', '-', '—'])
      expect(
        actionOf(`Update application ${dash} Certificates and secrets management `, [
          { type: 'Application', id: 'A', displayName: 'veeam' },
        ])?.event.action,
      ).toBe('credential-added')
  })

  test('a group stands in either of two places', () => {
    const inUser = { ...bob, modifiedProperties: [{ displayName: 'Group.DisplayName', newValue: '"Backup Admins"' }] }
    const beside = { type: 'Group', id: 'G', displayName: 'Backup Admins' }
    for (const targets of [[inUser], [beside, bob]])
      expect(actionOf('Add member to group', targets)).toMatchObject({
        event: { action: 'role-granted' },
        backup: { resource: { id: 'bob@acme' }, detail: { role: 'Backup Admins' } },
      })
  })

  test.each<[string, JsonObject, string, string | undefined]>([
    ['came in', { errorCode: 0 }, 'success', undefined],
    ['had a wrong password', { errorCode: 50_126, failureReason: 'no' }, 'failure', '50126'],
    ['was asked whether to stay', { errorCode: 50_140 }, 'unknown', undefined],
  ])('somebody %s', (_, status, outcome, code) => {
    const [event] = read({
      time: '2026-03-02T09:00:00Z',
      category: 'SignInLogs',
      operationName: 'Sign-in activity',
      tenantId: 't',
      resultType: '0',
      properties: {
        id: 's',
        createdDateTime: '2026-03-02T08:59:00Z',
        userPrincipalName: 'bob@acme.example.com',
        userId: 'O-2',
        ipAddress: '203.0.113.9',
        status,
        isInteractive: true,
      },
    })
    expect(event).toMatchObject({
      '@timestamp': '2026-03-02T08:59:00.000Z',
      event: { action: 'sign-in', outcome },
      backup: { actor: { id: 'bob@acme' }, detail: { console: true } },
    })
    expect(event?.error?.code).toBe(code)
  })

  test.each([
    ['3/24/2022 2:42:35 PM', '2022-03-24T14:42:35.000Z'],
    ['01/09/2007 09:41:00', '2007-01-09T09:41:00.000Z'],
    ['1/9/2007 12:41:00 AM', '2007-01-09T00:41:00.000Z'],
    ['1/9/2007 10:41:00 AM +01:00', '2007-01-09T09:41:00.000Z'],
    ['2007-01-09T9:41:00Z', '2007-01-09T09:41:00.000Z'],
    ['2007-01-09T11:41:00+02:00', '2007-01-09T09:41:00.000Z'],
  ])('the time %s is read', (time, expected) => {
    const [event] = read({
      time,
      resourceId: '/tenants/t/providers/microsoft.aadiam',
      category: 'UserRiskEvents',
      operationName: 'User Risk Detection',
      properties: {},
    })
    expect(event?.['@timestamp']).toBe(expected)
  })
})
