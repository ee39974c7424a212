import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/dell.avamar/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf, readingsOf, realOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const eventIn = (text: string) => eventsOf([source.read(Buffer.from(text), received)])[0]
const line = (
  summary: string,
  more = '',
  type = 'AUDIT',
  user = 'jdoe',
  requestor = '<requestor> <requestor domain="/" host="192.0.2.4" product="MCGUI" role="Administrator" user="jdoe"/>',
): string =>
  `<141> Feb 03 02:40:11 ava01: <Code> ${type === 'AUDIT' ? 22555 : 22556} <Type> ${type} <Severity> PROCESS <Category> SECURITY <User> ${user} <HwSource> ava01 <Summary> ${summary} ${more} ${requestor}`
const expiration = (made: string, end: string) =>
  eventIn(
    line(
      'Changed backup expiration.',
      `<path> /clients/x <createtime> ${made} 02:32:09 CST <labelnum> 7 <expiration> ${end}`,
    ),
  )

test.each([
  ['2026-02-01', '2026-04-02', 'retention-changed', 60],
  ['2026-02-01', '2026-02-04', 'retention-changed', 3],
  ['2026-02-01', 'NEVER', 'retention-changed', 'unlimited'],
  ['2026-01-20', '2026-02-03', 'recovery-point-deleted', undefined],
  ['2026-01-20', '2026-01-01', 'recovery-point-deleted', undefined],
  // The header's year is a guess, and this end is years back.
  ['2024-02-03', '2024-02-16', 'retention-changed', 13],
])('a backup of %s that ends %s', (made, end, action, days) => {
  const event = expiration(made, end)
  expect([event?.event.action, event?.backup?.change?.to]).toEqual([action, days])
  expect(event?.backup?.resource).toMatchObject({
    type: 'recovery-point',
    id: 'ava01/clients/x#7',
    container: { id: 'ava01/clients/x' },
  })
})

test('the requestor says who, from where and with what', () => {
  expect(expiration('2026-02-01', '2026-04-02')).toMatchObject({
    '@timestamp': '2026-02-03T02:40:11.000Z',
    user: { name: 'jdoe', roles: ['Administrator'] },
    user_agent: { original: 'MCGUI' },
    source: { ip: '192.0.2.4' },
    host: { name: 'ava01' },
    backup: { actor: { id: 'jdoe@ava01', kind: 'person' } },
  })
})

test('an account of the server itself is somebody where a program is named', () => {
  const by = (requestor?: string) =>
    eventIn(line('Backup deleted.', '<path> /clients/x', 'AUDIT', 'MCUser', requestor))?.backup?.actor?.kind
  expect([by(), by('')]).toEqual(['person', 'product'])
})

test('what is no audit is told of no person and deletes nothing', () => {
  expect(eventIn(line('Garbage collection deleted old backups', '', 'INFORMATION', 'MCUser', ''))?.event.action).toBe(
    'other',
  )
})

test.each([
  ['Checkpoint validation failed', 'ERROR', 'restore-tested', 'failure', 'restore-test'],
  ['hfscheck completed successfully', 'INFORMATION', 'restore-tested', 'success', 'restore-test'],
  ['hfscheck started', 'INFORMATION', 'other', 'success', 'console'],
  ['Restore completed', 'INFORMATION', 'job-finished', 'success', 'console'],
])('%s of the server itself', (summary, type, action, outcome, kind) => {
  const event = eventIn(line(summary, '', type, 'MCUser', ''))
  expect([event?.event.action, event?.event.outcome, event?.backup?.resource?.type]).toEqual([action, outcome, kind])
})

describe('hostile input', () => {
  withstands(source, line, {
    Code: '22555',
    Type: 'AUDIT',
    Summary: 'Changed backup expiration.',
    HwSource: 'a',
    expiration: '2026-01-01',
  })
})

const files = realOf(source.name)
describe.runIf(files.length > 0)('real lines, where the reference is', () => {
  test('are told', () => {
    const [event, ...more] = eventsOf(files.flatMap(([, raw]) => readingsOf(source, raw)))
    expect(more).toEqual([])
    expect(event).toMatchObject({
      event: { code: '22555', action: 'retention-changed', outcome: 'success' },
      source: { ip: '1.1.1.1' },
      backup: {
        actor: { kind: 'person' },
        change: { setting: 'retention', to: 13 },
        resource: { id: 'avamar-01/clients/Dev-Cert/Windows/test.com#388' },
      },
    })
  })
})
