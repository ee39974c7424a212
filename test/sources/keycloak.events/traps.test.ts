import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/keycloak.events/source.ts'
import { readsAnything, readsPieces } from '../hostile.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const eventOf = (value: Json | string) => eventsOf([read(value)])[0]

const user = (more: JsonObject): JsonObject => ({
  time: 1772442240000,
  type: 'LOGIN',
  realmId: 'acme',
  clientId: 'account-console',
  userId: 'u-1',
  ipAddress: '203.0.113.20',
  details: { username: 'mwolf' },
  ...more,
})
const admin = (
  operationType: string,
  resourceType: string,
  resourcePath: string,
  representation?: Json,
): JsonObject => ({
  time: 1772442240000,
  realmId: 'acme',
  authDetails: { realmId: 'acme', clientId: 'security-admin-console', userId: 'u-1', ipAddress: '203.0.113.20' },
  operationType,
  resourceType,
  resourcePath,
  ...(representation === undefined ? {} : { representation: JSON.stringify(representation) }),
})

const said =
  'type="LOGIN", realmId="acme", realmName="acme", clientId="account-console", userId="u-1", ipAddress="203.0.113.20", username="mwolf"'
const bare =
  'type=LOGIN, realmId=acme, clientId=account-console, userId=u-1, ipAddress=203.0.113.20, auth_method=openid-connect, username=mwolf'

describe('one event in many forms', () => {
  test.each<[string, Json | string]>([
    ['the REST API', user({})],
    ['a webhook', { ...user({}), type: 'access.LOGIN' }],
    ['ECS', { '@timestamp': '2026-03-02T09:04:00.000000001Z', 'log.logger': 'org.keycloak.events', message: said }],
    ['nested ECS', { '@timestamp': '2026-03-02T09:04:00Z', log: { logger: 'org.keycloak.events' }, message: said }],
    ['JSON of Quarkus', { timestamp: '2026-03-02T09:04:00Z', loggerName: 'org.keycloak.events', message: said }],
    ['a line', `2026-03-02 09:04:00,000 INFO  [org.keycloak.events] (executor-thread-1) ${said}`],
    ['a line without quotes', `2026-03-02 09:04:00,000 INFO  [org.keycloak.events] (default task-1) ${bare}`],
    [
      'a line behind a header',
      `<14>1 2026-03-02T09:04:00.500Z id01 keycloak 1 - - 2026-03-02 09:04:00,000 INFO  [org.keycloak.events] (main) ${said}`,
    ],
    [
      'a line in what an agent wrote',
      {
        '@timestamp': '2026-03-02T09:04:01Z',
        message: `2026-03-02 09:04:00,000 INFO  [org.keycloak.events] (main) ${said}`,
      },
    ],
    [
      'ECS inside Filebeat',
      {
        message: JSON.stringify({
          '@timestamp': '2026-03-02T09:04:00Z',
          'log.logger': 'org.keycloak.events',
          message: said,
        }),
      },
    ],
  ])('%s says the same', (_, record) => {
    expect(eventOf(record)).toMatchObject({
      '@timestamp': '2026-03-02T09:04:00.000Z',
      event: { code: 'LOGIN', action: 'sign-in', outcome: 'success' },
      user: { id: 'u-1', name: 'mwolf' },
      source: { ip: '203.0.113.20' },
      backup: { actor: { id: 'mwolf@acme', kind: 'person' } },
    })
  })

  test('a clock without a date is the one nearest to its receipt, or its carrier’s time', () => {
    const line = `21:01:45,403 WARN  [org.keycloak.events] (default task-1) ${bare}`
    const [late] = eventsOf([source.read(Buffer.from(line), Date.UTC(2026, 2, 2, 0, 10))])
    expect(late?.['@timestamp']).toBe('2026-03-01T21:01:45.403Z')
    expect(eventOf({ '@timestamp': '2021-09-02T21:01:47Z', message: line })?.['@timestamp']).toBe(
      '2021-09-02T21:01:47.000Z',
    )
  })

  test('the level of a line is no host', () => {
    expect(eventOf(`2026-03-02 09:04:00,000 WARN [org.keycloak.events] (main) ${said}`)?.observer).toEqual({
      vendor: 'Keycloak',
      product: 'Keycloak',
    })
  })
})

test.each([
  [user({ type: 'LOGIN_ERROR', error: 'invalid_user_credentials' }), 'sign-in', 'failure'],
  [user({ type: 'REMOVE_TOTP' }), 'mfa-changed', 'success'],
  [user({ type: 'REMOVE_CREDENTIAL', details: { credential_type: 'password' } }), 'credential-removed', 'success'],
  [user({ type: 'UPDATE_CREDENTIAL', details: { credential_type: 'otp' } }), 'mfa-changed', 'success'],
  [user({ type: 'TOKEN_OF_TOMORROW' }), 'other', 'success'],
  [admin('CREATE', 'USER', 'users/u-2', { username: 'x' }), 'user-added', 'success'],
  [admin('UPDATE', 'USER', 'users/u-2', { username: 'x', enabled: false }), 'credential-removed', 'success'],
  [admin('ACTION', 'USER', 'users/u-2/reset-password'), 'credential-added', 'success'],
  [admin('DELETE', 'USER', 'users/u-2/credentials/c-1'), 'mfa-changed', 'success'],
  [admin('ACTION', 'USER', 'users/u-2/disable-credential-types', ['password']), 'other', 'success'],
  [
    admin('CREATE', 'REALM_ROLE_MAPPING', 'users/u-2/role-mappings/realm', [{ name: 'admin' }]),
    'admin-added',
    'success',
  ],
  [
    admin('CREATE', 'REALM_ROLE_MAPPING', 'users/u-2/role-mappings/realm', [{ name: 'viewer' }]),
    'role-granted',
    'success',
  ],
  [
    admin('DELETE', 'REALM_ROLE_MAPPING', 'users/u-2/role-mappings/realm', [{ name: 'admin' }]),
    'role-revoked',
    'success',
  ],
  [admin('CREATE', 'GROUP', 'groups/g-1', { name: 'ESX Admins' }), 'group-created', 'success'],
  [admin('UPDATE', 'GROUP', 'groups/g-1', { name: 'ESX Admins' }), 'group-renamed', 'success'],
  [admin('ACTION', 'CLIENT', 'clients/c-1/client-secret'), 'credential-added', 'success'],
  [admin('CREATE', 'IDENTITY_PROVIDER', 'identity-provider/instances/evil'), 'role-trust-changed', 'success'],
  [admin('UPDATE', 'REALM', '', { adminEventsEnabled: false }), 'audit-changed', 'success'],
  [admin('DELETE', 'REALM', ''), 'parent-deleted', 'success'],
  [{ ...admin('DELETE', 'USER', 'users/u-2'), error: 'forbidden' }, 'user-removed', 'failure'],
  [admin('CREATE', 'constructor', '__proto__/toString'), 'other', 'success'],
])('%j is told', (record, action, outcome) => {
  expect(eventOf(record)?.event).toMatchObject({ action, outcome })
})

test('a second factor that is switched off in the flow of browsers concerns everybody', () => {
  const off = { requirement: 'DISABLED', providerId: 'auth-otp-form' }
  const everybody = eventOf(admin('UPDATE', 'AUTH_EXECUTION', 'authentication/flows/browser/executions', off))
  expect(everybody?.backup).toMatchObject({ change: { to: 'off' }, detail: { directory: true } })
  expect(everybody?.backup?.resource).toBeUndefined()
  const one = eventOf(admin('UPDATE', 'AUTH_EXECUTION', 'authentication/flows/reset credentials/executions', off))
  expect(one?.backup?.resource?.type).toBe('policy')
})

test('a password in a representation is kept nowhere', () => {
  const event = eventOf(
    admin('CREATE', 'USER', 'users/u-2', { username: 'x', credentials: [{ type: 'password', value: 'Winter2026!' }] }),
  )
  expect(JSON.stringify(event)).not.toContain('Winter2026!')
  expect(event?.event.hash).toMatch(/^[0-9a-f]{64}$/)
})

test.each<[Json | string, string, string | undefined]>([
  ['hello', 'the line is none of Keycloak: it has neither a logger in brackets nor the type of an event', undefined],
  [{ type: 'login' }, 'the object is neither an event of Keycloak nor a line of its log', 'type'],
])('%j is refused', (value, reason, field) => {
  expect(read(value)).toEqual({ ok: false, error: { reason, ...(field ? { field } : {}) } })
})

test('records of any shape throw nothing', () => {
  readsAnything(source, [
    user({}),
    admin('CREATE', 'REALM_ROLE_MAPPING', 'users/u-2/role-mappings/realm', [{ name: 'admin' }]),
    admin('UPDATE', 'REALM', 'events/config', { eventsListeners: [] }),
  ])
  readsPieces(source, [`2026-03-02 09:04:00,000 INFO  [org.keycloak.events] (main) ${said}`])
})

const files = realOf('keycloak.events')
test.runIf(files.length > 0)('real events are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every(({ event, source: from }) => event.reason === undefined && from?.ip)).toBe(true)
})
