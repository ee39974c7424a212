import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/delinea.audit/source.ts'
import { readsAnything, readsPieces } from '../hostile.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const eventOf = (value: Json | string) => eventsOf([read(value)])[0]

const cef = (name: string, more = '', who = 'ACME\\mwolf') =>
  `Mar  2 09:00:32 ss01 CEF:0|Thycotic Software|Secret Server|11.7.000055|10004|${name}|2|msg=[[SecretServer]] Event: [x] Action: [y] By User: ${who} ${more} suid=2 suser=${who} src=203.0.113.20 rt=Mar 02 2026 09:00:31 fname=repo01-root fileType=Secret fileId=12 cs3Label=Folder cs3=Backup`
const platform = (name: string, more: JsonObject = {}): JsonObject => ({
  eventMessageId: 'm-1',
  tenantId: 't-1',
  eventDateTime: '2026-03-02T09:00:31.883+00:00',
  displayMessage: 'x',
  isSystem: false,
  actor: { id: 'u-1', name: 'mwolf@acme.example.com' },
  target: { id: '12', name: '12' },
  source: { host: { network: { ipAddress: '203.0.113.20' } } },
  eventType: { name },
  ...more,
})

test.each<[Json | string, string, string]>([
  [cef('SECRET - VIEW'), 'read', 'success'],
  [cef('SECRET - PASSWORD_DISPLAYED'), 'read', 'success'],
  [cef('SECRET - DELETE'), 'credential-removed', 'success'],
  [cef('SECRET - PASSWORD_CHANGE'), 'credential-added', 'success'],
  [cef('SECRET - EXPORT'), 'credential-store-read', 'success'],
  [cef('USER - LOGIN'), 'sign-in', 'success'],
  [cef('USER - LOGINFAILURE'), 'sign-in', 'failure'],
  [cef('USER - CREATE'), 'user-added', 'success'],
  [cef('USER - TWOFACTORRESET'), 'mfa-changed', 'success'],
  [cef('USER - ADDEDTOGROUP'), 'role-granted', 'success'],
  [cef('FOLDER - DELETE'), 'credential-removed', 'success'],
  [cef('UNLIMITEDADMIN - ENABLED'), 'admin-added', 'success'],
  [cef('UNLIMITEDADMIN - DISABLED'), 'role-revoked', 'success'],
  [cef('DUALCONTROL - DELETE'), 'four-eyes-changed', 'success'],
  [cef('SOMETHING - NEW'), 'other', 'success'],
  [platform('Delinea.Vault.Secret.Viewed'), 'read', 'success'],
  [platform('Delinea.Vault.Secret.Deleted'), 'credential-removed', 'success'],
  [platform('Delinea.Identity.AuthSession.SessionStart'), 'sign-in', 'success'],
  [platform('Delinea.Identity.User.Created'), 'user-added', 'success'],
  [platform('Delinea.Identity.Mfa.Disabled'), 'mfa-changed', 'success'],
  [platform('constructor'), 'other', 'success'],
])('%j is told', (record, action, outcome) => {
  expect(eventOf(record)?.event).toMatchObject({ action, outcome })
})

test('a backslash before a letter is part of a name', () => {
  expect(eventOf(cef('SECRET - VIEW', '', 'ACME\\nholt'))?.backup?.actor).toEqual({
    id: 'nholt@acme',
    name: 'ACME\\nholt',
    kind: 'person',
  })
  expect(eventOf(cef('SECRET - VIEW', '', 'acme.example.com\\\\rwolf@ACME.EXAMPLE.COM'))?.backup?.actor?.id).toBe(
    'rwolf@acme',
  )
})

test('a session leads to the machine, with the secret beside it', () => {
  const details = JSON.stringify({
    itemName: 'repo01-root',
    eventDetails: 'PuTTY Host: [repo01] Username: [root] Target Server: repo01',
    eventTime: '0001-01-01T00:00:00',
  })
  const event = eventOf(platform('Delinea.Vault.Secret.RemoteSession.Launched', { notes: details }))
  expect(event).toMatchObject({ '@timestamp': '2026-03-02T09:00:31.883Z', event: { action: 'sign-in' } })
  expect(event?.backup).toMatchObject({
    resource: { type: 'host', id: 'repo01' },
    related: [{ type: 'credential', name: 'repo01-root' }],
  })
})

test.each<[Json | string, string]>([
  ['hello', 'the line holds no CEF of Secret Server'],
  [{ a: 1 }, 'the object is no audit record of Delinea: it names no type of event'],
  ['CEF:0|Acme|Other|1|1|x|1|a=b', 'the record is of Acme'],
])('%j is refused', (value, reason) => {
  expect(rejectsOf([read(value)])).toEqual([reason])
})

test('records of any shape throw nothing', () => {
  readsAnything(source, [
    platform('Delinea.Vault.Secret.RemoteSession.Launched', { notes: {} }),
    { Date: '2026-03-02T09:00:31Z', 'Event type': 'Delinea.RAS.Session.Secret.Launched', Action: 'x', Target: 'y' },
    { time: '2026-03-02T09:00:31Z', level: 'INFO', msg: 'x' },
  ])
  readsPieces(source, [cef('SECRET - VIEW', 'Item Name: a (Item Id: 1) Details: b')])
})

const files = realOf('delinea.audit')
test.runIf(files.length > 0)('real records are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every(({ event }) => event.reason === undefined)).toBe(true)
})
