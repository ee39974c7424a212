import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/ibm.flashsystem/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'

const line = (command: string, result = 'success') =>
  `<134>Mar  1 09:00:00 fs1 IBM4662: # Audit Log # sequence_num = 7 # timestamp = Sun Mar  1 08:59:58 2026 # cluster_user = m.stone # ssh_ip_address = 192.0.2.1 # result = ${result} # res_obj_id =  # action_cmd = ${command}`
const event = (...told: Parameters<typeof line>) => eventOf(source, line(...told))

test.each([
  ['svctask rmvdisk vol1', 'repository-deleted', 'volume fs1/volume/vol1', undefined],
  ['svctask rmvdisk -force 7', 'repository-deleted', 'volume fs1/volume/7', undefined],
  ["svctask rmvolume -removehostmappings 'a vol'", 'repository-deleted', 'volume fs1/volume/a vol', undefined],
  ['svctask rmmdiskgrp -force Pool0', 'repository-deleted', 'pool fs1/pool/Pool0', undefined],
  ['svctask rmmdisk -mdisk m1 -force Pool0', 'repository-deleted', 'pool fs1/pool/Pool0', undefined],
  [
    'svctask rmsnapshot -snapshot s1 -volumegroup g',
    'recovery-point-deleted',
    'snapshot fs1/volume/g/snapshot/s1',
    undefined,
  ],
  ['svctask rmsnapshot -snapshotid 4', 'recovery-point-deleted', 'snapshot fs1/snapshot/snapshot 4', undefined],
  ['svctask rmfcmap map1', 'recovery-point-deleted', 'snapshot fs1/snapshot/map1', undefined],
  ['svctask startfcmap -prep -restore map1', 'object-overwritten', 'snapshot fs1/snapshot/map1', undefined],
  ['svctask chsnapshotpolicy -retentiondays 7 p', 'retention-changed', 'plan fs1/plan/p', 'retention 7'],
  ['svctask chsnapshotpolicy -name q p', 'job-changed', 'plan fs1/plan/q', undefined],
  ['svctask mksnapshotpolicy -name p -retentiondays 30', 'job-created', 'plan fs1/plan/p', 'retention 30'],
  ['svctask chvolumegroup -snapshotpolicy p g', 'policy-assigned', 'volume fs1/volume/g', 'assignment fs1/plan/p'],
  ['svctask chvolumegroup -nosnapshotpolicy g', 'policy-assigned', 'volume fs1/volume/g', 'assignment off'],
  ['svctask chvolumegroup -nosafeguardpolicy g', 'immutability-changed', 'volume fs1/volume/g', 'lock-mode off'],
  ['svctask chvolumegroup -snapshotpolicysuspended yes g', 'job-stopped', 'volume fs1/volume/g', 'schedule off'],
  ['svctask chvolumegroup -ignoreuserfcmaps yes g', 'guard-changed', 'volume fs1/volume/g', 'deletion-protection off'],
  [
    'svctask chvolumegroup -noreplicationpolicy g',
    'replication-changed',
    'replication fs1/replication/g',
    'replication off',
  ],
  ['svctask stoprcrelationship -access r', 'replication-changed', 'replication fs1/replication/r', 'replication off'],
  ['svctask mkuser -name u -usergrp 1', 'admin-added', 'user u@fs1', undefined],
  ['svctask mkuser -name u -usergrp Monitor', 'role-granted', 'user u@fs1', undefined],
  ['svctask chuser -usergrp SecurityAdmin 5', 'admin-added', 'user 5@fs1', undefined],
  ['svctask mkusergrp -name g -role SecurityAdmin', 'admin-added', 'group fs1/group/g', undefined],
  ['svctask chsecurity -twopersonintegrity no', 'four-eyes-changed', 'policy fs1/policy/approval', 'four-eyes off'],
  ['svctask chsecurity -guitimeout 30', 'repository-changed', 'array fs1', undefined],
  [
    'svctask chsyslogserver -ip 192.0.2.9 s0',
    'audit-changed',
    'trail fs1/trail/syslog',
    'logging-forwarding 192.0.2.9',
  ],
  [
    'svctask mksyslogserver -ip 192.0.2.9 -audit on',
    'audit-changed',
    'trail fs1/trail/syslog',
    'logging-forwarding on',
  ],
  ['svctask chencryption -usb newkey -key commit', 'key-rotated', 'key fs1/key/encryption', undefined],
  ['svctask rmkeyserver 0', 'key-disabled', 'key-store fs1/key-store/0', undefined],
  ['svctask chsystem -ntpip 192.0.2.5', 'clock-changed', 'array fs1', 'time-servers 192.0.2.5'],
  [
    'svctask chmdiskgrp -vdiskprotectionenabled no Pool0',
    'guard-changed',
    'pool fs1/pool/Pool0',
    'deletion-protection off',
  ],
  ['svcinfo lsvdisk', 'read', 'array fs1', undefined],
  ['svctask constructor x', 'other', 'array fs1', undefined],
  ['', 'other', 'array fs1', undefined],
])('%s', (command, ...expected) => {
  const told = event(command)
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.actor).toMatchObject({ id: 'm.stone@fs1', kind: 'person' })
  expect([told?.['@timestamp'], told?.source?.ip, told?.event.outcome]).toEqual([
    '2026-03-01T08:59:58.000Z',
    '192.0.2.1',
    'success',
  ])
})

test.each([
  ['0', 'success', undefined],
  ['', 'success', undefined],
  ['CMMVC9784E', 'failure', 'CMMVC9784E'],
  ['1', 'failure', '1'],
])('the result %s is a %s', (result, outcome, code) => {
  const told = event('svctask rmvdisk v', result)
  expect([told?.event.outcome, told?.error?.code]).toEqual([outcome, code])
})

test.each([
  [
    '{"audit_seq_no":"9","timestamp":"260301085958","cluster_user":"m.stone","ssh_ip_address":"192.0.2.1","result":"0","action_cmd":"svctask rmvdisk v"}',
  ],
  [
    '[{"audit_seq_no":"9","timestamp":"260301085958","cluster_user":"m.stone","ssh_ip_address":"192.0.2.1","result":"0","action_cmd":"svctask rmvdisk v"}]',
  ],
  ['9:260301085958:m.stone:192.0.2.1:0::svctask rmvdisk v'],
  [
    '<134>Mar  1 08:59:58 fs1 CEF:0|IBM|FlashSystem|8.6|audit|CLI|3|suser=m.stone src=192.0.2.1 outcome=success act=svctask rmvdisk v',
  ],
  [
    '{"typeURI":"http://schemas.dmtf.org/cloud/audit/1.0/event","id":"9","eventTime":"2026-03-01T08:59:58Z","outcome":"success","action":"delete","initiator":{"name":"m.stone","host":{"address":"192.0.2.1"}},"attachments":[{"content":"svctask rmvdisk v"}]}',
  ],
  ['<134>Mar  1 08:59:58 fs1 audit: user=m.stone from=192.0.2.1 svctask rmvdisk v'],
])('the form %s', (record) => {
  const told = eventOf(source, record)
  expect([
    told?.event.action,
    told?.backup?.resource?.name,
    told?.user?.name,
    told?.source?.ip,
    told?.['@timestamp'],
  ]).toEqual(['repository-deleted', 'v', 'm.stone', '192.0.2.1', '2026-03-01T08:59:58.000Z'])
})

test('a password stands nowhere', () => {
  const told = event('svctask mkuser -name u -usergrp 0 -password "correct horse"')
  expect(JSON.stringify(told)).not.toContain('correct horse')
  expect(told?.event.hash).toMatch(/^[0-9a-f]{64}$/)
})

describe('lines', () =>
  standsHostility(source, (text) => line(`svctask rmvdisk ${text}`), ['# a = ', 'svctask ', '-force ']))
