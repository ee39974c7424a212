import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bracesIn } from '../../../src/sources/commvault.audit/braces.ts'
import source from '../../../src/sources/commvault.audit/source.ts'
import { eventsOf, readingsOf, realOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2, 12)
const read = (text: string) => source.read(Buffer.from(text), received)
const trail = (operation: string, details: string, user = 'ACME\\m.stone'): string =>
  `<134>Mar  2 09:00:02 cs01 AuditTrail: Opid = {7} Audittime = {02 Mar 2026 09:00:00} Severitylevel = {High} Commcellname = {CS01} Username = {${user}} Operation = {${operation}} Details = {${details}} Companyname = {Acme}`
const eventOf = (operation: string, details = '', user?: string) => eventsOf([read(trail(operation, details, user))])[0]

describe('the audit trail', () => {
  test('has its values in braces, whatever braces are in them', () => {
    expect([...bracesIn('AuditTrail: Opid = {7} Details = {a {b} c} Companyname = {x}')]).toEqual([
      ['opid', '7'],
      ['details', 'a {b} c'],
      ['companyname', 'x'],
    ])
  })

  test('says when, who, where and what', () => {
    const event = eventOf('Login', 'username:[m.stone], host/ device:[203.0.113.78]')
    expect(event).toMatchObject({
      '@timestamp': '2026-03-02T09:00:00.000Z',
      event: { code: 'Login', action: 'sign-in', outcome: 'success' },
      source: { ip: '203.0.113.78' },
      backup: { actor: { id: 'm.stone@acme', kind: 'person' } },
    })
    expect(eventOf('Login', 'Login failed: invalid credentials')?.event.outcome).toBe('failure')
    expect(eventOf('Create User', 'System has created an account with login [x]', '')?.backup?.actor?.kind).toBe(
      'product',
    )
    expect(eventOf('Login', 'username:[a.weber]', '')?.backup?.actor?.id).toBe('a.weber@cs01')
  })

  test.each([
    [
      'Modify Storage Policy Copy',
      'Policy Name: Set to [Gold], Copy Name: Set to [Primary], Retention Days: Changed from [60] to [1]',
      'retention-changed',
      'Gold/Primary',
      60,
      1,
    ],
    [
      'Modify Plan',
      'Plan Name: Set to [Servers], Retention Period: Old [30 days] New [2 days]',
      'retention-changed',
      'Servers',
      30,
      2,
    ],
    [
      'Modify Plan',
      'Plan Name: Set to [Servers], Retention: Set to [Infinite]',
      'retention-changed',
      'Servers',
      undefined,
      'unlimited',
    ],
    [
      'Modify Storage Policy',
      'Policy Name: Set to [Gold], Retention was modified',
      'retention-changed',
      'Gold',
      undefined,
      undefined,
    ],
    [
      'Modify Library',
      'Library Name: Set to [disk-01], Compliance Lock: Set to [Off]',
      'immutability-changed',
      'disk-01',
      undefined,
      'off',
    ],
    ['Modify User Group', 'User Group : [master], Users added : [x]', 'admin-added', 'x', undefined, undefined],
    ['Modify User Group', 'User Group : [View All], Users added : [x]', 'role-granted', 'x', undefined, undefined],
    ['Modify User Group', 'User Group : [master], Users removed : [x]', 'role-revoked', 'x', undefined, undefined],
    ['Delete Library', 'Library Name: [disk-01]', 'repository-deleted', 'disk-01', undefined, undefined],
    [
      'Delete Storage Policy Copy',
      'Policy Name: [Gold], Copy Name: [Offsite]',
      'repository-deleted',
      'Gold/Offsite',
      undefined,
      undefined,
    ],
    [
      'Delete Backup Set',
      'Client: [erp], Backup Set : [default]',
      'recovery-point-deleted',
      'default',
      undefined,
      undefined,
    ],
    ['Deconfigure Agent', 'Client: [erp], Agent Type : [SQL]', 'recovery-point-deleted', 'erp', undefined, undefined],
    ['Delete Job', 'Job Id: [7]', 'recovery-point-deleted', '7', undefined, undefined],
    ['Delete Plan', 'Plan Name: [Servers]', 'job-stopped', 'Servers', undefined, 'off'],
    ['Disable Activity', 'Client: [erp], Activity Type: [Data Management]', 'job-changed', 'erp', undefined, 'off'],
    ['Disable Activity', 'Client: [erp], Activity Type: [Data Aging]', 'guard-changed', 'erp', undefined, 'off'],
    ['Enable Data Aging', 'Client: [erp]', 'guard-changed', 'erp', undefined, 'on'],
    ['Modify Audit Trail', 'Critical: Changed from [365 days] to [1 days]', 'audit-changed', 'audit trail', 365, 1],
    [
      'Modify Two-Factor Authentication',
      'Two-factor authentication: Set to [Disabled]',
      'mfa-changed',
      'cs01',
      undefined,
      'off',
    ],
    [
      'Delete Key Management Server',
      'Key Management Server Name: [kms-01]',
      'key-destruction-scheduled',
      'kms-01',
      undefined,
      undefined,
    ],
    ['Kill Job', 'Job Id: [7]', 'job-stopped', '7', undefined, undefined],
    ['Modify Something', 'Display Name: Set to [x]', 'other', 'cs01', undefined, undefined],
  ] as const)('%s with "%s" is %s', (operation, details, action, name, from, to) => {
    const event = eventOf(operation, details)
    expect([event?.event.action, event?.backup?.change?.from, event?.backup?.change?.to]).toEqual([action, from, to])
    expect(event?.backup?.resource?.name).toBe(name)
  })
})

describe('alerts and events', () => {
  const html =
    "<html>Detected anomaly in job [171069] for client [erp].<span style='display: none'>AnomalyType:[2];JobId:[79037346];SuspiciousFileCount:[294]</span></html>"

  test.each([
    [
      'a code in one number',
      {
        commservEvents: [
          {
            eventCode: '234881361',
            subsystem: 'x',
            timeSource: 1772442000,
            description: html,
            clientEntity: { clientName: 'erp' },
          },
        ],
      },
    ],
    [
      'a code with a blank, by webhook',
      {
        'Event ID': '7',
        'Event Code': '14: 337',
        'Event Date': 'Mon Mar  2 09: 00: 00 2026',
        Program: 'x',
        Client: 'erp',
        Description: html,
      },
    ],
  ])('%s', (_, record) => {
    const [event] = eventsOf([read(JSON.stringify(record))])
    expect(event).toMatchObject({
      '@timestamp': '2026-03-02T09:00:00.000Z',
      event: { code: '14:337', action: 'other' },
      host: { name: 'erp' },
    })
    expect(event?.message).toBe('Detected anomaly in job [171069] for client [erp].')
  })

  test('the job is the record’s own, where the text names another', () => {
    const [event] = eventsOf([
      read(JSON.stringify({ 'Event ID': '7', Program: 'x', 'Job ID': '79037346', Description: html })),
    ])
    expect(event).toMatchObject({
      commvault: {
        audit: {
          job_id: '79037346',
          SuspiciousFileCount: '294',
        },
      },
    })
  })

  test('a page of the API is as many events as it lists', () => {
    const one = { eventCodeString: '14:337', timeSource: 1772442000 }
    expect(eventsOf([read(JSON.stringify({ commservEvents: [one, one, one] }))])).toHaveLength(3)
  })
})

test.each(['', '{}', 'no record', '{"Operation":"x"}', '<133>Mar  2 09:00:00 cs01 CommServe: hello'])(
  'what is none is rejected: %s',
  (text) => {
    expect(eventsOf([read(text)])).toEqual([])
  },
)

const files = realOf('commvault.audit')
test.runIf(files.length > 0)('real records are all read, with their time, client and code', () => {
  const events = eventsOf(files.flatMap(([, raw]) => readingsOf(source, raw)))
  expect(events).toHaveLength(3)
  for (const { event, host } of events) {
    expect(event.reason).toBeUndefined()
    expect(host?.name).toMatch(/^dihyperv/)
  }
})

test('anything is read or rejected, and long texts take no more than a moment', () => {
  const start = performance.now()
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.json(), (text, json) => {
      for (const record of [
        text,
        json,
        trail(text, json),
        JSON.stringify({ operation: text, details: json, opId: 1 }),
      ]) {
        const reading = read(record)
        for (const { event } of reading.ok ? reading.value.events : []) expect([event.id, event.code]).not.toContain('')
      }
    }),
    { numRuns: 400 },
  )
  for (const filler of ['a = {', '{', '}', 'x: [', 'Set to ', '<span ', '] '])
    read(trail('Modify Plan', filler.repeat(200_000)))
  expect(performance.now() - start).toBeLessThan(8_000)
})

test.each([
  ['Data Recovery job [4711] for client [erp-db-01] completed.', 'job-finished', 'success'],
  ['Restore job [4712] has failed.', 'job-finished', 'failure'],
  ['Restore job [4713] is waiting for media.', 'other', 'success'],
])('an alert says how a restore ended: %s', (description, action, outcome) => {
  const alert = { Alert: 'Job', 'Event ID': '1', 'Event Code': '19: 1', Program: 'JobManager', Client: 'erp-db-01' }
  const event = eventsOf([
    read(JSON.stringify({ ...alert, 'Event Date': 'Mon Mar  2 09: 05: 27 2026', Description: description })),
  ])[0]
  expect(event?.event).toMatchObject({ action, outcome })
})
