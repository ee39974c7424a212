import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../../src/sources/deeds/deed.ts'
import { factsOf } from '../../../src/sources/deeds/facts.ts'
import { changesIn, fieldsIn } from '../../../src/sources/deeds/settings.ts'

const told = (text: string, code = '') => factsOf({ place: 'c1', code, text, fields: [] })

describe('a sentence', () => {
  test.each([
    ["Deleted policy 'Nightly'", 'job-stopped', 'c1/plan/nightly'],
    ["Policy 'Nightly' was deleted", 'job-stopped', 'c1/plan/nightly'],
    ["Backup policy 'Nightly' has been modified", 'job-changed', 'c1/plan/nightly'],
    ['Retention policy Gold was modified', 'retention-changed', 'c1/plan/gold'],
    ["Disabled schedule 'Daily'", 'job-changed', 'c1/plan/daily'],
    ["Storage unit 'SU1' deleted", 'repository-deleted', 'c1/repository/su1'],
    ["Removed repository 'REPO-1'", 'repository-deleted', 'c1/repository/repo-1'],
    ["Removed vm1 from policy 'Gold'", 'selection-changed', 'c1/plan/gold'],
    ["vm1 was removed from policy 'Gold'", 'selection-changed', 'c1/plan/gold'],
    ["Deleted policy 'Gold' from console", 'job-stopped', 'c1/plan/gold'],
    ['Deleted 40 backup sets', 'recovery-point-deleted', 'c1'],
    [
      "Object lock mode of vault 'V1' changed from compliance to governance",
      'immutability-changed',
      'c1/repository/v1',
    ],
    ['Audit log cleared', 'audit-changed', 'c1/audit'],
    ['Time server changed to 192.0.2.1', 'clock-changed', 'c1'],
    ['Alarm cleared', 'other', 'c1'],
    ["Backup set 'FS1' was deleted", 'recovery-point-deleted', 'c1/recovery-point/fs1'],
    ['Save set 1234 deleted', 'recovery-point-deleted', 'c1/recovery-point/1234'],
    ["Deleted snapshot 'a' of device L7", 'recovery-point-deleted', 'c1/recovery-point/a'],
    ["Initiated the deletion of backup 'B1'", 'recovery-point-deleted', 'c1/recovery-point/b1'],
    ["Deleted client 'L7' and its backup data", 'recovery-point-deleted', 'c1/client/l7'],
    ["Client 'L7' was disabled", 'selection-changed', 'c1/client/l7'],
    ["Encryption key 'k1' was rotated", 'key-rotated', 'c1/key/k1'],
    ["Encryption key 'k1' was deleted", 'key-destruction-scheduled', 'c1/key/k1'],
    ['Lockbox passphrase changed', 'key-rotated', 'c1'],
    ["Retention lock disabled on storage unit 'SU1'", 'immutability-changed', 'c1/repository/su1'],
    ["Legal hold 'Case 1' released", 'immutability-changed', 'c1/recovery-point/case 1'],
    ['Audit log retention set to 1 day', 'audit-changed', 'c1/audit'],
    ["Syslog server '192.0.2.5' removed", 'audit-changed', 'c1/audit'],
    ['Multi-factor authentication was disabled', 'mfa-changed', 'c1'],
    ['Quorum authorization was disabled', 'four-eyes-changed', 'c1'],
    ['Ransomware detection disabled', 'guard-changed', 'c1'],
    ["Replication policy 'DR' deleted", 'job-stopped', 'c1/plan/dr'],
    ['Replication to DR was disabled', 'replication-changed', 'c1'],
    ["Client index of 'L7' deleted", 'catalogue-deleted', 'c1/catalogue/l7'],
    ['User jdoe logged in from 192.0.2.1', 'sign-in', 'c1'],
    ['User jdoe logged out', 'other', 'c1'],
    ['Support tunnel opened', 'support-opened', 'c1'],
    ["Organization 'Acme' deleted", 'parent-deleted', 'c1/tenant/acme'],
    ['Backup failed', 'job-finished', 'c1'],
    ['The weather is fine', 'other', 'c1'],
    ['', 'other', 'c1'],
  ])('%s', (text, action, id) => {
    const facts = told(text)
    expect([facts.action, facts.resource?.id]).toEqual([action, id])
  })

  test.each([
    ["User 'helper' was created with role 'Administrator'", 'admin-added', 'helper@c1'],
    ["Assigned role 'Backup Administrator' to user 'helper'", 'admin-added', 'helper@c1'],
    ["Assigned role 'Read-only Administrator' to user 'helper'", 'role-granted', 'helper@c1'],
    ["User 'helper' was created", 'user-added', 'helper@c1'],
    ["Deleted user 'helper'", 'user-removed', 'helper@c1'],
    ["Revoked role 'Administrator' from user 'helper'", 'role-revoked', 'helper@c1'],
    ["Password of user 'helper' was changed", 'credential-added', 'helper@c1'],
    ['Disabled two-factor authentication for user helper@example.com', 'mfa-changed', 'helper@example'],
  ])('%s', (text, action, id) => {
    const facts = told(text)
    expect([facts.action, facts.target?.id]).toEqual([action, id])
  })
})

describe('what endangers nothing', () => {
  test.each([
    ['Retention enforcement finished', 'other'],
    ["Retention policy 'Gold' created", 'job-created'],
    ['Audit log exported by admin', 'read'],
    ["Deleted report schedule 'Weekly'", 'other'],
    ["Removed tag 'x' from client L7", 'other'],
    ['Certificate for server x expires in 30 days', 'other'],
    ['Password expired', 'other'],
    ['User updated his time zone', 'other'],
    ['Deleted old log files', 'other'],
    ['Policy evaluation completed for 12 assets', 'job-finished'],
    ['Replication completed', 'job-finished'],
    ['Snapshot created for vm01', 'recovery-point-created'],
    ['Administrator bob updated', 'other'],
  ])('%s', (text, action) => {
    expect(told(text).action).toBe(action)
  })

  test.each([
    'Removed expired backups',
    'Data deletion completed as per retention policy',
    'Expired 12 snapshots by retention',
  ])('%s', (text) => {
    expect(told(text)).toMatchObject({ action: 'recovery-point-deleted', detail: { expired: true } })
  })
})

describe('a name of an act', () => {
  test.each([
    ['AdminLoginSuccess', 'Admin Login Success'],
    ['Audit.CreateLocalUserAudit', 'Audit Create Local User Audit'],
    ['settings_service.audit.value', 'settings service audit value'],
  ])('%s is words', (code, words) => {
    expect(wordsOf(code)).toBe(words)
  })

  test('counts more than the sentence, and a field for the kind more than both', () => {
    expect(told('User jdoe has removed it', 'StorageUnitDeleted').action).toBe('repository-deleted')
    expect(
      factsOf({ place: 'c1', code: 'delete', text: 'x', kind: 'protection-policies', name: 'P', fields: [] }),
    ).toMatchObject({ action: 'job-stopped', resource: { id: 'c1/plan/p' } })
  })
})

describe('settings', () => {
  test.each([
    ['Retention changed from 90 days to 7 days', [{ setting: 'retention', from: 90, to: 7, unit: 'd' }]],
    ['retention period set to 2 weeks', [{ setting: 'retention', to: 14, unit: 'd' }]],
    ["ana set retention to 3 days for policy 'Gold'", [{ setting: 'retention', to: 3, unit: 'd' }]],
    ['applied retention policy to 3 clients', []],
    ['Bucket lock mode changed from compliance to none', [{ setting: 'lock-mode', from: 'compliance', to: 'off' }]],
    ['Retention: 30', [{ setting: 'retention', to: 30, unit: 'd' }]],
    ['nothing is said', []],
  ])('%s', (text, changes) => {
    expect(changesIn({ text, fields: [] })).toEqual(changes)
  })

  test.each([
    [
      { name: 'retentionDays', from: 30, to: 3 },
      { setting: 'retention', from: 30, to: 3, unit: 'd' },
    ],
    [
      { name: 'retention weeks', to: '2' },
      { setting: 'retention', to: 14, unit: 'd' },
    ],
    [
      { name: 'immutability', from: true, to: false },
      { setting: 'lock-mode', from: 'compliance', to: 'off' },
    ],
    [
      { name: 'immutabilityPeriod', to: '14 days' },
      { setting: 'lock-days', to: 14, unit: 'd' },
    ],
    [
      { name: 'enabled', from: 'true', to: 'false' },
      { setting: 'schedule', from: 'on', to: 'off' },
    ],
    [
      { name: 'encryptionEnabled', to: false },
      { setting: 'encryption', to: 'off' },
    ],
  ])('%o', (field, change) => {
    expect(changesIn({ text: '', fields: [field] })).toEqual([change])
  })

  test('of several lengths the shortest stands first', () => {
    const fields = [
      { name: 'yearly retention', to: '7' },
      { name: 'daily retention days', to: 14 },
    ]
    expect(changesIn({ text: '', fields }).map(({ to }) => to)).toEqual([14, 2555])
  })

  test('both values of a sentence are found, whatever stands around them', () => {
    expect(fieldsIn("Profile 'x': retention changed from 30 days to 7 days by ana")).toEqual([
      { name: 'retention', from: '30 days', to: '7 days' },
    ])
  })
})
