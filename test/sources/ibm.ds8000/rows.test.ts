import { expect, test } from 'vitest'
import source from '../../../src/sources/ibm.ds8000/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'

const row = (
  name: string,
  object = '',
  parameters = '',
  exit = '00000000',
  more: { src?: string; zone?: string; user?: string } = {},
) =>
  `${more.src ?? 'U'},2026/03/01 09:00:00:173 ${more.zone ?? 'CET'},${more.user ?? 'm.stone'},DSCLI,1,IBM.2107-75A,N,2090,${name},${object},${exit},"${parameters}",`
const event = (...told: Parameters<typeof row>) => eventOf(source, `<134>Mar  1 09:00:01 hmc1 DS8000: ${row(...told)}`)

test.each([
  ['Volume_Delete', '0240', 'userName = repo', 'repository-deleted', 'volume 2107-75A/volume/0240', undefined],
  ['Volume_Create', '0240', '', 'repository-created', 'volume 2107-75A/volume/0240', undefined],
  ['Volume_Initialize', '0240', '', 'object-overwritten', 'volume 2107-75A/volume/0240', undefined],
  ['ExtentPool_Delete', 'P1', '', 'repository-deleted', 'pool 2107-75A/pool/P1', undefined],
  ['Rank_Delete', 'R1', '', 'repository-deleted', 'pool 2107-75A/pool/R1', undefined],
  [
    'FlashCopy_Withdraw',
    '0240',
    'targetVolume = 0340',
    'recovery-point-deleted',
    'snapshot 2107-75A/volume/0240/snapshot/0340',
    undefined,
  ],
  [
    'SafeguardedBackup_Expire',
    '0240',
    'backupId = 7',
    'recovery-point-deleted',
    'snapshot 2107-75A/volume/0240/snapshot/7',
    undefined,
  ],
  [
    'PPRC_Remove',
    '0240:0340',
    '',
    'replication-changed',
    'replication 2107-75A/replication/0240:0340',
    'replication off',
  ],
  ['GlobalMirror_Pause', '1', '', 'replication-changed', 'replication 2107-75A/replication/1', 'replication off'],
  ['User_Create', '', 'userName = x, groups = admin', 'admin-added', 'user x@2107-75a', undefined],
  ['User_Create', '', 'userName = x, groups = monitor', 'role-granted', 'user x@2107-75a', undefined],
  ['User_Delete', 'x', '', 'user-removed', 'user x@2107-75a', undefined],
  ['Syslog_Disable', '', '', 'audit-changed', 'trail 2107-75A/trail/syslog', 'logging-forwarding off'],
  [
    'Syslog_Modify',
    '',
    'address = 192.0.2.9',
    'audit-changed',
    'trail 2107-75A/trail/syslog',
    'logging-forwarding 192.0.2.9',
  ],
  ['RecoveryKey_Delete', '1', '', 'key-destruction-scheduled', 'key 2107-75A/key/1', undefined],
  ['KeyServer_Remove', '1', '', 'key-disabled', 'key-store 2107-75A/key/1', undefined],
  ['NTP_Delete', '', '', 'clock-changed', 'array 2107-75A', 'time-source off'],
  ['Something_New', '', '', 'other', 'array 2107-75A', undefined],
  ['', '', '', 'other', 'array 2107-75A', undefined],
  ['__proto__', '', '', 'other', 'array 2107-75A', undefined],
])('%s %s %s', (name, object, parameters, ...expected) => {
  const told = event(name, object, parameters)
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.actor).toMatchObject({ id: 'm.stone@2107-75a', kind: 'person' })
  expect([told?.['@timestamp'], told?.event.outcome, told?.host?.name]).toEqual([
    '2026-03-01T08:00:00.173Z',
    'success',
    '2107-75A',
  ])
})

test.each([
  ['EST', '2026-03-01T14:00:00.173Z'],
  ['UTC', '2026-03-01T09:00:00.173Z'],
  ['CEST', '2026-03-01T07:00:00.173Z'],
  ['+05:30', '2026-03-01T03:30:00.173Z'],
  ['XYZ', '2026-03-01T09:00:00.173Z'],
])('the zone %s', (zone, time) => {
  expect(event('Volume_Delete', '0240', '', '0', { zone })?.['@timestamp']).toBe(time)
})

test('any end but zero is a failure', () => {
  expect(event('Volume_Delete', '0240', '', 'be534459')?.event.outcome).toBe('failure')
  expect(event('Volume_Delete', '0240', '', 'be534459')?.error?.code).toBe('be534459')
})

test('commas and doubled quotes in the parameters part nothing', () => {
  const told = event('Volume_Delete', '0240', 'NIVolume: [id = x, userName = a ""b"", c = d]')
  expect([told?.event.action, told?.event.outcome]).toEqual(['repository-deleted', 'success'])
})

test('the server by itself is the device', () => {
  expect(event('FlashCopy_Create', '0240', '', '0', { src: 'S' })?.backup?.actor?.kind).toBe('provider')
})

test('a row of more parameters is of the act before it, and tells it no second time', () => {
  const whole = event('User_Create', '', 'userName = x')
  const more = event('User_Create', '', 'groups = admin', '', { src: 'C' })
  expect([more?.event.action, more?.event.outcome]).toEqual(['other', 'unknown'])
  expect(more?.backup?.act).toBe(whole?.backup?.act)
  const together = eventOf(
    source,
    `${row('User_Create', '', 'userName = x')}\n${row('User_Create', '', 'groups = admin', '', { src: 'C' })}`,
  )
  expect([together?.event.action, together?.backup?.detail?.role]).toEqual(['admin-added', 'admin'])
})

test('the documented order without an application, and with the client at the end', () => {
  const told = eventOf(
    source,
    'U,2015/11/16 19:42:02:173 EST,admin,1,IBM.2107-75A,N,2090,Volume_Delete,0240,00000000,"a = b",DSCLI',
  )
  expect([told?.event.action, told?.user?.name, told?.event.provider, told?.['@timestamp']]).toEqual([
    'repository-deleted',
    'admin',
    'DSCLI',
    '2015-11-17T00:42:02.173Z',
  ])
})

standsHostility(source, (text) => row('Volume_Delete', '0240', text), ['"', 'id = ', ',"', 'C,2026/'])
