import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/synology.dsm/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const line = (text: string, category = 'System', user = 'm.stone') =>
  `<14>Mar  1 09:00:00 nas1 ${category} ${user}:#011${text}`
const event = (text: string, category?: string, user?: string) => eventOf(source, line(text, category, user))

test.each([
  ['User [x] was created.', 'user-added', 'user x@nas1', undefined],
  ['System successfully deleted User [x].', 'user-removed', 'user x@nas1', undefined],
  ['User [x] was added to the group [administrators].', 'admin-added', 'user x@nas1', undefined],
  ['User [x] was added to the group [users].', 'role-granted', 'user x@nas1', undefined],
  ['User [x] was removed from the group [administrators].', 'role-revoked', 'user x@nas1', undefined],
  ['Password of the user [x] was changed.', 'credential-added', 'user x@nas1', undefined],
  ['User [x] was enabled.', 'credential-added', 'user x@nas1', undefined],
  ['Group [g] was created.', 'group-created', 'group nas1/group/g', undefined],
  ['System disabled 2-factor authentication for user [x].', 'mfa-changed', 'user x@nas1', 'mfa off'],
  ['2-factor authentication was disabled.', 'mfa-changed', 'policy nas1/policy/sign-in', 'mfa off'],
  ['2-factor authentication was enforced.', 'mfa-changed', 'policy nas1/policy/sign-in', 'mfa on'],
  ['Normal shared folder [s] was created.', 'repository-created', 'share nas1/share/s', undefined],
  ['Encrypted shared folder [s] was deleted.', 'repository-deleted', 'share nas1/share/s', undefined],
  ['System successfully deleted shared folder [s].', 'repository-deleted', 'share nas1/share/s', undefined],
  ['LUN [l] was deleted.', 'repository-deleted', 'volume nas1/volume/l', undefined],
  ['System successfully removed [Volume 1].', 'repository-deleted', 'volume nas1/volume/Volume 1', undefined],
  ['Storage pool [Storage Pool 1] was removed.', 'repository-deleted', 'pool nas1/pool/Storage Pool 1', undefined],
  ['Shared folder [a] was renamed to [b].', 'repository-changed', 'share nas1/share/b', undefined],
  [
    'WriteOnce of shared folder [s] was set to [Compliance] mode.',
    'immutability-changed',
    'share nas1/share/s',
    'lock-mode compliance',
  ],
  ['WriteOnce of shared folder [s] was disabled.', 'immutability-changed', 'share nas1/share/s', 'lock-mode off'],
  [
    'Package [Hyper Backup] has been successfully uninstalled.',
    'job-stopped',
    'service nas1/service/Hyper Backup',
    'schedule off',
  ],
  [
    'Package [Hyper Backup] has been successfully started.',
    'job-changed',
    'service nas1/service/Hyper Backup',
    'schedule on',
  ],
  ['Package [Note Station] has been successfully stopped.', 'other', 'service nas1/service/Note Station', undefined],
  [
    'Package [Log Center] has been successfully stopped.',
    'audit-changed',
    'trail nas1/trail/syslog',
    'logging-forwarding off',
  ],
  ['Log sending was enabled.', 'audit-changed', 'trail nas1/trail/syslog', 'logging-forwarding on'],
  ['System successfully disabled File Station transfer log.', 'audit-changed', 'trail nas1/trail/log', 'logging off'],
  ['[SSH] service was stopped.', 'exposure-changed', 'array nas1', 'ssh off'],
  ['System successfully started [SFTP service].', 'exposure-changed', 'array nas1', 'ssh on'],
  ['System successfully started FTP service.', 'exposure-changed', 'array nas1', 'share on'],
  ['System successfully restarted SMB service.', 'other', undefined, undefined],
  ['Shared folder [s] was indexed by [Universal Search].', 'other', undefined, undefined],
  ['Encrypted shared folder [s] was unmounted.', 'repository-changed', 'share nas1/share/s', undefined],
  ['Scheduled Task [rsync offsite] was deleted.', 'job-stopped', 'job nas1/job/rsync offsite', undefined],
  ['NTP service was stopped.', 'clock-changed', 'array nas1', 'time-source off'],
  ['Firewall was disabled.', 'exposure-changed', 'array nas1', 'firewall off'],
  ['System started to boot up.', 'host-started', 'array nas1', undefined],
])('%s', (text, ...expected) => {
  const told = event(text)
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.actor).toEqual({ id: 'm.stone@nas1', name: 'm.stone', kind: 'person' })
  expect(told?.['@timestamp']).toBe('2026-03-01T09:00:00.000Z')
})

test.each([
  [
    'Snapshot_Replication',
    'Snapshot [s1] of shared folder [b] was deleted.',
    'recovery-point-deleted',
    'snapshot nas1/share/b/snapshot/s1',
    undefined,
  ],
  [
    'Snapshot_Replication',
    '[b] Snapshot [GMT+01-2026.02.02-03.00.00] was removed.',
    'recovery-point-deleted',
    'snapshot nas1/share/b/snapshot/GMT+01-2026.02.02-03.00.00',
    undefined,
  ],
  [
    'Snapshot_Replication',
    'Snapshot [s1] of LUN [l] was deleted.',
    'recovery-point-deleted',
    'snapshot nas1/volume/l/snapshot/s1',
    undefined,
  ],
  [
    'Snapshot_Replication',
    'Retention policy of shared folder [b] was changed to keep [30] snapshots.',
    'retention-changed',
    'share nas1/share/b',
    'retention-count 30',
  ],
  [
    'Snapshot_Replication',
    'Retention policy of shared folder [b] was changed.',
    'retention-changed',
    'share nas1/share/b',
    undefined,
  ],
  [
    'Snapshot_Replication',
    'Snapshot schedule of shared folder [b] was enabled.',
    'job-changed',
    'share nas1/share/b',
    'schedule on',
  ],
  [
    'Snapshot_Replication',
    'Shared folder [b] was restored from snapshot [s1].',
    'object-overwritten',
    'share nas1/share/b',
    undefined,
  ],
  [
    'Snapshot_Replication',
    'Replication task [r] was paused.',
    'replication-changed',
    'replication nas1/replication/r',
    'replication off',
  ],
  ['Hyper_Backup:', 'Backup task [t] was deleted.', 'job-stopped', 'job nas1/job/t', undefined],
  ['Hyper_Backup:', 'Setting of backup task [t] was modified', 'job-changed', 'job nas1/job/t', undefined],
  ['PACKAGE', '[Network][t] Backup task finished successfully.', 'job-finished', 'job nas1/job/t', undefined],
  [
    'PACKAGE',
    '[Local][t] Backup integrity check failed.',
    'restore-tested',
    'restore-test nas1/restore-test/t',
    undefined,
  ],
  [
    'Hyper_Backup:',
    '[t] Rotate version [v1] from ID [x].',
    'recovery-point-deleted',
    'recovery-point nas1/job/t/recovery-point/v1',
    undefined,
  ],
])('%s: %s', (category, text, ...expected) => {
  expect(brief(event(text, category))).toEqual(expected)
})

test('a backup package is a console of its own', () => {
  expect(event('Backup task [t] was deleted.', 'Hyper_Backup:')?.backup?.platform).toBe('synology.hyperbackup')
  expect(event('User [x] was created.')?.backup?.platform).toBe('synology.dsm')
})

test('metadata of a share that are deleted are no share, and a package that is updated goes on', () => {
  expect(event('Metadata of shared folder [s] was deleted.')?.event.action).toBe('other')
  expect(event('Package [Hyper Backup] has been successfully updated.')?.event.action).toBe('other')
})

test.each(['#011', '\t', '^I', ' '])('the tab behind who may be %j', (tab) => {
  const told = eventOf(source, `<14>Mar  1 09:00:00 nas1 System m.stone:${tab}User [x] was created.`)
  expect([told?.event.action, told?.user?.name]).toEqual(['user-added', 'm.stone'])
})

test('SYSTEM is the device, and of a backup package that package', () => {
  expect(event('User [x] was created.', 'System', 'SYSTEM')?.backup?.actor?.kind).toBe('provider')
  expect(event('Backup task [t] started.', 'Hyper_Backup:', 'SYSTEM')?.backup).toMatchObject({
    actor: { kind: 'product' },
    detail: { scheduled: true },
  })
  expect(event('Backup task [t] started.', 'Hyper_Backup:')?.backup?.detail).toBeUndefined()
})

test('a domain account is the same over all devices', () => {
  expect(event('User [x] was created.', 'System', 'ACME\\jdoe')?.backup?.actor?.id).toBe('jdoe@acme')
})

test('a sentence in another language is a plain event with who and when', () => {
  const told = event('Gemeinsamer Ordner [backup] wurde gel\u00f6scht.')
  expect([told?.event.action, told?.user?.name, told?.event.outcome]).toEqual(['other', 'm.stone', 'success'])
})

test.each([
  ['User [u] from [192.0.2.1] logged in successfully via [DSM].', 'success', '192.0.2.1', true],
  ['User [u] from [pc1(192.0.2.1)] signed in to [SSH] successfully via [password].', 'success', '192.0.2.1', true],
  ['User [u] from [192.0.2.1] logged in successfully via [CIFS].', 'success', '192.0.2.1', undefined],
  [
    'User [u] from [192.0.2.1] failed to sign in to [DSM] via [password] due to authorization failure.',
    'failure',
    '192.0.2.1',
    true,
  ],
])('%s', (text, outcome, address, console) => {
  const told = eventOf(source, `<14>Mar  1 09:00:00 nas1 Connection: ${text}`)
  expect([
    told?.event.action,
    told?.event.outcome,
    told?.source?.ip,
    told?.backup?.detail?.console,
    told?.user?.name,
  ]).toEqual(['sign-in', outcome, address, console, 'u'])
})

test('a path may hold what parts the fields', () => {
  const told = eventOf(
    source,
    '<14>Mar  1 09:00:00 nas1 WinFileService Event: delete, Path: /s/a, User: b, IP: c.vbk, File/Folder: File, Size: 1 KB, User: ACME\\u, IP: 192.0.2.1',
  )
  expect(told?.backup?.resource).toMatchObject({ name: '/s/a, User: b, IP: c.vbk', container: { id: 'nas1/share/s' } })
  expect([told?.user?.name, told?.source?.ip]).toEqual(['ACME\\u', '192.0.2.1'])
})

test('a line of December that comes in January is of the year before', () => {
  const told = eventOf(source, line('User [x] was created.').replace('Mar  1', 'Dec 31'), Date.UTC(2026, 0, 1, 0, 5))
  expect(told?.['@timestamp']).toBe('2025-12-31T09:00:00.000Z')
})

standsHostility(source, line, [
  'snapshot of shared folder [',
  'deleted snapshots of LUN [x] ',
  'task [x] was ',
  'immutable snapshot on shared folder [x] ',
])

const files = realOf('synology.dsm')
describe.runIf(files.length > 0)('real lines', () => {
  test('are all read, with who, what, from where and when', () => {
    const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
    expect(rejectsOf(readings)).toEqual([])
    expect(
      eventsOf(readings).map((one) => [
        one['@timestamp'],
        one.event.action,
        one.user?.name,
        one.source?.ip,
        one.backup?.resource?.name,
      ]),
    ).toEqual([
      ['2025-06-24T10:32:02.000Z', 'read', 'user@host', '123.123.123.123', '/.DS_Store'],
      ['2025-09-24T09:52:54.000Z', 'object-deleted', 'demo', '192.168.2.53', '/007-LAB/a/b.docx'],
    ])
  })
})
