// Ordinary work that has the same verbs as the attacks beside it: upgrades, moves, refreshes, rotations, people who come and go.
import { day, hour, minute, second } from '../../../src/lib/duration.ts'
import type { JsonObject } from '../../../src/lib/json.ts'
import { act, alice, at, onBucket, onKey, product, quietDays, terraform } from '../acts.ts'
import { service, user } from '../cloudtrail.ts'
import {
  cohesity,
  commvault,
  dataDomain,
  flashArray,
  gcp,
  netbackup,
  pbs,
  rubrik,
  storageProtect,
  storeOnce,
  synology,
} from '../vendors/consoles.ts'
import { okta, teleport, vault, vaultSignIn } from '../vendors/gates.ts'
import { jsonLine, type Line } from '../vendors/line.ts'
import { executed, hostBooted, sshAccepted, stepped, synchronised, unit } from '../vendors/linux.ts'
import { azure, backupGroup, type Caller, entra, entraUser } from '../vendors/microsoft.ts'
import { octoplant } from '../vendors/plant.ts'
import { consoleSignIn, copied, jobMade, nights, repositoryMade, tested } from '../vendors/veeam.ts'
import { poweredOff, poweredOn, removed, said, sshOff, sshOn, vcenter } from '../vendors/vmware.ts'
import { booted, joinedGroup, serviceIs, signedIn } from '../vendors/windows.ts'

const trail = (...records: readonly JsonObject[]): readonly Line[] =>
  records.map((record) => jsonLine('aws.cloudtrail', Date.parse(String(record.eventTime)), record))
const days = <Of>(count: number, make: (date: number) => readonly Of[]): readonly Of[] =>
  Array.from({ length: count }, (_, date) => make(date)).flat()
const admin = 'ACME\\a.weber'
const desk = '192.0.2.20'
const mara: Caller = { name: 'mara@acme.example.com', address: '192.0.2.40' }
const start = at(20, '20:00')
const gold = `${backupGroup}/Microsoft.RecoveryServices/vaults/gold`
const keys = 'projects/acme-keys/locations/europe/keyRings/ring/cryptoKeys/backup'

export const twins: readonly { readonly title: string; readonly lines: readonly Line[] }[] = [
  {
    title: 'Commvault: new clients, a plan that keeps longer, a viewer, a job started again',
    lines: [
      ...days(20, (date) => [
        commvault(at(date, '08:00'), admin, 'Login', 'username:[a.weber], logged in from: [192.0.2.20]'),
      ]),
      commvault(start, admin, 'Create Plan', 'Plan Name: [Servers 2]'),
      commvault(
        start + minute,
        admin,
        'Modify Storage Policy Copy',
        'Policy Name: Set to [Gold], Copy Name: Set to [Primary], Retention Days: Changed from [60] to [90]',
      ),
      commvault(start + 2 * minute, admin, 'Modify User Group', 'User Group : [View All], Users added : [t.hoffmann]'),
      ...days(5, (index) => [commvault(start + (3 + index) * minute, admin, 'Kill Job', `Job Id: [18534${index}]`)]),
    ],
  },
  {
    title: 'NetBackup: policies rest through a patch night',
    lines: [
      ...days(20, (date) => [netbackup(at(date, '08:00'), admin, 'LOGIN', 'LOGIN', 'User a.weber logged in')]),
      ...['nightly', 'weekly', 'oracle'].flatMap((name, index) => [
        netbackup(start + index * minute, admin, 'POLICY', 'MODIFY', `Policy '${name}' was deactivated`),
        netbackup(start + 2 * hour + index * minute, admin, 'POLICY', 'MODIFY', `Policy '${name}' was activated`),
      ]),
    ],
  },
  {
    title: 'Cohesity: groups pause for an upgrade',
    lines: ['ERP', 'Mail', 'Files'].flatMap((name, index) => [
      cohesity(at(1) + index * minute, 'akern', 'Protection Group', name, 'Create', `created protection group ${name}`),
      cohesity(start + index * minute, 'akern', 'Protection Group', name, 'Pause', `paused protection group ${name}`),
      cohesity(
        start + 3 * hour + index * minute,
        'akern',
        'Protection Group',
        name,
        'Resume',
        `resumed protection group ${name}`,
      ),
    ]),
  },
  {
    title: 'Rubrik: the cluster pauses and goes on; people who may look; a test of the recovery plan',
    lines: [
      rubrik(
        start,
        'Configuration.ClusterPauseResumeSucceeded',
        'akern@acme.example.com has successfully paused protection on clusters: ham-rbk01.',
      ),
      rubrik(
        start + 2 * hour,
        'Configuration.ClusterPauseResumeSucceeded',
        'akern@acme.example.com has successfully resumed protection on clusters: ham-rbk01.',
      ),
      rubrik(
        start + 3 * hour,
        'AccessManagement.RoleAssignedToUser',
        'akern@acme.example.com updated the assigned roles for user jdoe@acme.example.com from [] to [ReadOnlyAdminRole]',
      ),
    ],
  },
  {
    title: 'Google Cloud: keys turn by schedule; a sink is made before the old one goes; somebody may look',
    lines: [
      gcp(at(0), mara, 'cloudkms', 'UpdateCryptoKey', keys, {
        cryptoKey: { name: keys, rotationPeriod: '7776000s' },
        updateMask: 'rotationPeriod,nextRotationTime',
      }),
      gcp(start, { name: 'system@google.com', address: '192.0.2.1' }, 'cloudkms', 'CreateCryptoKeyVersion', keys, {
        parent: keys,
      }),
      gcp(at(21), mara, 'logging', 'google.logging.v2.ConfigServiceV2.CreateSink', 'projects/acme-backup', {
        parent: 'projects/acme-backup',
        sink: {
          name: 'to-new-siem',
          destination: 'pubsub.googleapis.com/projects/acme-backup/topics/audit2',
          filter: '',
        },
      }),
      gcp(at(22), mara, 'cloudresourcemanager', 'SetIamPolicy', 'projects/acme-backup', undefined, {
        serviceData: {
          policyDelta: {
            bindingDeltas: [{ action: 'ADD', role: 'roles/viewer', member: 'user:new@acme.example.com' }],
          },
        },
      }),
    ],
  },
  {
    title: 'Data Domain: a quota that grows, a schedule that keeps longer, a name server',
    lines: [
      dataDomain(at(0), 'sysadmin', '192.0.2.10', 'mtree create /data/col1/veeam_repo'),
      dataDomain(at(1), 'sysadmin', '192.0.2.10', 'quota capacity set mtrees /data/col1/veeam_repo hard-limit 10 TiB'),
      dataDomain(start, 'sysadmin', '192.0.2.10', 'quota capacity set mtrees /data/col1/veeam_repo hard-limit 20 TiB'),
      dataDomain(
        start + minute,
        'sysadmin',
        '192.0.2.10',
        'snapshot schedule create nightly mtrees /data/col1/veeam_repo days mon time 0100 retention 60days',
      ),
      dataDomain(start + 2 * minute, 'sysadmin', '192.0.2.10', 'net set dns 192.0.2.53'),
    ],
  },
  {
    title: 'FlashArray: volumes of an application move to another array',
    lines: [
      flashArray(at(0), 'pureuser', '192.0.2.10', 'purevol', 'create', '--size 4T erp_data1'),
      flashArray(start, 'pureuser', '192.0.2.10', 'purevol', 'disconnect', '--host erp01 erp_data1'),
      flashArray(start + minute, 'pureuser', '192.0.2.10', 'purevol', 'destroy', 'erp_data1'),
      flashArray(start + 2 * day, 'pureuser', '192.0.2.10', 'purevol', 'eradicate', 'erp_data1'),
    ],
  },
  {
    title: 'Proxmox Backup Server: a new datastore, its jobs, and who may write',
    lines: [
      pbs(start, 'root@pam', '192.0.2.10', 'POST /api2/json/config/datastore?name=store2&path=/mnt/store2'),
      pbs(start + minute, 'root@pam', '192.0.2.10', 'POST /api2/json/config/sync?id=offsite2&store=store2'),
      pbs(start + 2 * minute, 'root@pam', '192.0.2.10', 'POST /api2/json/config/verify?id=weekly2&store=store2'),
      pbs(
        start + 3 * minute,
        'root@pam',
        '192.0.2.10',
        'PUT /api2/json/access/acl?path=/datastore/store2&role=DatastoreBackup&auth-id=pve@pbs',
      ),
    ],
  },
  {
    title: 'AWS: somebody leaves; the access key of a product is changed, and it works on',
    lines: trail(
      ...quietDays(0, 30),
      ...days(25, (date) => [
        onBucket(at(date, '01:00'), user('svc-veeam', '192.0.2.90'), 'PutObject', 'veeam-repo', {
          key: `d${date}.vbk`,
        }),
      ]),
      act(start, alice, 'iam DeleteLoginProfile', { userName: 'k.lang' }),
      act(start + minute, alice, 'iam DeleteUser', { userName: 'k.lang' }),
      act(start + hour, alice, 'iam CreateAccessKey', { userName: 'svc-veeam' }),
      act(at(23), alice, 'iam UpdateAccessKey', {
        userName: 'svc-veeam',
        accessKeyId: 'AKIAOLDOLDOLDOLDOLD1',
        status: 'Inactive',
      }),
      onBucket(at(23) + 10 * minute, user('svc-veeam', '192.0.2.90'), 'PutObject', 'veeam-repo', { key: 'd23b.vbk' }),
    ),
  },
  {
    title: 'AWS: the provider turns the keys of every vault, and an alias follows',
    lines: trail(
      ...quietDays(0, 30),
      onKey(at(0), terraform, 'EnableKeyRotation', 'vault-key'),
      ...days(3, (index) => [
        onKey(
          start + index * day,
          service('kms'),
          'RotateKey',
          `vault-key${index || ''}`,
          {},
          { more: { eventType: 'AwsServiceEvent', serviceEventDetails: { rotationType: 'AUTOMATIC' } } },
        ),
      ]),
    ),
  },
  {
    title: 'Veeam: a new product moves in beside the old one',
    lines: [
      ...nights(35),
      ...repositoryMade(at(15, '09:00'), admin, 'c2c1d7f2-6c44-4c39-8a0e-6a1d2e3f4b33', 'Second 01'),
      ...jobMade(at(15, '09:10'), admin, '330f8c3a-1c1e-4a58-9a50-0b7c5f5b2a33', 'Copy to second'),
      ...days(15, (date) =>
        copied(
          at(16 + date, '16:00'),
          100 + date,
          ['330f8c3a-1c1e-4a58-9a50-0b7c5f5b2a33', 'Copy to second'],
          'c2c1d7f2-6c44-4c39-8a0e-6a1d2e3f4b33',
          100,
        ),
      ),
      ...tested(at(18, '12:00'), 0),
    ],
  },
  {
    title: 'Azure: a failover is tried and cleaned up',
    lines: [
      azure(at(0, '08:00'), mara, 'Microsoft.RecoveryServices/vaults/write', gold, { location: 'westeurope' }),
      azure(
        start,
        mara,
        'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems/testFailover/action',
        `${gold}/replicationFabrics/f/replicationProtectionContainers/c/replicationProtectedItems/erp`,
      ),
      azure(
        start + 2 * hour,
        mara,
        'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems/testFailoverCleanup/action',
        `${gold}/replicationFabrics/f/replicationProtectionContainers/c/replicationProtectedItems/erp`,
      ),
      azure(
        start + 3 * hour,
        mara,
        'Microsoft.Compute/virtualMachines/delete',
        '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/erp-test/providers/Microsoft.Compute/virtualMachines/erp-test',
      ),
    ],
  },
  {
    title: 'vSphere: hosts go, hosts come, machines move',
    lines: [
      ...nights(25),
      ...['esx01', 'esx02'].flatMap((host, index) => [
        vcenter(
          start + index * hour,
          'vim.event.EnteredMaintenanceModeEvent',
          admin,
          `Host ${host}.example.com in DC1 has entered maintenance mode`,
        ),
        vcenter(
          start + index * hour + minute,
          'vim.event.HostRemovedEvent',
          admin,
          `Removed host ${host}.example.com in DC1`,
        ),
        vcenter(
          start + index * hour + 2 * minute,
          'vim.event.HostAddedEvent',
          admin,
          `Added host ${host}n.example.com to datacenter DC1`,
        ),
        sshOn(start + index * hour + 3 * minute, `${host}n`),
        said(start + index * hour + 10 * minute, `${host}n`, 'Host booted.'),
        sshOff(start + index * hour + 20 * minute, `${host}n`),
      ]),
      ...days(10, (index) => [
        poweredOff(start + 3 * hour + index * minute, admin, `app-${index}`),
        poweredOn(start + 3 * hour + (index + 20) * minute, admin, `app-${index}`),
      ]),
      removed(start + 5 * hour, admin, 'app-old'),
    ],
  },
  {
    title: 'Windows: a patch night of the backup server',
    lines: [
      ...nights(25),
      signedIn(start, 'vbr-01', 'a.weber', desk),
      ...['Veeam Backup Service', 'Veeam Broker Service', 'Veeam Data Mover Service'].map((name, index) =>
        serviceIs(start + minute + index * second, 'vbr-01', name, 'stopped'),
      ),
      booted(start + 5 * minute, 'vbr-01'),
      ...['Veeam Data Mover Service', 'Veeam Broker Service', 'Veeam Backup Service'].map((name, index) =>
        serviceIs(start + 8 * minute + index * second, 'vbr-01', name, 'running'),
      ),
      ...consoleSignIn(start + 20 * minute, admin, desk),
    ],
  },
  {
    title: 'Okta and the directory: ten people leave on one day',
    lines: [
      ...days(20, (date) => [joinedGroup(at(date, '09:00'), 'svc-iam', `new${date}`, 'Finance')]),
      ...days(10, (index) => [
        okta(start + index * minute, 'user.lifecycle.deactivate', 'hr-connector', '192.0.2.6', `leaver${index}`),
        okta(
          start + index * minute + second,
          'user.mfa.factor.reset_all',
          'hr-connector',
          '192.0.2.6',
          `leaver${index}`,
        ),
      ]),
    ],
  },
  {
    title: 'Entra: a viewer, and an administrator whose phone is new',
    lines: [
      entra(start, mara, 'Add member to role', 'RoleManagement', [
        {
          ...entraUser('t.hoffmann@acme.example.com'),
          modifiedProperties: [{ displayName: 'Role.DisplayName', oldValue: null, newValue: '"Global Reader"' }],
        },
      ]),
      entra(start + minute, mara, 'Add member to role', 'RoleManagement', [
        {
          ...entraUser('k.lang@acme.example.com'),
          modifiedProperties: [
            { displayName: 'Role.DisplayName', oldValue: null, newValue: '"Helpdesk Administrator"' },
          ],
        },
      ]),
    ],
  },
  {
    title: 'Vault: keys turn by their own period, every month',
    lines: [
      ...days(70, (date) =>
        vault(at(date, '01:00'), 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
      ),
      ...days(70, (date) => [vaultSignIn(at(date, '04:55'), 'key-rotation', '192.0.2.66')]),
      ...vault(at(10, '05:00'), 'approle/key-rotation', '192.0.2.66', 'update', 'transit/keys/veeam-repo/config', {
        auto_rotate_period: '720h',
      }),
    ],
  },
  {
    title: 'Synology: the system is updated, and SSH is open for twenty minutes',
    lines: [
      ...days(25, (date) => [
        synology(
          at(date, '01:30'),
          'PACKAGE SYSTEM:#011[Network][nightly-c2] Backup task finished successfully. [120 files scanned] [4 new files]',
        ),
      ]),
      synology(start, 'System: a.weber:#011[SSH] service was started.'),
      synology(start + 2 * minute, 'System: SYSTEM:#011Package [Hyper Backup] has been successfully stopped.'),
      synology(start + 6 * minute, 'System: SYSTEM:#011Package [Hyper Backup] has been successfully started.'),
      synology(start + 20 * minute, 'System: a.weber:#011[SSH] service was stopped.'),
    ],
  },
  {
    title: 'A hardened repository: its system is updated',
    lines: [
      unit(at(0), 'repo01', 'Started', 'veeamtransport.service - Veeam Data Mover'),
      ...days(25, (date) => [
        ...executed(at(date, '01:40'), 'repo01', 'unset', 'chattr', '+i', `/backup/veeam/job1-${date}.vbk`),
        synchronised(at(date, '06:30'), 'repo01'),
      ]),
      sshAccepted(start, 'repo01', 'ansible', '192.0.2.80'),
      unit(start + minute, 'repo01', 'Stopped', 'veeamtransport.service - Veeam Data Mover'),
      unit(start + minute + second, 'repo01', 'Stopped', 'chrony.service - chrony, an NTP client/server'),
      hostBooted(start + 4 * minute, 'repo01'),
      unit(start + 4 * minute, 'repo01', 'Started', 'veeamtransport.service - Veeam Data Mover'),
      unit(start + 4 * minute, 'repo01', 'Started', 'chrony.service - chrony, an NTP client/server'),
      stepped(start + 5 * minute, 'repo01', 1.2),
      synchronised(start + 5 * minute + second, 'repo01'),
    ],
  },
  {
    title: 'Teleport: a recorded session with an approved request that changes nothing',
    lines: [
      ...days(20, (date) => [
        teleport(at(date, '09:00'), 'session.start', 'T2000I', 'p.nowak', '192.0.2.61', {
          login: 'ops',
          server_hostname: 'repo01',
          sid: `s-${date}`,
          session_recording: 'node-sync',
        }),
      ]),
      teleport(start, 'access_request.update', 'T5001I', 't.hoffmann', '192.0.2.61', {
        id: 'r-1',
        state: 'APPROVED',
        roles: ['root-on-repositories'],
        max_duration: '2026-03-23T04:00:00Z',
      }),
      teleport(start + minute, 'session.start', 'T2000I', 'p.nowak', '192.0.2.61', {
        login: 'root',
        server_hostname: 'repo01',
        sid: 's-x',
        session_recording: 'node-sync',
      }),
    ],
  },
  {
    title: 'A plant: a controller’s archive gets a new schedule',
    lines: [
      ...days(25, (date) => [
        octoplant(at(date, '06:00'), 'octoserver', 'Job executed', 'Line 3/PLC 7', 'Backup job finished successfully'),
      ]),
      octoplant(start, 'ACME\\eng', 'Schedule disabled', 'Line 3/PLC 7', 'Backup schedule was disabled'),
      octoplant(start + 30 * minute, 'ACME\\eng', 'Schedule enabled', 'Line 3/PLC 7', 'Backup schedule was enabled'),
    ],
  },
  {
    title: 'IBM Storage Protect: storage moves to another pool, and reclamation runs',
    lines: [
      ...days(20, (date) => [storageProtect(at(date, '07:00'), 'ANNA', 'QUERY SESSION')]),
      storageProtect(start, 'ANNA', 'DEFINE STGPOOL NEWPOOL DISKPOOL'),
      storageProtect(start + minute, 'ANNA', 'MOVE NODEDATA FILESRV01 FROMSTGPOOL=OLDPOOL TOSTGPOOL=NEWPOOL'),
      storageProtect(start + hour, 'ANNA', 'UPDATE NODE FILESRV01 CONTACT="ops desk"'),
      storageProtect(start + 2 * hour, 'ANNA', 'RECLAIM STGPOOL NEWPOOL THRESHOLD=60'),
    ],
  },
  {
    title: 'StoreOnce: a new store, and somebody who looks',
    lines: [
      storeOnce(start, 'User a.weber logged in from 192.0.2.10'),
      storeOnce(start + minute, 'Catalyst Store veeam_store2 created by user a.weber'),
    ],
  },
  {
    title: 'AWS: buckets are spread over accounts, and a pipeline makes and unmakes its own',
    lines: trail(
      ...quietDays(0, 30),
      ...days(20, (date) => [
        onBucket(at(date, '02:00'), terraform, 'CreateBucket', `tmp-restore-${date}`),
        onBucket(at(date, '02:30'), terraform, 'DeleteBucket', `tmp-restore-${date}`),
      ]),
      ...days(20, (date) => [onBucket(at(date, '03:00'), product, 'PutObject', 'acme-backup', { key: `${date}.vbk` })]),
    ),
  },
]
