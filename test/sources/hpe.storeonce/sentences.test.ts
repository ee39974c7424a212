import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/hpe.storeonce/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'

const line = (message: string) =>
  `<134>1 2026-03-01T09:00:00Z so1 StoreOnce - AUDIT - ${message} by m.stone from 192.0.2.1`
const event = (message: string) => eventOf(source, line(message))

const store = 'repository so1/repository/s2'
test.each([
  ['Catalyst store "s2" deleted', 'repository-deleted', store, undefined],
  ['Catalyst store "s2" created', 'repository-created', store, undefined],
  ['VTL library "l1" deleted', 'repository-deleted', 'repository so1/repository/l1', undefined],
  ['NAS share "n1" deleted', 'repository-deleted', 'repository so1/repository/n1', undefined],
  [
    'Catalyst item "i1" in store "s2" deleted',
    'recovery-point-deleted',
    `recovery-point so1/repository/s2/recovery-point/i1`,
    undefined,
  ],
  ['Cartridge "c1" deleted', 'recovery-point-deleted', 'tape so1/tape/c1', undefined],
  [
    'Data immutability period of Catalyst store "s2" changed from 14 days to 1 days',
    'immutability-changed',
    store,
    'lock-days 1',
  ],
  ['Data immutability of Catalyst store s2 disabled', 'immutability-changed', store, 'lock-mode off'],
  ['Dual authorization disabled', 'four-eyes-changed', 'policy so1/policy/approval', 'four-eyes off'],
  ['Dual authorization enabled', 'four-eyes-changed', 'policy so1/policy/approval', 'four-eyes on'],
  ['User "x" created with role Security Officer', 'admin-added', 'user x@so1', undefined],
  ['User "x" created with role Administrator', 'admin-added', 'user x@so1', undefined],
  ['User "x" deleted', 'user-removed', 'user x@so1', undefined],
  ['Syslog server 192.0.2.50 removed', 'audit-changed', 'trail so1/log', 'logging off'],
  ['NTP server 192.0.2.5 removed', 'clock-changed', 'console so1', 'time-source off'],
  ['Replication mapping "m" deleted', 'replication-changed', 'replication so1/replication/m', 'replication off'],
  ['Housekeeping paused', 'job-stopped', 'job so1/job/housekeeping', 'schedule off'],
  ['Client permission of "vbr01" on Catalyst store "s2" removed', 'access-policy-changed', store, undefined],
  ['Encryption key store deleted', 'key-disabled', 'key-store so1/key-store/keystore', undefined],
  ['Fan 3 replaced', 'other', 'console so1', undefined],
])('%s', (message, ...expected) => {
  const told = event(message)
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.actor).toMatchObject({ id: 'm.stone@so1', kind: 'person' })
  expect([told?.source?.ip, told?.event.outcome, told?.['@timestamp']]).toEqual([
    '192.0.2.1',
    'success',
    '2026-03-01T09:00:00.000Z',
  ])
})

test('many items in one sentence are many', () => {
  expect(event('12 Catalyst items in store "s2" deleted')?.backup?.detail?.bulk).toBe(true)
})

test('a refusal is a failure', () => {
  expect(
    event('Deletion of Catalyst item "i1" in store "s2" was denied: item is immutable, requested')?.event.outcome,
  ).toBe('failure')
})

test('objects of the REST interface are read', () => {
  const told = eventOf(
    source,
    '{"eventId":"7","eventTime":"2026-03-01T09:00:00Z","category":"audit","userName":"m.stone","sourceIp":"192.0.2.1","description":"Catalyst store \\"s2\\" deleted"}',
  )
  expect([told?.event.action, told?.user?.name, told?.source?.ip, told?.event.id]).toEqual([
    'repository-deleted',
    'm.stone',
    '192.0.2.1',
    'storeonce/7',
  ])
})

test('a line of something else is a reject', () => {
  expect(
    eventOf(source, '<134>Mar  1 09:00:00 host sshd[1]: Accepted password for root from 192.0.2.1 port 22'),
  ).toBeUndefined()
})

describe('lines', () =>
  standsHostility(source, line, ['Catalyst item in store ', 'user by ', 'immutability from 1 to ']))
