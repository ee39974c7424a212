import { describe, expect, test } from 'vitest'
import { eventOf, userInfo } from './records.ts'

const me = userInfo('ACME\\m.stone')
const role = (name: string): string => `<changes><object id="1" name="ACME\\x" assignedRoleName="${name}" /></changes>`

describe('what happens on a backup server', () => {
  test.each([
    [28200, { RepositoryID: 'r', RepositoryName: 'R' }, 'repository-deleted', 'repository'],
    [28980, { StorageID: 'r', Name: 'R' }, 'repository-deleted', 'repository'],
    [29900, { ArchiveRepositoryID: 'r', Name: 'R' }, 'repository-deleted', 'repository'],
    [30200, { RepositoryID: 'r', Name: 'R' }, 'repository-deleted', 'repository'],
    [32200, { RepositoryID: 'r', RepositoryName: 'R' }, 'repository-deleted', 'repository'],
    [41402, { StorageID: 'r', Name: 'R' }, 'repository-deleted', 'array'],
    [23631, { TapeObjectID: 'r', TapeObjectName: 'R' }, 'repository-deleted', 'vault'],
    [24120, { TenantID: 'r', TenantName: 'R' }, 'parent-deleted', 'tenant'],
    [10050, { OibID: 'r', VmName: 'R' }, 'recovery-point-deleted', 'recovery-point'],
    [115, { TapeIDs: 'r', OperationSummary: 'Tapes to erase: R' }, 'recovery-point-deleted', 'tape'],
    [122, { TapeIDs: 'r', OperationSummary: 'Tapes to mark as free: R' }, 'recovery-point-deleted', 'tape'],
    [23090, { JobID: 'r', JobName: 'R' }, 'job-stopped', 'job'],
    [23490, { JobID: 'r', JobName: 'R' }, 'job-stopped', 'job'],
    [23090, { JobID: 'r', JobType: '3', JobName: 'R' }, 'job-stopped', 'restore-test'],
    [23230, { JobID: 'r', JobName: 'R' }, 'job-stopped', 'restore-test'],
    [29120, { ProtectionGroupID: 'r', ProtectionGroupName: 'R' }, 'job-stopped', 'plan'],
    [23420, { JobID: 'r', JobName: 'R' }, 'replication-changed', 'job'],
    [32120, { JobID: 'r', JobName: 'R' }, 'selection-changed', 'job'],
    [29150, { ProtectionGroupID: 'r', ProtectionGroupName: 'R' }, 'selection-changed', 'plan'],
    [31600, { ID: 'r', Hint: 'R' }, 'key-created', 'encryption-password'],
    [31700, { ID: 'r', Hint: 'R' }, 'key-rotated', 'encryption-password'],
    [31800, { ID: 'r', Hint: 'R' }, 'key-destruction-scheduled', 'encryption-password'],
    [42301, { KMSServerID: 'r', Name: 'R' }, 'key-disabled', 'key-store'],
    [25500, { CredentialsID: 'r', AccountName: 'R' }, 'credential-removed', 'credential'],
    [119, { TapeIDs: 'r', OperationSummary: 'Tapes to export: R' }, 'media-moved', 'tape'],
  ] as const)('%i with %j is told as %s of a %s', (code, fields, action, type) => {
    const { event, backup } = eventOf(code, { ...fields, UserFullInfo: me })
    expect([event.code, event.action, event.outcome]).toEqual([String(code), action, 'success'])
    expect(backup?.resource).toMatchObject({ type, id: 'vbr-01/r', name: 'R' })
    expect(backup?.actor).toMatchObject({ id: 'm.stone@acme', name: 'ACME\\m.stone', kind: 'person' })
  })

  test.each([
    ['Veeam Backup Administrator', 'admin-added'],
    ['Veeam Security Administrator', 'admin-added'],
    ['Backup Admins', 'admin-added'],
    ['Veeam Backup Viewer', 'role-granted'],
    ['Veeam Restore Operator', 'role-granted'],
    ['Admin Viewer (read-only)', 'role-granted'],
    ['', 'admin-added'],
  ])('a user who gets the role "%s" is %s', (name, action) => {
    const event = eventOf(31200, { ID: '1', Name: 'ACME\\x', ChangesXML: role(name), UserFullInfo: me })
    expect(event.event.action).toBe(action)
    expect(event.user?.target).toEqual({ id: 'x@acme', name: 'ACME\\x' })
    expect(event.user?.name).toBe('m.stone')
  })

  test('somebody who could not be added is not', () => {
    const event = eventOf(31210, { Name: 'ACME\\x', ChangesXML: role('Veeam Backup Administrator') })
    expect([event.event.action, event.event.outcome]).toEqual(['admin-added', 'failure'])
  })

  test.each([
    [40201, 'Multi-factor authentication has been disabled by ACME\\m.stone.', 'console', undefined, 'weakened'],
    [40200, 'Multi-factor authentication has been enabled by ACME\\m.stone.', 'console', undefined, 'strengthened'],
    [
      40204,
      'Multi-factor authentication has been disabled for ACME\\x by ACME\\m.stone.',
      'user',
      'ACME\\x',
      'weakened',
    ],
    [
      40202,
      'Multi-factor authentication token has been reset for ACME\\x by ACME\\m.stone.',
      'user',
      'ACME\\x',
      'weakened',
    ],
    [
      40203,
      'Multi-factor authentication has been enabled for ACME\\x by ACME\\m.stone.',
      'user',
      'ACME\\x',
      'strengthened',
    ],
  ])('second factors: %i', (code, text, type, target, direction) => {
    const { event, user, backup } = eventOf(code, { UserFullInfo: me }, text)
    expect([event.action, backup?.resource?.type, user?.target?.name, backup?.change?.direction]).toEqual([
      'mfa-changed',
      type,
      target,
      direction,
    ])
  })

  test('an administrator who resets his own factor is told apart', () => {
    const text = 'Multi-factor authentication token has been reset for ACME\\M.Stone by ACME\\m.stone.'
    expect(eventOf(40202, { UserFullInfo: me }, text).backup?.detail?.own).toBe(true)
  })

  test.each([
    [42401, {}, 'four-eyes-changed', 'success'],
    [42402, { Operation: 'Delete backup VM01', OperationId: '100' }, 'recovery-point-deleted', 'unknown'],
    [42402, { Operation: 'Disable four-eyes authorization', OperationId: '103' }, 'four-eyes-changed', 'unknown'],
    [42403, { Operation: 'Disable four-eyes authorization', OperationId: '103' }, 'four-eyes-changed', 'success'],
    [42403, { Operation: 'Delete backup VM01', OperationId: '100' }, 'recovery-point-deleted', 'unknown'],
    [42404, { Operation: 'Delete backup VM01', OperationId: '100' }, 'recovery-point-deleted', 'failure'],
    [42405, { Operation: 'Delete storage R', OperationId: '107' }, 'repository-deleted', 'failure'],
    [42402, { Operation: 'Something', OperationId: '10000' }, 'other', 'unknown'],
  ] as const)('four eyes: %i with %j is %s, %s', (code, fields, action, outcome) => {
    const { event, backup } = eventOf(code, { ...fields, InitiatorFullInfo: me })
    expect([event.action, event.outcome]).toEqual([action, outcome])
    expect(backup?.actor?.id).toBe('m.stone@acme')
  })

  test('the one who approved is a third person', () => {
    const { user, related, backup } = eventOf(42403, {
      Operation: 'Disable four-eyes authorization',
      OperationId: '103',
      InitiatorFullInfo: me,
      SupervisorFullInfo: userInfo('ACME\\a.weber'),
    })
    expect(user).toEqual({ name: 'm.stone', domain: 'ACME' })
    expect(related?.user).toEqual(['m.stone', 'a.weber'])
    expect(backup?.related).toEqual([{ type: 'user', id: 'a.weber@acme', name: 'ACME\\a.weber' }])
  })

  test.each([
    ['Sealed mode has been set.', 'repository-deleted'],
    ['MaintenancePending mode has been reset. Maintenance mode has been set. ', 'repository-changed'],
    ['Sealed mode has been reset.', 'repository-changed'],
  ])('an extent: %s', (text, action) => {
    expect(eventOf(26500, { ExtentID: 'e', ExtentName: 'E' }, text).event.action).toBe(action)
  })

  test.each([
    ['its path', 'https://idp.example.com/a', 'https://idp.example.com/b', 'unchanged'],
    ['its host', 'https://idp.example.com/a', 'https://login.example.net/a', 'weakened'],
  ])('single sign-on whose provider changes %s', (_, from, to, direction) => {
    const xml = `<Changes><Object><property internal="SingleSignOnServiceUrl" type="String"><old>${from}</old><new>${to}</new></property></Object></Changes>`
    expect(eventOf(42800, { UserName: 'ACME\\m.stone', XmlChange: xml }).backup?.change?.direction).toBe(direction)
  })

  test('a password of which only the hint changed is the same', () => {
    const xml = '<changes><object><property internal="Hint"><old>a</old><new>b</new></property></object></changes>'
    expect(eventOf(31700, { ID: '1', Hint: 'b', ChangesXML: xml }).event.action).toBe('tags-changed')
  })

  test('an unknown number is a plain event of what it names', () => {
    const { event, backup } = eventOf(54321, { VmName: 'erp-db-01', UserName: 'ACME\\a.weber' })
    expect([event.action, event.outcome, backup?.resource?.name]).toEqual(['other', 'success', 'erp-db-01'])
  })
})

describe('how runs end', () => {
  test.each([
    [190, { JobResult: '0' }, "Backup job 'x' finished with Success.", 'success', 'Success'],
    [190, { JobResult: '1' }, "Backup job 'x' finished with Warning.", 'success', 'Warning'],
    [190, { JobResult: '2' }, "Backup job 'x' finished with Failed.", 'failure', 'Failed'],
    [790, { param3: '2' }, "Agent Backup job 'x' finished.", 'failure', 'Failed'],
    [150, { Status: '5' }, "x task has finished with 'InProgress' state.", 'unknown', 'InProgress'],
    [351, { Result: '1' }, 'VM [x] validation task has finished with [Failed] state.', 'failure', 'Failed'],
    [390, { JobResult: '2' }, "SureBackup job 'x' finished with Failed.", 'failure', 'Failed'],
    [40700, {}, 'Configuration backup has been completed. Result: Failed.', 'failure', 'Failed'],
    [40700, {}, 'Configuration backup has been completed. Result: Success.', 'success', 'Success'],
  ])('%i with %j and "%s" is a %s', (code, fields, text, outcome, state) => {
    const { event, backup } = eventOf(code, fields, text)
    expect([event.outcome, backup?.detail?.state]).toEqual([outcome, state])
    expect(backup?.actor?.kind).toBe('product')
  })

  test('a configuration that is not backed up has a word of its own', () => {
    expect(eventOf(40700, {}, 'Configuration backup has been completed. Result: Failed.').event.action).toBe(
      'config-backup-failed',
    )
  })
})
