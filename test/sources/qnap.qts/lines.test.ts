import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/qnap.qts/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const line = (text: string, application = 'Storage & Snapshots', users = 'm.stone', ip = '192.0.2.1') =>
  `<30>Mar  1 09:00:00 nas1 qulogd[1]: event log: Users: ${users}, Source IP: ${ip}, Computer name: ---, Application: ${application}, Category: X, Content: [${application}] ${text}`
const event = (...told: Parameters<typeof line>) => eventOf(source, line(...told))
const connection = (accessed: string, act: string, type = 'Samba') =>
  eventOf(
    source,
    `<30>Mar  1 09:00:00 nas1 qulogd[1]: conn log: Users: u, Source IP: 192.0.2.1, Computer name: ---, Connection type: ${type}, Accessed resources: ${accessed}, Action: ${act}`,
  )

test.each(['Added', 'Removed'])('a static route that was %s is no way of the log', (done) => {
  const told = event(`${done} static route. Interface:  , Destination: 192.0.2.0.`, 'Network & Virtual Switch')
  expect(told?.event.action).toBe('other')
})

test.each([
  ['Deleted snapshot "s1". Volume: b.', 'recovery-point-deleted', 'snapshot nas1/volume/b/snapshot/s1', undefined],
  [
    'Deleted snapshot "s1". Shared folder: b.',
    'recovery-point-deleted',
    'snapshot nas1/share/b/snapshot/s1',
    undefined,
  ],
  ['Deleted snapshot "s1". LUN: l1.', 'recovery-point-deleted', 'snapshot nas1/volume/l1/snapshot/s1', undefined],
  ['Created snapshot "s1". Volume: b.', 'recovery-point-created', 'snapshot nas1/volume/b/snapshot/s1', undefined],
  ['Reverted volume "b" to snapshot "s1".', 'object-overwritten', 'volume nas1/volume/b', undefined],
  [
    'Changed snapshot retention. Volume: b. Keep for: 2 weeks.',
    'retention-changed',
    'volume nas1/volume/b',
    'retention 14',
  ],
  [
    'Changed snapshot retention. Volume: b. Number to keep: 5 snapshots.',
    'retention-changed',
    'volume nas1/volume/b',
    'retention-count 5',
  ],
  ['Changed snapshot retention. Volume: b.', 'retention-changed', 'volume nas1/volume/b', undefined],
  ['Enabled snapshot schedule. Volume: b.', 'job-changed', 'volume nas1/volume/b', 'schedule on'],
  ['Disabled WORM on shared folder "w".', 'immutability-changed', 'share nas1/share/w', 'lock-mode off'],
  ['Deleted LUN "l1".', 'repository-deleted', 'volume nas1/volume/l1', undefined],
  ['Detached storage pool "1".', 'repository-deleted', 'pool nas1/pool/1', undefined],
  ['Formatted external storage "USB 1".', 'object-overwritten', 'volume nas1/volume/USB 1', undefined],
  ['Created user "a.b".', 'user-added', 'user a.b@nas1', undefined],
  ['Disabled user "a.b".', 'user-removed', 'user a.b@nas1', undefined],
  ['Enabled user "a.b".', 'credential-added', 'user a.b@nas1', undefined],
  ['Added user "a.b" to user group "administrators".', 'admin-added', 'user a.b@nas1', undefined],
  ['Added user "a.b" to user group "everyone".', 'role-granted', 'user a.b@nas1', undefined],
  ['Removed user "a.b" from user group "administrators".', 'role-revoked', 'user a.b@nas1', undefined],
  ['Deleted user group "g".', 'user-removed', 'group nas1/group/g', undefined],
  ['Disabled 2-step verification.', 'mfa-changed', 'policy nas1/policy/sign-in', 'mfa off'],
  ['Disabled access log.', 'audit-changed', 'trail nas1/trail/log', 'logging off'],
  ['Added a log sender destination "192.0.2.9".', 'audit-changed', 'trail nas1/trail/syslog', 'logging-forwarding on'],
  ['Disabled SSH.', 'exposure-changed', 'array nas1', 'ssh off'],
  ['Disabled NFS service.', 'exposure-changed', 'array nas1', 'share off'],
  ['Deleted the encryption key. Volume: b.', 'key-destruction-scheduled', 'key nas1/key/b', undefined],
  ['System started.', 'host-started', 'array nas1', undefined],
  [
    'Reached volume/LUN snapshot limit. Volume: b. The oldest snapshot will be deleted whenever a new snapshot is created.',
    'other',
    undefined,
    undefined,
  ],
])('%s', (text, ...expected) => {
  const told = event(text)
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.actor).toEqual({ id: 'm.stone@nas1', name: 'm.stone', kind: 'person' })
  expect([told?.source?.ip, told?.['@timestamp']]).toEqual(['192.0.2.1', '2026-03-01T09:00:00.000Z'])
})

test.each([
  ['Started Backup job: "t".', 'run-started', 'job nas1/job/t', undefined],
  ['Finished One-way Sync job: "t".', 'job-finished', 'job nas1/job/t', undefined],
  ['Deleted Sync job: "t".', 'job-stopped', 'job nas1/job/t', undefined],
  ['Disabled the schedule of job "t".', 'job-stopped', 'job nas1/job/t', 'schedule off'],
  ['Changed retention of job "t" to 30 days.', 'retention-changed', 'job nas1/job/t', 'retention 30'],
  [
    'Deleted version "v" of job "t".',
    'recovery-point-deleted',
    'recovery-point nas1/job/t/recovery-point/v',
    undefined,
  ],
])('Hybrid Backup Sync: %s', (text, ...expected) => {
  const told = event(text, 'Hybrid Backup Sync')
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.platform).toBe('qnap.hybridbackup')
})

test.each([
  ['App Center', 'Stopped Hybrid Backup Sync.', 'job-stopped'],
  ['App Center', 'Removed "QuLog Center".', 'audit-changed'],
  ['App Center', 'Stopped Malware Remover.', 'guard-changed'],
  ['App Center', 'Started app update check.', 'other'],
])('%s: %s is %s', (application, text, action) => {
  expect(event(text, application)?.event.action).toBe(action)
})

test.each([
  ['---', '---', 'provider', undefined],
  ['admin', '127.0.0.1', 'provider', undefined],
  ['System', '127.0.0.1', 'provider', undefined],
  ['admin', '192.0.2.1', 'person', '192.0.2.1'],
])('%s from %s is a %s', (users, ip, kind, address) => {
  const told = event('Deleted snapshot "s1". Volume: b.', 'Storage & Snapshots', users, ip)
  expect([told?.backup?.actor?.kind, told?.source?.ip]).toEqual([kind, address])
})

test('a sentence with commas and colons is read to its end', () => {
  expect(event('Added static route. Interface:  , Destination: 192.0.2.0, Action: x.')?.message).toBe(
    'Added static route. Interface:  , Destination: 192.0.2.0, Action: x.',
  )
})

test('the short copy of an event is a plain event', () => {
  const told = eventOf(
    source,
    '<30>Mar  1 09:00:00 nas1 qulogd:[1][Storage & Snapshots] Deleted snapshot "s1". Volume: b.',
  )
  expect([told?.event.action, told?.backup?.actor]).toEqual(['other', undefined])
})

test('what was refused is a failure', () => {
  const told = event('Failed to delete snapshot "s1". The snapshot is locked. Volume: b.')
  expect([told?.event.action, told?.event.outcome, told?.error?.code]).toEqual([
    'recovery-point-deleted',
    'failure',
    'Denied',
  ])
})

test.each([
  ['s/a, Action: x.vbk', 'Delete', 'object-deleted', 'file nas1:/s/a, Action: x.vbk'],
  ['s/a.vbk -> s/b.vbk', 'Rename', 'file-renamed', 'file nas1:/s/b.vbk'],
  ['[File Station] /s/a', 'Read', 'read', 'file nas1:/s/a'],
  ['s/a', '1', 'object-deleted', 'file nas1:/s/a'],
  ['---', 'Login OK', 'sign-in', 'array nas1'],
  ['Administration', '10', 'sign-in', 'array nas1'],
  ['---', 'Logout.', 'other', 'array nas1'],
])('%s: %s', (accessed, act, action, resource) => {
  expect(brief(connection(accessed, act)).slice(0, 2)).toEqual([action, resource])
})

test('a collector that leaves out the colons changes nothing', () => {
  const told = eventOf(
    source,
    'May 16 01:00:00 nas1 daemon info qulogd[3936] event log: Users: u, Source IP: 192.0.2.1, Computer name: ---, Content: [Users] Created user "x".',
  )
  expect([told?.event.action, told?.user?.name, told?.host?.name]).toEqual(['user-added', 'u', 'nas1'])
})

standsHostility(source, line, ['Volume: ', 'job "', 'Users: a, ', 'Action: '])

const files = realOf('qnap.qts')
describe.runIf(files.length > 0)('real lines', () => {
  test('are all read, with who, what, from where and when', () => {
    const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
    expect(rejectsOf(readings)).toEqual([])
    expect(
      eventsOf(readings).map((one) => [
        one['@timestamp'],
        one.event.action,
        one.event.outcome,
        one.user?.name,
        one.source?.ip,
      ]),
    ).toEqual([
      ['2025-05-14T18:02:56.000Z', 'other', 'success', 'sysadmin', '10.200.126.5'],
      ['2025-05-16T01:00:00.000Z', 'other', 'success', 'System', undefined],
      ['2025-05-15T22:00:00.000Z', 'run-started', 'success', 'System', undefined],
      ['2025-05-15T23:10:01.000Z', 'other', 'success', 'System', undefined],
      ['2025-05-22T03:00:12.000Z', 'other', 'success', 'System', undefined],
      ['2025-09-02T06:30:00.000Z', 'sign-in', 'success', 'Administrator', '192.168.130.113'],
      ['2026-02-07T19:03:19.000Z', 'sign-in', 'failure', 'lwgm', '192.168.2.1'],
    ])
  })
})
