import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/dell.powerstore/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (text: string) => source.read(Buffer.from(text), Date.UTC(2026, 2, 2))
const line = (
  type: string,
  action: string,
  text: string,
  more: { status?: string; category?: string; user?: string; ip?: string } = {},
) =>
  `<110>Mar  1 09:00:00 APM1-A [358]: 2026-03-01T08:59:58 APM1-A PS0123456789ab 358@ABCDEF1 ${more.category ?? 'Config'} [PowerStore_audit_event@1139 id="7" user="${more.user ?? 'admin'}" resource_type="${type}" action="${action}" client_ip="${more.ip ?? '192.0.2.10'}" appliance="APM1" status="${more.status ?? 'success'}"] ${text}`
const eventIn = (text: string) => eventsOf([read(text)])[0]

test.each([
  ['volume', 'delete', 'Volume "v1" was deleted.', 'repository-deleted', 'APM1/volume/v1', undefined],
  ['volume', 'delete', 'Deleted volume v1.', 'repository-deleted', 'APM1/volume/v1', undefined],
  ['volume_group', 'delete', 'Volume group "g" was deleted.', 'repository-deleted', 'APM1/volume_group/g', undefined],
  [
    'snapshot',
    'delete',
    'Snapshot "s" of volume "v1" was deleted.',
    'recovery-point-deleted',
    'APM1/snapshot/v1/s',
    undefined,
  ],
  [
    'snapshot_rule',
    'modify',
    'Snapshot rule "r" was modified: retention changed from 30 days to 12 hours.',
    'retention-changed',
    'APM1/snapshot_rule/r',
    0.5,
  ],
  [
    'snapshot_rule',
    'modify',
    'Snapshot rule "r" was modified.',
    'retention-changed',
    'APM1/snapshot_rule/r',
    undefined,
  ],
  ['snapshot_rule', 'delete', 'Snapshot rule "r" was deleted.', 'retention-changed', 'APM1/snapshot_rule/r', 0],
  [
    'protection_policy',
    'delete',
    'Protection policy "p" was deleted.',
    'job-stopped',
    'APM1/protection_policy/p',
    undefined,
  ],
  ['volume', 'modify', 'Protection policy was removed from volume "v1".', 'policy-assigned', 'APM1/volume/v1', 'off'],
  ['local_user', 'create', 'Local user "u" with role Administrator was created.', 'admin-added', 'u@apm1', undefined],
  ['local_user', 'create', 'Local user "u" with role Operator was created.', 'user-added', 'u@apm1', undefined],
  ['local_user', 'create', 'Local user "u" was created.', 'admin-added', 'u@apm1', undefined],
  ['remote_syslog_server', 'delete', 'Removed.', 'audit-changed', 'APM1/syslog', 'off'],
  [
    'replication_session',
    'modify',
    'Replication session of volume "v1" was paused.',
    'replication-changed',
    'APM1/replication_session/v1/v1',
    'off',
  ],
  ['nas_server', 'delete', 'NAS server "n" was deleted.', 'parent-deleted', 'APM1/nas_server/n', undefined],
  ['ntp', 'modify', 'NTP server ntp1.example.com was removed.', 'clock-changed', 'APM1', 'off'],
  ['__proto__', 'constructor', 'x', 'other', 'APM1', undefined],
])('%s %s: %s', (type, action, text, expected, id, to) => {
  const event = eventIn(line(type, action, text))
  expect([event?.event.action, event?.backup?.resource?.id, event?.backup?.change?.to]).toEqual([expected, id, to])
  expect(event?.['@timestamp']).toBe('2026-03-01T08:59:58.000Z')
})

test('a name in the text is no name in quotes of another thing', () => {
  expect(eventIn(line('volume', 'delete', 'User "admin" deleted volume "v1".'))?.backup?.resource?.name).toBe('v1')
})

test.each([
  ['None', undefined],
  ['not applicable', undefined],
  ['192.0.2.10', '192.0.2.10'],
])('the address %s', (ip, address) => {
  expect(eventIn(line('volume', 'create', 'x', { ip }))?.source?.address).toBe(address)
})

test('what failed is a failure, and a certificate of the array no person', () => {
  expect(
    eventIn(line('snapshot', 'delete', 'Failed to delete secure snapshot "s".', { status: 'failed' }))?.event.outcome,
  ).toBe('failure')
  const cert = eventIn(
    line('login_session', 'None', 'Successfully authenticated cert_account : x', {
      category: 'Authentication',
      user: 'EncryptHTTP.PS1',
    }),
  )
  expect(cert?.backup?.actor?.kind).toBe('provider')
})

describe('hostile input', () => {
  test.each(['nothing', '{}', '<110>Mar  1 09:00:00 a [PowerStore_audit_event@1139'])('%s is a reject', (text) => {
    const reading = read(text)
    expect(reading.ok && reading.value.events.length > 0).toBe(false)
  })
  test.each([
    ['quotes', line('volume', 'delete', '"'.repeat(500_000))],
    ['pairs', line('volume" a="b'.repeat(50_000), 'delete', 'x')],
    ['brackets', line('volume', 'delete', '[PowerStore_audit_event@1139 '.repeat(50_000))],
    ['words', line('volume', 'delete', 'volume '.repeat(200_000))],
    ['letters', `<110>Mar  1 09:00:00 ${'a'.repeat(2_000_000)} [PowerStore_audit_event@1139 id="1"] x`],
    ['open quotes', `<110>Mar  1 09:00:00 h [PowerStore_audit_event@1139 ${'a="'.repeat(100_000)}`],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    expect(spent() - before).toBeLessThan(2_000)
  })
  test('any text in a field or behind them is an event', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (one, other) =>
          eventIn(line(one.replace(/[\n\r"\\\]]/g, ''), 'modify', other.replace(/[\n\r]/g, ' '))) !== undefined,
      ),
    )
  })
})

const files = realOf('dell.powerstore')
test.runIf(files.length > 0)('real lines are all read, with who, from where and when', () => {
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
    ['2025-01-31T19:43:17.000Z', 'sign-in', 'success', 'admin', '10.114.173.252'],
    ['2025-01-31T19:44:31.000Z', 'sign-in', 'success', 'EncryptHTTP.PSb8ad27c26647', undefined],
    ['2025-01-31T19:45:29.000Z', 'process-started', 'success', 'root', undefined],
    ['2025-01-31T19:48:16.000Z', 'sign-in', 'success', 'EncryptHTTP.PSb8ad27c26647', undefined],
    ['2025-01-31T19:48:49.000Z', 'other', 'failure', 'admin', '10.114.173.252'],
    ['2025-01-31T19:58:22.000Z', 'other', 'success', 'admin', '10.114.173.252'],
    ['2025-01-31T19:58:22.000Z', 'other', 'success', undefined, undefined],
  ])
})
