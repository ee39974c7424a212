// Writes the forty-day story of samples/stories/forty-days: a small firm's ordinary life, and an attack that takes its time.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  account,
  assumed,
  type Call,
  lifecycle,
  person,
  record,
  service,
  user,
  type Who,
} from '../test/stories/cloudtrail.ts'

const folder = join(import.meta.dirname, '../samples/stories/forty-days')
const start = Date.UTC(2026, 2, 2)
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const vault = 'production-backup'
const bucket = 'acme-veeam-backup'
const key = `arn:aws:kms:eu-central-1:${account}:key/7c9e6679-7425-40de-944b-e07fc1f90ae7`
const at = (days: number, hours = 0, minutes = 0): number => start + (days - 1) * day + hours * hour + minutes * minute

const ci = assumed('ci-deploy', 'GitHubActions', '198.51.100.40', 'aws-sdk-go-v2/1.30 os/linux lang/go#1.22')
const veeam = user('veeam-repository', '192.0.2.44', 'APN/1.0 Veeam/1.0 Backup/12.1')
const awsBackup: Who = {
  ...assumed(
    'AWSBackupDefaultServiceRole',
    'AWSBackup-AWSBackupDefaultServiceRole',
    'backup.amazonaws.com',
    'backup.amazonaws.com',
  ),
}
const maria = person('maria', '192.0.2.21')
const jonas = person('jonas', '192.0.2.22')
const monitor = assumed(
  'monitoring-readonly',
  'prometheus',
  '192.0.2.60',
  'Boto3/1.34 md/Botocore#1.34 lang/python#3.12',
)
/** The key that leaked, used from where nobody of the firm ever was. */
const leaked = user('build-helper', '203.0.113.77', 'aws-cli/2.17.0 md/awscrt#0.20 os/windows')
const planted = user('svc-monitoring2', '203.0.113.78', 'Boto3/1.35 os/linux')
const stolen = person('maria', '203.0.113.91')

const calls: Call[] = []
const say = (...more: readonly Call[]): void => void calls.push(...more)

let seed = 20260302
const random = (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

firstDay()
for (let number = 1; number <= 40; number += 1) ordinaryDay(number)
attack()
write()

/** What stands when the story begins: a bucket with a retention, a vault with a lock, a trail. */
function firstDay(): void {
  const morning = at(1, 7)
  say(
    {
      at: morning,
      who: ci,
      call: 's3 CreateBucket',
      params: { bucketName: bucket, 'x-amz-bucket-object-lock-enabled': 'true' },
    },
    {
      at: morning + minute,
      who: ci,
      call: 's3 PutBucketVersioning',
      params: { bucketName: bucket, versioning: '', VersioningConfiguration: { Status: 'Enabled' } },
    },
    {
      at: morning + 2 * minute,
      who: ci,
      call: 's3 PutBucketObjectLockConfiguration',
      params: {
        bucketName: bucket,
        'object-lock': '',
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
        },
      },
    },
    {
      at: morning + 3 * minute,
      who: ci,
      call: 's3 PutBucketLifecycle',
      params: lifecycle(bucket, 35, { NoncurrentVersionExpiration: { NoncurrentDays: 35 } }),
    },
    {
      at: morning + 5 * minute,
      who: ci,
      call: 'backup CreateBackupVault',
      params: { backupVaultName: vault, encryptionKeyArn: key },
    },
    {
      at: morning + 6 * minute,
      who: ci,
      call: 'backup PutBackupVaultLockConfiguration',
      params: { backupVaultName: vault, minRetentionDays: 30, maxRetentionDays: 365 },
    },
    {
      at: morning + 8 * minute,
      who: ci,
      call: 'backup CreateBackupPlan',
      params: {
        backupPlan: {
          backupPlanName: 'nightly',
          rules: [
            {
              ruleName: 'daily',
              targetBackupVaultName: vault,
              scheduleExpression: 'cron(0 1 * * ? *)',
              lifecycle: { deleteAfterDays: 35 },
            },
          ],
        },
      },
      response: { backupPlanId: '3b2a1c00-1111-4222-8333-444455556666' },
    },
    {
      at: morning + 9 * minute,
      who: ci,
      call: 'cloudtrail CreateTrail',
      params: { name: 'organization-trail', s3BucketName: 'acme-audit-logs', isMultiRegionTrail: true },
    },
    { at: morning + 9.5 * minute, who: ci, call: 'cloudtrail StartLogging', params: { name: 'organization-trail' } },
  )
}

function ordinaryDay(number: number): void {
  const weekday = new Date(at(number)).getUTCDay()
  const office = weekday !== 0 && weekday !== 6
  for (let run = 0; run < 3; run += 1)
    say({
      at: at(number, 1, 5 + run),
      who: awsBackup,
      call: 'backup StartBackupJob',
      params: {
        backupVaultName: vault,
        resourceArn: `arn:aws:ec2:eu-central-1:${account}:volume/vol-0a1b2c3d4e5f600${run}`,
        iamRoleArn: `arn:aws:iam::${account}:role/AWSBackupDefaultServiceRole`,
      },
      response: {
        recoveryPointArn: `arn:aws:ec2:eu-central-1::snapshot/snap-${(number * 100 + run).toString(16).padStart(17, '0')}`,
      },
    })
  for (let part = 0; part < 6; part += 1)
    say({
      at: at(number, 2, part * 4),
      who: veeam,
      call: 's3 PutObject',
      params: {
        bucketName: bucket,
        key: `Veeam/Backup/acme/job-${part}/${number}.blk`,
        'x-amz-server-side-encryption': 'AES256',
      },
      more: { additionalEventData: { bytesTransferredIn: 1_048_576 } },
    })
  if (number > 35)
    for (let run = 0; run < 3; run += 1)
      say({
        at: at(number, 3, 20 + run),
        who: service('backup'),
        call: 'backup BackupDeleted',
        params: null,
        more: {
          eventType: 'AwsServiceEvent',
          serviceEventDetails: {
            backupVaultName: vault,
            recoveryPointArn: `arn:aws:ec2:eu-central-1::snapshot/snap-${((number - 35) * 100 + run).toString(16).padStart(17, '0')}`,
          },
        },
      })
  const looks = office ? 40 : 16
  for (let look = 0; look < looks; look += 1) {
    const call = pick([
      'ec2 DescribeInstances',
      's3 GetBucketLocation',
      'backup ListBackupJobs',
      'kms ListAliases',
      'rds DescribeDBInstances',
      's3 ListBuckets',
      'iam ListUsers',
      'cloudwatch GetMetricData',
      'kms DescribeKey',
      'backup ListRecoveryPointsByBackupVault',
    ])
    say({
      at: at(number) + Math.floor(random() * day),
      who: pick([monitor, monitor, ci, ...(office ? [maria, jonas] : [])]),
      call,
      params: call.startsWith('s3 Get') ? { bucketName: bucket } : null,
    })
  }
  if (!office) return
  for (const who of [maria, jonas])
    say({
      at: at(number, 8, Math.floor(random() * 50)),
      who,
      call: 'signin ConsoleLogin',
      response: { ConsoleLogin: 'Success' },
      more: {
        eventType: 'AwsConsoleSignIn',
        additionalEventData: { LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No', MFAUsed: 'Yes' },
      },
    })
  say({
    at: at(number, 10, Math.floor(random() * 120)),
    who: ci,
    call: 'ec2 RunInstances',
    params: { instancesSet: { items: [{ minCount: 1, maxCount: 1 }] } },
  })
  const preview = `acme-preview-${number}`
  say(
    { at: at(number, 11), who: ci, call: 's3 CreateBucket', params: { bucketName: preview } },
    { at: at(number, 16), who: ci, call: 's3 DeleteBucket', params: { bucketName: preview } },
  )
  if (number === 4)
    say(
      { at: at(number, 13), who: maria, call: 'iam CreateUser', params: { userName: 'elena' } },
      {
        at: at(number, 13, 2),
        who: maria,
        call: 'iam AttachUserPolicy',
        params: { userName: 'elena', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      },
    )
  if (number === 11)
    say({
      at: at(number, 14),
      who: jonas,
      call: 's3 PutBucketLifecycle',
      params: lifecycle(bucket, 60, { NoncurrentVersionExpiration: { NoncurrentDays: 60 } }),
    })
  if (number === 18)
    say({
      at: at(number, 4),
      who: service('kms'),
      call: 'kms RotateKey',
      params: null,
      more: {
        eventType: 'AwsServiceEvent',
        serviceEventDetails: { keyId: key, rotationType: 'AUTOMATIC' },
        resources: [{ ARN: key, type: 'AWS::KMS::Key', accountId: account }],
      },
    })
}

/** One story under three accounts, from two networks, over five weeks. */
function attack(): void {
  for (const [index, call] of [
    'sts GetCallerIdentity',
    's3 ListBuckets',
    'iam ListUsers',
    'backup ListBackupVaults',
    's3 GetBucketVersioning',
    's3 GetBucketLifecycle',
  ].entries())
    say({
      at: at(3, 3, 10 + index),
      who: leaked,
      call,
      params: call.startsWith('s3 GetB') ? { bucketName: bucket } : null,
    })
  say(
    { at: at(9, 2, 14), who: leaked, call: 'iam CreateUser', params: { userName: 'svc-monitoring2' } },
    {
      at: at(9, 2, 15),
      who: leaked,
      call: 'iam AttachUserPolicy',
      params: { userName: 'svc-monitoring2', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
    {
      at: at(9, 2, 16),
      who: leaked,
      call: 'iam CreateAccessKey',
      params: { userName: 'svc-monitoring2' },
      response: { accessKey: { userName: 'svc-monitoring2', status: 'Active' } },
    },
    {
      at: at(16, 23, 40),
      who: planted,
      call: 's3 PutBucketLifecycle',
      params: lifecycle(bucket, 1, { NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    },
    {
      at: at(22, 3, 5),
      who: stolen,
      call: 'backup DeleteBackupVaultLockConfiguration',
      params: { backupVaultName: vault },
    },
    {
      at: at(27, 4, 30),
      who: planted,
      call: 'cloudtrail PutEventSelectors',
      params: {
        trailName: 'organization-trail',
        eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: false, dataResources: [] }],
      },
    },
    {
      at: at(33, 1, 12),
      who: stolen,
      call: 'kms ScheduleKeyDeletion',
      params: { keyId: key, pendingWindowInDays: 7 },
      response: { keyId: key, keyState: 'PendingDeletion', pendingWindowInDays: 7 },
      more: { resources: [{ ARN: key, type: 'AWS::KMS::Key', accountId: account }] },
    },
  )
  for (let point = 0; point < 6; point += 1)
    say({
      at: at(40, 2, point),
      who: planted,
      call: 'backup DeleteRecoveryPoint',
      params: {
        backupVaultName: vault,
        recoveryPointArn: `arn:aws:ec2:eu-central-1::snapshot/snap-${((39 - point) * 100).toString(16).padStart(17, '0')}`,
      },
    })
  say(
    {
      at: at(40, 2, 20),
      who: planted,
      call: 's3 DeleteBucket',
      params: { bucketName: bucket },
      error: 'BucketNotEmpty',
      message: 'The bucket you tried to delete is not empty',
    },
    { at: at(40, 2, 25), who: planted, call: 'backup DeleteBackupVault', params: { backupVaultName: vault } },
  )
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

function write(): void {
  mkdirSync(folder, { recursive: true })
  const lines = calls
    .map((call, index) => ({ call, index, time: new Date(call.at).getTime() }))
    .sort((one, other) => one.time - other.time || one.index - other.index)
    .map(({ call }) => JSON.stringify(record(call)))
  writeFileSync(join(folder, 'cloudtrail.ndjson'), `${lines.join('\n')}\n`)
  writeFileSync(
    join(folder, 'manifest.json'),
    `${JSON.stringify({ records: [{ source: 'aws.cloudtrail', file: 'cloudtrail.ndjson' }] }, null, 2)}\n`,
  )
  process.stdout.write(`${lines.length} records\n`)
}
