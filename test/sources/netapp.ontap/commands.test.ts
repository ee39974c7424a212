import { describe, expect, test } from 'vitest'
import { eventOf } from './lines.ts'

const told = (input: string, app = 'ssh') => {
  const { event, backup } = eventOf(input, { app })
  return [event.action, backup?.resource?.id, backup?.change?.setting, backup?.change?.to]
}

describe('words and options may be cut short, and come in any order', () => {
  test.each([
    'volume snapshot delete -vserver svm1 -volume v1 -snapshot s1',
    'volume snapshot delete -snapshot s1 -volume v1 -vserver svm1',
    'vol snap del -vs svm1 -vol v1 -snap s1',
    'VOL SNAP DEL -VS svm1 -Vol v1 -SNAP s1',
    'snapshot delete -vserver svm1 -volume v1 -snapshot s1',
    'snap del -vserver svm1 -volume v1 -snapshot s1',
    'volume snapshot delete svm1 v1 s1',
    'volume snapshot delete -vserver svm1 v1 s1',
    'volume  snapshot\tdelete   -vserver svm1^I-volume v1 -snapshot  s1',
    'volume snapshot delete -vserver "svm1" -volume "v1" -snapshot "s1"',
    "volume snapshot delete -vserver 'svm1' -volume v1 -snapshot s1 -foreground true",
  ])('%s', (input) => {
    expect(told(input)).toEqual(['recovery-point-deleted', 'na01/svm1/v1/snapshot/s1', undefined, undefined])
    expect(eventOf(input).event.code).toBe('volume snapshot delete')
  })

  test.each([
    ['vol sh', 'read'],
    ['volume show -fields state', 'read'],
    ['snapmirror show-history', 'read'],
    ['volume snapshot policy show', 'read'],
    ['security login role show -role admin', 'read'],
    ['qos statistics volume performance show -rows 20 -iter 1', 'read'],
    ['set -privilege diagnostic', 'other'],
    ['volume efficiency on -vserver svm1 -volume v1', 'other'],
    ['', 'other'],
    ['"volume delete" -volume v1', 'other'],
    ['constructor __proto__ -toString x', 'other'],
  ])('%s only looks, or is none of ours: %s', (input, action) => {
    expect(eventOf(input).event.action).toBe(action)
  })

  test('an option that is whole is no beginning of another', () => {
    const event = eventOf('security multi-admin-verify approval-group create -name g -approvers a,b')
    expect(event.backup?.change).toMatchObject({ setting: 'approvers', to: ['a', 'b'], direction: 'strengthened' })
  })

  test('an option may be cut short as a command may', () => {
    const event = eventOf('sec login create -user u -app ssh -auth password -rol admin')
    expect(event.backup?.resource?.id).toBe('u@na01')
  })

  test('who works in an SVM need not name it', () => {
    expect(eventOf('volume delete -volume v1', { who: 'svm1:vsadmin' }).backup?.resource?.id).toBe('na01/svm1/v1')
  })
})

describe('every class that ONTAP can tell', () => {
  test.each([
    [
      'volume snapshot policy modify-schedule -policy p -schedule daily -newcount 2',
      'retention-changed',
      'retention-count',
      2,
    ],
    [
      'volume snapshot policy modify-schedule -policy p -schedule daily -retention-period "6 months"',
      'retention-changed',
      'lock-days',
      180,
    ],
    ['volume snapshot policy remove-schedule -policy p -schedule daily', 'retention-changed', 'retention-count', 0],
    ['volume snapshot policy delete -policy p', 'retention-changed', 'retention-count', 0],
    ['volume snapshot policy modify -policy p -enabled false', 'job-stopped', 'schedule', 'off'],
    ['snapmirror policy modify-rule -policy p -snapmirror-label l -keep 1', 'retention-changed', 'retention-count', 1],
    ['snapmirror policy remove-rule -policy p -snapmirror-label l', 'retention-changed', 'retention-count', 0],
    [
      'volume snaplock modify -vserver s -volume v -default-retention-period 30days',
      'retention-changed',
      'lock-days',
      30,
    ],
    [
      'volume snaplock modify -vserver s -volume v -default-retention-period infinite',
      'retention-changed',
      'lock-days',
      'unlimited',
    ],
    [
      'volume snaplock modify -vserver s -volume v -minimum-retention-period none',
      'retention-changed',
      'retention-minimum',
      0,
    ],
    [
      'volume snaplock modify -vserver s -volume v -maximum-retention-period 12hours',
      'retention-changed',
      'retention-maximum',
      0.5,
    ],
    [
      'volume snaplock modify -vserver s -volume v -privileged-delete enabled',
      'immutability-changed',
      'privileged-delete',
      'on',
    ],
    [
      'volume snaplock modify -vserver s -volume v -privileged-delete permanently-disabled',
      'immutability-changed',
      'privileged-delete',
      'off',
    ],
    ['volume file privileged-delete -file /vol/v/f', 'immutability-bypassed', undefined, undefined],
    ['snaplock legal-hold end -litigation-name l -volume v', 'immutability-changed', 'legal-hold', 'off'],
    ['volume modify -vserver s -volume v -snapshot-locking-enabled false', 'immutability-changed', 'lock-mode', 'off'],
    ['volume modify -vserver s -volume v -snapshot-policy none', 'policy-assigned', 'assignment', 'off'],
    [
      'volume modify -vserver s -volume v -snapshot-policy p2',
      'policy-assigned',
      'assignment',
      'na01/snapshot-policy/p2',
    ],
    ['volume modify -vserver s -volume v -percent-snapshot-space 0', 'guard-changed', 'reserve', 0],
    ['volume snapshot autodelete modify -vserver s -volume v -enabled true', 'guard-changed', 'auto-delete', 'on'],
    ['volume recovery-queue modify -vserver s -retention-hours 0', 'guard-changed', 'undo-window', 0],
    ['vserver modify -vserver s -volume-delete-retention-hours 12', 'guard-changed', 'undo-window', 0.5],
    ['security anti-ransomware volume pause -vserver s -volume v', 'guard-changed', 'anti-ransomware', 'off'],
    ['security anti-ransomware volume disable -vserver s -volume v', 'guard-changed', 'anti-ransomware', 'off'],
    ['vserver vscan disable -vserver s', 'guard-changed', 'anti-ransomware', 'off'],
    ['volume delete -vserver s -volume v', 'repository-deleted', undefined, undefined],
    ['volume destroy -vserver s -volume v', 'repository-deleted', undefined, undefined],
    ['volume offline -vserver s -volume v', 'repository-deleted', undefined, undefined],
    ['volume unmount -vserver s -volume v', 'exposure-changed', 'share', 'off'],
    ['volume rehost -vserver s -volume v -destination-vserver t', 'repository-deleted', undefined, undefined],
    [
      'vserver export-policy rule create -vserver s -policyname p -clientmatch 0.0.0.0/0 -superuser any',
      'exposure-changed',
      'share',
      'on',
    ],
    [
      'vserver export-policy rule modify -vserver s -policyname p -ruleindex 1 -clientmatch ::/0 -superuser sys',
      'exposure-changed',
      'share',
      'on',
    ],
    [
      'vserver export-policy rule create -vserver s -policyname p -clientmatch 0.0.0.0/0 -superuser none',
      'other',
      undefined,
      undefined,
    ],
    [
      'vserver export-policy rule create -vserver s -policyname p -clientmatch 192.0.2.0/24 -superuser any',
      'other',
      undefined,
      undefined,
    ],
    ['vserver export-policy rule delete -vserver s -policyname p -ruleindex 1', 'exposure-changed', 'share', 'off'],
    ['lun delete -vserver s -path /vol/v/l', 'repository-deleted', undefined, undefined],
    ['storage aggregate offline -aggregate a', 'repository-deleted', undefined, undefined],
    ['vserver delete -vserver s', 'parent-deleted', undefined, undefined],
    ['vserver stop -vserver s', 'parent-deleted', undefined, undefined],
    ['snapmirror break -destination-path s:v', 'replication-changed', 'replication', 'off'],
    ['snapmirror delete -destination-path s:v', 'replication-changed', 'replication', 'off'],
    ['snapmirror quiesce -destination-path s:v', 'replication-changed', 'replication', 'off'],
    ['snapmirror resume -destination-path s:v', 'replication-changed', 'replication', 'on'],
    ['cluster peer delete -cluster c2', 'replication-changed', 'replication', 'off'],
    ['security login create -user-or-group-name u -role admin -application ssh', 'admin-added', undefined, undefined],
    ['security login create -user-or-group-name u -application ssh', 'admin-added', undefined, undefined],
    ['security login create -user-or-group-name u -role readonly -application ssh', 'user-added', undefined, undefined],
    ['security login role create -role x -cmddirname DEFAULT -access all', 'admin-added', undefined, undefined],
    ['security login modify -user-or-group-name u -second-authentication-method none', 'mfa-changed', 'mfa', 'off'],
    ['security multi-admin-verify modify -enabled false', 'four-eyes-changed', 'four-eyes', 'off'],
    ['security multi-admin-verify rule delete -operation "volume delete"', 'four-eyes-changed', 'four-eyes', 'off'],
    ['security multi-admin-verify modify -required-approvers 1', 'four-eyes-changed', 'approvals', 1],
    ['security multi-admin-verify request approve 4', 'other', undefined, undefined],
    ['cluster log-forwarding delete -destination 192.0.2.5', 'audit-changed', 'logging-forwarding', 'off'],
    ['security audit modify -cliset off', 'audit-changed', 'logging-scope', 'narrow'],
    ['event notification delete -id 1', 'audit-changed', 'logging-scope', 'narrow'],
    ['vserver audit disable -vserver s', 'audit-changed', 'logging', 'off'],
    ['security key-manager external gcp disable -vserver s', 'key-disabled', undefined, undefined],
    ['security key-manager onboard update-passphrase', 'key-rotated', undefined, undefined],
    ['volume encryption rekey start -vserver s -volume v', 'key-rotated', undefined, undefined],
    ['volume encryption secure-purge start -vserver s -volume v', 'key-destruction-scheduled', undefined, undefined],
    ['cluster time-service ntp server delete -server ntp1.example.com', 'clock-changed', 'time-source', 'off'],
    ['snaplock compliance-clock initialize -node n', 'clock-changed', 'clock', Date.UTC(2026, 2, 2, 8)],
    ['vserver object-store-server bucket delete -vserver s -bucket b', 'repository-deleted', undefined, undefined],
    [
      'vserver object-store-server bucket modify -vserver s -bucket b -retention-mode no-lock',
      'immutability-changed',
      'lock-mode',
      'off',
    ],
    [
      'vserver object-store-server bucket lifecycle-management-rule create -vserver s -bucket b -obj-age-days 3 -non-curr-days 1',
      'retention-changed',
      'retention',
      1,
    ],
    ['vserver nfs off -vserver s', 'access-policy-changed', undefined, undefined],
    ['network interface modify -vserver s -lif l -status-admin down', 'access-policy-changed', undefined, undefined],
    [
      'cluster log-forwarding modify -destination 192.0.2.5 -facility user',
      'audit-changed',
      'logging-forwarding',
      'user',
    ],
    ['system node systemshell -node n -command "ls"', 'process-started', undefined, undefined],
    ['security protocol modify -application rsh -enabled true', 'exposure-changed', 'remote-access', 'on'],
  ])('%s', (input, action, setting, to) => {
    const [, , ...change] = told(input)
    expect([eventOf(input).event.action, ...change]).toEqual([action, setting, to])
  })
})

test('a clock is set by a command, and the record says from when', () => {
  expect(eventOf('cluster date modify -date "3/4/2026 08:00:00"').backup?.detail?.step_seconds).toBe(2 * 86_400)
  expect(eventOf('cluster date modify -dateandtime 202603010800.00').backup?.detail?.step_seconds).toBe(-86_400)
})

test.each([
  ['volume snapshot delete -vserver s -volume v -snapshot *', true],
  ['volume snapshot delete -vserver s -volume v -snapshot daily*', true],
  ['volume snapshot delete -vserver s -volume * -snapshot x', true],
  ['volume snapshot delete -vserver s -volume v -snapshot a,b', true],
  ['volume snapshot restore -vserver s -volume v -snapshot x', true],
  ['volume snapshot delete -vserver s -volume v -snapshot x', undefined],
])('%s reaches many: %s', (input, bulk) => {
  expect(eventOf(input).backup?.detail?.bulk).toBe(bulk)
})

test.each([
  ['system node run -node n1 -command "snap delete -a v1"', 'recovery-point-deleted', 'na01/v1/snapshot/*'],
  ['node run -node n1 snap delete v1 nightly.0', 'recovery-point-deleted', 'na01/v1/snapshot/nightly.0'],
  ['run -node n1 vol offline v1', 'repository-deleted', 'na01/v1'],
  ['system node run -node n1 -command sysconfig -a', 'process-started', 'na01/n1'],
])('through the shell of a node: %s', (input, action, id) => {
  const { event, backup } = eventOf(input)
  expect([event.action, backup?.resource?.id]).toEqual([action, id])
})

test.each([
  ['volume-destroy', 'repository-deleted'],
  ['volume-offline-async', 'repository-deleted'],
  ['snapshot-delete', 'recovery-point-deleted'],
  ['snapmirror-break-iter', 'replication-changed'],
  ['vserver-destroy', 'parent-deleted'],
  ['security-login-create', 'admin-added'],
  ['volume-get-iter', 'read'],
  ['system-get-version', 'read'],
  ['clone-create', 'other'],
])('ONTAPI calls %s: %s', (input, action) => {
  const { event } = eventOf(input, { app: 'ontapi' })
  expect([event.code, event.action]).toEqual([input, action])
})

test('an ONTAPI call without parameters deletes one snapshot that nobody can name', () => {
  expect(eventOf('snapshot-delete', { app: 'ontapi' }).backup?.detail?.bulk).toBeUndefined()
})

test('a command that ONTAPI passes on to the shell is read as one', () => {
  const words = ['volume', 'delete', '-vserver', 'svm1', '-volume', 'v1'].map((word) => `<arg>${word}</arg>`).join('')
  const event = eventOf(`<netapp><system-cli><args>${words}</args></system-cli></netapp>`, { app: 'ontapi' })
  expect([event.event.action, event.backup?.resource?.id]).toEqual(['repository-deleted', 'na01/svm1/v1'])
})

test('the parameters of ONTAPI are read where they stand', () => {
  const xml = '<netapp version="1.180" vfiler="svm1"><volume-destroy><name>v1</name></volume-destroy></netapp>'
  expect(eventOf(xml, { app: 'ontapi' }).backup?.resource?.id).toBe('na01/svm1/v1')
  expect(eventOf('volume-destroy name=v1 vserver=svm1', { app: 'ontapi' }).backup?.resource?.id).toBe('na01/svm1/v1')
})

describe('what a volume lies in', () => {
  test.each([
    ['volume create -vserver s -volume v -aggregate aggr2', ['na01/s', 'na01', 'na01/aggregate/aggr2']],
    ['volume move start -vserver s -volume v -destination-aggregate aggr3', ['na01/s', 'na01', 'na01/aggregate/aggr3']],
    ['volume create -vserver s -volume v', ['na01/s', 'na01']],
  ])('%s', (input, parents) => {
    expect(eventOf(input).backup?.parents).toEqual(parents)
  })

  test('every volume of every SVM lies in none of them alone', () => {
    expect(eventOf('volume delete -vserver * -volume *').backup?.resource?.container).toBeUndefined()
  })
})
