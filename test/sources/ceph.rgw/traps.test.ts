import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/ceph.rgw/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf, rejectsOf } from '../samples.ts'

const read = (text: string) => source.read(Buffer.from(text), Date.UTC(2026, 2, 18))
const entry = (operation: string, uri: string, more: JsonObject = {}): string =>
  JSON.stringify({
    bucket: 'b',
    time: '2026-03-17T23:00:00.5Z',
    remote_addr: '192.0.2.10',
    user: 'ann',
    operation,
    uri,
    http_status: '200',
    trans_id: 'tx000000000000000000001-00663a0d2e-5e2b-zone-a',
    ...more,
  })
const eventIn = (text: string) => eventsOf([read(text)])[0]

test.each<[string, string, JsonObject, string, string | undefined]>([
  ['put_lifecycle', 'PUT /b?lifecycle HTTP/1.1', {}, 'retention-changed', 'zone-a/b'],
  ['put_lc', 'PUT /b?lifecycle HTTP/1.1', {}, 'retention-changed', 'zone-a/b'],
  ['delete_lifecycle', 'DELETE /b?lifecycle HTTP/1.1', {}, 'retention-changed', 'zone-a/b'],
  ['put_bucket_obj_lock', 'PUT /b?object-lock HTTP/1.1', {}, 'immutability-changed', 'zone-a/b'],
  ['delete_obj', 'DELETE /b/k%20k HTTP/1.1', {}, 'object-deleted', 'zone-a/b/k k'],
  ['delete_obj', 'DELETE /k/k HTTP/1.1', {}, 'object-deleted', 'zone-a/b/k/k'],
  ['delete_obj', 'DELETE /swift/v1/b/k HTTP/1.1', {}, 'object-deleted', 'zone-a/b/k'],
  ['delete_obj', 'DELETE /swift/v1/AUTH_1/b/k HTTP/1.1', {}, 'object-deleted', 'zone-a/b/k'],
  ['delete_bucket', 'DELETE /b HTTP/1.1', { bucket: 'acme:b' }, 'repository-deleted', 'zone-a/acme:b'],
  ['put_acls', 'PUT /b?acl HTTP/1.1', {}, 'access-policy-changed', 'zone-a/b'],
  ['stat_bucket', 'HEAD /b HTTP/1.1', {}, 'read', 'zone-a/b'],
  ['something_new', 'PUT /b HTTP/1.1', {}, 'other', 'zone-a/b'],
  ['__proto__', 'PUT /b HTTP/1.1', {}, 'other', 'zone-a/b'],
  ['create_user', 'PUT /admin/user?uid=bob HTTP/1.1', { bucket: '-' }, 'user-added', 'bob@zone-a'],
  ['create_user', 'PUT /admin/user?uid=bob&system=true HTTP/1.1', { bucket: '' }, 'admin-added', 'bob@zone-a'],
  [
    'add_user_caps',
    'PUT /admin/user?caps&uid=bob&user-caps=users=read,%20write HTTP/1.1',
    {},
    'admin-added',
    'bob@zone-a',
  ],
  ['add_user_caps', 'PUT /admin/user?caps&uid=bob&user-caps=users=read HTTP/1.1', {}, 'role-granted', 'bob@zone-a'],
  ['remove_user', 'DELETE /admin/user?uid=bob HTTP/1.1', {}, 'user-removed', 'bob@zone-a'],
  ['remove_user', 'DELETE /admin/user?uid=bob&purge-data=True HTTP/1.1', {}, 'parent-deleted', 'bob@zone-a'],
  ['', 'DELETE /admin/bucket?bucket=b&purge-objects=true HTTP/1.1', { bucket: '-' }, 'repository-deleted', 'zone-a/b'],
])('%s of %s %j is %s', (operation, uri, more, action, id) => {
  const event = eventIn(entry(operation, uri, more))
  expect([event?.event.action, event?.backup?.resource?.id]).toEqual([action, id])
  expect(event).toMatchObject({
    '@timestamp': '2026-03-17T23:00:00.500Z',
    user: { id: 'ann@zone-a' },
    source: { ip: '192.0.2.10' },
  })
})

test('the header that overrides a lock is told where the gateway was told to log it', () => {
  const bypass = { http_x_headers: [{ HTTP_X_AMZ_BYPASS_GOVERNANCE_RETENTION: 'true' }] }
  expect(eventIn(entry('delete_obj', 'DELETE /b/k HTTP/1.1', bypass))?.event.action).toBe('immutability-bypassed')
  expect(eventIn(entry('put_obj_retention', 'PUT /b/k?retention HTTP/1.1', bypass))?.event.action).toBe(
    'immutability-bypassed',
  )
  expect(eventIn(entry('put_obj_retention', 'PUT /b/k?retention HTTP/1.1'))?.backup?.change?.direction).toBe(
    'strengthened',
  )
})

test('the socket writes one endless list: a bracket before the first, a comma behind each', () => {
  const one = entry('delete_obj', 'DELETE /b/k HTTP/1.1')
  for (const text of [one, `${one},`, `[${one},`, `[${one}]`, `${one},\n`, `[${one},\n${one},\n`]) {
    const reading = read(text)
    expect(rejectsOf([reading])).toEqual([])
    expect(
      eventsOf([reading])
        .map(({ event }) => event.action)
        .every((action) => action === 'object-deleted'),
    ).toBe(true)
    expect(eventsOf([reading]).length).toBeGreaterThan(0)
  }
  expect(read('[')).toEqual({ ok: true, value: { events: [], rejects: [] } })
})

test.each([
  [
    'an old gateway',
    '2026-03-17 23:00:00.345 7f0c2a7fc640  1 civetweb: 0x55d0c2c5d073: 192.0.2.10 - - [17/Mar/2026:23:00:00 +0000] "DELETE /b/k HTTP/1.1" 204 0 - aws-cli',
    undefined,
  ],
  [
    'a gateway',
    '2026-03-17T23:00:00.345+0000 7f0c2a7fc640  1 beast: 0x7f0c2c5d0730: 192.0.2.10 - ann [17/Mar/2026:23:00:00.000 +0000] "DELETE /b/k HTTP/1.1" 204 0 - "aws-cli" - latency=0.1s',
    'ann@ceph',
  ],
  [
    'a bucket',
    'own b [17/Mar/2026:23:00:00 +0000] 192.0.2.10 ann tx00000000000000000000a-00663a0d2e-5e2b-z REST.DELETE.OBJECT k "DELETE /b/k HTTP/1.1" 204 - - 1 - 4ms - aws-cli v1 - SigV4 - AuthHeader - - - -',
    'ann@z',
  ],
])('a line of %s is read', (_, text, user) => {
  const event = eventIn(text)
  expect(event).toMatchObject({
    '@timestamp': '2026-03-17T23:00:00.000Z',
    event: { action: 'object-deleted', outcome: 'success' },
    source: { ip: '192.0.2.10' },
    backup: { resource: { type: 'object', name: 'k', container: { name: 'b' } } },
  })
  expect(event?.user?.id).toBe(user)
  expect(event?.backup?.detail?.permanent).toBeUndefined()
})

const command = (given: JsonObject, state = 'finished'): string =>
  `2026-03-17T23:00:00.345678+0000 mon.a (mon.0) 123 : audit [INF] from='client.? 192.0.2.10:0/31' entity='client.admin' cmd='${JSON.stringify([given])}': ${state}`
test.each<[JsonObject, string, unknown]>([
  [{ prefix: 'osd pool delete', pool: 'p' }, 'repository-deleted', undefined],
  [{ prefix: 'config set', name: 'mon_allow_pool_delete', value: 'true' }, 'guard-changed', 'off'],
  [{ prefix: 'config set', name: 'rgw_enable_ops_log', value: 'false' }, 'audit-changed', 'off'],
  [{ prefix: 'config set', name: 'rgw_thread_pool_size', value: '512' }, 'other', undefined],
  [{ prefix: 'auth caps', entity: 'client.x', caps: ['mon', 'allow *'] }, 'admin-added', undefined],
  [{ prefix: 'auth caps', entity: 'client.x', caps: ['mon', 'allow r'] }, 'role-granted', undefined],
  [{ prefix: 'osd pool set', pool: 'p', var: 'nodelete', val: '0' }, 'guard-changed', 'off'],
  [{ prefix: 'osd pool ls' }, 'read', undefined],
  [{ prefix: 7 }, 'other', undefined],
])('the command %j is %s', (given, action, to) => {
  const event = eventIn(command(given))
  expect([event?.event.action, event?.backup?.change?.to, event?.event.outcome]).toEqual([action, to, 'success'])
  expect(event).toMatchObject({ user: { name: 'client.admin' }, source: { ip: '192.0.2.10' } })
})

test('a command is logged when it is asked for and when it is done: one act', () => {
  const [asked, done] = ['dispatch', 'finished'].map((state) =>
    eventIn(command({ prefix: 'osd pool delete', pool: 'p' }, state)),
  )
  expect([asked?.event.outcome, done?.event.outcome]).toEqual(['unknown', 'success'])
  expect(asked?.backup?.act).toBe(done?.backup?.act)
})

test.each([
  entry('create_user', 'PUT /admin/user?uid=a&secret-key=SECRETSECRET HTTP/1.1'),
  entry('get_obj', 'GET /b/k?X-Amz-Signature=SECRETSECRET HTTP/1.1'),
  entry('get_obj', 'GET /b/k HTTP/1.1', { http_x_headers: [{ HTTP_X_AUTH_TOKEN: 'SECRETSECRET' }] }),
])('a secret in %s is masked', (text) => {
  const event = eventIn(text)
  expect(JSON.stringify(event)).not.toContain('SECRETSECRET')
  expect(event?.event.hash).toMatch(/^[0-9a-f]{64}$/)
})

describe('hostile input', () => {
  test.each(['nothing', '{}', '{"operation":"x"}', ',', "from='a' entity='b' cmd='[1]'", '[1,2]'])(
    '%s is no event',
    (text) => {
      const reading = read(text)
      expect(reading.ok && reading.value.events.length > 0).toBe(false)
    },
  )
  test.each([
    ['quotes', `from='${"'".repeat(1_000_000)}`],
    ['commands', "from='a' entity='b' cmd='[".repeat(50_000)],
    ['gateways', 'beast: 0x1: a - b [17/Mar/2026:23:00:00 +0000] "GET '.repeat(50_000)],
    ['parameters', entry('put_obj', `PUT /b?${'a=b&'.repeat(300_000)} HTTP/1.1`)],
    ['commas', ','.repeat(500_000)],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    expect(spent() - before).toBeLessThan(2_000)
  })
})
