import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import source from '../../../src/sources/dell.powerscale/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (text: string) => source.read(Buffer.from(text), Date.UTC(2026, 2, 18))
const time = Date.UTC(2026, 2, 17, 22) * 1000
const record = (payload: Json, id = 'a-1'): string => JSON.stringify({ id, timestamp: time, payload })
const asked = (method: string, uri: string, body: Json = {}): string =>
  record({ user: { token: { UID: 10, SID: 'SID:S-1-22-1-10', client: '192.0.2.10' } }, uri, method, args: '', body })
const sent = (text: string, tag = 'audit_config'): string => `<14>Mar 17 22:00:00 isi-3(id3) ${tag}[5056]: ${text}`
const eventIn = (text: string) => eventsOf([read(text)])[0]

test.each<[string, string, Json, string, string | undefined, unknown]>([
  ['DELETE', '/1/snapshot/snapshots/s', {}, 'recovery-point-deleted', 'isi/snapshot/s', undefined],
  ['PUT', '/1/snapshot/snapshots/s', { expires: time / 1e6 + 86_400 }, 'retention-changed', 'isi/snapshot/s', 1],
  ['PUT', '/1/snapshot/snapshots/s', { name: 't' }, 'repository-changed', 'isi/snapshot/s', undefined],
  ['PUT', '/platform/3/snapshot/schedules/d', { duration: 604_800 }, 'retention-changed', 'isi/snapshot-schedule/d', 7],
  ['PUT', '/12/snapshot/schedules/d', { pattern: 'x' }, 'job-changed', 'isi/snapshot-schedule/d', undefined],
  ['PUT', '/12/snapshot/settings', { autodelete: true }, 'guard-changed', 'isi/service/snapshot', 'on'],
  ['PUT', '/12/worm/domains/%2Fifs%2Fw', { privileged_delete: 'on' }, 'immutability-changed', 'isi:/ifs/w', 'on'],
  [
    'PUT',
    '/12/worm/domains/17',
    { default_retention: 'forever' },
    'immutability-changed',
    'isi/worm-domain/17',
    'unlimited',
  ],
  ['PUT', '/12/sync/policies/p', { enabled: false }, 'replication-changed', 'isi/sync/p', 'off'],
  ['PUT', '/12/sync/policies/p', { description: 'x' }, 'job-changed', 'isi/sync/p', undefined],
  ['POST', '/12/auth/roles/SystemAdmin/members', { name: 'bob' }, 'admin-added', 'bob@isi', undefined],
  ['POST', '/12/auth/roles/AuditAdmin/members', { name: 'bob' }, 'role-granted', 'bob@isi', undefined],
  [
    'PUT',
    '/12/auth/roles/Mine',
    { privileges: [{ id: 'ISI_PRIV_SNAPSHOT' }] },
    'admin-added',
    'isi/role/Mine',
    undefined,
  ],
  ['PUT', '/12/audit/settings', { config_auditing_enabled: false }, 'audit-changed', 'isi/audit/audit', 'off'],
  ['PUT', '/12/audit/settings/global', { audited_zones: ['System'] }, 'audit-changed', 'isi/audit/audit', ['System']],
  ['DELETE', '/12/protocols/nfs/exports/3', {}, 'access-policy-changed', 'isi/share/3', undefined],
  ['PUT', '/12/quota/quotas/x', { thresholds: 7 }, 'guard-changed', 'isi/quota/x', undefined],
  ['DELETE', '/12/zones/z', {}, 'parent-deleted', 'isi/zone/z', undefined],
  ['GET', '/12/zones/z', {}, 'read', undefined, undefined],
  ['PUT', '/12/nobody/knows', [1, 'x'], 'other', undefined, undefined],
  ['DELETE', '/__proto__/constructor', 'text', 'other', undefined, undefined],
])('%s %s %j is %s', (method, uri, body, action, id, to) => {
  const event = eventIn(sent(asked(method, uri, body)))
  expect([event?.event.action, event?.backup?.resource?.id, event?.backup?.change?.to]).toEqual([action, id, to])
  expect(event).toMatchObject({
    '@timestamp': '2026-03-17T22:00:00.000Z',
    user: { id: 'admin@isi' },
    source: { ip: '192.0.2.10' },
  })
})

test('a call is a request and an answer: the first tells what, the second only whether', () => {
  const [request, refused] = [
    asked('DELETE', '/1/snapshot/snapshots/s'),
    record({ status: 403, statusmsg: 'Forbidden', body: {} }),
  ].map(eventIn)
  expect(request).toMatchObject({ event: { id: 'a-1', outcome: 'success' } })
  expect(refused).toMatchObject({
    event: { id: 'a-1/answer', action: 'other', outcome: 'failure' },
    error: { code: '403' },
  })
  expect(refused?.backup?.act).toBe(request?.backup?.act)
})

test('the viewer puts a number and a time before each record, of which none is a list', () => {
  const viewed = [asked('DELETE', '/1/snapshot/snapshots/s'), record('PAPI config logging started.')]
    .map((text, place) => `[${place}: Fri Jan 23 16:17:03 2015] ${text}`)
    .join('\n')
  const reading = read(viewed)
  expect(rejectsOf([reading])).toEqual([])
  expect(eventsOf([reading]).map(({ event }) => event.action)).toEqual(['recovery-point-deleted', 'other'])
})

test('a password in a body is masked', () => {
  const event = eventIn(asked('POST', '/1/auth/users', { name: 'bob', password: 'feedfacefeed' }))
  expect(JSON.stringify(event)).not.toContain('feedfacefeed')
  expect(event?.event.hash).toMatch(/^[0-9a-f]{64}$/)
})

const file = (rest: string): string =>
  sent(`S-1-5-21-1-2-3-1104|1001|isi-3|System|192.0.2.10|${rest}`, 'audit_protocol')
test.each<[string, string, string, string]>([
  ['SMB|DELETE|SUCCESS|FILE|7|/ifs/b/v/a.vbk', 'object-deleted', '/ifs/b/v/a.vbk', 'success'],
  ['SMB|DELETE|FAILED:3221225506|FILE|7|/ifs/b/v/a.vbk', 'object-deleted', '/ifs/b/v/a.vbk', 'failure'],
  ['NFS|RENAME|SUCCESS|FILE|7|/ifs/b/v/a|/ifs/b/v/b', 'file-renamed', '/ifs/b/v/b', 'success'],
  ['SMB|OPEN|SUCCESS|1180063|FILE|OVERWRITTEN|7|/ifs/b/v/a', 'object-overwritten', '/ifs/b/v/a', 'success'],
  ['SMB|OPEN|SUCCESS|1180063|FILE|CREATED|7|/ifs/b/v/a|b', 'object-written', '/ifs/b/v/a|b', 'success'],
  ['SMB|OPEN|SUCCESS|1180063|FILE|OPENED|7|/ifs/b/v/a', 'read', '/ifs/b/v/a', 'success'],
  ['SMB|CLOSE|SUCCESS|FILE|7|/ifs/b/v/a', 'read', '/ifs/b/v/a', 'success'],
  ['SMB|SOMETHING|SUCCESS|FILE|7|/ifs/b/v/a', 'other', '/ifs/b/v/a', 'success'],
])('%s is %s of %s', (rest, action, name, outcome) => {
  const event = eventIn(file(rest))
  expect([event?.event.action, event?.backup?.resource?.name, event?.event.outcome]).toEqual([action, name, outcome])
  expect(event).toMatchObject({
    source: { ip: '192.0.2.10' },
    user: { id: 's-1-5-21-1-2-3-1104' },
    host: { name: 'isi-3' },
  })
})

describe('hostile input', () => {
  test.each([
    'nothing',
    '{}',
    '[0: Fri Jan 23 16:17:03 2015] ',
    '{"id":1,"timestamp":2,"payload":3}',
    file('SMB'),
    '[1,2]',
  ])('%s is a reject', (text) => {
    const reading = read(text)
    expect(reading.ok && reading.value.events.length > 0).toBe(false)
  })
  test.each([
    ['bars', file('|'.repeat(500_000))],
    ['brackets', '['.repeat(200_000)],
    ['numbers', '[0: Fri Jan 23 16:17:03 2015] '.repeat(5_000)],
    ['path', asked('DELETE', `/1/snapshot/snapshots/${'%2F'.repeat(300_000)}`)],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    expect(spent() - before).toBeLessThan(2_000)
  })
})

const real = realOf('dell.powerscale')
test.runIf(real.length > 0)('the records that the vendor prints are read', () => {
  const readings = real.flatMap(([, text]) => readingsOf(source, text))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).map((one) => [one.event.code, one.event.action, one.user?.name, one.source?.ip])).toEqual([
    ['note', 'other', undefined, undefined],
    ['POST /1/protocols/smb/shares', 'exposure-changed', 'root', '10.7.220.97'],
    ['answer 201', 'other', undefined, undefined],
    ['PUT /1/audit/settings', 'audit-changed', 'root', '10.7.220.97'],
  ])
})
