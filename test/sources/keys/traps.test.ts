import { expect, test } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import kmip from '../../../src/sources/kmip.audit/source.ts'
import thales from '../../../src/sources/thales.ciphertrust/source.ts'
import { readsAnything, readsPieces } from '../hostile.ts'
import { eventsOf, rejectsOf } from '../samples.ts'

const read = (source: typeof kmip, value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const record = (action: string, response = 'success') => ({
  time: '2026-03-02T09:00:00Z',
  auditID: 'a-1',
  action,
  resource: 'k-1',
  response,
  description: { client_ip: '203.0.113.77', username: 'admin' },
})

test.each([
  ['Delete Key', 'key-destruction-scheduled'],
  ['DestroyKey', 'key-destruction-scheduled'],
  ['Revoke Key', 'key-disabled'],
  ['Archive Key', 'key-disabled'],
  ['Activate Key', 'key-enabled'],
  ['Create Key Version', 'key-rotated'],
  ['Create Key', 'key-created'],
  ['Export Key', 'key-used'],
  ['List Keys', 'read'],
  ['Delete Domain', 'key-material-deleted'],
  ['Add User to Group', 'role-granted'],
  ['Create User', 'user-added'],
  ['Delete Syslog Connection', 'audit-changed'],
  ['Deactivate Quorum Policy', 'four-eyes-changed'],
  ['constructor', 'other'],
])('CipherTrust Manager calls it %s', (name, action) => {
  const [event] = eventsOf([read(thales, record(name))])
  expect(event).toMatchObject({
    event: { action, outcome: 'success' },
    source: { ip: '203.0.113.77' },
    user: { name: 'admin' },
  })
})

test.each<[Json, string, string]>([
  [{ operation: 'Destroy', uid: 'k', status: 'Success' }, 'key-destruction-scheduled', 'success'],
  [{ operation: 20, uid: 'k', result_status: '0x00000000' }, 'key-destruction-scheduled', 'success'],
  [{ operation: '0x13', uid: 'k', result_status: '0x00000001' }, 'key-disabled', 'failure'],
  [{ operation: 'Delete Attribute', uid: 'k', status: 'Success' }, 'other', 'success'],
  [{ operation: 'Re-key', uid: 'k', status: 'ok' }, 'key-rotated', 'success'],
  [{ operation: 'Get', uid: 'k' }, 'key-used', 'unknown'],
])('the operation %j', (value, action, outcome) => {
  expect(eventsOf([read(kmip, value)])[0]?.event).toMatchObject({ action, outcome })
})

test('what names no act is refused, and nothing of any shape throws', () => {
  expect(rejectsOf([read(kmip, 'hello'), read(kmip, { a: 1 }), read(thales, 'hello')])).toHaveLength(3)
  readsAnything(thales, [record('Delete Key')])
  readsAnything(kmip, [{ operation: 'Destroy', uid: 'k', user: 'CN=x', status: 'ok' }])
  readsPieces(kmip, ['<13>1 2026-03-02T09:02:00Z kms01 kmipd - - - operation=Revoke uid=k-0003 client=dd01'])
})
