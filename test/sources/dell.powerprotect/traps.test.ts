import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/dell.powerprotect/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const eventIn = (record: unknown) =>
  eventsOf([source.read(Buffer.from(typeof record === 'string' ? record : JSON.stringify(record)), received)])[0]
const line = (details: string): string =>
  `<13>Mar  1 09:00:00 ppdm01.example.com user-audit 1 monitoring AUDIT 2026-03-01T08:59:59.123Z [TRACE_ID:4f1c] [] Details: ${details};`
const entry = (action: string, kind: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id: 'e1',
  auditType: 'CONFIGURATION',
  createdAt: '2026-03-01T09:00:00Z',
  user: { username: 'admin' },
  action,
  changedObject: { resourceType: `/api/v2/${kind}`, resourceId: 'R1', name: 'Gold' },
  clientIp: '192.0.2.4',
  ...more,
})

test.each([
  ['admin has logged in.', 'sign-in', 'success', 'admin@ppdm01'],
  ['Login failed for user admin', 'sign-in', 'failure', 'admin@ppdm01'],
  ["admin has deleted protection policy 'Gold'.", 'job-stopped', 'success', 'admin@ppdm01'],
  ["Storage unit 'SU1' was deleted by user ACME\\jdoe.", 'repository-deleted', 'success', 'jdoe@acme'],
])('%s', (details, action, outcome, actor) => {
  const event = eventIn(line(details))
  expect([event?.event.action, event?.event.outcome, event?.backup?.actor?.id, event?.['@timestamp']]).toEqual([
    action,
    outcome,
    actor,
    '2026-03-01T08:59:59.123Z',
  ])
})

test.each([
  [entry('DELETE', 'protection-policies'), 'job-stopped', 'ppdm/plan/r1'],
  [entry('DELETE', 'storage-systems'), 'repository-deleted', 'ppdm/repository/r1'],
  [entry('DELETE', 'copies'), 'recovery-point-deleted', 'ppdm/recovery-point/r1'],
  [
    entry('UPDATE', 'protection-policies', {
      changes: [{ name: 'retention', oldValue: '30 days', newValue: '3 days' }],
    }),
    'retention-changed',
    'ppdm/plan/r1',
  ],
  [
    entry('UPDATE', 'protection-policies', { oldValue: { enabled: true, a: 1 }, newValue: { enabled: false, a: 1 } }),
    'job-changed',
    'ppdm/plan/r1',
  ],
])('%o', (record, action, id) => {
  const event = eventIn(record)
  expect([event?.event.action, event?.backup?.resource?.id, event?.source?.ip]).toEqual([action, id, '192.0.2.4'])
})

test('an entry that was refused is a failure', () => {
  expect(eventIn(entry('DELETE', 'copies', { status: 'FAILED' }))?.event.outcome).toBe('failure')
})

describe('hostile input', () => {
  withstands(source, line, entry('DELETE', 'copies'))
})
