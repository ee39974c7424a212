// Attacks in clouds and with what opens them: a leaver's key, a wiped tenant, sealed buckets, doors that were built before.
import { day, hour, minute, second } from '../../../src/lib/duration.ts'
import type { JsonObject } from '../../../src/lib/json.ts'
import {
  act,
  alice,
  at,
  deleteSnapshot,
  mallory,
  onBucket,
  onKey,
  policy,
  product,
  putLifecycle,
  quietDays,
  terraform,
} from '../acts.ts'
import { user, type Who } from '../cloudtrail.ts'
import type { Sequence } from '../sequence.ts'
import { okta, vault } from '../vendors/gates.ts'
import { burst, jsonLine, type Line } from '../vendors/line.ts'
import {
  azure,
  backupGroup,
  type Caller,
  entra,
  entraSignIn,
  entraUser,
  onVaultKey,
  roleGiven,
  subscription,
} from '../vendors/microsoft.ts'
import { passwordReset, replicated } from '../vendors/windows.ts'

const trail = (...records: readonly JsonObject[]): readonly Line[] =>
  records.map((record) => jsonLine('aws.cloudtrail', Date.parse(String(record.eventTime)), record))

const known = (days: number): readonly Line[] =>
  trail(
    ...quietDays(0, days),
    putLifecycle(at(1), terraform, 'acme-backup', 90),
    ...Array.from({ length: 6 }, (_, index) =>
      onBucket(at(1 + index, '03:00'), product, 'PutObject', 'acme-backup', { key: `full-${index}.vbk` }),
    ),
  )

const leaverAt = (address: string): Who => user('j.moreau', address)
export const leaver: Sequence = {
  name: 'a06-leaver',
  title: 'A key that outlived its owner',
  about:
    'Somebody left, his account in the directory was closed, and his access key was not. Months later it tries this and that, and then deletes one snapshot every ten minutes, through a whole night.',
  days: 10,
  life: (days) => [
    ...known(days),
    ...trail(
      ...[0, 1, 2, 3, 4, 7, 8].map((date) =>
        act(at(date, '10:15'), leaverAt('192.0.2.31'), 'ec2 DescribeSnapshots', {}),
      ),
    ),
  ],
  from: '16:00',
  by: 'five',
  steps: [
    {
      name: 'leaves',
      tells: 'The account in the directory is closed.',
      after: [0, 0],
      lines: (t) => [okta(t, 'user.lifecycle.deactivate', 'hr-connector', '192.0.2.6', 'j.moreau')],
    },
    {
      name: 'back',
      tells: 'His access key is used from a network that it never came from.',
      after: [30 * day, 150 * day],
      lines: (t) => trail(act(t, leaverAt('198.51.100.77'), 'sts GetCallerIdentity', {})),
    },
    {
      name: 'tries',
      tells: 'Two deletions that fail, and one of something old.',
      after: [day, 60 * day],
      lines: (t) =>
        trail(
          deleteSnapshot(t, leaverAt('198.51.100.77'), 9001, { error: 'Client.UnauthorizedOperation' }),
          deleteSnapshot(t + 5 * minute, leaverAt('198.51.100.77'), 9002, { error: 'Client.InvalidSnapshot.InUse' }),
        ),
    },
    {
      name: 'five',
      tells: 'One snapshot every ten minutes.',
      after: [day, 30 * day],
      lines: (t) =>
        burst(5, 10 * minute, t, (when, index) => trail(deleteSnapshot(when, leaverAt('198.51.100.77'), 100 + index))),
    },
    {
      name: 'night',
      tells: 'And on until the morning.',
      after: [10 * minute, 10 * minute],
      lines: (t) =>
        burst(20, 10 * minute, t, (when, index) => trail(deleteSnapshot(when, leaverAt('198.51.100.77'), 200 + index))),
    },
  ],
}

const stolen: Caller = { name: 'svc-sync@acme.example.com', address: '203.0.113.78' }
const ops: Caller = { name: 'mara@acme.example.com', address: '192.0.2.40' }
const account = `${backupGroup}/Microsoft.Storage/storageAccounts/acmebackups`
const gold = `${backupGroup}/Microsoft.RecoveryServices/vaults/gold`
const azureDays = (days: number): readonly Line[] => [
  azure(at(0, '08:00'), ops, 'Microsoft.RecoveryServices/vaults/write', gold, {
    location: 'westeurope',
    properties: { securitySettings: { immutabilitySettings: { state: 'Unlocked' } } },
  }),
  azure(at(0, '08:10'), ops, 'Microsoft.Storage/storageAccounts/write', account, { tags: { purpose: 'veeam' } }),
  azure(
    at(0, '08:20'),
    ops,
    'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/write',
    `${account}/blobServices/default/containers/nightly/immutabilityPolicies/default`,
    { properties: { immutabilityPeriodSinceCreationInDays: 30 } },
  ),
  azure(
    at(0, '08:30'),
    ops,
    'Microsoft.Authorization/locks/write',
    `${subscription}/resourceGroups/backup-rg/providers/Microsoft.Authorization/locks/keep`,
    { properties: { level: 'CanNotDelete' } },
  ),
  ...Array.from({ length: days }, (_, date) => [
    entraSignIn(at(date, '08:05'), ops),
    azure(
      at(date, '09:30'),
      ops,
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      `${subscription}/resourceGroups/backup-rg`,
    ),
  ]).flat(),
]

export const tenantWipe: Sequence = {
  name: 'a07-tenant-wipe',
  title: 'From a directory to the root of a tenant',
  about:
    'Every password of the directory is copied, a global administrator that no person uses is given a new one, and with it its owner elevates himself over every subscription. Then locks, vaults, snapshots and the account that holds the copies go in minutes.',
  days: 10,
  life: azureDays,
  from: '19:00',
  by: 'locks',
  steps: [
    {
      name: 'directory',
      tells: 'Somebody replicates the directory who is no domain controller.',
      after: [0, 0],
      lines: (t) => [replicated(t, 'm.stone')],
    },
    {
      name: 'password',
      tells: 'Guessing fails; the account of the synchronisation gets a new password.',
      after: [hour, 5 * day],
      lines: (t) => [
        ...[0, 1, 2].map((index) =>
          entraSignIn(t + index * minute, { name: `adm${index}@acme.example.com`, address: stolen.address }, 50126),
        ),
        passwordReset(t + 20 * minute, 'm.stone', 'svc-sync'),
      ],
    },
    {
      name: 'factor',
      tells: 'It registers a factor of its own, and a domain is federated.',
      after: [5 * minute, day],
      lines: (t) => [
        entraSignIn(t, stolen),
        entra(t + minute, stolen, 'User registered security info', 'UserManagement', [entraUser(stolen.name)]),
        entra(t + 20 * minute, stolen, 'Set federation settings on domain', 'DirectoryManagement', [
          { id: 'd1', displayName: 'acme.example.com', type: 'Other', modifiedProperties: [] },
        ]),
      ],
    },
    {
      name: 'owner',
      tells: 'It elevates itself, and is owner of the subscription.',
      after: [5 * minute, 2 * day],
      lines: (t) => [
        azure(t, stolen, 'Microsoft.Authorization/elevateAccess/action', '/providers/Microsoft.Authorization'),
        roleGiven(t + minute, stolen, stolen.name, subscription),
      ],
    },
    {
      name: 'looks',
      tells: 'Keys of storage accounts are listed, public access is opened, disks are exported.',
      after: [5 * minute, day],
      lines: (t) => [
        ...burst(5, 10 * second, t, (when) => [
          azure(when, stolen, 'Microsoft.Storage/storageAccounts/listKeys/action', account),
        ]),
        azure(
          t + minute,
          stolen,
          'Microsoft.Compute/disks/beginGetAccess/action',
          `${subscription}/resourceGroups/prod-rg/providers/Microsoft.Compute/disks/sql01-data`,
        ),
      ],
    },
    {
      name: 'locks',
      tells: 'The lock of the resource group and the immutability of the container are taken off.',
      after: [30 * minute, 3 * day],
      lines: (t) => [
        azure(
          t,
          stolen,
          'Microsoft.Authorization/locks/delete',
          `${subscription}/resourceGroups/backup-rg/providers/Microsoft.Authorization/locks/keep`,
        ),
        azure(
          t + 2 * minute,
          stolen,
          'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/delete',
          `${account}/blobServices/default/containers/nightly/immutabilityPolicies/default`,
        ),
      ],
    },
    {
      name: 'copies',
      tells: 'Snapshots, the vault’s containers and the storage account are deleted, as far as they can be.',
      after: [minute, 30 * minute],
      lines: (t) => [
        ...burst(12, 2 * second, t, (when, index) => [
          azure(
            when,
            stolen,
            'Microsoft.Compute/snapshots/delete',
            `${backupGroup}/Microsoft.Compute/snapshots/snap-${index}`,
            undefined,
            index % 4 === 3 ? 'Conflict' : undefined,
          ),
        ]),
        azure(
          t + minute,
          stolen,
          'Microsoft.Compute/restorePointCollections/delete',
          `${backupGroup}/Microsoft.Compute/restorePointCollections/erp`,
        ),
        azure(
          t + 2 * minute,
          stolen,
          'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/delete',
          `${gold}/backupFabrics/Azure/protectionContainers/c1`,
        ),
        azure(t + 3 * minute, stolen, 'Microsoft.Storage/storageAccounts/delete', account),
        azure(t + 4 * minute, stolen, 'Microsoft.RecoveryServices/vaults/delete', gold, undefined, 'Conflict'),
      ],
    },
    {
      name: 'keys',
      tells: 'What could not be deleted is sealed with a new key, and the key deleted.',
      after: [5 * minute, hour],
      lines: (t) => [
        onVaultKey(t, stolen, 'KeyCreate', 'note'),
        onVaultKey(t + 10 * minute, stolen, 'KeyDelete', 'note'),
        onVaultKey(t + 11 * minute, stolen, 'KeyPurge', 'note', 403),
      ],
    },
  ],
}

export const sealed: Sequence = {
  name: 'a08-sealed-buckets',
  title: 'Sealed with a key that nobody has',
  about:
    'A leaked access key looks at every bucket, copies the backups over themselves with a key of its own, and sets a deadline of a week.',
  days: 10,
  life: known,
  from: '04:00',
  by: 'copies',
  steps: [
    {
      name: 'looks',
      tells: 'The key looks at the rules of every bucket.',
      after: [0, 0],
      lines: (t) =>
        trail(
          act(t, mallory, 's3 ListBuckets', {}),
          ...['GetBucketVersioning', 'GetBucketLifecycleConfiguration', 'GetBucketEncryption'].map((call, index) =>
            onBucket(t + (index + 1) * 10_000, mallory, call, 'acme-backup'),
          ),
        ),
    },
    {
      name: 'copies',
      tells: 'Objects are copied over themselves, sealed with a key that the caller brings.',
      after: [minute, 12 * hour],
      lines: (t) =>
        burst(30, 2 * second, t, (when, index) =>
          trail(
            onBucket(when, mallory, 'CopyObject', 'acme-backup', {
              key: `full-${index}.vbk`,
              'x-amz-copy-source': `acme-backup/full-${index}.vbk`,
              'x-amz-server-side-encryption-customer-algorithm': 'AES256',
            }),
          ),
        ),
    },
    {
      name: 'deadline',
      tells: 'Everything goes in seven days.',
      after: [minute, 6 * hour],
      lines: (t) => trail(putLifecycle(t, mallory, 'acme-backup', 7)),
    },
    {
      name: 'note',
      tells: 'A note.',
      after: [minute, hour],
      lines: (t) => trail(onBucket(t, mallory, 'PutObject', 'acme-backup', { key: 'READ-ME.txt' })),
    },
  ],
}

const door = user('svc-metrics', '203.0.113.90')
export const doors: Sequence = {
  name: 'a09-prepared-doors',
  title: 'Doors that were built before',
  about:
    'While nobody looks, three accounts with keys are made. When the ransom letter comes, the defenders change passwords, and half an hour later an account that they do not know deletes everything.',
  days: 10,
  life: known,
  from: '13:00',
  by: 'gone',
  steps: [
    {
      name: 'doors',
      tells: 'Accounts and keys are made.',
      after: [0, 0],
      lines: (t) =>
        trail(
          ...['svc-metrics', 'svc-agent', 'svc-report'].flatMap((userName, index) => [
            act(t + index * 4 * minute, mallory, 'iam CreateUser', { userName }),
            act(t + index * 4 * minute + 30_000, mallory, 'iam CreateAccessKey', { userName }),
            act(t + index * 4 * minute + minute, mallory, 'iam AttachUserPolicy', {
              userName,
              policyArn: 'arn:aws:iam::aws:policy/AmazonEC2FullAccess',
            }),
          ]),
        ),
    },
    {
      name: 'rotation',
      tells: 'The defenders change the password and take the key of the account that they know.',
      after: [day, 14 * day],
      lines: (t) =>
        trail(
          act(t, alice, 'iam UpdateLoginProfile', { userName: 'mallory' }),
          act(t + minute, alice, 'iam DeleteAccessKey', { userName: 'mallory', accessKeyId: 'AKIAMALLORYXXXXX' }),
        ),
    },
    {
      name: 'gone',
      tells: 'One of the other accounts deletes snapshots and the bucket.',
      after: [minute, 30 * minute],
      lines: (t) => [
        ...burst(8, 20 * second, t, (when, index) => trail(deleteSnapshot(when, door, 300 + index))),
        ...trail(
          act(t + 4 * minute, door, 'ec2 DeregisterImage', { imageId: 'ami-0123456789abcdef0' }),
          onBucket(t + 5 * minute, door, 'DeleteBucket', 'acme-backup'),
          act(t + 6 * minute, door, 'ec2 TerminateInstances', {
            instancesSet: { items: [{ instanceId: 'i-0123456789abcdef0' }] },
          }),
        ),
      ],
    },
  ],
}

export const custody: Sequence = {
  name: 'a11-key-custody',
  title: 'The key, not the data',
  about:
    'Nothing is deleted. Keys are listed, taken over, copied and destroyed, in three places; the copies stay and are worth nothing.',
  days: 10,
  life: (days) => [
    ...known(days),
    ...Array.from({ length: days }, (_, date) =>
      vault(at(date, '01:00'), 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
    ).flat(),
  ],
  from: '22:40',
  by: 'disabled',
  steps: [
    {
      name: 'looks',
      tells: 'Keys are listed.',
      after: [0, 0],
      lines: (t) => [
        ...trail(act(t, mallory, 'kms ListKeys', {})),
        ...vault(t + minute, 'm.stone', '203.0.113.77', 'list', 'transit/keys'),
      ],
    },
    {
      name: 'policy',
      tells: 'The policy of a key is handed to another account.',
      after: [minute, 7 * day],
      lines: (t) =>
        trail(
          onKey(t, mallory, 'PutKeyPolicy', 'vault-key', {
            policy: policy({
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::444455556666:root' },
              Action: 'kms:*',
              Resource: '*',
            }),
          }),
        ),
    },
    {
      name: 'copied',
      tells: 'A copy of a key is taken.',
      after: [minute, hour],
      lines: (t) => [
        onVaultKey(t, stolen, 'KeyBackup', 'backup-key'),
        ...vault(t + minute, 'm.stone', '203.0.113.77', 'read', 'transit/export/encryption-key/veeam-repo'),
      ],
    },
    {
      name: 'disabled',
      tells: 'The first key is disabled.',
      after: [second, hour],
      lines: (t) => trail(onKey(t, mallory, 'DisableKey', 'vault-key')),
    },
    {
      name: 'destroyed',
      tells: 'All of them are on their way to destruction.',
      after: [second, hour],
      lines: (t) => [
        ...trail(onKey(t, mallory, 'ScheduleKeyDeletion', 'vault-key', { pendingWindowInDays: 7 })),
        ...vault(t + minute, 'm.stone', '203.0.113.77', 'update', 'transit/keys/veeam-repo/config', {
          deletion_allowed: true,
        }),
        ...vault(t + 2 * minute, 'm.stone', '203.0.113.77', 'delete', 'transit/keys/veeam-repo'),
        onVaultKey(t + 3 * minute, stolen, 'KeyDelete', 'backup-key'),
        onVaultKey(t + 4 * minute, stolen, 'KeyPurge', 'backup-key', 403),
      ],
    },
  ],
}
