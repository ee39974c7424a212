// What people and services do in the stories, one call each: who, when, on what.
import type { JsonObject } from '../../src/lib/json.ts'
import { account, assumed, type Call, lifecycle, record, service, user, uuid, type Who } from './cloudtrail.ts'

const base = Date.parse('2026-03-02T00:00:00Z')

/** Epoch milliseconds of a day of the story (from 0) and a time of that day: `at(3, '02:15')`. */
export function at(day: number, time = '09:00'): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return base + day * 86_400_000 + hours * 3_600_000 + minutes * 60_000 + seconds * 1000
}

export const alice = user('alice')
export const bob = user('bob', '198.51.100.20')
export const mallory = user('mallory', '203.0.113.77')
export const terraform = assumed(
  'terraform-apply',
  'GitHubActions',
  '192.0.2.80',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.0',
)
export const product = assumed('VeeamBackupRole', 'veeam-session', '192.0.2.90', 'veeam-backup/12.1')
export const awsBackup = service('backup')

type More = Omit<Call, 'at' | 'who' | 'call'>

/** One call: `act(at(1), alice, 's3 DeleteBucket', { bucketName })`. */
export const act = (
  when: number,
  who: Who,
  call: string,
  params: JsonObject | null = null,
  more: Omit<More, 'params'> = {},
): JsonObject => record({ at: when, who, call, params, ...more })

export const putLifecycle = (when: number, who: Who, bucket: string, days: number, more: More = {}): JsonObject =>
  act(when, who, 's3 PutBucketLifecycle', lifecycle(bucket, days), more)

export const onBucket = (
  when: number,
  who: Who,
  call: string,
  bucket: string,
  params: JsonObject = {},
  more: More = {},
): JsonObject =>
  act(when, who, `s3 ${call}`, { bucketName: bucket, Host: `${bucket}.s3.eu-central-1.amazonaws.com`, ...params }, more)

export const onVault = (
  when: number,
  who: Who,
  call: string,
  vault: string,
  params: JsonObject = {},
  more: More = {},
): JsonObject => act(when, who, `backup ${call}`, { backupVaultName: vault, ...params }, more)

export const objectLock = (mode: string | undefined, days = 30): JsonObject => ({
  'object-lock': '',
  ObjectLockConfiguration: {
    xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    ObjectLockEnabled: 'Enabled',
    ...(mode === undefined ? {} : { Rule: { DefaultRetention: { Mode: mode, Days: days } } }),
  },
})

export const versioning = (status: string): JsonObject => ({
  versioning: '',
  VersioningConfiguration: { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/', Status: status },
})

export const replication = (...targets: readonly string[]): JsonObject => ({
  replication: '',
  ReplicationConfiguration: {
    xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    Role: `arn:aws:iam::${account}:role/replication`,
    Rule: targets.map((target, index) => ({
      ID: `r${index}`,
      Status: 'Enabled',
      Priority: index,
      Filter: '',
      DeleteMarkerReplication: { Status: 'Disabled' },
      Destination: { Bucket: `arn:aws:s3:::${target}` },
    })),
  },
})

export const keyArn = (key: string): string => `arn:aws:kms:eu-central-1:${account}:key/${uuid(`key ${key}`)}`

/** A KMS call on a key that the story calls by a name. */
export const onKey = (
  when: number,
  who: Who,
  call: string,
  key: string,
  params: JsonObject = {},
  more: More = {},
): JsonObject =>
  act(
    when,
    who,
    `kms ${call}`,
    { keyId: keyArn(key), ...params },
    {
      more: { resources: [{ ARN: keyArn(key), accountId: account, type: 'AWS::KMS::Key' }] },
      ...more,
    },
  )

export const point = (name: string): string =>
  `arn:aws:backup:eu-central-1:${account}:recovery-point:${uuid(`point ${name}`)}`

export const deletePoint = (when: number, who: Who, vault: string, name: string, more: More = {}): JsonObject =>
  onVault(when, who, 'DeleteRecoveryPoint', vault, { recoveryPointArn: point(name) }, more)

export const snapshotId = (number: number): string => `snap-${number.toString(16).padStart(17, '0')}`

export const deleteSnapshot = (when: number, who: Who, number: number, more: More = {}): JsonObject =>
  act(when, who, 'ec2 DeleteSnapshot', { snapshotId: snapshotId(number) }, { response: { _return: true }, ...more })

/** A recovery point made by the service in a vault. */
export const backedUp = (when: number, vault: string, name: string, of = 'vol-1'): JsonObject =>
  act(when, awsBackup, 'backup BackupJobStarted', null, {
    more: {
      eventType: 'AwsServiceEvent',
      serviceEventDetails: {
        backupVaultArn: `arn:aws:backup:eu-central-1:${account}:backup-vault:${vault}`,
        backupVaultName: vault,
        recoveryPointArn: point(name),
        resourceArn: `arn:aws:ec2:eu-central-1:${account}:volume/${of}`,
      },
    },
  })

const planId = (name: string): string => uuid(`plan ${name}`)

const planOf = (name: string, vault: string, days: number): JsonObject => ({
  backupPlanName: name,
  rules: [
    {
      ruleName: 'daily',
      targetBackupVaultName: vault,
      scheduleExpression: 'cron(0 2 * * ? *)',
      lifecycle: { deleteAfterDays: days },
    },
  ],
})

export const createPlan = (when: number, who: Who, name: string, vault: string, days = 35): JsonObject =>
  act(
    when,
    who,
    'backup CreateBackupPlan',
    { backupPlan: planOf(name, vault, days) },
    {
      response: {
        backupPlanId: planId(name),
        backupPlanArn: `arn:aws:backup:eu-central-1:${account}:backup-plan:${planId(name)}`,
      },
    },
  )
export const updatePlan = (when: number, who: Who, name: string, vault: string, days: number): JsonObject =>
  act(when, who, 'backup UpdateBackupPlan', { backupPlanId: planId(name), backupPlan: planOf(name, vault, days) })
export const deletePlan = (when: number, who: Who, name: string): JsonObject =>
  act(when, who, 'backup DeleteBackupPlan', { backupPlanId: planId(name) })

/** A resource policy of statements. */
export const policy = (...statements: readonly JsonObject[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })

/** Days of traffic so that the site is known: a backup each night, lookups by day. */
export const quietDays = (from: number, to: number, vault = 'production-vault'): readonly JsonObject[] =>
  Array.from({ length: to - from }, (_, index) => from + index).flatMap((day) => [
    backedUp(at(day, '02:00'), vault, `quiet ${day}`),
    act(at(day, '08:30'), alice, 'ec2 DescribeInstances', {}),
  ])
