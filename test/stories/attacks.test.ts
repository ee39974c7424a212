// Attacks told by CloudTrail: each must page at its decisive steps, with six page-now alerts at most.
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import {
  act,
  alice,
  at,
  bob,
  createPlan,
  deletePlan,
  deletePoint,
  deleteSnapshot,
  mallory,
  objectLock,
  onBucket,
  onKey,
  onVault,
  policy,
  product,
  putLifecycle,
  quietDays,
  replication,
  terraform,
  versioning,
} from './acts.ts'
import { assumed, person, user } from './cloudtrail.ts'
import { tell } from './tell.ts'

interface Attack {
  readonly name: string
  readonly records: readonly JsonObject[]
  /** Classes of the page-now alerts that must come, in the order of their opening. */
  readonly pages: readonly string[]
}

const before = [
  ...quietDays(0, 30),
  ...[1, 8, 15, 22].map((day) => onBucket(at(day), product, 'PutObject', 'acme-backup', { key: `full-${day}.vbk` })),
  putLifecycle(at(1), terraform, 'acme-backup', 90),
  onVault(at(2), terraform, 'PutBackupVaultLockConfiguration', 'production-vault', { minRetentionDays: 30 }),
  onBucket(at(2), terraform, 'PutBucketReplication', 'acme-data', replication('acme-offsite')),
  putLifecycle(at(2), terraform, 'acme-offsite', 180),
  onBucket(at(2), terraform, 'PutBucketObjectLockConfiguration', 'locked-store', objectLock('GOVERNANCE', 30)),
  createPlan(at(2), terraform, 'nightly', 'production-vault'),
]
const planted = user('svc-sync2', '203.0.113.78')
const admin = (when: number, who = mallory, name = 'svc-sync2') =>
  act(when, who, 'iam AttachUserPolicy', { userName: name, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })
const spread = (count: number, gap: number, make: (when: number, index: number) => JsonObject, from = at(30)) =>
  Array.from({ length: count }, (_, index) => make(from + index * gap, index))
const minutes = 60_000
const days = 86_400_000

const attacks: readonly Attack[] = [
  {
    name: 'objects sealed with the attacker’s key, then a lifecycle of seven days',
    records: [
      ...spread(50, 2_000, (when, index) =>
        onBucket(when, mallory, 'CopyObject', 'acme-backup', {
          key: `o${index}`,
          'x-amz-copy-source': `acme-backup/o${index}`,
          'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        }),
      ),
      putLifecycle(at(30, '09:30'), mallory, 'acme-backup', 7),
    ],
    pages: ['copies-overwritten', 'protection-weakened'],
  },
  {
    name: 'the same with the lifecycle first',
    records: [
      putLifecycle(at(30, '08:30'), mallory, 'acme-backup', 7),
      ...spread(50, 2_000, (when, index) =>
        onBucket(when, mallory, 'PutObject', 'acme-backup', {
          key: `o${index}`,
          'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        }),
      ),
    ],
    pages: ['protection-weakened', 'copies-overwritten'],
  },
  {
    name: 'a fast wipe within the hour',
    records: [
      admin(at(30, '02:00')),
      act(at(30, '02:03'), mallory, 'cloudtrail StopLogging', { name: 'main' }),
      onVault(at(30, '02:10'), mallory, 'DeleteBackupVaultLockConfiguration', 'production-vault'),
      putLifecycle(at(30, '02:12'), mallory, 'acme-backup', 1),
      ...spread(
        30,
        3_000,
        (when, index) => deletePoint(when, mallory, 'production-vault', `quiet ${index}`),
        at(30, '02:15'),
      ),
      onVault(at(30, '02:20'), mallory, 'DeleteBackupVault', 'production-vault'),
      onBucket(at(30, '02:21'), mallory, 'DeleteBucket', 'acme-backup'),
      ...['a', 'b', 'c'].map((key, index) => onKey(at(30, `02:2${index + 3}`), mallory, 'ScheduleKeyDeletion', key)),
      act(at(30, '02:30'), mallory, 'organizations LeaveOrganization'),
      deletePlan(at(30, '02:31'), mallory, 'nightly'),
      ...spread(8, 3_000, (when, index) => deleteSnapshot(when, mallory, index), at(30, '02:33')),
    ],
    pages: [
      'admin-added',
      'audit-stopped',
      'protection-weakened',
      'points-deleted',
      'repository-removed',
      'key-endangered',
    ],
  },
  {
    name: 'a backdoor account that waits two weeks, and defenders who rotate credentials',
    records: [
      act(at(15), mallory, 'iam CreateUser', { userName: 'svc-sync2' }),
      act(at(15, '09:01'), mallory, 'iam CreateAccessKey', { userName: 'svc-sync2' }),
      admin(at(15, '09:02')),
      act(at(28), alice, 'iam UpdateLoginProfile', { userName: 'mallory' }),
      act(at(28), alice, 'iam DeleteAccessKey', { userName: 'mallory', accessKeyId: 'AKIAX' }),
      ...spread(6, minutes, (when, index) => deleteSnapshot(when, planted, index), at(28, '09:20')),
      onBucket(at(28, '09:40'), planted, 'DeleteBucket', 'acme-backup'),
    ],
    pages: ['admin-added', 'points-deleted', 'repository-removed'],
  },
  {
    name: 'one recovery point every two days for a month',
    records: [
      ...spread(16, 1.9 * days, (when, index) => deletePoint(when, mallory, 'production-vault', `old ${index}`)),
      ...quietDays(30, 62),
    ],
    pages: ['points-deleted'],
  },
  {
    name: 'quiet rot: replication off, retention cut weeks later, then the end',
    records: [
      onBucket(at(30), mallory, 'DeleteBucketReplication', 'acme-data'),
      putLifecycle(at(44), mallory, 'acme-offsite', 30),
      act(at(50), mallory, 'backup DeleteRestoreTestingPlan', { restoreTestingPlanName: 'weekly' }),
      onVault(at(119), mallory, 'DeleteBackupVault', 'production-vault'),
      ...quietDays(30, 120),
    ],
    pages: ['protection-stopped', 'protection-weakened', 'protection-stopped', 'repository-removed'],
  },
  {
    name: 'locks bypassed one object after the other',
    records: spread(40, 5_000, (when, index) =>
      onBucket(when, mallory, 'DeleteObject', 'locked-store', {
        key: `o${index}`,
        versionId: 'v',
        'x-amz-bypass-governance-retention': 'true',
      }),
    ),
    pages: ['protection-weakened'],
  },
  {
    name: 'refused everywhere, then another way',
    records: [
      ...spread(12, 30_000, (when, index) =>
        deletePoint(when, mallory, 'production-vault', `quiet ${index}`, {
          error: 'InvalidRequestException',
          id: `r${index}`,
        }),
      ),
      onKey(at(30, '09:30'), mallory, 'ScheduleKeyDeletion', 'vault-key'),
    ],
    pages: ['refused', 'key-endangered'],
  },
  {
    name: 'blind first, from a role that was hopped into',
    records: [
      act(at(30), assumed('OpsRole', 'x1', '203.0.113.9', 'aws-cli/2'), 'cloudtrail PutEventSelectors', {
        trailName: 'main',
        eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }],
      }),
      onVault(
        at(31),
        assumed('BackupRole', 'x2', '203.0.113.9', 'aws-cli/2'),
        'DeleteBackupVaultAccessPolicy',
        'production-vault',
      ),
      onVault(at(32), assumed('AdminRole', 'x3', '203.0.113.9', 'aws-cli/2'), 'DeleteBackupVault', 'production-vault'),
    ],
    pages: ['audit-stopped', 'gate-weakened', 'repository-removed'],
  },
  {
    name: 'the service’s own role from another address',
    records: spread(6, minutes, (when, index) =>
      onBucket(when, { ...product, address: '203.0.113.40' }, 'DeleteObject', 'acme-backup', { key: `f${index}` }),
    ),
    pages: ['points-deleted'],
  },
  {
    name: 'everything handed to a stranger’s account',
    records: [
      onKey(at(30), mallory, 'PutKeyPolicy', 'k', {
        policy: policy({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: 'kms:*',
          Resource: '*',
        }),
      }),
      onVault(at(30, '10:00'), mallory, 'PutBackupVaultAccessPolicy', 'production-vault', {
        policy: policy({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: '*',
          Resource: '*',
        }),
      }),
      act(at(30, '11:00'), mallory, 'organizations LeaveOrganization'),
      act(at(30, '12:00'), mallory, 'account CloseAccount', {}),
    ],
    pages: ['key-endangered', 'gate-weakened', 'parent-removed'],
  },
  {
    name: 'a hundred and eighty days, one class a month, each by another stolen account',
    records: [
      admin(at(30), bob, 'helper'),
      putLifecycle(at(55), user('helper', '203.0.113.11'), 'acme-backup', 14),
      onVault(at(80), person('maria', '203.0.113.12'), 'DeleteBackupVaultLockConfiguration', 'production-vault'),
      onBucket(at(105), person('jonas', '203.0.113.13'), 'PutBucketVersioning', 'acme-backup', versioning('Suspended')),
      act(at(130), user('helper', '203.0.113.14'), 'cloudtrail StopLogging', { name: 'main' }),
      onKey(at(150), person('maria', '203.0.113.12'), 'DisableKey', 'k'),
      ...spread(
        6,
        minutes,
        (when, index) => deletePoint(when, user('helper', '203.0.113.15'), 'production-vault', `z${index}`),
        at(170),
      ),
      onVault(at(180), user('helper', '203.0.113.15'), 'DeleteBackupVault', 'production-vault'),
      ...quietDays(30, 181),
    ],
    pages: [
      'admin-added',
      'protection-weakened',
      'protection-weakened',
      'protection-weakened',
      'audit-stopped',
      'key-endangered',
    ],
  },
]

describe('an attack', () => {
  test.each(attacks)('$name', async ({ records, pages }) => {
    const told = await tell([...before, ...records])
    const loud = told.alerts.filter((alert) => alert.startsWith('page-now')).map((alert) => alert.split(' ')[1] ?? '')
    expect(loud).toEqual([...pages])
    expect(loud.length).toBeLessThanOrEqual(6)
    expect(told.pages.length).toBeGreaterThanOrEqual(loud.length)
  })

  test.each(attacks)('with any one step missing still pages: $name', async ({ records, pages }) => {
    const steps = records.filter((record) => record.userIdentity !== undefined)
    const places =
      steps.length <= 12 ? steps.map((_, index) => index) : [0, Math.floor(steps.length / 2), steps.length - 1]
    if (pages.length === 1 && steps.length < 3) return
    for (const place of places) {
      const told = await tell([...before, ...records.filter((record) => record !== steps[place])])
      expect(told.pages.length).toBeGreaterThan(0)
    }
  })

  test('in one account leaves the twin of another account alone', async () => {
    const twin = quietDays(0, 31).map((record) => ({
      ...record,
      recipientAccountId: '444455556666',
      eventID: `t-${String(record.eventID)}`,
    }))
    const attack = attacks.find(({ name }) => name.startsWith('a fast wipe'))
    const { lines } = await tell([...before, ...twin, ...(attack?.records ?? [])])
    expect(lines.filter((line) => JSON.stringify(line).includes('444455556666'))).toEqual([])
  })
})
