import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/rubrik.cdm/source.ts'
import cloud from '../../../src/sources/rubrik.rsc/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const eventIn = (text: string) => eventsOf([source.read(Buffer.from(text), received)])[0]
const line = (said: string, name = 'Audit.SomethingAudit', more = '', blank = ' '): string =>
  `<14>2026-03-01T09:00:00.123Z RVM1 Rubrik [eventType="Audit" clusterName${blank}="rbk01" eventName${blank}="${name}" nodeIpAddress="192.0.2.31" nodeId="RVM1" status="Success" ${more || `objectName${blank}="-" objectType="User" objectId="u1"`} eventSeverity="Informational" tracerId="t"] ${said}`

test.each([
  ["admin (Global) created local user 'helper'", 'Audit.CreateLocalUserAudit', 'user-added', 'helper@rbk01'],
  [
    "admin (Global) assigned roles 'AdministratorRole' to 'helper'",
    'Audit.AssignRolesAudit',
    'admin-added',
    'helper@rbk01',
  ],
  [
    "admin (Global) assigned roles 'ReadOnlyAdminRole' to 'helper'",
    'Audit.AssignRolesAudit',
    'role-granted',
    'helper@rbk01',
  ],
  ["admin (Global) in 'Global' logged in from 192.0.2.4", 'Audit.LoginAudit', 'sign-in', undefined],
  ['admin (Global) logged out', 'Audit.LogoutAudit', 'other', undefined],
  ["admin (Global) deleted snapshot 5d1f of 'vm01'", 'Audit.DeleteSnapshotAudit', 'recovery-point-deleted', undefined],
  ["admin (Global) removed syslog server '192.0.2.50'", 'Audit.UpdateSyslogAudit', 'audit-changed', undefined],
])('%s', (said, name, action, target) => {
  for (const event of [eventIn(line(said, name)), eventIn(line(said, name, '', ''))]) {
    expect([event?.event.action, event?.user?.target?.id]).toEqual([action, target])
    expect(event).toMatchObject({
      '@timestamp': '2026-03-01T09:00:00.123Z',
      event: { code: name, outcome: 'success' },
      user: { name: 'admin' },
      backup: { platform: 'rubrik.cdm', actor: { id: 'admin@rubrik' } },
    })
  }
})

test('the address is the one of the sentence, and never the node’s', () => {
  expect(eventIn(line("admin (Global) in 'Global' logged in from 192.0.2.4"))?.source?.ip).toBe('192.0.2.4')
  expect(eventIn(line("admin (Global) created local user 'helper'"))?.source).toBeUndefined()
})

test('an SLA domain has the id that the cloud gives it', () => {
  const here = eventIn(
    line(
      "admin (Global) updated SLA Domain 'Gold'",
      'Audit.UpdateSlaDomainAudit',
      'objectName ="Gold" objectType="SlaDomain" objectId="s1"',
    ),
  )
  const there = eventsOf([
    cloud.read(
      Buffer.from(
        JSON.stringify({
          summary: 'a@example.com successfully modified Global SLA Gold',
          custom_details: { eventName: 'Audit.SLAModificationSucceeded' },
        }),
      ),
      received,
    ),
  ])[0]
  expect([here?.event.action, here?.backup?.resource?.id]).toEqual([there?.event.action, there?.backup?.resource?.id])
})

describe('hostile input', () => {
  withstands(source, line)
})
