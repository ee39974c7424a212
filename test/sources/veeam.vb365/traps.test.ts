import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/veeam.vb365/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const eventIn = (record: unknown) => eventsOf([source.read(Buffer.from(JSON.stringify(record)), received)])[0]
const row = (action: string, more: Readonly<Record<string, unknown>> = {}) => ({
  Timestamp: '2026-03-01T09:00:00Z',
  Actor: 'ana@example.com',
  'Action Group': 'Protection Management',
  Action: action,
  Target: 'Gold',
  Organization: 'Acme',
  ...more,
})
const session = (more: Readonly<Record<string, unknown>> = {}) => ({
  id: 's1',
  name: 'bob@example.com',
  organization: 'example.onmicrosoft.com',
  type: 'Vex',
  creationTime: '2026-03-01T07:00:00.1234567Z',
  endTime: '2026-03-01T08:00:00Z',
  state: 'Stopped',
  result: 'Success',
  initiatedBy: 'ACME\\jdoe',
  ...more,
})

test.each([
  ['Backup Policy Deleted', 'job-stopped'],
  ['Backup Data Deleted', 'recovery-point-deleted'],
  ['User Deleted', 'user-removed'],
  ['Role Added', 'admin-added'],
  ['Role Removed', 'role-revoked'],
  ['User Login', 'sign-in'],
  ['Workload Tenant Deleted', 'parent-deleted'],
  ['Something Else', 'other'],
])('%s', (action, verb) => {
  const event = eventIn(row(action))
  expect(event).toMatchObject({
    '@timestamp': '2026-03-01T09:00:00.000Z',
    event: { code: action, action: verb, outcome: 'success' },
    backup: { actor: { id: 'ana@example', kind: 'person' } },
    organization: { name: 'Acme' },
  })
})

test('a restore says who started it, and each of its states has an id of its own', () => {
  const [working, done] = [
    eventIn(session({ state: 'Working', result: 'None', endTime: undefined })),
    eventIn(session()),
  ]
  expect([working?.event.action, working?.event.outcome, done?.event.action, done?.event.outcome]).toEqual([
    'other',
    'unknown',
    'job-finished',
    'success',
  ])
  expect(done).toMatchObject({ '@timestamp': '2026-03-01T08:00:00.000Z', backup: { actor: { id: 'jdoe@acme' } } })
  expect(working?.event.id).not.toBe(done?.event.id)
})

test('what the service did by itself is no person’s', () => {
  expect(eventIn(row('Workload Tenant Deleted', { Actor: 'System' }))?.backup?.actor?.kind).toBe('product')
})

describe('hostile input', () => {
  withstands(source, (text) => JSON.stringify(row('Backup Policy Updated', { Details: text })), row('User Deleted'))
})
