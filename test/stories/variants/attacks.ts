// Further attacks, on other products, in other orders and by other hands than the sixteen: each with the time by which somebody must be awake.
import { day, hour, minute, second } from '../../../src/lib/duration.ts'
import type { JsonObject } from '../../../src/lib/json.ts'
import { act, alice, at, mallory, onBucket, onKey, product, putLifecycle, quietDays } from '../acts.ts'
import {
  cohesity,
  commvault,
  dataDomain,
  flashArray,
  gcp,
  keycloakAdmin,
  netbackup,
  pbs,
  rubrik,
  storageProtect,
  storeOnce,
  synology,
} from '../vendors/consoles.ts'
import { teleport, vault, vaultSignIn } from '../vendors/gates.ts'
import { burst, jsonLine, type Line } from '../vendors/line.ts'
import { executed, sshAccepted, syslog, unit } from '../vendors/linux.ts'
import { azure, backupGroup, type Caller, entra, entraUser } from '../vendors/microsoft.ts'
import { assetCentre, library, octoplant } from '../vendors/plant.ts'
import { nights, repositoryRemoved } from '../vendors/veeam.ts'

export interface Attack {
  readonly title: string
  readonly lines: readonly Line[]
  /** Epoch milliseconds: the latest first page. */
  readonly by: number
}

const trail = (...records: readonly JsonObject[]): readonly Line[] =>
  records.map((record) => jsonLine('aws.cloudtrail', Date.parse(String(record.eventTime)), record))
const days = <Of>(count: number, make: (date: number) => readonly Of[]): readonly Of[] =>
  Array.from({ length: count }, (_, date) => make(date)).flat()
const thief = 'ACME\\m.stone'
const admin = 'ACME\\a.weber'
const far = '203.0.113.78'
const mara: Caller = { name: 'mara@acme.example.com', address: '192.0.2.40' }
const maraFar: Caller = { name: 'mara@acme.example.com', address: far }
const start = at(20, '22:40')

const bucketGcs = 'projects/_/buckets/acme-veeam'
const gold = `${backupGroup}/Microsoft.RecoveryServices/vaults/gold`

export const attacks: readonly Attack[] = [
  {
    title: 'Commvault: a master, a day of retention, the library gone',
    by: start + 30 * minute,
    lines: [
      ...days(20, (date) => [
        commvault(at(date, '08:00'), admin, 'Login', 'username:[a.weber], logged in from: [192.0.2.20]'),
      ]),
      keycloakAdmin(start, '9b1d-11', far, 'CREATE', 'USER', 'users/9b1d-31', { username: 'helper', enabled: true }),
      commvault(start + 30 * minute, thief, 'Modify User Group', 'User Group : [master], Users added : [helper]'),
      commvault(
        start + 2 * day,
        'ACME\\helper',
        'Modify Storage Policy Copy',
        'Policy Name: Set to [Gold], Copy Name: Set to [Primary], Retention Days: Changed from [60] to [1]',
      ),
      commvault(start + 4 * day, 'ACME\\helper', 'Delete Library', 'Library Name: [disk-01]'),
    ],
  },
  {
    title: 'NetBackup: one image each night, for a week, after a policy was switched off',
    by: start + 4 * day + minute,
    lines: [
      ...days(20, (date) => [netbackup(at(date, '08:00'), admin, 'LOGIN', 'LOGIN', 'User a.weber logged in')]),
      netbackup(start - 5 * day, thief, 'POLICY', 'MODIFY', "Policy 'weekly' was deactivated"),
      ...days(8, (date) => [
        netbackup(start + date * day, thief, 'CATALOG', 'EXPIRE', `Image 'erp-db-01_17720000${10 + date}' was expired`),
      ]),
    ],
  },
  {
    title: 'Cohesity: the second factor first, the group with its snapshots a day later',
    by: start,
    lines: [
      cohesity(at(1), 'akern', 'Protection Group', 'ERP', 'Create', 'created protection group ERP'),
      cohesity(start, 'mwolf', 'MFA Config', 'cluster', 'Modify', 'disabled multi-factor authentication'),
      cohesity(
        start + day,
        'mwolf',
        'Protection Group',
        'ERP',
        'Delete',
        'deleted protection group ERP along with its snapshots',
      ),
      cohesity(
        start + day + hour,
        'mwolf',
        'Storage Domain',
        'DefaultStorageDomain',
        'Delete',
        'deleted storage domain',
      ),
    ],
  },
  {
    title: 'Rubrik: another policy for a database, and the archive is unhooked',
    by: start + hour,
    lines: [
      rubrik(
        start,
        'SlaAssignment.RetentionSLAAssignmentOnClusterObjectsProcessed',
        'mwolf@acme.example.com successfully initiated request to assign retention SLA Short to objects db01 on cluster ham-rbk01',
      ),
      rubrik(
        start + hour,
        'Configuration.ArchivalGroupDeletionSucceeded',
        'mwolf@acme.example.com successfully deleted Archival Location s3-archive.',
      ),
      rubrik(
        start + 2 * hour,
        'Audit.DeleteSnapshotsOfObject',
        "mwolf@acme.example.com deleted snapshots of snappable type 'VmwareVm' with name 'db01'",
      ),
    ],
  },
  {
    title: 'Google Cloud: an owner, no lien, no project',
    by: start,
    lines: [
      gcp(
        at(0),
        mara,
        'backupdr',
        'google.cloud.backupdr.v1.BackupDR.CreateBackupVault',
        'projects/acme-backup/locations/europe-west3',
        { backupVaultId: 'gold', backupVault: { backupMinimumEnforcedRetentionDuration: '2592000s' } },
      ),
      gcp(start, maraFar, 'cloudresourcemanager', 'SetIamPolicy', 'projects/acme-backup', undefined, {
        serviceData: {
          policyDelta: {
            bindingDeltas: [{ action: 'ADD', role: 'roles/owner', member: 'user:helper@acme.example.com' }],
          },
        },
      }),
      gcp(
        start + 3 * day,
        { name: 'helper@acme.example.com', address: far },
        'cloudresourcemanager',
        'DeleteLien',
        'liens/p123-l1',
      ),
      gcp(
        start + 3 * day + minute,
        { name: 'helper@acme.example.com', address: far },
        'cloudresourcemanager',
        'DeleteProject',
        'projects/acme-backup',
      ),
    ],
  },
  {
    title: 'Google Cloud storage: the soft delete is off, then the versions, then the objects',
    by: start,
    lines: [
      gcp(at(0), mara, 'storage', 'storage.buckets.create', bucketGcs, {
        bucket: { retentionPolicy: { retentionPeriod: '2592000' }, versioning: { enabled: true } },
      }),
      gcp(at(2), mara, 'storage', 'storage.buckets.update', bucketGcs, {
        softDeletePolicy: { retentionDurationSeconds: '604800' },
      }),
      gcp(start, maraFar, 'storage', 'storage.buckets.update', bucketGcs, {
        softDeletePolicy: { retentionDurationSeconds: '0' },
      }),
      gcp(start + minute, maraFar, 'storage', 'storage.buckets.patch', bucketGcs, { versioning: { enabled: false } }),
      ...days(12, (index) => [
        gcp(
          start + (10 + index) * minute,
          maraFar,
          'storage',
          'storage.objects.delete',
          `${bucketGcs}/objects/2026/sql0${index}.vbk`,
        ),
      ]),
    ],
  },
  {
    title: 'Data Domain: no time source, sixty days ahead, and a tree goes that was locked',
    by: start + 10 * minute,
    lines: [
      dataDomain(at(0), 'sysadmin', '192.0.2.10', 'mtree create /data/col1/veeam_repo'),
      dataDomain(
        at(0) + minute,
        'sysadmin',
        '192.0.2.10',
        'mtree retention-lock enable mode compliance mtree /data/col1/veeam_repo',
      ),
      dataDomain(start, 'sysadmin', far, 'ntp disable'),
      dataDomain(start + 10 * minute, 'sysadmin', far, 'system set date 052009002026'),
      dataDomain(start + hour, 'sysadmin', far, 'mtree delete /data/col1/veeam_repo'),
    ],
  },
  {
    title: 'FlashArray: the delay cut to a day, six snapshots, half an hour between them',
    by: start + 2 * hour,
    lines: [
      flashArray(at(0), 'pureuser', '192.0.2.10', 'purepgroup', 'create', 'veeam-pg'),
      ...days(18, (date) => [
        flashArray(at(date, '02:00'), 'svc-veeam', '192.0.2.90', 'purepgroup', 'snap', `--suffix d${date} veeam-pg`),
      ]),
      ...days(6, (index) => [
        flashArray(start + index * 30 * minute, 'pureuser', far, 'purepgroup', 'destroy', `veeam-pg.d${5 + index}`),
      ]),
      flashArray(start + 5 * hour, 'pureuser', far, 'purepgroup', 'eradicate', 'veeam-pg.d5'),
    ],
  },
  {
    title: 'IBM Storage Protect: an operator becomes system, and one filespace an hour',
    by: start,
    lines: [
      ...days(20, (date) => [storageProtect(at(date, '07:00'), 'ANNA', 'QUERY SESSION')]),
      storageProtect(start, 'JDOE', 'GRANT AUTHORITY HELPER CLASSES=SYSTEM'),
      ...days(5, (index) => [
        storageProtect(start + (10 + index) * hour, 'HELPER', `DELETE FILESPACE FILESRV0${index} * TYPE=ANY`),
      ]),
    ],
  },
  {
    title: 'Proxmox Backup Server: refused, an ACL, everything pruned, the datastore out of the configuration',
    by: start + 20 * minute,
    lines: [
      ...days(4, (index) => [
        pbs(
          start + index * minute,
          'jdoe@pbs',
          far,
          `DELETE /api2/json/admin/datastore/store1/snapshots?backup-type=vm&backup-id=10${index}&backup-time=1772000000`,
          403,
        ),
      ]),
      pbs(
        start + 20 * minute,
        'root@pam',
        far,
        'PUT /api2/json/access/acl?path=/datastore&role=Admin&auth-id=jdoe@pbs',
      ),
      pbs(
        start + 25 * minute,
        'jdoe@pbs',
        far,
        'POST /api2/json/admin/datastore/store1/prune?backup-type=vm&backup-id=100&keep-last=1',
      ),
      pbs(start + 30 * minute, 'jdoe@pbs', far, 'DELETE /api2/json/config/datastore/store1'),
    ],
  },
  {
    title: 'Synology: the backup task first, the share of copies a week later',
    by: start + 7 * day,
    lines: [
      ...days(20, (date) => [
        synology(
          at(date, '01:30'),
          'PACKAGE SYSTEM:#011[Network][nightly-c2] Backup task finished successfully. [120 files scanned] [4 new files]',
        ),
      ]),
      synology(start, 'Hyper_Backup: m.stone:#011Backup task [nightly-c2] was deleted.'),
      synology(start + 7 * day, 'System: m.stone:#011System successfully deleted shared folder [veeam-repo].'),
    ],
  },
  {
    title: 'Teleport: a session that nobody records, flags off, files gone',
    by: start + 6 * minute,
    lines: [
      unit(at(0), 'repo01', 'Started', 'veeamtransport.service - Veeam Data Mover'),
      ...days(18, (date) =>
        executed(at(date, '01:40'), 'repo01', 'unset', 'chattr', '+i', `/backup/veeam/job1-${date}.vbk`),
      ),
      teleport(start, 'access_request.update', 'T5001I', 't.hoffmann', far, {
        id: 'r-1',
        state: 'APPROVED',
        roles: ['root-on-repositories'],
      }),
      teleport(start + 2 * minute, 'session.start', 'T2000I', 'p.nowak', far, {
        login: 'root',
        server_hostname: 'repo01',
        sid: 's-1',
        session_recording: 'off',
      }),
      ...executed(start + 6 * minute, 'repo01', 'p.nowak', 'chattr', '-R', '-i', '/backup/veeam'),
      ...executed(start + 8 * minute, 'repo01', 'p.nowak', 'rm', '-rf', '/backup/veeam'),
    ],
  },
  {
    title: 'Another account at each step, another cloud at each step',
    by: start,
    lines: [
      ...nights(30),
      ...trail(...quietDays(0, 25)),
      entra(start, maraFar, 'Add member to role', 'RoleManagement', [
        {
          ...entraUser('helper@acme.example.com'),
          modifiedProperties: [{ displayName: 'Role.DisplayName', oldValue: null, newValue: '"Global Administrator"' }],
        },
      ]),
      ...trail(
        act(start + 3 * hour, mallory, 'backup DeleteBackupVaultLockConfiguration', {
          backupVaultName: 'production-vault',
        }),
      ),
      ...repositoryRemoved(start + 20 * hour, 'ACME\\t.hoffmann'),
    ],
  },
  {
    title: 'StoreOnce: a store deleted by the account of the console',
    by: start,
    lines: [
      ...days(20, (date) => [storeOnce(at(date, '08:00'), 'User a.weber logged in from 192.0.2.10')]),
      storeOnce(start, 'Catalyst Store veeam_store deleted by user m.stone'),
    ],
  },
  {
    title: 'NetBackup: refused for three days, then another account succeeds',
    by: start + 3 * day,
    lines: [
      ...days(12, (index) => [
        netbackup(
          start + index * 5 * hour,
          thief,
          'AZFAILURE',
          'DELETE',
          `User is not authorized to delete image 'erp-db-01_17720001${10 + index}'`,
        ),
      ]),
      ...days(3, (index) => [
        netbackup(
          start + 3 * day + index * hour,
          'ACME\\t.hoffmann',
          'CATALOG',
          'EXPIRE',
          `Image 'erp-db-01_17720001${10 + index}' was expired`,
        ),
      ]),
    ],
  },
  {
    title: 'Azure: the vault’s soft delete, its guard, its items',
    by: start,
    lines: [
      azure(at(0, '08:00'), mara, 'Microsoft.RecoveryServices/vaults/write', gold, {
        location: 'westeurope',
        properties: { securitySettings: { softDeleteSettings: { softDeleteState: 'Enabled' } } },
      }),
      azure(
        start,
        maraFar,
        'Microsoft.RecoveryServices/vaults/backupResourceGuardProxies/delete',
        `${gold}/backupResourceGuardProxies/VaultProxy`,
      ),
      azure(
        start + hour,
        maraFar,
        'Microsoft.RecoveryServices/vaults/backupconfig/write',
        `${gold}/backupconfig/vaultconfig`,
        { properties: { softDeleteFeatureState: 'Disabled', enhancedSecurityState: 'Disabled' } },
      ),
      ...days(4, (index) => [
        azure(
          start + 2 * hour + index * minute,
          maraFar,
          'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete',
          `${gold}/backupFabrics/Azure/protectionContainers/iaas;vm${index}/protectedItems/vm;vm${index}`,
        ),
      ]),
    ],
  },
  {
    title: 'Vault: old versions of the repository’s key made unreadable, then trimmed',
    by: start + 5 * minute,
    lines: [
      ...days(20, (date) => [
        ...vault(at(date, '01:00'), 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
      ]),
      vaultSignIn(start, 'ops', far),
      ...vault(start + 5 * minute, 'ops', far, 'update', 'transit/keys/veeam-repo/config', {
        min_decryption_version: 7,
      }),
      ...vault(start + 10 * minute, 'ops', far, 'update', 'transit/keys/veeam-repo/trim', { min_available_version: 7 }),
    ],
  },
  {
    title: 'A plant: schedules off in one archive, components gone in the other',
    by: start + 2 * day,
    lines: [
      ...days(20, (date) => [
        octoplant(at(date, '06:00'), 'octoserver', 'Job executed', 'Line 3/PLC 7', 'Backup job finished successfully'),
      ]),
      octoplant(start, 'ACME\\svc-eng', 'Schedule disabled', 'Line 3/PLC 7', 'Backup schedule was disabled'),
      assetCentre(start + 2 * day, 'ACME\\svc-eng', 'Asset "Line 3/PLC 7" was deleted from the archive'),
      assetCentre(start + 2 * day + hour, 'ACME\\svc-eng', 'Asset "Line 3/PLC 8" was deleted from the archive'),
    ],
  },
  {
    title: 'A tape robot: cartridges out by hand over three weeks, then the disk copies',
    by: start + 21 * day,
    lines: [
      ...nights(45),
      ...days(4, (index) => [
        library(start + index * 5 * day, `User operator exported cartridge A0001${index}L8 to I/E station`),
      ]),
      ...repositoryRemoved(start + 21 * day, thief),
    ],
  },
  {
    title: 'Lifecycle and key in the other order, by two keys of one person',
    by: start,
    lines: [
      ...trail(
        ...quietDays(0, 25),
        putLifecycle(at(1), alice, 'acme-backup', 90),
        ...days(6, (index) => [
          onBucket(at(1 + index, '03:00'), product, 'PutObject', 'acme-backup', { key: `full-${index}.vbk` }),
        ]),
        onKey(start, mallory, 'DisableKey', 'vault-key'),
        putLifecycle(start + 2 * day, mallory, 'acme-backup', 1),
      ),
    ],
  },
  {
    title: 'A repository’s host: a new key, then the mover stopped, then mkfs',
    by: start + 40 * minute,
    lines: [
      unit(at(0), 'repo01', 'Started', 'veeamtransport.service - Veeam Data Mover'),
      ...days(18, (date) =>
        executed(at(date, '01:40'), 'repo01', 'unset', 'chattr', '+i', `/backup/veeam/job1-${date}.vbk`),
      ),
      sshAccepted(start, 'repo01', 'mwolf', far, 'SHA256:new'),
      syslog(
        start + 10 * second,
        'repo01',
        'sudo',
        '   mwolf : TTY=pts/0 ; PWD=/home/mwolf ; USER=root ; COMMAND=/usr/bin/systemctl stop veeamtransport',
      ),
      unit(start + 11 * second, 'repo01', 'Stopped', 'veeamtransport.service - Veeam Data Mover'),
      ...executed(start + 40 * minute, 'repo01', 'mwolf', 'mkfs.xfs', '-f', '/dev/sdb1'),
    ],
  },
  {
    title: 'The product’s own account from elsewhere deletes what it wrote',
    by: start + 20 * minute,
    lines: [
      ...trail(
        ...days(20, (date) => [
          onBucket(at(date, '01:00'), product, 'PutObject', 'veeam-repo', { key: `d${date}.vbk` }),
        ]),
        ...burst(10, 5 * minute, start, (when, index) => [
          {
            source: '',
            at: when,
            text: JSON.stringify(
              onBucket(when, { ...product, address: '203.0.113.9' }, 'DeleteObject', 'veeam-repo', {
                key: `d${index}.vbk`,
              }),
            ),
          },
        ]).map(({ text }) => JSON.parse(text) as JsonObject),
      ),
    ],
  },
]
