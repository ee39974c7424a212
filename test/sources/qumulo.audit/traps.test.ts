import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/qumulo.audit/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (text: string) => source.read(Buffer.from(text), Date.UTC(2026, 2, 18))
const line = (body: string): string => `<14>1 2026-03-17T22:00:00.5Z store-2 qumulo - - - ${body}`
const asked = (operation: string, path = '', to = '', id = '7'): string =>
  line(`192.0.2.10,"ACME\\ann",api,${operation},ok,${id},"${path}","${to}"`)
const eventIn = (text: string) => eventsOf([read(text)])[0]

test.each<[string, string, string, string, unknown]>([
  ['fs_delete', '/b/a', '', 'object-deleted', 'store:/b/a'],
  ['fs_rename', '/b/a', '/b/c', 'file-renamed', 'store:/b/c'],
  ['fs_write_data', '/b/a', '', 'object-written', 'store:/b/a'],
  ['fs_read_data', '/b/a', '', 'read', 'store:/b/a'],
  ['fs_something_new', '/b/a', '', 'other', 'store:/b/a'],
  ['snapshot_delete_snapshot', '', '', 'recovery-point-deleted', 'store/snapshot/7'],
  ['snapshot_modify_snapshot', '', '', 'retention-changed', 'store/snapshot/7'],
  ['snapshot_delete_policy', '', '', 'job-stopped', 'store/snapshot-policy/7'],
  ['snapshot_modify_policy', '', '', 'retention-changed', 'store/snapshot-policy/7'],
  ['replication_delete_source_relationship', '', '', 'replication-changed', 'store/replication/7'],
  ['replication_make_target_writable', '', '', 'replication-changed', 'store/replication/7'],
  ['auth_add_group_member', 'bob', 'Administrators', 'admin-added', 'bob@store'],
  ['auth_add_group_member', 'bob', 'Guests', 'role-granted', 'bob@store'],
  ['auth_set_password', 'bob', '', 'credential-added', 'bob@store'],
  ['audit_set_config', '', '', 'audit-changed', 'store/audit/7'],
  ['smb_delete_share', '/b/', '', 'access-policy-changed', 'store:/b'],
  ['s3_delete_bucket', 'b', '', 'repository-deleted', 'store/s3-bucket/7'],
  ['multitenancy_delete_tenant', '', '', 'parent-deleted', 'store/tenant/7'],
  ['smb_login', '', '', 'sign-in', 'store'],
  ['snapshot_get_policy', '', '', 'read', 'store'],
  ['nobody_knows', '', '', 'other', 'store'],
])('%s of %s %s is %s', (operation, path, to, action, id) => {
  const event = eventIn(asked(operation, path, to))
  expect([event?.event.action, event?.backup?.resource?.id, event?.event.code]).toEqual([action, id, operation])
  expect(event).toMatchObject({ user: { id: 'ann@acme' }, source: { ip: '192.0.2.10' }, host: { name: 'store-2' } })
})

test.each<[string, string]>([
  ['the syslog of Qumulo', line('192.0.2.10,"ann",api,fs_delete,ok,7,"/b/a",""')],
  ['a template of rsyslog', '2026-03-17T22:00:00.5Z,store-2, 192.0.2.10,"ann",api,fs_delete,ok,7,"/b/a",""'],
  [
    'one that leaves out the structured data',
    '2026-03-17T22:00:00.5Z store-2 qumulo 192.0.2.10,"ann",api,fs_delete,ok,7,"/b/a",""',
  ],
  ['one that puts the node in', line('192.0.2.10,store-2,"ann",api,fs_delete,ok,7,"/b/a",""')],
  ['quotes that a page put there', line('192.0.2.10,”ann”,api,fs_delete,ok,7,”/b/a”,””')],
  ['a log agent', JSON.stringify({ message: line('192.0.2.10,"ann",api,fs_delete,ok,7,"/b/a",""') })],
  [
    'an object',
    '{"client_ip":"192.0.2.10","user":"ann","protocol":"api","operation":"fs_delete","status":"ok","file_path_1":"/b/a","timestamp":"2026-03-17T22:00:00.5Z","node":"store-2"}',
  ],
])('%s is read', (_, text) => {
  expect(eventIn(text)).toMatchObject({
    '@timestamp': '2026-03-17T22:00:00.500Z',
    event: { action: 'object-deleted', outcome: 'success' },
    user: { id: 'ann@store' },
    source: { ip: '192.0.2.10' },
    backup: { resource: { name: '/b/a', container: { id: 'store:/b' } } },
  })
})

test('commas and quotes in a path are part of it', () => {
  expect(eventIn(asked('fs_rename', '/b/a "",""b', '/b/""'))?.backup).toMatchObject({
    resource: { name: '/b/"' },
    detail: { from_name: '/b/a ","b' },
  })
})

test.each([
  ['api', 'admin', 'person'],
  ['smb3', 'ACME\\\\ann', 'unknown'],
  ['nfs3', '1000', 'unknown'],
  ['smb3', 'ACME\\\\svc-veeam', 'product'],
  ['internal', '', 'provider'],
])('over %s %s is %s', (protocol, user, kind) => {
  expect(eventIn(line(`192.0.2.10,"${user}",${protocol},fs_delete,ok,7,"/a",""`))?.backup?.actor?.kind).toBe(kind)
})

test('whatever is not ok is a failure', () => {
  expect(eventIn(line('192.0.2.10,"ann",api,fs_delete,fs_access_denied_error,7,"/a",""'))).toMatchObject({
    event: { outcome: 'failure' },
    error: { code: 'fs_access_denied_error' },
  })
})

describe('hostile input', () => {
  test.each(['nothing', '{}', line('hello'), line('192.0.2.10,"ann",api'), '{"operation":1,"protocol":2}'])(
    '%s is a reject',
    (text) => {
      const reading = read(text)
      expect(reading.ok && reading.value.events.length > 0).toBe(false)
    },
  )
  test.each([
    ['commas', ','.repeat(500_000)],
    ['quotes', line(`192.0.2.10,"ann",api,fs_delete,ok,7,${'"'.repeat(500_000)}`)],
    ['addresses', line(`${'1.1.1.1,"'.repeat(200_000)}`)],
    ['digits', line('1'.repeat(500_000))],
    ['words', line('a,'.repeat(500_000))],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    expect(spent() - before).toBeLessThan(2_000)
  })
})

const real = realOf('qumulo.audit')
test.runIf(real.length > 0)('the real line is read', () => {
  const readings = real.flatMap(([, text]) => readingsOf(source, text))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings)).toMatchObject([
    {
      '@timestamp': '2021-12-08T21:14:32.063Z',
      event: { action: 'read', code: 'fs_read_metadata', outcome: 'success' },
      user: { name: 'admin' },
      source: { ip: '127.0.0.1' },
    },
  ])
})
