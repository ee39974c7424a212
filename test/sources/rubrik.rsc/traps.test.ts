import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import source from '../../../src/sources/rubrik.rsc/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2))
const eventOf = (eventName: string, summary: string, more: Record<string, Json> = {}) =>
  eventsOf([
    read({
      summary,
      timestamp: '2026-03-02T09:00:00.46Z',
      class: 'Configuration',
      custom_details: { eventName, status: 'Success', ...more },
    }),
  ])[0]

describe('an event of Rubrik', () => {
  test.each([
    ['from [Viewer] to [Viewer, Administrator]', 'admin-added', 'Administrator'],
    ['from [] to [ReadOnlyAdminRole]', 'role-granted', 'ReadOnlyAdminRole'],
    ['from [Administrator] to [Administrator, Viewer]', 'role-granted', 'Viewer'],
    ['from [Administrator] to []', 'role-revoked', undefined],
  ])('with roles %s is %s', (roles, action, role) => {
    const event = eventOf(
      'RoleAssignedToUser',
      `a@example.com updated the assigned roles for user b@example.com ${roles}`,
    )
    expect(event?.event.action).toBe(action)
    expect(event?.backup?.detail?.role).toBe(role)
    expect(event?.user?.target?.id).toBe('b@example')
  })

  test('has a name with or without its family', () => {
    const words = 'a@example.com successfully modified Global SLA Gold'
    for (const name of ['SLAModificationSucceeded', 'Configuration.SLAModificationSucceeded'])
      expect(eventOf(name, words)).toMatchObject({
        event: { action: 'retention-changed', code: 'SLAModificationSucceeded' },
        user: { name: 'a@example.com' },
        backup: { resource: { type: 'plan', id: 'rubrik/plan/Gold', name: 'Gold' } },
      })
  })

  test('assigns an SLA under the id that the SLA itself has', () => {
    const event = eventOf(
      'SLAAssignmentOnPolarisProcessed',
      'a@example.com successfully assigned SLA Gold to vm1 on RSC',
    )
    expect(event?.backup?.change).toMatchObject({ setting: 'assignment', to: 'rubrik/plan/Gold' })
  })

  test.each([
    ['paused', 'off'],
    ['resumed', 'on'],
    ['unpaused', 'on'],
  ])('of protection that was %s', (action, to) => {
    const event = eventOf(
      'ClusterPauseResumeSucceeded',
      `a@example.com has successfully ${action} protection on clusters: c1.`,
    )
    expect(event?.backup?.change?.to).toBe(to)
  })

  test('is known by its words where a page gives no name', () => {
    const node = {
      auditType: 'Audit',
      message: 'a@example.com deleted the Quorum Authorization policy snapshots.',
      status: 'Success',
      time: '2026-03-02T09:00:00.1Z',
    }
    for (const page of [node, { node }, { data: { userAuditConnection: { nodes: [node] } } }])
      expect(eventsOf([read(page)])[0]?.event.action).toBe('four-eyes-changed')
  })

  test('fails when its name says so, and when its status does', () => {
    expect(eventOf('DeleteSnapshotFailed', 'x')?.event.outcome).toBe('failure')
    expect(eventOf('PasswordLoginFailedKnownUser', 'x')?.event.outcome).toBe('failure')
    expect(eventOf('X', 'x', { status: 'TASK_FAILURE' })?.event.outcome).toBe('failure')
    expect(eventOf('X', 'x', { status: 'Running' })?.event.outcome).toBe('unknown')
  })

  test.each([['hello'], ['{"a":1}'], ['[1]'], ['null']])('is not in %s', (record) => {
    expect(read(record).ok).toBe(false)
  })

  test('of any shape throws nothing, and no message takes long', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string(),
        fc.constantFrom('RoleAssignedToUser', 'OrgQuotaUpdated', 'DeleteSnapshot', ''),
        (one, words, name) => {
          read({
            summary: one as Json,
            custom_details: { eventName: name, seriesId: 's', objectId: one as Json, status: words },
          })
          read({ activitySeriesId: 's', activityConnection: one as Json, cluster: one as Json })
        },
      ),
      { numRuns: 300 },
    )
    const before = process.cpuUsage().user
    read({ custom_details: { seriesId: 's' }, summary: `${'a@b.c successfully assign SLA to '.repeat(20_000)}` })
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000)
  })
})

const templates = new URL('../../../../shared/reference/samples/rubrik/rsc-event-templates.tsv', import.meta.url)
test.runIf(existsSync(templates))(
  'every event that the vendor lists is read, and what guards copies has a word',
  () => {
    const rows = readFileSync(templates, 'utf8')
      .split('\n')
      .slice(1)
      .filter((row) => row !== '')
      .map((row) => row.split('\t'))
    const events = rows.map(([, name = '', , status = '', , words = '']) =>
      eventOf(name, words.replace(/\$\{(\w+)\}/g, '$1'), { status }),
    )
    expect(events.every((event) => event !== undefined)).toBe(true)
    const silent = events.filter(
      (event) =>
        event?.event.action === 'other' &&
        /Snapshot\w*Delet|LegalHold|SLA(Modif|Delet|Pause|Assign)|Totp|Tpr(Policy|Config)|SyslogConfiguration|KeyVault$/.test(
          event.event.code,
        ),
    )
    expect(silent.map((event) => event?.event.code)).toEqual([
      'TotpReminderHoursUpdate',
      'TprPolicyDeleteFailed',
      'TprPolicyUpdateFailed',
      'AddKMSKeyVault',
    ])
  },
)

const files = realOf('rubrik.rsc')
test.runIf(files.length > 0)('real records are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).length).toBeGreaterThan(1)
})

test.each([
  ['SnapshotExportFailed', 'Failure', 'Failed to recover virtual machine erp', 'job-finished', 'failure'],
  ['SnapshotExportSucceeded', 'Success', 'Recovered virtual machine erp', 'job-finished', 'success'],
  ['SnapshotExportRunning', 'Running', 'Recovering virtual machine erp', 'other', 'unknown'],
  ['SnapshotExportStarted', 'Queued', 'Recovering virtual machine erp', 'other', 'unknown'],
  ['FailoverTask', 'Failure', 'Test failover of erp did not end well', 'restore-tested', 'failure'],
])('a recovery %s %s: %s', (eventName, status, summary, action, outcome) => {
  const [event] = eventsOf([
    read({ summary, timestamp: '2026-03-02T09:00:00.46Z', class: 'Recovery', custom_details: { eventName, status } }),
  ])
  expect([event?.event.action, event?.event.outcome]).toEqual([action, outcome])
})
