// Ordinary work that looks like an attack from afar and must wake nobody: hosts patched, repositories moved, keys rotated, restores tested.
import { hour, minute, second } from '../../../src/lib/duration.ts'
import type { JsonObject } from '../../../src/lib/json.ts'
import { act, at, onBucket, onKey, product, quietDays, terraform } from '../acts.ts'
import { assumed, service } from '../cloudtrail.ts'
import type { Peace } from '../peace.ts'
import { filerDays, onFiler } from '../vendors/filer.ts'
import { cyberark, duo, okta, vault, vaultSignIn } from '../vendors/gates.ts'
import { burst, iso, jsonLine, type Line } from '../vendors/line.ts'
import { executed, hostBooted, sshAccepted, stepped, synchronised, syslog, unit } from '../vendors/linux.ts'
import {
  configurationRestored,
  consoleSignIn,
  copied,
  expiredCopy,
  jobDeleted,
  jobMade,
  jobRan,
  nights,
  repositoryMade,
  repositoryRemoved,
  tested,
} from '../vendors/veeam.ts'
import {
  hostSignedIn,
  made,
  poweredOff,
  poweredOn,
  removed,
  said,
  sshOff,
  sshOn,
  typed,
  vcenter,
  vcenterSignedIn,
} from '../vendors/vmware.ts'
import { booted, joinedGroup, ran, serviceIs, signedIn, windows } from '../vendors/windows.ts'

const trail = (...records: readonly JsonObject[]): readonly Line[] =>
  records.map((record) => jsonLine('aws.cloudtrail', Date.parse(String(record.eventTime)), record))
const anna = 'ACME\\a.weber'
const desk = '192.0.2.20'
const days = <Of>(count: number, make: (date: number) => readonly Of[]): readonly Of[] =>
  Array.from({ length: count }, (_, date) => make(date)).flat()

/** One host: empty, open, patched, booted, closed. */
const patched = (host: string, start: number): readonly Line[] => [
  vcenter(
    start,
    'vim.event.EnteringMaintenanceModeEvent',
    'ACME\\svc-lifecycle',
    `Host ${host}.example.com in DC1 has started to enter maintenance mode`,
  ),
  ...['erp-db-01', 'files-01', 'mail-01'].map((machine, index) =>
    vcenter(
      start + (index + 1) * minute,
      'vim.event.VmMigratedEvent',
      'ACME\\svc-lifecycle',
      `Migration of virtual machine ${machine} from ${host}.example.com to esx09.example.com completed`,
    ),
  ),
  vcenter(
    start + 5 * minute,
    'vim.event.EnteredMaintenanceModeEvent',
    'ACME\\svc-lifecycle',
    `Host ${host}.example.com in DC1 has entered maintenance mode`,
  ),
  hostSignedIn(start + 6 * minute, host, 'svc-lifecycle', '192.0.2.70'),
  sshOn(start + 6 * minute + second, host, 'svc-lifecycle'),
  said(start + 15 * minute, host, 'Host image installed successfully.', 'svc-lifecycle'),
  said(start + 24 * minute, host, 'Host booted.'),
  said(start + 25 * minute, host, 'System clock was adjusted: clock correction of 95 seconds after boot.'),
  sshOff(start + 30 * minute, host, 'svc-lifecycle'),
  vcenter(
    start + 31 * minute,
    'vim.event.ExitMaintenanceModeEvent',
    'ACME\\svc-lifecycle',
    `Host ${host}.example.com in DC1 has exited maintenance mode`,
  ),
]

export const hostsPatched: Peace = {
  name: 'b01-hosts-patched',
  title: 'Patch night on the hosts',
  about:
    'Four hosts, one after the other: emptied, opened for the installer, patched, booted with a clock that settles, closed again.',
  lines: [
    ...nights(12),
    ...days(12, (date) => [vcenterSignedIn(at(date, '08:00'), anna, desk)]),
    ...['esx01', 'esx02', 'esx03', 'esx04'].flatMap((host, index) =>
      patched(host, at(10, '20:00') + index * 50 * minute),
    ),
  ],
}

const oldRepository = ['b1c1d7f2-6c44-4c39-8a0e-6a1d2e3f4b11', 'Old 01'] as const
const newRepository = ['c2c1d7f2-6c44-4c39-8a0e-6a1d2e3f4b22', 'New 01'] as const
const oldJob = ['110f8c3a-1c1e-4a58-9a50-0b7c5f5b2a11', 'Archive copy'] as const
const newJob = ['220f8c3a-1c1e-4a58-9a50-0b7c5f5b2a22', 'Archive copy to new'] as const
export const repositoryMoved: Peace = {
  name: 'b02-repository-moved',
  title: 'A repository moves house',
  about:
    'A new repository and a job that copies to it; full runs and a restore test; then the old job goes, what it kept comes of age, and the old repository, which is empty, is removed.',
  lines: [
    ...nights(40),
    ...repositoryMade(at(0, '07:00'), anna, ...oldRepository),
    ...jobMade(at(0, '07:10'), anna, ...oldJob),
    ...days(14, (date) => copied(at(date, '09:00'), date, oldJob, oldRepository[0])),
    ...repositoryMade(at(10, '09:00'), anna, ...newRepository),
    ...jobMade(at(10, '09:10'), anna, ...newJob),
    ...days(29, (date) => copied(at(11 + date, '16:00'), 100 + date, newJob, newRepository[0], 100)),
    ...tested(at(13, '12:00'), 0),
    ...jobDeleted(at(14, '10:00'), anna, ...oldJob),
    ...days(7, (date) => expiredCopy(at(15 + date, '09:00'), 7 + date, oldRepository[0])),
    ...repositoryRemoved(at(34, '10:00'), anna, ...oldRepository),
  ],
}

const rotator = 'approle/key-rotation'
export const keysRotated: Peace = {
  name: 'b03-keys-rotated',
  title: 'New versions of keys, every week',
  about:
    'An automation rotates the key that repositories use, on the same weekday. The new version is used, the old one stays. In the cloud the provider rotates by itself.',
  lines: [
    ...days(70, (date) => [
      ...vault(at(date, '01:00'), 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
      vaultSignIn(at(date, '04:55'), 'key-rotation', '192.0.2.66'),
    ]),
    ...days(8, (week) =>
      vault(at(14 + week * 7, '05:00'), rotator, '192.0.2.66', 'update', 'transit/keys/veeam-repo/rotate'),
    ),
    ...trail(
      onKey(at(0, '09:00'), terraform, 'EnableKeyRotation', 'vault-key'),
      onKey(
        at(40, '11:00'),
        service('kms'),
        'RotateKey',
        'vault-key',
        {},
        {
          more: { eventType: 'AwsServiceEvent', serviceEventDetails: { rotationType: 'AUTOMATIC' } },
        },
      ),
    ),
  ],
}

const pbsTask = (when: number, kind: string, what: string, who: string): Line => ({
  source: 'proxmox.pbs',
  at: when,
  text: `${iso(when).replace('Z', '+00:00')} pbs01 proxmox-backup-proxy[812]: UPID:pbs01:0000032C:00001F4A:${((when / 1000) % 0xffffffff).toString(16).toUpperCase().split('.')[0]?.padStart(8, '0')}:${Math.floor(
    when / 1000,
  )
    .toString(16)
    .toUpperCase()}:${kind}:${what}:${who}: ${Math.floor(when / 1000 + 60)
    .toString(16)
    .toUpperCase()} OK`,
})
export const tidied: Peace = {
  name: 'b04-tidied-up',
  title: 'What is old goes, every night',
  about:
    'Retention of three products deletes what has expired, at the same hour, as much as ever; a lifecycle of the cloud does it without a call.',
  lines: [
    ...nights(40),
    ...days(40, (date) => [
      pbsTask(at(date, '21:00'), 'backup', 'store1\\x3avm/100', 'backup@pbs!pve'),
      pbsTask(at(date, '23:00'), 'prunejob', 'store1\\x3adaily', 'root@pam'),
      pbsTask(at(date, '23:30'), 'garbage_collection', 'store1', 'root@pam'),
    ]),
    ...trail(
      ...quietDays(0, 40),
      ...days(40, (date) => [
        ...Array.from({ length: 4 }, (_, index) =>
          onBucket(at(date, '01:00') + index * 1000, product, 'PutObject', 'veeam-repo', { key: `${date}/${index}` }),
        ),
        ...(date < 14
          ? []
          : Array.from({ length: date % 3 === 0 ? 5 : 4 }, (_, index) =>
              onBucket(at(date, '04:00') + index * 1000, product, 'DeleteObject', 'veeam-repo', {
                key: `${date - 14}/${index}`,
              }),
            )),
      ]),
    ),
  ],
}

const tester = assumed('AWSBackupRestoreTesting', 'restore-test', 'backup.amazonaws.com', 'backup.amazonaws.com')
export const restoresTested: Peace = {
  name: 'b05-restores-tested',
  title: 'Restores are tested, and what was restored goes',
  about:
    'Each week machines start in an isolated network and are removed again; in the cloud volumes are restored from the vault and deleted.',
  lines: [
    ...nights(30),
    ...days(4, (week) => {
      const start = at(3 + week * 7, '05:00')
      return [
        ...tested(start + 40 * minute, 0),
        ...['erp-db-01', 'mail-01'].flatMap((machine, index) => [
          made(start + index * minute, 'ACME\\svc-veeam', `surebackup_${machine}`),
          poweredOn(start + (2 + index) * minute, 'ACME\\svc-veeam', `surebackup_${machine}`),
          poweredOff(start + (30 + index) * minute, 'ACME\\svc-veeam', `surebackup_${machine}`),
          removed(start + (32 + index) * minute, 'ACME\\svc-veeam', `surebackup_${machine}`),
        ]),
        ...trail(
          act(start, tester, 'ec2 CreateVolume', {}, { response: { volumeId: `vol-test${week}` } }),
          act(start + hour, tester, 'ec2 DeleteVolume', { volumeId: `vol-test${week}` }),
          act(start + hour, tester, 'rds DeleteDBInstance', {
            dBInstanceIdentifier: `awsbackup-restore-test-${week}`,
            skipFinalSnapshot: true,
          }),
        ),
      ]
    }),
    ...trail(...quietDays(0, 30)),
  ],
}

export const drill: Peace = {
  name: 'b06-break-glass-drill',
  title: 'Break the glass, look, close it again',
  about:
    'The emergency password is taken out of the safe with a reason, a recorded session leads to the console, nothing is changed, and within the hour the password is another.',
  lines: [
    ...nights(15),
    ...days(15, (date) => [
      cyberark(at(date, '08:00'), 7, 'Logon', 'mwolf', '192.0.2.25'),
      duo(at(date, '07:58'), 'mwolf', '192.0.2.25'),
    ]),
    cyberark(at(12, '10:00'), 295, 'Retrieve password', 'mwolf', '192.0.2.25', {
      Reason: '(Action: Connect)drill 2026-3',
    }),
    cyberark(at(12, '10:03'), 300, 'PSM Connect', 'mwolf', '192.0.2.25', {
      ExtraDetails: 'DstHost=vbr-01;SessionID=d1;',
    }),
    signedIn(at(12, '10:04'), 'vbr-01', 'breakglass', '192.0.2.26'),
    ...consoleSignIn(at(12, '10:05'), 'ACME\\breakglass', '192.0.2.26'),
    cyberark(at(12, '10:20'), 361, 'Keystroke logging', 'mwolf', '192.0.2.25', {
      ExtraDetails: 'Command=Get-VBRBackup;DstHost=vbr-01;SessionID=d1;',
    }),
    cyberark(at(12, '10:40'), 24, 'CPM Change Password', 'PasswordManager', '192.0.2.27'),
  ],
}

export const people: Peace = {
  name: 'b07-people-come-and-go',
  title: 'Who joins, who leaves, who lost a phone',
  about:
    'The identity system puts people into the groups of operators and takes them out. One gets a new phone, with the help desk’s help, and signs in from where he always does.',
  lines: [
    ...days(30, (date) => [
      okta(at(date, '08:10'), 'user.session.start', 'p.nowak', '192.0.2.61'),
      okta(at(date, '08:20'), 'user.session.start', 'k.lang', '192.0.2.62'),
    ]),
    ...days(10, (index) => [joinedGroup(at(1 + index * 2, '09:00'), 'svc-iam', `new${index}`, 'Finance')]),
    joinedGroup(at(22, '09:00'), 'svc-iam', 'new3', 'Backup Operators'),
    ...['new9', 'new10', 'new11'].map((name, index) =>
      joinedGroup(at(26, '09:00') + index * minute, 'svc-iam', name, 'SG-Backup-Operators'),
    ),
    windows(at(27, '09:00'), 'dc01', 4729, {
      SubjectUserName: 'svc-iam',
      SubjectDomainName: 'ACME',
      MemberName: 'CN=k.lang,OU=People,DC=acme,DC=example,DC=com',
      TargetUserName: 'Backup Operators',
      TargetDomainName: 'ACME',
    }),
    okta(at(27, '09:01'), 'user.lifecycle.deactivate', 'svc-iam', '192.0.2.6', 'k.lang'),
    okta(at(28, '10:00'), 'user.mfa.factor.reset_all', 'h.desk', '192.0.2.30', 'p.nowak'),
    okta(at(28, '10:20'), 'user.session.start', 'p.nowak', '192.0.2.61'),
    okta(at(28, '10:21'), 'user.mfa.factor.activate', 'p.nowak', '192.0.2.61', 'p.nowak'),
  ],
}

const machines = Array.from({ length: 40 }, (_, index) => `app-${String(index).padStart(2, '0')}`)
const director = 'ACME\\a.weber'
export const exercise: Peace = {
  name: 'b08-disaster-exercise',
  title: 'A weekend at the other site',
  about:
    'Forty machines are switched off here and on there; mirrors are broken and turned round; on Sunday everything goes back.',
  lines: [
    ...filerDays(at, 20),
    ...days(20, (date) => [vcenterSignedIn(at(date, '07:30'), director, desk)]),
    ...onFiler(
      at(1, '07:10'),
      'a.weber',
      '192.0.2.21',
      'snapmirror create -source-path svm_files:projects -destination-path svm_dr:projects_dst -policy MirrorAllSnapshots -schedule hourly',
    ),
    ...machines.map((machine, index) => poweredOff(at(12, '08:00') + index * 10 * second, director, machine)),
    ...onFiler(at(12, '08:15'), 'a.weber', '192.0.2.21', 'snapmirror quiesce -destination-path svm_dr:projects_dst'),
    ...onFiler(at(12, '08:16'), 'a.weber', '192.0.2.21', 'snapmirror break -destination-path svm_dr:projects_dst'),
    ...machines.map((machine, index) =>
      poweredOn(at(12, '08:30') + index * 10 * second, director, `${machine}_replica`, 'esx21'),
    ),
    ...onFiler(
      at(12, '09:30'),
      'a.weber',
      '192.0.2.21',
      'snapmirror resync -source-path svm_dr:projects_dst -destination-path svm_files:projects',
    ),
    ...machines.map((machine, index) =>
      poweredOff(at(13, '15:00') + index * 10 * second, director, `${machine}_replica`, 'esx21'),
    ),
    ...onFiler(at(13, '15:10'), 'a.weber', '192.0.2.21', 'snapmirror break -destination-path svm_files:projects'),
    ...machines.map((machine, index) => poweredOn(at(13, '15:20') + index * 10 * second, director, machine)),
    ...onFiler(
      at(13, '15:40'),
      'a.weber',
      '192.0.2.21',
      'snapmirror resync -source-path svm_files:projects -destination-path svm_dr:projects_dst',
    ),
  ],
}

export const clocks: Peace = {
  name: 'b09-clocks',
  title: 'Clocks that move, and are right',
  about:
    'New time servers by configuration management on every host, a machine that was paused, a boot with an empty battery. Each is right again within minutes.',
  lines: [
    ...['repo01', 'repo02', 'web07'].flatMap((host) => [
      unit(
        at(0, '06:00'),
        host,
        'Started',
        host.startsWith('repo') ? 'veeamtransport.service - Veeam Data Mover' : 'nginx.service - web server',
      ),
      ...days(30, (date) => [synchronised(at(date, '06:30'), host)]),
    ]),
    ...days(20, (date) =>
      executed(at(date, '01:40'), 'repo01', 'unset', 'chattr', '+i', `/backup/veeam/job1-${date}.vbk`),
    ),
    ...['repo01', 'repo02', 'web07'].flatMap((host, index) => {
      const start = at(20, '10:00') + index * minute
      return [
        sshAccepted(start, host, 'ansible', '192.0.2.80'),
        unit(start + 10_000, host, 'Stopped', 'chrony.service - chrony, an NTP client/server'),
        unit(start + 12_000, host, 'Started', 'chrony.service - chrony, an NTP client/server'),
        stepped(start + 15_000, host, 0.42),
        synchronised(start + 20_000, host),
      ]
    }),
    stepped(at(22, '11:00'), 'web07', 5400),
    synchronised(at(22, '11:01'), 'web07'),
    hostBooted(at(25, '04:00'), 'repo02'),
    stepped(at(25, '04:01'), 'repo02', 31_536_000),
    synchronised(at(25, '04:02'), 'repo02'),
  ],
}

export const ends: Peace = {
  name: 'b10-system-ends',
  forDays: 20,
  title: 'A business system ends',
  about:
    'A last backup and its archive, then the job goes, the machine is switched off, and within the week it is removed. Its copies stay until their time is over.',
  lines: [
    ...nights(20),
    ...jobMade(at(0, '07:10'), anna, ...oldJob),
    ...days(14, (date) => jobRan(at(date, '03:00'), ...oldJob)),
    ...jobDeleted(at(14, '10:00'), anna, ...oldJob),
    poweredOff(at(14, '11:00'), anna, 'erp-old'),
    removed(at(19, '10:00'), anna, 'erp-old'),
  ],
}

const ci = terraform
const token = 'ci@pve!tofu'
/** A task of the hypervisor that ended well. */
const pveTask = (when: number, kind: string, machine: number): Line => ({
  source: 'proxmox.ve',
  at: when,
  text: `${iso(when).replace('Z', '+00:00')} pve01 pvedaemon[2524137]: <${token}> end task UPID:pve01:002683EE:0B94819A:${Math.floor(
    when / 1000,
  )
    .toString(16)
    .toUpperCase()}:${kind}:${machine}:${token}: OK`,
})
export const lab: Peace = {
  name: 'b11-lab-every-night',
  title: 'Made and unmade, every night',
  about:
    'A pipeline makes test machines, snapshots and buckets in a lab, and takes them away an hour later, with the same token from the same address.',
  lines: [
    ...days(30, (date) => [
      pveTask(at(date, '03:00'), 'qmcreate', 9000),
      pveTask(at(date, '03:05'), 'qmsnapshot', 9000),
      pveTask(at(date, '03:40'), 'qmdelsnapshot', 9000),
      pveTask(at(date, '03:45'), 'qmdestroy', 9000),
    ]),
    ...trail(
      ...quietDays(0, 30),
      ...days(30, (date) => [
        onBucket(at(date, '02:00'), ci, 'CreateBucket', `lab-backup-${date}`),
        act(
          at(date, '02:01'),
          ci,
          'ec2 CreateSnapshot',
          { volumeId: 'vol-lab' },
          { response: { snapshotId: `snap-${String(date).padStart(17, '0')}` } },
        ),
        act(
          at(date, '02:02'),
          ci,
          'ec2 RunInstances',
          {},
          { response: { instancesSet: { items: [{ instanceId: `i-lab${date}` }] } } },
        ),
        act(at(date, '02:50'), ci, 'ec2 TerminateInstances', {
          instancesSet: { items: [{ instanceId: `i-lab${date}` }] },
        }),
        act(at(date, '02:51'), ci, 'ec2 DeleteSnapshot', { snapshotId: `snap-${String(date).padStart(17, '0')}` }),
        onBucket(at(date, '02:52'), ci, 'DeleteBucket', `lab-backup-${date}`),
      ]),
    ),
  ],
}

export const logsMoved: Peace = {
  name: 'b12-logs-moved',
  title: 'The log platform moves',
  about:
    'On hosts, on Linux and in Vault the new collector is added, receives, and the old one is taken away within the hour.',
  lines: [
    ...days(12, (date) => [
      hostSignedIn(at(date, '08:00'), 'esx01', 'svc-logs', '192.0.2.85'),
      syslog(at(date, '06:30'), 'repo01', 'CRON[77]', '(root) CMD (/usr/bin/true)'),
      ...vault(at(date, '01:00'), 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
    ]),
    ...['esx01', 'esx02', 'esx03'].flatMap((host, index) => {
      const start = at(10, '09:00') + index * 5 * minute
      return [
        typed(
          start,
          host,
          'esxcli system syslog config set --loghost=udp://192.0.2.50:514,tcp://192.0.2.51:514',
          'svc-logs',
        ),
        said(start + 2 * minute, host, 'User svc-logs@192.0.2.85 logged in as python', 'svc-logs'),
        typed(start + 20 * minute, host, 'esxcli system syslog config set --loghost=tcp://192.0.2.51:514', 'svc-logs'),
        said(start + 22 * minute, host, 'User svc-logs@192.0.2.85 logged in as python', 'svc-logs'),
      ]
    }),
    syslog(
      at(10, '09:30'),
      'repo01',
      'rsyslogd',
      '[origin software="rsyslogd" swVersion="8.2302.0" x-pid="700"] exiting on signal 15.',
    ),
    syslog(
      at(10, '09:30') + 2000,
      'repo01',
      'rsyslogd',
      '[origin software="rsyslogd" swVersion="8.2302.0" x-pid="912"] start',
    ),
    syslog(at(10, '09:31'), 'repo01', 'CRON[77]', '(root) CMD (/usr/bin/true)'),
    ...vault(at(10, '09:40'), 'svc-logs', '192.0.2.85', 'update', 'sys/audit/socket-new', {
      type: 'socket',
      options: {},
    }),
    ...vault(at(10, '09:45'), 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
    ...vault(at(10, '09:55'), 'svc-logs', '192.0.2.85', 'delete', 'sys/audit/socket'),
    ...vault(at(10, '09:56'), 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
  ],
}

const scanner = '192.0.2.240'
const refused = (path: string, when: number): Line => ({
  source: 'proxmox.pbs',
  at: when,
  text: `::ffff:${scanner} - audit@pbs [${stamp(when)}] "GET ${path}" 403 37 "scanner/1.0"`,
})
function stamp(when: number): string {
  const [date = '', time = ''] = iso(when).split('T')
  const [year, month, number] = date.split('-')
  return `${number}/${month}/${year}:${time.slice(0, 8)} +0000`
}
export const pentest: Peace = {
  name: 'b13-backup-audit',
  title: 'Somebody who only looks',
  about:
    'An auditor’s scanner signs in where it may, lists jobs, keys and shares, is refused forty times, and changes nothing.',
  lines: [
    ...nights(12),
    ...trail(...quietDays(0, 12)),
    ...burst(20, 3 * second, at(10, '10:00'), (when, index) => [
      refused(`/api2/json/admin/datastore/store${index}/snapshots`, when),
      syslog(
        when,
        'repo01',
        'sshd[413]',
        `Failed password for invalid user scan${index} from ${scanner} port 5${1000 + index} ssh2`,
      ),
      windows(when, 'vbr-01', 4625, {
        TargetUserName: `scan${index}`,
        TargetDomainName: 'ACME',
        LogonType: '3',
        IpAddress: scanner,
        Status: '0xc000006d',
        SubStatus: '0xc0000064',
      }),
    ]),
    ...trail(
      ...Array.from({ length: 30 }, (_, index) =>
        onBucket(
          at(10, '10:05') + index * 2000,
          assumed('SecurityAudit', 'scan', scanner, 'scanner/1.0'),
          ['GetBucketLifecycle', 'GetBucketPolicy', 'GetObjectLockConfiguration'][index % 3] ?? '',
          `acme-backup-${index}`,
          {},
          index % 2 ? { error: 'AccessDenied' } : {},
        ),
      ),
    ),
    ...vault(at(10, '10:20'), 'auditor', scanner, 'list', 'transit/keys'),
  ],
}

export const upgraded: Peace = {
  name: 'b14-product-upgraded',
  title: 'The backup product gets a new version',
  about:
    'A backup of the configuration first; then services stop and start, the service account gets a new password, the server boots, and the next night runs.',
  lines: [
    ...nights(14),
    signedIn(at(11, '18:00'), 'vbr-01', 'a.weber', desk),
    ran(at(11, '18:05'), 'vbr-01', 'a.weber', 'Veeam.Setup.Wizard.exe /upgrade'),
    ...['Veeam Backup Service', 'Veeam Broker Service', 'Veeam Data Mover Service', 'SQL Server (VEEAMSQL2016)'].map(
      (name, index) => serviceIs(at(11, '18:10') + index * 5 * second, 'vbr-01', name, 'stopped'),
    ),
    windows(at(11, '18:30'), 'vbr-01', 4738, {
      SubjectUserName: 'a.weber',
      SubjectDomainName: 'ACME',
      TargetUserName: 'veeam-local',
      TargetDomainName: 'VBR-01',
    }),
    booted(at(11, '18:50'), 'vbr-01'),
    ...['SQL Server (VEEAMSQL2016)', 'Veeam Data Mover Service', 'Veeam Broker Service', 'Veeam Backup Service'].map(
      (name, index) => serviceIs(at(11, '18:55') + index * 5 * second, 'vbr-01', name, 'running'),
    ),
    ...configurationRestored(at(11, '19:20'), anna),
    ...consoleSignIn(at(11, '19:30'), anna, desk),
  ],
}
