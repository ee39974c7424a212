import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/acronis.audit/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const eventIn = (record: unknown) =>
  eventsOf([source.read(Buffer.from(typeof record === 'string' ? record : JSON.stringify(record)), received)])[0]
const audit = (type: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id: 'a1',
  date: '2026-02-03T11:00:28Z',
  created_at: '2026-02-03T11:01:00Z',
  event_type: type,
  request_type: 'ui',
  initiator_ip: '203.0.113.69',
  initiator_user_name: 'mallory',
  initiator_user_uuid: 'F0C9',
  object_name: 'Thing',
  object_tenant_uuid: 'T1',
  ...more,
})
const cef = (vendor: string, code: string, inside: string, label: string): string =>
  `Feb 03 14:42:46 win-01 siem_log_forwarder[1]: CEF:0|${vendor}|Acme|1.0|${code}|${code}|2|cs1=${inside} cs1Label=${label} dvchost=srv1`

test.each([
  ['user.login', 'sign-in'],
  ['user.create', 'user-added'],
  ['user.delete', 'user-removed'],
  ['backup.archive.delete', 'recovery-point-deleted'],
  ['protection_plan.revoke', 'selection-changed'],
  ['protection_plan.delete', 'job-stopped'],
  ['tenant.two_factor_auth.disable', 'mfa-changed'],
  ['tenant.delete', 'parent-deleted'],
  ['vault.delete', 'repository-deleted'],
  ['api_client.create', 'credential-added'],
  ['quota.reached', 'other'],
])('%s', (type, action) => {
  const event = eventIn(audit(type))
  expect(event).toMatchObject({
    '@timestamp': '2026-02-03T11:00:28.000Z',
    event: { id: 'a1', code: type, action, created: '2026-02-03T11:01:00.000Z' },
    source: { ip: '203.0.113.69' },
    backup: { actor: { id: 'f0c9', name: 'mallory', kind: 'person' } },
  })
})

test('a setting goes by the name of its object', () => {
  const event = eventIn(
    audit('settings_service.audit.setting.value.update', { object_name: 'uninstall_protection', request_type: 'api' }),
  )
  expect([event?.event.action, event?.backup?.actor?.kind]).toEqual(['guard-changed', 'unknown'])
})

test('CEF holds the same entry', () => {
  const [plain, wrapped] = [
    eventIn(audit('user.login')),
    eventIn(cef('Acronis audit', 'user.login', JSON.stringify(audit('user.login')), 'eventdetails')),
  ]
  expect({ ...wrapped, event: 0, host: 0, organization: 0, related: 0 }).toEqual({
    ...plain,
    event: 0,
    host: 0,
    organization: 0,
    related: 0,
  })
})

test('JSON that a relay cut still says who and from where', () => {
  const event = eventIn(
    cef(
      'Acronis audit',
      'user.delete',
      '{"date":"2026-02-03T11:00:28Z","initiator_ip":"203.0.113.7","initiator_user_name":"mallory","object_na',
      'eventdetails',
    ),
  )
  expect(event).toMatchObject({
    '@timestamp': '2026-02-03T11:00:28.000Z',
    source: { ip: '203.0.113.7' },
    user: { name: 'mallory' },
  })
})

test.each([
  ['BackupFailed', 'job-finished', 'failure'],
  ['BackupCanceled', 'job-finished', 'failure'],
  ['EDRIncidentDetected', 'other', 'success'],
])('the alert %s', (type, action, outcome) => {
  const event = eventIn(
    cef(
      'Acronis',
      type,
      '{"planId":"P1","planName":"Nightly","resourceId":"R1","resourceName":"srv1"}',
      'alertdetails',
    ),
  )
  expect([event?.event.action, event?.event.outcome, event?.host?.name, event?.backup?.actor?.kind]).toEqual([
    action,
    outcome,
    'srv1',
    'product',
  ])
})

describe('hostile input', () => {
  withstands(source, (text) => cef('Acronis audit', 'policy.update', text, 'eventdetails'), audit('user.create'))
})
