import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/dell.datadomain/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const read = (text: string) => source.read(Buffer.from(text), received)
const eventIn = (text: string) => eventsOf([read(text)])[0]

/** What the management service writes of a command. */
const line = (desc: string, more = "client_ip='192.0.2.10';", user = 'sysadmin') =>
  `<134>Mar  1 09:00:00 dd01 sms: {epoch=1772355600;id='AUDIT-SMS_X-00001';desc='${desc}';level=6;user='${user}';role='admin';app='AUDIT-SMS';${more}product='DD';}`

test('who typed a command on the shell stands behind the terminal', () => {
  const typed = `<141>Mar  1 09:00:00 dd01 -ddsh: NOTICE: MSG-DDSH-00009: (tty=<ssh>, session=12) jdoe: command "mtree delete /data/col1/m"`
  expect(eventIn(typed)?.backup?.actor?.id).toBe('jdoe@dd01')
})

test.each([
  [
    'mtree retention-lock set min-retention-period 30day mtree /data/col1/m',
    'retention-changed',
    'retention-minimum',
    30,
  ],
  [
    'mtree retention-lock set max-retention-period 2 year mtree /data/col1/m',
    'retention-changed',
    'retention-maximum',
    730,
  ],
  [
    'mtree retention-lock set min-retention-period 12hr mtree /data/col1/m',
    'retention-changed',
    'retention-minimum',
    0.5,
  ],
  ['mtree retention-lock set min-retention-period 1month mtree m', 'retention-changed', 'retention-minimum', 30],
  ['mtree retention-lock reset min-retention-period mtree /data/col1/m', 'retention-changed', undefined, undefined],
  ['mtree retention-lock disable mtree /data/col1/m', 'immutability-changed', 'lock-mode', 'off'],
  ['mtree retention-lock revert /data/col1/m', 'immutability-changed', 'lock-mode', 'off'],
  ['mtree retention-lock enable mode compliance mtree /data/col1/m', 'immutability-changed', 'lock-mode', 'compliance'],
  ['mtree delete /data/col1/m', 'repository-deleted', undefined, undefined],
  ['filesys destroy', 'repository-deleted', undefined, undefined],
  ['ddboost storage-unit delete m', 'repository-deleted', undefined, undefined],
  ['snapshot expire s mtree /data/col1/m', 'recovery-point-deleted', undefined, undefined],
  ['user add x role admin', 'admin-added', undefined, undefined],
  ['user add x role security', 'admin-added', undefined, undefined],
  ['user add x role user', 'user-added', undefined, undefined],
  ['user change role x admin', 'admin-added', undefined, undefined],
  ['authorization policy set security-officer disabled', 'four-eyes-changed', 'four-eyes', 'off'],
  ['log host del 192.0.2.1', 'audit-changed', 'logging-forwarding', 'off'],
  ['replication break mtree://dd02/data/col1/m', 'replication-changed', 'replication', 'off'],
  ['filesys encryption keys destroy 1', 'key-destruction-scheduled', undefined, undefined],
  ['system passphrase change', 'key-rotated', undefined, undefined],
  ['ntp disable', 'clock-changed', 'time-source', 'off'],
  ['ddboost disable', 'access-policy-changed', undefined, undefined],
  ['adminaccess enable ssh', 'exposure-changed', 'ssh', 'on'],
  ['mtree list', 'read', undefined, undefined],
  ['mtree show compression', 'read', undefined, undefined],
  ['Execute DDBoost command.', 'other', undefined, undefined],
])('%s', (desc, action, setting, to) => {
  const event = eventIn(line(desc))
  expect([event?.event.action, event?.backup?.change?.setting, event?.backup?.change?.to]).toEqual([
    action,
    setting,
    to,
  ])
  expect(event?.['@timestamp']).toBe('2026-03-01T09:00:00.000Z')
  expect(event?.backup?.actor).toMatchObject({ id: 'sysadmin@dd01', kind: 'person' })
  expect(event?.source?.ip).toBe('192.0.2.10')
})

test('an MTree has one id, however its path is written', () => {
  const ids = ['mtree delete /data/col1/m', 'mtree delete m', 'ddboost storage-unit delete m'].map(
    (desc) => eventIn(line(desc))?.backup?.resource?.id,
  )
  expect(new Set(ids)).toEqual(new Set(['dd01/data/col1/m']))
})

test('a date is set against the time of the record', () => {
  expect(eventIn(line('system set date 030809002026'))?.backup?.detail?.step_seconds).toBe(7 * 86_400)
  expect(eventIn(line('system set date 03080900'))?.backup?.detail?.step_seconds).toBe(7 * 86_400)
})

test.each([
  ["result='success';http_status_code=403;", 'failure', '403'],
  ["result='failed';http_status_code=200;", 'success', undefined],
  ["result='success';err_num=5178;err_msg='locked';", 'failure', 'Error5178'],
  ["result='failed';", 'failure', 'Error'],
  ["result='failed';err_msg='MTree does not exist';", 'failure', 'NotFound'],
  ["result='success';err_num=0;", 'success', undefined],
])('%s is a %s', (more, outcome, code) => {
  const event = eventIn(line('mtree delete /data/col1/m', more))
  expect([event?.event.outcome, event?.error?.code]).toEqual([outcome, code])
})

test('one act that two services log is one', () => {
  const one = eventIn(line('mtree delete /data/col1/m'))
  const other = eventIn(
    '<133>Mar  1 09:00:20 dd01 ddsh: NOTICE: AUDIT-DDSH-00001: user=sysadmin from 192.0.2.10: command "mtree delete /data/col1/m"',
  )
  expect(other?.event.action).toBe('repository-deleted')
  expect(other?.backup?.act).toBe(one?.backup?.act)
  expect(eventIn(line('mtree delete /data/col1/n'))?.backup?.act).not.toBe(one?.backup?.act)
})

test('a call by REST names what it deletes in its address', () => {
  const event = eventIn(
    line('REST call', "method='DELETE';uri='/rest/v1.0/dd-systems/1/mtrees/%2Fdata%2Fcol1%2Fm';http_status_code=200;"),
  )
  expect([event?.event.action, event?.backup?.resource?.id]).toEqual(['repository-deleted', 'dd01/data/col1/m'])
})

describe('hostile input', () => {
  test.each(['nothing', '{}', '[]', '{"desc":7}'])('%s is a reject', (text) => {
    const reading = read(text)
    expect(reading.ok && reading.value.events.length > 0).toBe(false)
  })

  test.each([
    ['pairs', line('x', "a='b';".repeat(100_000))],
    ['quotes', line("'".repeat(200_000))],
    ['braces', `<134>Mar  1 09:00:00 dd01 sms: {epoch=1;${"a='{".repeat(100_000)}`],
    ['words', line('mtree '.repeat(200_000))],
    ['blanks', `<134>Mar  1 09:00:00 dd01 sms: {epoch=1;desc='snapshot schedule create x ${' '.repeat(500_000)}`],
    ['numbers', `<134>Mar  1 09:00:00 dd01 ddsh: ${'MSG-'.repeat(200_000)}`],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    expect(spent() - before).toBeLessThan(2_000)
  })

  test('any text as a command is an event', () => {
    fc.assert(
      fc.property(fc.string(), (text) => eventIn(line(text.replace(/[\n\r'\\]/g, ' '))) !== undefined),
      { numRuns: 300 },
    )
  })
})
