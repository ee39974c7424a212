// Attacks that wait: for a clock, for silence, for a retention to run out; and those on a repository's host, a plant, a bastion.
import { day, hour, minute, second } from '../../../src/lib/duration.ts'
import type { JsonObject } from '../../../src/lib/json.ts'
import { act, at, mallory, onVault, quietDays } from '../acts.ts'
import type { Sequence } from '../sequence.ts'
import { filerDays, onFiler } from '../vendors/filer.ts'
import { cyberark, duo, teleport, vault } from '../vendors/gates.ts'
import { burst, jsonLine, type Line } from '../vendors/line.ts'
import { executed, samba, sshAccepted, stepped, sudo, syslog, unit } from '../vendors/linux.ts'
import { assetCentre, downloaded, historian, library, octoplant } from '../vendors/plant.ts'
import { jobDeleted, kept, nights, pointsRemoved, tested } from '../vendors/veeam.ts'
import { sshOn, typed } from '../vendors/vmware.ts'
import { shareOpened, signedIn } from '../vendors/windows.ts'

const outside = '203.0.113.77'
const trail = (...records: readonly JsonObject[]): readonly Line[] =>
  records.map((record) => jsonLine('aws.cloudtrail', Date.parse(String(record.eventTime)), record))

/** A hardened repository: its transport service runs, its files are locked for as long as its clock says. */
const repositoryDays = (days: number): readonly Line[] => [
  unit(at(0, '06:00'), 'repo01', 'Started', 'veeamtransport.service - Veeam Data Mover'),
  ...Array.from({ length: days }, (_, date) => [
    ...executed(at(date, '01:40'), 'repo01', 'unset', 'chattr', '+i', `/backup/veeam/job1-${date}.vbk`),
    syslog(at(date, '06:30'), 'repo01', 'chronyd[554]', 'Selected source 192.0.2.123 (ntp.example.com)'),
  ]).flat(),
]

export const clock: Sequence = {
  name: 'a10-clock-forward',
  title: 'A lock that ends when the clock says so',
  about:
    'Somebody is root on a hardened repository. He stops what sets its clock right, sets it ten years ahead, and deletes what is locked no longer.',
  days: 10,
  life: repositoryDays,
  from: '23:20',
  by: 'step',
  steps: [
    {
      name: 'root',
      tells: 'A sign-in to the repository, and sudo.',
      after: [0, 0],
      lines: (t) => [
        sshAccepted(t, 'repo01', 'm.stone', outside),
        sudo(t + 30_000, 'repo01', 'm.stone', '/usr/bin/bash'),
      ],
    },
    {
      name: 'source',
      tells: 'The time source is stopped.',
      after: [minute, hour],
      lines: (t) => [unit(t, 'repo01', 'Stopped', 'chrony.service - chrony, an NTP client/server')],
    },
    {
      name: 'restart',
      tells: 'The service starts again, with another server.',
      after: [second, 30 * minute],
      lines: (t) => [unit(t, 'repo01', 'Started', 'chrony.service - chrony, an NTP client/server')],
    },
    {
      name: 'step',
      tells: 'The clock is ten years ahead.',
      after: [second, 10 * minute],
      lines: (t) => [stepped(t, 'repo01', 315_360_000)],
    },
    {
      name: 'copies',
      tells: 'The lock of the files is taken off, and they are deleted.',
      after: [minute, day],
      lines: (t) => [
        ...executed(t, 'repo01', 'm.stone', 'chattr', '-R', '-i', '/backup/veeam'),
        ...executed(t + minute, 'repo01', 'm.stone', 'rm', '-rf', '/backup/veeam'),
      ],
    },
    {
      name: 'back',
      tells: 'The clock is set back.',
      after: [minute, 2 * hour],
      lines: (t) => [stepped(t, 'repo01', -315_360_000)],
    },
  ],
}

export const blind: Sequence = {
  name: 'a12-blind-first',
  title: 'First the lights',
  about:
    'Audit logs are switched off on three systems, one after the other. What follows is seen only from the other side.',
  days: 10,
  life: (days) => [
    ...trail(...quietDays(0, days)),
    ...filerDays(at, days),
    ...Array.from({ length: days }, (_, date) =>
      vault(at(date, '01:00'), 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
    ).flat(),
  ],
  from: '21:00',
  by: 'trail',
  steps: [
    {
      name: 'vault',
      tells: 'The audit device of Vault is removed.',
      after: [0, 0],
      lines: (t) => vault(t, 'm.stone', outside, 'delete', 'sys/audit/file'),
    },
    {
      name: 'trail',
      tells: 'The trail in the cloud is stopped.',
      after: [5 * minute, hour],
      lines: (t) => trail(act(t, mallory, 'cloudtrail StopLogging', { name: 'main' })),
    },
    {
      name: 'host',
      tells: 'A host sends its log nowhere, and opens SSH.',
      after: [5 * minute, 24 * hour],
      lines: (t) => [typed(t, 'esx01', 'esxcli system syslog config set --loghost='), sshOn(t + minute, 'esx01')],
    },
    {
      name: 'copies',
      tells: 'On the array and in the cloud, where the log still runs, copies go.',
      after: [5 * minute, 48 * hour],
      lines: (t) => [
        ...onFiler(t, 't.hoffmann', outside, 'volume snapshot delete -vserver svm_bk -volume veeam_repo01 -snapshot *'),
        ...onFiler(t + minute, 't.hoffmann', outside, 'volume delete -vserver svm_bk -volume veeam_repo01'),
        ...trail(onVault(t + 2 * minute, mallory, 'DeleteBackupVault', 'production-vault')),
      ],
    },
  ],
}

const stone = 'ACME\\m.stone'
const copyJob = ['7a0f8c3a-1c1e-4a58-9a50-0b7c5f5b2a77', 'Offsite copy'] as const
export const rot: Sequence = {
  name: 'a13-quiet-rot',
  title: 'Three small things in ninety days',
  about:
    'A copy job is gone, the retention is short, the restore test fails and nobody reads it. The offsite copy ends by itself. Then the last local one goes.',
  days: 16,
  life: nights,
  from: '22:10',
  by: 'retention',
  steps: [
    {
      name: 'job',
      tells: 'The job that copies offsite is deleted.',
      after: [0, 0],
      lines: (t) => jobDeleted(t, stone, ...copyJob),
    },
    {
      name: 'retention',
      tells: 'One day is kept of what was kept for fourteen.',
      after: [minute, 14 * day],
      lines: (t) => kept(t, stone, 14, 1),
    },
    {
      name: 'test',
      tells: 'The restore test fails, twice.',
      after: [day, 30 * day],
      lines: (t) => [...tested(t, 2), ...tested(t + 7 * day, 2)],
    },
    {
      name: 'copies',
      tells: 'The last points are removed by hand.',
      after: [7 * day, 45 * day],
      lines: (t) => pointsRemoved(t, stone, 17),
    },
  ],
}

export const host: Sequence = {
  name: 'a14-repository-host',
  title: 'The host and the share that hold the files',
  about:
    'Behind the console stands a Linux host, and beside it a share. Whoever is root there, or knows the share’s password, needs no console.',
  days: 10,
  life: (days) => [
    ...repositoryDays(days),
    ...Array.from({ length: days }, (_, date) => [
      samba(at(date, '02:00'), 'svc-veeam', '192.0.2.10', 'pwrite', `veeam/job2-${date}.vbk`),
      samba(at(date, '02:30'), 'svc-veeam', '192.0.2.10', 'unlinkat', `veeam/job2-${date - 7}.vbk`),
    ]).flat(),
  ],
  from: '02:00',
  by: 'flags',
  steps: [
    {
      name: 'ssh',
      tells: 'A sign-in with a new key.',
      after: [0, 0],
      lines: (t) => [sshAccepted(t, 'repo01', 'm.stone', outside, 'SHA256:new')],
    },
    {
      name: 'flags',
      tells: 'The immutable flag is taken off the repository.',
      after: [minute, hour],
      lines: (t) => [
        sudo(t, 'repo01', 'm.stone', '/usr/bin/chattr -R -i /backup/veeam'),
        ...executed(t + 100, 'repo01', 'm.stone', 'chattr', '-R', '-i', '/backup/veeam'),
      ],
    },
    {
      name: 'files',
      tells: 'Its files are deleted and the volume formatted.',
      after: [second, 30 * minute],
      lines: (t) => [
        ...executed(t, 'repo01', 'm.stone', 'rm', '-rf', '/backup/veeam'),
        ...executed(t + minute, 'repo01', 'm.stone', 'mkfs.xfs', '-f', '/dev/sdb1'),
      ],
    },
    {
      name: 'share',
      tells: 'From a client that never wrote there the files of the share are deleted.',
      after: [minute, 2 * day],
      lines: (t) => [
        shareOpened(t, 'nas02', 'm.stone', outside, 'backups'),
        ...burst(20, second, t + minute, (when, index) => [
          samba(when, 'ACME\\m.stone', outside, 'unlinkat', `veeam/job2-${index}.vbk`),
        ]),
      ],
    },
    {
      name: 'tapes',
      tells: 'Tapes are put out of the library, and a partition is deleted.',
      after: [minute, 2 * hour],
      lines: (t) => [
        library(t, 'Media A00031L8 exported to I/E station by user mstone'),
        library(t + minute, 'Partition VAULT01 deleted by user mstone from 203.0.113.77'),
      ],
    },
  ],
}

const engineer = 'ACME\\m.stone'
/** The archive of programs works, and the historian is backed up. */
const plantDays = (days: number): readonly Line[] =>
  Array.from({ length: days }, (_, date) => [
    octoplant(at(date, '01:00'), 'SYSTEM', 'Job result', 'Line3 PLC backup', 'Job finished, no difference'),
    historian(at(date, '02:00'), 'SYSTEM', 'pibackup', 'Backup completed successfully'),
  ]).flat()

export const plant: Sequence = {
  name: 'a15-plant',
  title: 'The only copy of what the controllers run',
  about:
    'An account of the office is on the servers of the plant. What tells of changes is switched off, a nightly upload ends, weeks later programs and the history of the plant are deleted.',
  days: 5,
  life: plantDays,
  from: '14:10',
  by: 'programs',
  steps: [
    {
      name: 'server',
      tells: 'An account of the office signs in to the server of the archive.',
      after: [0, 0],
      lines: (t) => [signedIn(t, 'oct01', 'm.stone', '192.0.2.66')],
    },
    {
      name: 'audit',
      tells: 'The audit of changes is switched off.',
      after: [10 * minute, day],
      lines: (t) => [
        assetCentre(
          t,
          engineer,
          'System policy edited\nEditedProperty:\tAudit changes to configuration and control system\nOldValue:\tEnabled\nNewValue:\tDisabled',
          'FactoryTalk Administration Console',
        ),
      ],
    },
    {
      name: 'schedule',
      tells: 'The nightly upload of programs ends.',
      after: [10 * minute, 21 * day],
      lines: (t) => [
        octoplant(t, engineer, 'Job deactivated', 'Line3 PLC backup', 'Job was deactivated'),
        assetCentre(t + minute, engineer, 'Schedule deleted\nEditedObject:\tPacking nightly upload\nAction:\tDelete'),
      ],
    },
    {
      name: 'programs',
      tells: 'Programs are deleted with all their versions.',
      after: [10 * minute, 21 * day],
      lines: (t) => [
        octoplant(
          t,
          engineer,
          'Component deleted',
          '\\Packing\\Line3\\PLC-PACK-3',
          'Component was deleted with all versions',
        ),
        assetCentre(t + minute, engineer, 'Asset deleted\nEditedObject:\tPLC-PACK-3\nAction:\tDelete'),
      ],
    },
    {
      name: 'controller',
      tells: 'A program goes to a controller.',
      after: [minute, day],
      lines: (t) => [downloaded(t, '198.51.100.40')],
    },
    {
      name: 'history',
      tells: 'Archives of the historian are taken out.',
      after: [minute, 14 * day],
      lines: (t) => [historian(t, engineer, 'piarchss', 'Archive E:\\PI\\arc\\pi01_2025-11.arc unregistered')],
    },
  ],
}

export const bastion: Sequence = {
  name: 'a16-bastion',
  title: 'Through the bastion, and past it',
  about:
    'A password of the repository is taken out of the safe without a reason, its session is recorded; another one is not.',
  days: 10,
  life: (days) => [
    ...repositoryDays(days),
    ...Array.from({ length: days }, (_, date) => [
      cyberark(at(date, '08:00'), 7, 'Logon', 'mwolf', '192.0.2.25'),
    ]).flat(),
  ],
  from: '23:05',
  by: 'keystrokes',
  steps: [
    {
      name: 'password',
      tells: 'The password of root on the repository is taken out, without a reason.',
      after: [0, 0],
      lines: (t) => [duo(t - 5 * minute, 'mwolf', outside), cyberark(t, 295, 'Retrieve password', 'mwolf', outside)],
    },
    {
      name: 'session',
      tells: 'A recorded session to the repository.',
      after: [minute, 30 * minute],
      lines: (t) => [
        cyberark(t, 300, 'PSM Connect', 'mwolf', outside, { ExtraDetails: 'DstHost=repo01;SessionID=c2e88cd6-1;' }),
      ],
    },
    {
      name: 'keystrokes',
      tells: 'In it the flags of the files are taken off.',
      after: [minute, hour],
      lines: (t) => [
        cyberark(t, 361, 'Keystroke logging', 'mwolf', outside, {
          ExtraDetails: 'Command=chattr -R -i /backup/veeam;DstHost=repo01;SessionID=c2e88cd6-1;',
        }),
      ],
    },
    {
      name: 'past',
      tells: 'Past the bastion: a second account of his agrees to a role, a session as root runs unrecorded.',
      after: [10 * minute, hour],
      lines: (t) => [
        teleport(t, 'access_request.create', 'T5000I', 'mwolf', outside, {
          id: '66b8-1',
          roles: ['backup-root'],
          state: 'PENDING',
        }),
        teleport(t + minute, 'access_request.review', 'T5002I', 'mwolf-adm', outside, {
          id: '66b8-1',
          roles: ['backup-root'],
          state: 'APPROVED',
          proposed_state: 'APPROVED',
        }),
        teleport(t + 2 * minute, 'session_recording_config.update', 'TCREC003I', 'mwolf-adm', outside, {}),
        teleport(t + 3 * minute, 'session.start', 'T2000I', 'mwolf', outside, {
          login: 'root',
          server_hostname: 'repo01',
          sid: '5640-1',
          session_recording: 'off',
        }),
        teleport(t + 4 * minute, 'session.command', 'T4000I', 'mwolf', outside, {
          server_hostname: 'repo01',
          sid: '5640-1',
          program: 'rm',
          path: '/usr/bin/rm',
          argv: ['-rf', '/backup/veeam'],
        }),
      ],
    },
  ],
}
