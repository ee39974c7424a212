// Ordinary days of accounts that hold copies, by what happens in them.
import type { JsonObject } from '../../src/lib/json.ts'
import {
  act,
  alice,
  at,
  awsBackup,
  backedUp,
  bob,
  createPlan,
  deletePlan,
  deletePoint,
  deleteSnapshot,
  keyArn,
  objectLock,
  onBucket,
  onKey,
  onVault,
  point,
  policy,
  product,
  putLifecycle,
  replication,
  snapshotId,
  terraform,
  updatePlan,
  versioning,
} from './acts.ts'
import { account, assumed, person, record, service, user, type Who } from './cloudtrail.ts'

const every = (from: number, to: number, make: (day: number) => readonly JsonObject[]) =>
  Array.from({ length: to - from }, (_, index) => make(from + index)).flat()
export const times = (count: number, make: (index: number) => JsonObject) =>
  Array.from({ length: count }, (_, index) => make(index))
const dlm = assumed(
  'AWSDataLifecycleManagerDefaultRole',
  'DataLifecycleManager',
  'dlm.amazonaws.com',
  'dlm.amazonaws.com',
)
const tester = assumed(
  'AWSServiceRoleForBackupRestoreTesting',
  'AWSBackup',
  'backup.amazonaws.com',
  'backup.amazonaws.com',
)
const ci = assumed('ci-deploy', 'GitHubActions', '198.51.100.40', 'aws-sdk-go-v2/1.30')
const withFactor = (who: Who): Who => ({
  ...who,
  identity: {
    ...who.identity,
    sessionContext: { attributes: { mfaAuthenticated: 'true', creationDate: '2026-03-01T08:00:00Z' } },
  },
})
const gone = (when: number, bucket: string, who: Who = alice) => onBucket(when, who, 'DeleteBucket', bucket)
const serviceEvent = (when: number, call: string, details: JsonObject) =>
  act(when, awsBackup, `backup ${call}`, null, { more: { eventType: 'AwsServiceEvent', serviceEventDetails: details } })

/** By name: what happens, in any order. Nobody may be woken by any of them. */
export const ordinary: Readonly<Record<string, readonly JsonObject[]>> = {
  'infrastructure as code applies the same lifecycle every night': every(0, 40, (day) => [
    putLifecycle(at(day, '01:00'), terraform, 'nightly-backup', 35),
    onBucket(at(day, '01:01'), terraform, 'PutBucketVersioning', 'nightly-backup', versioning('Enabled')),
  ]),
  'retention lengthened step by step': [30, 60, 90, 365].map((days, index) =>
    putLifecycle(at(index * 9), alice, 'nightly-backup', days),
  ),
  'a new bucket, vault and plan set up by a pipeline': [
    onBucket(at(10, '09:00'), terraform, 'CreateBucket', 'acme-backup'),
    onBucket(at(10, '09:01'), terraform, 'PutBucketVersioning', 'acme-backup', versioning('Enabled')),
    onBucket(
      at(10, '09:02'),
      terraform,
      'PutBucketObjectLockConfiguration',
      'acme-backup',
      objectLock('GOVERNANCE', 7),
    ),
    putLifecycle(at(10, '09:03'), terraform, 'acme-backup', 5),
    onBucket(at(10, '09:04'), terraform, 'PutBucketPublicAccessBlock', 'acme-backup', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
    onBucket(at(10, '09:05'), terraform, 'PutBucketEncryption', 'acme-backup', {
      ServerSideEncryptionConfiguration: {
        Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn('k') } },
      },
    }),
    onBucket(at(10, '09:06'), terraform, 'PutBucketPolicy', 'acme-backup', {
      bucketPolicy: JSON.parse(
        policy({
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ),
    }),
    onBucket(at(10, '09:07'), terraform, 'PutBucketReplication', 'acme-backup', replication('acme-offsite')),
    onVault(at(10, '09:08'), terraform, 'CreateBackupVault', 'new-vault'),
    onVault(at(10, '09:09'), terraform, 'PutBackupVaultLockConfiguration', 'new-vault', {
      minRetentionDays: 7,
      maxRetentionDays: 365,
    }),
    onVault(at(10, '09:10'), terraform, 'PutBackupVaultAccessPolicy', 'new-vault', {
      policy: policy({
        Effect: 'Deny',
        Principal: '*',
        Action: ['backup:DeleteRecoveryPoint', 'backup:DeleteBackupVault'],
        Resource: '*',
      }),
    }),
    createPlan(at(10, '09:11'), terraform, 'p', 'new-vault', 14),
    updatePlan(at(11, '10:00'), terraform, 'p', 'new-vault', 35),
  ],
  'the backup service deletes what expired': every(0, 30, (day) =>
    times(5, (index) =>
      serviceEvent(at(day, '05:00') + index * 1000, 'BackupDeleted', {
        backupVaultName: 'production-vault',
        recoveryPointArn: point(`${day} ${index}`),
      }),
    ),
  ),
  'the lifecycle manager deletes old snapshots': every(0, 30, (day) =>
    times(6, (index) => deleteSnapshot(at(day, '05:00') + index * 1000, dlm, day * 10 + index)),
  ),
  'a backup product writes and prunes its chain': every(0, 40, (day) => [
    ...times(4, (index) =>
      onBucket(at(day, '01:00') + index * 1000, product, 'PutObject', 'veeam-repo', { key: `${day}/${index}` }),
    ),
    ...(day < 7
      ? []
      : times(day < 9 ? 4 : 6, (index) =>
          onBucket(at(day, '04:00') + index * 1000, product, 'DeleteObject', 'veeam-repo', {
            key: `${day - 7}/${index}`,
          }),
        )),
  ]),
  'a product whose first copies come of age': every(0, 20, (day) => [
    ...times(8, (index) =>
      onBucket(at(day, '01:00') + index * 1000, product, 'PutObject', 'chain-store', { key: `${day}/${index}` }),
    ),
    ...(day < 7
      ? []
      : times(8, (index) =>
          onBucket(at(day, '04:00') + index * 1000, product, 'DeleteObject', 'chain-store', {
            key: `${day - 7}/${index}`,
          }),
        )),
    ...(day < 7 ? [] : [onBucket(at(day, '04:30'), product, 'DeleteObjects', 'chain-store', { delete: '' })]),
  ]),
  'the backup service deletes snapshots through its role': every(0, 10, (day) =>
    times(6, (index) =>
      deleteSnapshot(
        at(day, '05:00') + index * 1000,
        assumed('AWSBackupDefaultServiceRole', 'AWSBackup-1', 'backup.amazonaws.com', 'backup.amazonaws.com'),
        day * 10 + index,
      ),
    ),
  ),
  'a clean-up role that has deleted a few old snapshots each week for months': every(0, 90, (day) =>
    day % 7
      ? []
      : times(2, (index) =>
          deleteSnapshot(
            at(day, '05:00') + index * 1000,
            assumed('snapshot-cleaner-lambda', 'cleaner', '192.0.2.44', 'Boto3/1.34'),
            day * 10 + index,
          ),
        ),
  ),
  'buckets that hold no copies come and go': [
    ...[
      'web-assets',
      'feedback',
      'ci-artifacts',
      'terraform-state-backup',
      'ecr-images-backup',
      'backup-logs',
      'build-cache',
    ].flatMap((bucket, index) => [
      putLifecycle(at(10 + index, '08:00'), alice, bucket, 90),
      putLifecycle(at(11 + index, '08:00'), alice, bucket, 1),
      gone(at(12 + index), bucket),
    ]),
  ],
  'a test environment torn down': [gone(at(20), 'dev-backup')],
  'scratch of a pipeline, made and gone every night': every(0, 30, (day) => [
    onBucket(at(day, '02:00'), terraform, 'CreateBucket', `it-backup-${day}`),
    putLifecycle(at(day, '02:05'), terraform, `it-backup-${day}`, 1),
    onVault(at(day, '02:06'), terraform, 'CreateBackupVault', `it-${day}`),
    onVault(at(day, '02:30'), terraform, 'DeleteBackupVault', `it-${day}`),
    gone(at(day, '02:40'), `it-backup-${day}`, terraform),
  ]),
  'keys rotated by the provider, switched on by people': [
    onKey(at(5), alice, 'EnableKeyRotation', 'k'),
    onKey(
      at(20),
      service('kms'),
      'RotateKey',
      'k',
      {},
      {
        more: {
          eventType: 'AwsServiceEvent',
          serviceEventDetails: { keyId: keyArn('k'), rotationType: 'AUTOMATIC' },
          resources: [{ ARN: keyArn('k') }],
        },
      },
    ),
  ],
  'a failover exercise: replication reversed and brought back': [
    onBucket(at(1), terraform, 'PutBucketReplication', 'acme-data', replication('acme-offsite')),
    onBucket(at(20, '08:00'), alice, 'DeleteBucketReplication', 'acme-data'),
    onBucket(at(20, '08:05'), alice, 'PutBucketReplication', 'acme-offsite', replication('acme-data')),
    onBucket(at(20, '11:00'), alice, 'DeleteBucketReplication', 'acme-offsite'),
    onBucket(at(20, '11:05'), alice, 'PutBucketReplication', 'acme-data', replication('acme-offsite')),
  ],
  'a restore test that cleans up after itself': [
    serviceEvent(at(20), 'RestoreCompleted', { status: 'COMPLETED', backupVaultName: 'production-vault' }),
    act(at(20, '09:10'), tester, 'ec2 CreateVolume', {}, { response: { volumeId: 'vol-77' } }),
    act(at(20, '10:00'), tester, 'ec2 DeleteVolume', { volumeId: 'vol-77' }),
    act(at(20, '10:00'), tester, 'rds DeleteDBInstance', {
      dBInstanceIdentifier: 'awsbackup-restore-1',
      skipFinalSnapshot: true,
    }),
  ],
  'a new colleague gets to look': [
    act(at(20), alice, 'iam CreateUser', { userName: 'newbie' }),
    act(at(20, '09:01'), alice, 'iam CreateLoginProfile', { userName: 'newbie' }),
    act(at(20, '09:02'), alice, 'iam AttachUserPolicy', {
      userName: 'newbie',
      policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
    act(at(20, '09:03'), alice, 'iam AddUserToGroup', { userName: 'newbie', groupName: 'readonly-admins' }),
    act(at(20, '09:04'), alice, 'iam CreateAccessKey', { userName: 'newbie' }),
  ],
  'a new phone for one colleague': [
    record({
      at: at(1),
      who: user('carol', '192.0.2.66', 'Mozilla/5.0'),
      call: 'signin ConsoleLogin',
      response: { ConsoleLogin: 'Success' },
      more: { eventType: 'AwsConsoleSignIn' },
    }),
    act(at(20), alice, 'iam DeactivateMFADevice', {
      userName: 'carol',
      serialNumber: `arn:aws:iam::${account}:mfa/carol`,
    }),
    act(at(20, '09:05'), user('carol', '192.0.2.66', 'Mozilla/5.0'), 'iam EnableMFADevice', {
      userName: 'carol',
      serialNumber: `arn:aws:iam::${account}:mfa/carol`,
    }),
    record({
      at: at(20, '09:10'),
      who: user('carol', '192.0.2.67', 'Mozilla/5.0'),
      call: 'signin ConsoleLogin',
      response: { ConsoleLogin: 'Success' },
      more: { eventType: 'AwsConsoleSignIn' },
    }),
  ],
  'a break-glass session that only looks': times(9, (index) =>
    act(
      at(20) + index * 60_000,
      withFactor(user('break-glass', '192.0.2.7')),
      ['s3 ListBuckets', 'backup ListBackupVaults', 'kms ListKeys'][index % 3] ?? '',
      {},
    ),
  ),
  'an auditor who is refused': times(40, (index) =>
    onBucket(
      at(20) + index * 1000,
      user('scanner', '192.0.2.200'),
      ['GetBucketLifecycle', 'GetBucketPolicy', 'GetObjectLockConfiguration'][index % 3] ?? '',
      `b${index}-backup`,
      {},
      { error: 'AccessDenied' },
    ),
  ),
  'a trail replaced by a new one that runs first': [
    act(at(19), alice, 'cloudtrail CreateTrail', {
      name: 'next',
      s3BucketName: 'trail-next',
      isMultiRegionTrail: true,
    }),
    act(at(19, '09:01'), alice, 'cloudtrail StartLogging', { name: 'next' }),
    act(at(20), alice, 'cloudtrail StopLogging', { name: 'old' }),
    act(at(20, '09:01'), alice, 'cloudtrail DeleteTrail', { name: 'old' }),
  ],
  'a plan replaced under the same vault by a pipeline': [
    createPlan(at(1), terraform, 'nightly', 'production-vault'),
    createPlan(at(1), terraform, 'weekly', 'archive-vault'),
    createPlan(at(1), terraform, 'monthly', 'long-vault'),
    deletePlan(at(20), terraform, 'nightly'),
    createPlan(at(20, '09:01'), terraform, 'nightly-2', 'production-vault'),
  ],
  'an operator deletes one broken recovery point': [
    backedUp(at(1), 'production-vault', 'broken'),
    backedUp(at(2), 'production-vault', 'good'),
    deletePoint(at(20), alice, 'production-vault', 'broken'),
  ],
  'a bucket policy hardened while the product goes on': [
    ...every(15, 24, (day) =>
      times(24, (index) =>
        onBucket(at(day) + index * 3_600_000 + 600_000, product, 'PutObject', 'acme-backup', {
          key: `${day}-${index}`,
        }),
      ),
    ),
    onBucket(at(20, '10:00'), alice, 'PutBucketPolicy', 'acme-backup', {
      bucketPolicy: JSON.parse(
        policy({
          Effect: 'Deny',
          Principal: '*',
          Action: ['s3:PutObject', 's3:GetObject'],
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
        }),
      ),
    }),
  ],
  'applications that delete and deploy all day': every(0, 20, (day) => [
    ...times(10, (index) =>
      onBucket(at(day) + index * 60_000, ci, 'DeleteObject', 'web-assets', { key: `a${index}.js` }),
    ),
    act(at(day, '12:00'), ci, 'ec2 TerminateInstances', { instancesSet: { items: [{ instanceId: `i-${day}` }] } }),
    act(at(day, '12:05'), ci, 'ec2 DeleteVolume', { volumeId: `vol-${day}` }),
  ]),
  'snapshots taken and locked by people': [
    act(at(5), alice, 'ec2 CreateSnapshot', { volumeId: 'vol-1' }, { response: { snapshotId: snapshotId(1) } }),
    act(at(5, '10:00'), alice, 'ec2 LockSnapshot', {
      snapshotId: snapshotId(1),
      lockMode: 'governance',
      lockDuration: 30,
    }),
    act(at(6), alice, 'ec2 LockSnapshot', { snapshotId: snapshotId(1), lockMode: 'compliance', lockDuration: 60 }),
  ],
  'a mistake undone within the day': [
    putLifecycle(at(1), alice, 'nightly-backup', 30),
    putLifecycle(at(20), alice, 'nightly-backup', 300),
    putLifecycle(at(20, '09:30'), alice, 'nightly-backup', 30),
  ],
  'an empty account closed': [
    act(at(20), bob, 'organizations CloseAccount', { accountId: '777788889999' }, { account: '444455556666' }),
  ],
  'a key of one’s own experiment scheduled for destruction': [
    onKey(at(10), person('maria'), 'CreateKey', 'y', {}, { response: { keyMetadata: { arn: keyArn('y') } } }),
    onKey(at(20), person('maria'), 'ScheduleKeyDeletion', 'y', { pendingWindowInDays: 7 }),
  ],
}
