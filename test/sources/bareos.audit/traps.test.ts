import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/bareos.audit/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const eventIn = (text: string) => eventsOf([source.read(Buffer.from(text), received)])[0]
const line = (command: string): string =>
  `01-Mar 09:00 bareos-dir JobId 0: Console [default] from [192.0.2.4] cmdline ${command}`

test.each([
  ['delete volume=Full-0001 yes', 'recovery-point-deleted', undefined, undefined],
  ['del jobid=1-40', 'recovery-point-deleted', undefined, true],
  ['delete pool=Offsite', 'repository-deleted', undefined, undefined],
  ['purge jobs client=db01-fd', 'recovery-point-deleted', undefined, true],
  ['prune volume=Full-0001', 'recovery-point-deleted', undefined, undefined],
  ['update volume=V volretention="1 day"', 'retention-changed', 1, undefined],
  ['update volume=V volretention=2592000', 'retention-changed', 30, undefined],
  ['update volume=V volstatus=Purged', 'recovery-point-deleted', undefined, undefined],
  ['update volume=V slot=3', 'repository-changed', undefined, undefined],
  ['update stats days=3', 'other', undefined, undefined],
  ['.bvfs_update', 'read', undefined, undefined],
  ['disable job=Nightly', 'job-changed', 'off', undefined],
  ['enable job=Nightly', 'job-changed', 'on', undefined],
  ['configure add console name=x password=secret profile=webui-admin', 'admin-added', undefined, undefined],
  ['configure add console name=x password=secret profile=webui-readonly', 'user-added', undefined, undefined],
  ['sqlquery DELETE FROM Job', 'catalogue-deleted', undefined, undefined],
  ['sqlquery SELECT 1', 'read', undefined, undefined],
  ['cancel jobid=3', 'job-stopped', undefined, undefined],
  ['run job=Nightly yes', 'run-started', undefined, undefined],
  ['list volumes', 'read', undefined, undefined],
  ['', 'read', undefined, undefined],
  ['frobnicate', 'other', undefined, undefined],
])('%s', (command, action, to, bulk) => {
  const event = eventIn(line(command))
  expect([event?.event.action, event?.backup?.change?.to, event?.backup?.detail?.bulk]).toEqual([action, to, bulk])
  expect(event).toMatchObject({
    '@timestamp': '2026-03-01T09:00:00.000Z',
    source: { ip: '192.0.2.4' },
    backup: { actor: { id: 'default@bareos-dir', kind: 'unknown' } },
  })
  expect(JSON.stringify(event)).not.toContain('secret')
})

test('what the access control stopped is that command, refused', () => {
  const event = eventIn(
    '01-Mar 09:00 bareos-dir JobId 0: Console [oper] from [192.0.2.7], Audit acl failure for Command delete',
  )
  expect([event?.event.action, event?.event.outcome, event?.error?.code]).toEqual([
    'recovery-point-deleted',
    'failure',
    'acl failure',
  ])
  expect(
    eventIn('01-Mar 09:00 bareos-dir JobId 0: Console [oper] from [unknown], Audit acl success for Job Nightly'),
  ).toMatchObject({ event: { action: 'read', outcome: 'success' } })
})

test.each([
  '01-Mar 09:00 bareos-dir: Console [default] from [192.0.2.4] cmdline delete volume=V',
  '<14>Mar  1 09:00:00 bareos-dir bareos-dir[8]: Console [default] from [192.0.2.4] cmdline delete volume=V',
  '01-Mar 2026 09:00:00 bareos-dir JobId 0: Console [default] from [192.0.2.4] cmdline delete volume=V',
])('%s', (text) => {
  expect(eventIn(text)).toMatchObject({
    '@timestamp': '2026-03-01T09:00:00.000Z',
    backup: { resource: { id: 'bareos-dir/volume/V' } },
  })
})

test('a time of December that is read in January is the last year’s', () => {
  const [event] = eventsOf([
    source.read(
      Buffer.from('31-Dec 23:59 bareos-dir JobId 0: Console [a] from [b] cmdline list'),
      Date.UTC(2026, 0, 1),
    ),
  ])
  expect(event?.['@timestamp']).toBe('2025-12-31T23:59:00.000Z')
})

describe('hostile input', () => {
  withstands(source, line)
})
