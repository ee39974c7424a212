import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/druva.audit/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf, readingsOf, realOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const readingOf = (record: unknown) =>
  source.read(Buffer.from(typeof record === 'string' ? record : JSON.stringify(record)), received)
const eventIn = (record: unknown) => eventsOf([readingOf(record)])[0]
const inSync = (more: Readonly<Record<string, unknown>>) => ({
  eventID: 101,
  eventType: 'Admin Audit Trail',
  initiator: 'ana@example.com',
  ip: '203.0.113.9',
  eventState: 'Success',
  eventDetails: '',
  timestamp: '2026-02-03T17:00:00Z',
  ...more,
})
const platform = (type: string, details: object = {}, more: object = {}) => ({
  id: 5,
  category: 'AUDIT',
  feature: 'Admin',
  globalID: 'g1',
  type,
  timeStamp: 1_770_048_000,
  details,
  initiator: 'ana@example.com',
  ...more,
})

test.each([
  [inSync({ eventType: 'Admin Login' }), 'sign-in', 'success'],
  [inSync({ eventType: 'Admin Login', eventState: 'Failed' }), 'sign-in', 'failure'],
  [inSync({ eventType: 'Backup', eventState: 'Backed up with Errors', initiator: null }), 'job-finished', 'success'],
  [inSync({ eventType: 'Backup', eventState: 'Canceled', initiator: null }), 'job-finished', 'failure'],
  [inSync({ eventType: 'Backup', eventState: 'Backup Paused' }), 'job-stopped', 'success'],
  [inSync({ eventDetails: "Deleted policy 'Nightly'" }), 'job-stopped', 'success'],
  [inSync({ eventType: 'Something New' }), 'other', 'success'],
  [platform('AdminCreated', { email: 'helper@example.com' }), 'admin-added', 'success'],
  [platform('AdminCreated', { email: 'helper@example.com', role: 'Read Only Administrator' }), 'user-added', 'success'],
  [platform('AdminLoginFailed', { status: 'Failure' }), 'sign-in', 'failure'],
  [platform('TenantDeleted', { tenantName: 'acme' }), 'parent-deleted', 'success'],
  [platform('TenantDeletionCancelled', { tenantName: 'acme' }), 'other', 'success'],
  [platform('ClientDeleted', { clientName: 'siem' }), 'credential-removed', 'success'],
])('%o', (record, action, outcome) => {
  const event = eventIn(record)
  expect([event?.event.action, event?.event.outcome]).toEqual([action, outcome])
})

test('a restore that failed is one', () => {
  expect(eventIn(inSync({ eventType: 'Restore', eventState: 'Failed' }))).toMatchObject({
    event: { action: 'job-finished', outcome: 'failure' },
    backup: { detail: { restore: true, state: 'Failed' } },
  })
})

const row = (action: string, kind: string, name = 'x') => ({
  Administrator: 'ana@example.com',
  Activity: action,
  'Entity Type': kind,
  'Entity Name': name,
  Organization: 'Default',
  'Source IP': '203.0.113.9',
  Time: '2026-02-03T17:00:00Z',
})

describe('rows of the audit trail of hybrid workloads', () => {
  test.each([
    ['Delete', 'Backup Set', 'recovery-point-deleted', true],
    ['Disable', 'Backup Set', 'job-changed', undefined],
    ['Create', 'Backup Set', 'job-created', undefined],
    ['Backup Now', 'Backup Set', 'run-started', undefined],
    ['Restore', 'Virtual Machine', 'run-started', undefined],
    ['Delete', 'Snapshot', 'recovery-point-deleted', undefined],
    ['Delete', 'Backup Policy', 'job-stopped', undefined],
    ['Update', 'Backup Policy', 'job-changed', undefined],
    ['Create', 'Admin', 'admin-added', undefined],
    ['Delete', 'Organization', 'parent-deleted', undefined],
    ['Login', 'Admin', 'sign-in', undefined],
    ['Frobnicate', 'Thing', 'other', undefined],
  ])('%s of %s', (action, kind, told, bulk) => {
    const event = eventIn(row(action, kind))
    expect([event?.event.action, event?.backup?.detail?.bulk]).toEqual([told, bulk])
    expect(event).toMatchObject({
      '@timestamp': '2026-02-03T17:00:00.000Z',
      source: { ip: '203.0.113.9' },
      backup: { actor: { id: 'ana@example', kind: 'person' } },
    })
  })

  test('columns by other spellings are the same', () => {
    const { administrator, ...more } = {
      administrator: 'ana@example.com',
      action: 'Delete',
      entityType: 'Backup Set',
      entity_name: 'x',
      resourceType: 'File Server',
      sourceIp: '203.0.113.9',
      updatedTime: 1_770_138_000,
    }
    const [one, other] = [row('Delete', 'Backup Set'), { administrator, ...more }].map((record) => eventIn(record))
    expect([one?.event.action, one?.backup, one?.['@timestamp']]).toEqual([
      other?.event.action,
      other?.backup,
      other?.['@timestamp'],
    ])
  })
})

test('an id of nought is none', () => {
  const [one, other] = [eventIn(inSync({ eventID: 0 })), eventIn(inSync({ eventID: 0, ip: '203.0.113.10' }))]
  expect(one?.event.id).not.toBe(other?.event.id)
  expect(eventIn(inSync({}))?.event.id).toBe('101')
})

test('times are ISO, seconds and milliseconds', () => {
  const times = [
    platform('Alert'),
    platform('Alert', {}, { timeStamp: 1_770_048_000_000 }),
    platform('Alert', {}, { timeStamp: '2026-02-02T16:00:00Z' }),
  ].map((record) => eventIn(record)?.['@timestamp'])
  expect(new Set(times)).toEqual(new Set(['2026-02-02T16:00:00.000Z']))
})

test('without an initiator the service acted, and a service identity is no person', () => {
  expect(eventIn(inSync({ initiator: null }))?.backup?.actor?.kind).toBe('product')
  expect(
    eventIn({
      eventCategory: 'EVENT',
      uniqueID: 'u',
      topicName: 'a-b-Admin Event',
      eventType: 'Backup',
      identityType: 'SERVICE',
      identityID: '9',
    })?.backup?.actor?.kind,
  ).toBe('product')
})

test('the audit and the alert of a deletion are one act', () => {
  const [audit, alert] = [platform('TenantDeleted'), platform('TenantDeleted', {}, { id: 6, category: 'ALERT' })].map(
    (record) => eventIn(record)?.backup?.act,
  )
  expect(audit).toBeDefined()
  expect(audit).toBe(alert)
})

describe('hostile input', () => {
  withstands(source, (text) => JSON.stringify(inSync({ eventDetails: text })), inSync({}))
})

const files = realOf(source.name)
describe.runIf(files.length > 0)('real events, where the reference is', () => {
  test('are told', () => {
    const events = eventsOf(files.flatMap(([, raw]) => readingsOf(source, raw)))
    expect(events.map(({ event, backup }) => [event.code, event.action, event.outcome, backup?.actor?.kind])).toEqual([
      ['Backup', 'job-finished', 'success', 'product'],
    ])
    expect(events[0]?.['@timestamp']).toBe('2024-05-25T18:52:48.000Z')
  })
})
