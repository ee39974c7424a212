import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restoreEnd } from '../../../src/model/restore.ts'
import source from '../../../src/sources/netbackup.audit/source.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2, 12)
const read = (text: string) => source.read(Buffer.from(text), received)
const report = (category: string, action: string, text: string, details = ''): string =>
  `DATE: 03/02/2026 09:00:00\nUSER: ACME\\m.stone\nCATEGORY: ${category}\nACTION: ${action}\nREASON: \nDESCRIPTION: ${text}\n${details}`
const table = (...rows: readonly (readonly [string, string, string])[]): string =>
  `DETAILS:\n      ATTRIBUTE        OLD VALUE        NEW VALUE\n${rows.map(([name, from, to], index) => `${index + 1}     ${name}      ${from}      ${to}`).join('\n')}\n`
const eventOf = (category: string, action: string, text: string, details = '') =>
  eventsOf([read(report(category, action, text, details))])[0]

describe('an audit record', () => {
  const deleted = "Storage unit 'msdp-01' was deleted"
  const ocsf = {
    class_uid: 3004,
    time: Date.UTC(2026, 2, 2, 9),
    message: deleted,
    actor: { user: { name: 'm.stone', domain: 'ACME' } },
    device: { hostname: 'nbu01' },
    metadata: { product: { name: 'NetBackup' } },
    unmapped: { category: 'STU', action: 'DELETE' },
  }
  const api = {
    id: '7',
    attributes: {
      category: 'STU',
      operation: 'DELETE',
      message: deleted,
      userName: 'm.stone',
      domainName: 'ACME',
      auditTime: '2026-03-02T09:00:00Z',
    },
  }

  test.each([
    ['a report', report('STU', 'DELETE', deleted)],
    [
      'a report for programs',
      `"DATE: 03/02/2026 09:00:00"|"USER: ACME\\m.stone"|"CATEGORY: STU"|"ACTION: DELETE"|"REASON: x"|"DESCRIPTION: ${deleted}"`,
    ],
    ['a short report', `03/02/2026 09:00:00 ACME\\m.stone STU DELETE ${deleted}`],
    [
      'a syslog line',
      `<134>Mar  2 09:00:00 nbu01 nbaudit: DATE: 03/02/2026 09:00:00; USER: ACME\\m.stone; CATEGORY: STU; ACTION: DELETE; REASON: ; DESCRIPTION: ${deleted}`,
    ],
    ['pairs', `category=STU action=DELETE user="ACME\\m.stone" time="03/02/2026 09:00:00" description="${deleted}"`],
    [
      'a report that an agent wrapped',
      JSON.stringify({ '@timestamp': '2026-03-02T09:00:05Z', message: report('STU', 'DELETE', deleted) }),
    ],
    ['the API', JSON.stringify({ data: [api] })],
    ['OCSF', JSON.stringify(ocsf)],
    ['OCSF behind a syslog header', `<134>Mar  2 09:00:00 nbu01 nbaudit: ${JSON.stringify(ocsf)}`],
  ])('is read from %s', (_, text) => {
    const [event, ...others] = eventsOf([read(text)])
    expect(others).toEqual([])
    expect(event?.['@timestamp']).toBe('2026-03-02T09:00:00.000Z')
    expect([event?.event.code, event?.event.action, event?.event.outcome]).toEqual([
      'STU/DELETE',
      'repository-deleted',
      'success',
    ])
    expect(event?.backup?.actor).toMatchObject({ id: 'm.stone@acme', kind: 'person' })
    expect(event?.backup?.resource?.name).toBe('msdp-01')
  })

  test.each(['', '{}', '{"category":"STU"}', '{"category":"web","action":"x"}', 'no audit record', '[1,2]'])(
    'is not in %s',
    (text) => {
      expect(eventsOf([read(text)])).toEqual([])
    },
  )
})

describe('what happened', () => {
  test.each([
    [
      'POLICY',
      'MODIFY',
      "Schedule 'full' of Policy 'nightly' was modified",
      table(['Retention Period', '8 weeks', '1 day']),
      'retention-changed',
      'nightly',
      56,
      1,
    ],
    [
      'POLICY',
      'MODIFY',
      "Schedule 'full' of Policy 'nightly' was modified",
      table(['Retention Level', '3', '0']),
      'retention-changed',
      'nightly',
      undefined,
      undefined,
    ],
    [
      'RETENTION_LEVEL',
      'MODIFY',
      "Retention level '3' was changed from infinity to 2 days",
      '',
      'retention-changed',
      '3',
      'unlimited',
      2,
    ],
    [
      'CATALOG',
      'MODIFY',
      "Expiration of image 'x_1' was changed from 60 days to 1 day",
      '',
      'retention-changed',
      'x_1',
      60,
      1,
    ],
    ['CATALOG', 'EXPIRE', "Image 'x_1' was expired", '', 'recovery-point-deleted', 'x_1', undefined, undefined],
    [
      'POLICY',
      'MODIFY',
      "Attributes of Policy 'nightly' were modified",
      table(['Active', 'Yes', 'No']),
      'job-changed',
      'nightly',
      undefined,
      'off',
    ],
    [
      'POLICY',
      'MODIFY',
      "Client 'pacs-01' was deleted from Policy 'clinics'",
      '',
      'selection-changed',
      'clinics',
      undefined,
      'off',
    ],
    [
      'SLP',
      'MODIFY',
      "Operation 'Duplication' was removed from SLP 'gold'",
      '',
      'replication-changed',
      'gold',
      undefined,
      'off',
    ],
    ['POLICY', 'DELETE', "Policy 'nightly' was deleted", '', 'job-stopped', 'nightly', undefined, 'off'],
    [
      'POLICY',
      'MODIFY',
      "Policy 'nightly' was saved but no changes were detected",
      '',
      'job-changed',
      'nightly',
      undefined,
      undefined,
    ],
    ['HOLD', 'RELEASE', "Hold 'case-7' was released", '', 'immutability-changed', 'case-7', undefined, 'off'],
    [
      'STU',
      'MODIFY',
      "Storage unit 'msdp-01' was modified",
      table(['WORM', 'Yes', 'No']),
      'immutability-changed',
      'msdp-01',
      undefined,
      'off',
    ],
    ['POOL', 'DELETE', "Disk pool 'dp-01' was deleted", '', 'repository-deleted', 'dp-01', undefined, undefined],
    [
      'USER',
      'MODIFY',
      "User 'ACME\\x' was added to role 'Security Administrator'",
      '',
      'admin-added',
      'ACME\\x',
      undefined,
      undefined,
    ],
    [
      'USER',
      'MODIFY',
      "User 'ACME\\x' was added to role 'Default Auditor'",
      '',
      'role-granted',
      'ACME\\x',
      undefined,
      undefined,
    ],
    [
      'USER',
      'MODIFY',
      "User 'ACME\\x' was removed from role 'Administrator'",
      '',
      'role-revoked',
      'ACME\\x',
      undefined,
      undefined,
    ],
    [
      'SEC_CONFIG',
      'MODIFY',
      'Multi-person authorization was disabled',
      '',
      'four-eyes-changed',
      undefined,
      undefined,
      'off',
    ],
    ['SEC_CONFIG', 'MODIFY', 'Multi-factor authentication was enabled', '', 'mfa-changed', undefined, undefined, 'on'],
    ['AUDITCFG', 'MODIFY', 'Audit was disabled', '', 'audit-changed', 'audit of NetBackup', undefined, 'off'],
    [
      'AUDITCFG',
      'MODIFY',
      'Audit retention period was changed from 90 days to 1 day',
      '',
      'audit-changed',
      'audit of NetBackup',
      90,
      1,
    ],
    ['KMS', 'DELETE', "Key 'k-1' was deleted", '', 'key-destruction-scheduled', 'k-1', undefined, undefined],
    [
      'TOKEN',
      'CREATE',
      'An API key was created for user ACME\\x',
      '',
      'credential-added',
      'ACME\\x',
      undefined,
      undefined,
    ],
  ] as const)('%s %s: %s', (category, action, text, details, verb, name, from, to) => {
    const event = eventOf(category, action, text, details)
    expect([event?.event.action, event?.backup?.change?.from, event?.backup?.change?.to]).toEqual([verb, from, to])
    if (name !== undefined) expect(event?.backup?.resource?.name).toBe(name)
  })

  test('is a failure where somebody was not authorized', () => {
    const event = eventOf('AZFAILURE', 'DELETE', "User is not authorized to delete image 'x_1'")
    expect([event?.event.action, event?.event.outcome, event?.error?.code]).toEqual([
      'recovery-point-deleted',
      'failure',
      'NotAuthorized',
    ])
  })

  test('of a row that counts several has the time of the last', () => {
    const text = report('CERT', 'MODIFY', 'Verification failed').replace(
      'USER:',
      'Ending Event Time: 03/02/2026 08:00:00\nUSER:',
    )
    expect(eventsOf([read(text)])[0]?.['@timestamp']).toBe('2026-03-02T08:00:00.000Z')
  })
})

test('anything is read or rejected, and long texts take no more than a moment', () => {
  const start = performance.now()
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.json(), (text, json) => {
      for (const record of [
        text,
        json,
        report('POLICY', 'MODIFY', text),
        JSON.stringify({ category: 'STU', action: json, details: [text] }),
      ]) {
        const reading = read(record)
        for (const { event } of reading.ok ? reading.value.events : []) expect([event.id, event.code]).not.toContain('')
      }
    }),
    { numRuns: 400 },
  )
  for (const filler of ['DATE: ', ' from ', "'", 'a ', '\n'.padEnd(3, 'x')])
    read(report('POLICY', 'MODIFY', filler.repeat(200_000)))
  expect(performance.now() - start).toBeLessThan(8_000)
})

describe('a restore', () => {
  test.each([
    ['END', "Restore job '4712' of erp-db completed successfully", 'well'],
    ['END', "Restore job '4712' of erp-db failed with status 5", 'badly'],
    ['END', "Restore job '4712' of erp-db partially succeeded", 'unclear'],
    ['START', "Restore job '4712' of erp-db was started", undefined],
    ['CANCEL', "Restore job '4712' of erp-db was canceled", undefined],
    ['END', "Backup job '4713' of erp-db completed successfully", undefined],
  ])('%s: %s', (action, text, how) => {
    const event = eventOf('JOB', action, text)
    expect(event && restoreEnd(event)?.how).toBe(how)
  })
})
