import { expect, test } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import source from '../../../src/sources/netwrix.audit/source.ts'
import { readsPieces } from '../hostile.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const eventOf = (value: Json | string) => eventsOf([read(value)])[0]
const cef = (
  product: string,
  done: string,
  kind: string,
  path: string,
  message = '',
  start = 'Mar 02 2026 09:00:48 GMT',
) =>
  `CEF:0|Netwrix|${product}|1.0|${done}|${done} ${kind}|0|shost=dc01.example.com cat=${kind} suser=ACME\\\\mwolf filePath=${path} start=${start} msg=${message}`

test.each([
  ['Mar 28 2017 14:01:48', '2017-03-28T14:01:48.000Z'],
  ['déc. 01 2022 13:40:34 GMT', '2022-12-01T13:40:34.000Z'],
  ['août 09 2022 13:40:34 GMT', '2022-08-09T13:40:34.000Z'],
  ['févr. 09 2022 13:40:34 GMT', '2022-02-09T13:40:34.000Z'],
  ['juin 09 2022 13:40:34 GMT', '2022-06-09T13:40:34.000Z'],
  ['juil. 09 2022 13:40:34 GMT', '2022-07-09T13:40:34.000Z'],
  ['Mär 09 2022 13:40:34 +01:00', '2022-03-09T12:40:34.000Z'],
  ['Dez 31 2022 23:59:59', '2022-12-31T23:59:59.000Z'],
  ['ene 01 2023 00:00:00', '2023-01-01T00:00:00.000Z'],
  ['2022-12-01T13:40:34Z', '2022-12-01T13:40:34.000Z'],
])('the time %s', (start, time) => {
  expect(eventOf(cef('Active Directory', 'Added', 'user', '\\\\com\\\\acme\\\\x', '', start))?.['@timestamp']).toBe(
    time,
  )
})

const group = '\\\\com\\\\example\\\\Groups\\\\Backup Operators'
test.each([
  [cef('Active Directory', 'Added', 'user', '\\\\com\\\\acme\\\\x'), 'user-added'],
  [cef('Active Directory', 'Modified', 'user', '\\\\com\\\\acme\\\\x', 'User Account Disabled'), 'credential-removed'],
  [cef('Active Directory', 'Modified', 'group', group, 'Member: Added: "\\\\com\\\\acme\\\\x"'), 'role-granted'],
  [cef('Active Directory', 'Modified', 'group', group, 'Member: Removed: "\\\\com\\\\acme\\\\x"'), 'role-revoked'],
  [cef('Active Directory', 'Modified', 'group', group, 'Name changed from "a" to "ESX Admins"'), 'group-renamed'],
  [cef('Azure AD', 'Removed', 'Conditional Access Policy', 'cap-1'), 'mfa-changed'],
  [cef('Windows File Servers', 'Removed', 'File', '\\\\\\\\fs01\\\\backup\\\\a.vbk'), 'object-deleted'],
  [
    cef('NetApp', 'Renamed', 'File', '\\\\\\\\fs01\\\\backup\\\\a.locked', 'Name changed from "a.vbk" to "a.locked"'),
    'file-renamed',
  ],
  [cef('VMware', 'Removed', 'Datastore', '\\\\vc\\\\ds-backup'), 'repository-deleted'],
  [cef('Netwrix Auditor Self-audit', 'Removed', 'Monitoring plan', 'AD'), 'audit-changed'],
  [cef('Oracle Database', 'Modified', 'Table', 'x'), 'other'],
])('%s', (line, action) => {
  expect(eventOf(line)?.event).toMatchObject({ action, outcome: 'success' })
})

test('a path of the directory is read from its root', () => {
  expect(
    eventOf(cef('Active Directory', 'Modified', 'group', group, 'Member: Added: "\\\\com\\\\acme\\\\Users\\\\helper"')),
  ).toMatchObject({
    user: { name: 'ACME\\mwolf', target: { id: 'helper@acme', name: 'helper' } },
    backup: { actor: { id: 'mwolf@acme', kind: 'person' }, detail: { role: 'Backup Operators' } },
  })
})

test.each<[string, string, string | undefined]>([
  ['hello', 'the line holds no CEF of Netwrix', undefined],
  ['CEF:0|Acme|Other|1|1|x|1|a=b', 'the record is of Acme', 'vendor'],
])('%s is refused', (value, reason, field) => {
  expect(read(value)).toEqual({ ok: false, error: { reason, ...(field ? { field } : {}) } })
})

test('pieces of lines, and endless ones, throw nothing', () => {
  readsPieces(source, [
    cef('Active Directory', 'Modified', 'group', group, 'Added: "x; y", Name changed from "a" to "b"'),
  ])
})

const files = realOf('netwrix.audit')
test.runIf(files.length > 0)('real lines are all read, with who and when', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every(({ event, backup }) => event.reason === undefined && backup?.actor)).toBe(true)
})
