import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/hpe.alletra/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'

const line = (command: string, answer = '', event = 'cli_command') =>
  `<14>Mar  1 09:00:00 a9k ${event} Informational 3PAR sw_cli {m.stone super all {{0 8}} -1 192.0.2.1:51422 12345} {${command}} {${answer}} {}`
const event = (...told: Parameters<typeof line>) => eventOf(source, line(...told))

test.each([
  ['removevv -f v1', 'repository-deleted', 'volume a9k/volume/v1', undefined],
  ['removevv -f -snaponly v1', 'recovery-point-deleted', 'volume a9k/volume/v1', undefined],
  ['setvv -retain 12h v1', 'immutability-changed', 'volume a9k/volume/v1', 'lock-days 0.5'],
  ['setvv -exp 7d v1', 'retention-changed', 'volume a9k/volume/v1', 'retention 7'],
  ['setvv -name v2 v1', 'repository-changed', 'volume a9k/volume/v2', undefined],
  ['createsv -ro -exp 30d -retain 14d s1 v1', 'recovery-point-created', 'snapshot a9k/volume/s1', 'lock-days 14'],
  ['removecpg -f c1', 'repository-deleted', 'pool a9k/pool/c1', undefined],
  ['stoprcopygroup -f -t target g1', 'replication-changed', 'replication a9k/replication/g1', 'replication off'],
  ['startrcopygroup g1', 'replication-changed', 'replication a9k/replication/g1', 'replication on'],
  ['removevlun -f v1 1 vbr01', 'access-policy-changed', 'volume a9k/volume/v1', undefined],
  ['createuser -c pw x all super', 'admin-added', 'user x@a9k', undefined],
  ['createuser -c pw x all edit', 'role-granted', 'user x@a9k', undefined],
  ['createuser -c pw x all', 'admin-added', 'user x@a9k', undefined],
  ['setuser -addtodom all:super x', 'admin-added', 'user x@a9k', undefined],
  ['setsys RemoteSyslog 0', 'audit-changed', 'trail a9k/trail/syslog', 'logging-forwarding off'],
  ['setsys RemoteSyslog 1', 'audit-changed', 'trail a9k/trail/syslog', 'logging-forwarding on'],
  [
    'setsys RemoteSyslogSecurityHost siem 192.0.2.9:6514',
    'audit-changed',
    'trail a9k/trail/syslog',
    'logging-forwarding siem 192.0.2.9:6514',
  ],
  ['setsys VVRetentionTimeMax 24', 'immutability-changed', 'array a9k', 'retention-maximum 1'],
  ['setsched -suspend nightly', 'job-stopped', 'plan a9k/plan/nightly', 'schedule off'],
  ['controlencryption disable', 'key-disabled', 'key-store a9k/key/encryption', undefined],
  ['setnet ntp 192.0.2.5', 'clock-changed', 'array a9k', 'time-servers 192.0.2.5'],
  ['showvv -d', 'read', 'array a9k', undefined],
  ['constructor x', 'other', 'array a9k', undefined],
  ['', 'other', 'array a9k', undefined],
])('%s', (command, ...expected) => {
  const told = event(command)
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.actor).toMatchObject({ id: 'm.stone@a9k', kind: 'person' })
  expect([told?.source?.ip, told?.source?.port, told?.event.outcome]).toEqual(['192.0.2.1', 51422, 'success'])
})

test.each([
  ['Error: volume is retained', 'cli_command', 'failure', 'Error'],
  ['volume v1 not found', 'cli_command', 'failure', 'NotFound'],
  ['', 'cli_cmd_err', 'failure', 'Error'],
  ['', 'cli_command', 'success', undefined],
])('the answer %j to a %s is a %s', (answer, name, outcome, code) => {
  const told = event('removevv -f v1', answer, name)
  expect([told?.event.outcome, told?.error?.code]).toEqual([outcome, code])
})

test('a password stands nowhere', () => {
  const told = event('createuser -c S3cretWord x all super')
  expect(JSON.stringify(told)).not.toContain('S3cretWord')
})

const record = (object_type: string, activity_type: string, activity: string, more: object = {}) =>
  JSON.stringify({
    id: 'r1',
    time: 1772355600,
    object_type,
    activity_type,
    activity,
    scope: 'AC-1',
    status: 'succeeded',
    user_name: 'm.stone',
    source_ip: '192.0.2.1',
    category: 'data_protection',
    ...more,
  })

test.each([
  ['vol', 'delete', 'Delete volume v1', 'repository-deleted', 'volume AC-1/volume/v1', undefined],
  ['vol', 'update', 'Restore volume v1 from snapshot s1', 'object-overwritten', 'volume AC-1/volume/v1', undefined],
  [
    'snapshot',
    'delete',
    'Delete snapshot s1 of volume v1',
    'recovery-point-deleted',
    'snapshot AC-1/volume/v1/snapshot/s1',
    undefined,
  ],
  [
    'snapcoll',
    'delete',
    'Delete snapshot collection s1',
    'recovery-point-deleted',
    'snapshot AC-1/snapshot/s1',
    undefined,
  ],
  [
    'protsched',
    'update',
    'Update protection schedule p: retention changed from 30 days to 12 hours',
    'retention-changed',
    'plan AC-1/plan/p',
    'retention 0.5',
  ],
  ['protsched', 'update', 'Update protection schedule p', 'job-changed', 'plan AC-1/plan/p', undefined],
  [
    'volcoll',
    'update',
    'Dissociate volume v1 from volume collection c',
    'selection-changed',
    'volume AC-1/volume/v1',
    'selection off',
  ],
  [
    'partner',
    'update',
    'Pause replication partner p',
    'replication-changed',
    'replication AC-1/replication/p',
    'replication off',
  ],
  ['user', 'create', 'Create user u with role administrator', 'admin-added', 'user u@ac-1', undefined],
  ['user', 'create', 'Create user u with role operator', 'role-granted', 'user u@ac-1', undefined],
  ['user', 'update', 'Change password of user u', 'credential-added', 'user u@ac-1', undefined],
  [
    'group',
    'update',
    'Disable syslog on group g',
    'audit-changed',
    'trail AC-1/trail/syslog',
    'logging-forwarding off',
  ],
  ['group', 'update', 'Disable two-factor authentication', 'mfa-changed', 'policy AC-1/policy/sign-in', 'mfa off'],
  ['encrypt_config', 'update', 'Changed encryption passphrase', 'key-rotated', 'key AC-1/key/encryption', undefined],
  ['session', 'create', 'Login attempt', 'sign-in', 'array AC-1', undefined],
  ['shelf', 'update', 'x', 'other', 'array AC-1', undefined],
  ['__proto__', 'constructor', 'x', 'other', 'array AC-1', undefined],
])('%s %s: %s', (type, act, activity, ...expected) => {
  const told = eventOf(source, record(type, act, activity))
  expect(brief(told)).toEqual(expected)
  expect([told?.event.id, told?.['@timestamp'], told?.user?.name, told?.source?.ip]).toEqual([
    'r1',
    '2026-03-01T09:00:00.000Z',
    'm.stone',
    '192.0.2.1',
  ])
})

test.each([
  ['failed', 'failure'],
  ['inprogress', 'unknown'],
  ['succeeded', 'success'],
])('the status %s is a %s', (status, outcome) => {
  expect(eventOf(source, record('vol', 'delete', 'Delete volume v1', { status }))?.event.outcome).toBe(outcome)
})

test('wrong types everywhere are an event', () => {
  expect(
    eventOf(source, '{"object_type":{"a":1},"activity_type":[1],"activity":"x","category":"c","time":{},"user_name":7}')
      ?.event.action,
  ).toBe('other')
})

describe('lines', () =>
  standsHostility(source, (text) => line(`removevv ${text}`, text), ['{a} ', '{{', 'Command: ', 'sw_cli {']))
