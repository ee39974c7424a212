import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/lib/json.ts'
import { lifecycle } from '../../stories/cloudtrail.ts'
import { call, eventOf, told } from './records.ts'

const bucket = (more: JsonObject): JsonObject => ({ bucketName: 'nightly-backup', ...more })
const rules = (...list: readonly JsonObject[]): JsonObject =>
  bucket({ LifecycleConfiguration: { Rule: list.length === 1 ? (list[0] ?? {}) : list } })
const enabled = { Status: 'Enabled', Filter: '' }
const vault = { backupVaultName: 'gold' }

/** Call, parameters, and the settings that it says. */
type Row = readonly [string, JsonObject | null, readonly string[]]

const tellsSettings = (rows: readonly Row[]): void =>
  test.each(rows)('%s %j', (name, params, expected) => {
    expect(told(eventOf(call(name, params)))).toEqual(expected)
  })

describe('a lifecycle says how long copies stay', () => {
  tellsSettings([
    ['s3 PutBucketLifecycle', lifecycle('nightly-backup', 3), ['retention=3 d']],
    ['s3 PutBucketLifecycleConfiguration', lifecycle('nightly-backup', 3), ['retention=3 d']],
    ['s3 PutBucketLifecycle', rules({ ...enabled, Expiration: { Days: '30' } }), ['retention=30 d']],
    ['s3 PutBucketLifecycle', rules({ Status: 'Enabled', Prefix: '', Expiration: { Days: 5 } }), ['retention=5 d']],
    [
      's3 PutBucketLifecycle',
      rules({ Status: 'Enabled', Prefix: 'full/', Expiration: { Days: 5 } }),
      ['retention=5 d'],
    ],
    // The smallest over all rules that can reach copies.
    [
      's3 PutBucketLifecycle',
      rules(
        { ...enabled, Expiration: { Days: 90 } },
        { ...enabled, NoncurrentVersionExpiration: { NoncurrentDays: 14 } },
      ),
      ['retention=14 d'],
    ],
    [
      's3 PutBucketLifecycle',
      rules({ ...enabled, Expiration: { Days: 90 } }, { Status: 'Disabled', Expiration: { Days: 1 } }),
      ['retention=90 d'],
    ],
    ['s3 PutBucketLifecycle', rules({ ...enabled, Expiration: { Date: '2026-03-12T09:00:00Z' } }), ['retention=10 d']],
    ['s3 PutBucketLifecycle', rules({ ...enabled, Expiration: { Date: '2020-01-01T00:00:00Z' } }), ['retention=0 d']],
    [
      's3 PutBucketLifecycle',
      rules({ ...enabled, NoncurrentVersionExpiration: { NoncurrentDays: 7, NewerNoncurrentVersions: 3 } }),
      ['retention=7 d', 'retention-count=3 versions'],
    ],
    // Delete markers and parts are no copies, and neither are logs.
    [
      's3 PutBucketLifecycle',
      rules({
        ...enabled,
        Expiration: { ExpiredObjectDeleteMarker: true },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      }),
      ['retention=unlimited d'],
    ],
    [
      's3 PutBucketLifecycle',
      rules({ Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 1 } }),
      ['retention=unlimited d'],
    ],
    [
      's3 PutBucketLifecycle',
      rules({
        Status: 'Enabled',
        Filter: { And: { Prefix: 'tmp/', Tag: { Key: 'a', Value: 'b' } } },
        Expiration: { Days: 1 },
      }),
      ['retention=unlimited d'],
    ],
    [
      's3 PutBucketLifecycle',
      rules({ ...enabled, Transition: { Days: 1, StorageClass: 'GLACIER' } }),
      ['retention=unlimited d'],
    ],
    ['s3 DeleteBucketLifecycle', bucket({ lifecycle: '' }), ['retention=unlimited d']],
    // What is not said is not invented.
    ['s3 PutBucketLifecycle', bucket({ lifecycle: '' }), []],
    ['s3 PutBucketLifecycle', { omitted: true, reason: 'requestParameters too large' }, []],
    ['s3 PutBucketLifecycle', null, []],
  ])
})

describe('locks, versions and guards', () => {
  const lock = (configuration: JsonObject): JsonObject =>
    bucket({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...configuration } })
  const bypass = { 'x-amz-bypass-governance-retention': 'true' }
  tellsSettings([
    [
      's3 PutBucketObjectLockConfiguration',
      lock({ Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } } }),
      ['lock-mode=compliance', 'lock-days=30 d'],
    ],
    [
      's3 PutObjectLockConfiguration',
      lock({ Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Years: '2' } } }),
      ['lock-mode=governance', 'lock-days=730 d'],
    ],
    ['s3 PutBucketObjectLockConfiguration', lock({}), ['lock-mode=off']],
    ['s3 PutBucketObjectLockConfiguration', bucket({}), []],
    ['s3 PutBucketVersioning', bucket({ VersioningConfiguration: { Status: 'Suspended' } }), ['versioning=suspended']],
    [
      's3 PutBucketVersioning',
      bucket({ VersioningConfiguration: { Status: 'Enabled', MfaDelete: 'Disabled' } }),
      ['versioning=on', 'mfa-delete=off'],
    ],
    [
      's3 PutObjectRetention',
      bucket({ key: 'k', Retention: { Mode: 'COMPLIANCE', RetainUntilDate: '2026-04-01T00:00:00Z' } }),
      ['lock-mode=compliance', `lock-until=${Date.UTC(2026, 3, 1)}`],
    ],
    [
      's3 PutObjectRetention',
      bucket({ key: 'k', ...bypass, Retention: { Mode: 'GOVERNANCE', RetainUntilDate: '2026-03-03T00:00:00Z' } }),
      ['lock-mode=governance weakened', `lock-until=${Date.UTC(2026, 2, 3)} weakened`],
    ],
    ['s3 PutObjectRetention', bucket({ key: 'k', ...bypass, Retention: '' }), ['lock-mode=off weakened']],
    ['s3 PutObjectLegalHold', bucket({ key: 'k', LegalHold: { Status: 'OFF' } }), ['legal-hold=off']],
    ['s3 PutObjectLegalHold', bucket({ key: 'k' }), []],
    [
      's3 PutBucketPublicAccessBlock',
      bucket({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: 'false' } }),
      ['public-access-block=off'],
    ],
    ['s3 PutBucketAcl', bucket({ 'x-amz-acl': 'public-read' }), ['private=off']],
    ['s3 PutBucketAcl', bucket({ 'x-amz-acl': 'private' }), ['private=on']],
    [
      's3 PutBucketAcl',
      bucket({
        AccessControlPolicy: {
          AccessControlList: { Grant: { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' } } },
        },
      }),
      ['private=off'],
    ],
    ['s3 PutBucketAcl', bucket({ acl: '' }), []],
    [
      'backup PutBackupVaultLockConfiguration',
      { ...vault, minRetentionDays: 30 },
      ['lock-mode=governance', 'retention-minimum=30 d', 'retention-maximum=unlimited d'],
    ],
    [
      'backup PutBackupVaultLockConfiguration',
      { ...vault, maxRetentionDays: '90', changeableForDays: 3 },
      ['lock-mode=compliance', 'retention-minimum=0 d', 'retention-maximum=90 d'],
    ],
    ['backup PutBackupVaultLockConfiguration', { omitted: true }, []],
    ['backup DeleteBackupVaultLockConfiguration', vault, ['lock-mode=off']],
    ['backup CancelLegalHold', { legalHoldId: 'h' }, ['legal-hold=off weakened']],
    ['backup DisassociateBackupVaultMpaApprovalTeam', vault, ['four-eyes=off weakened']],
    [
      'ec2 LockSnapshot',
      { snapshotId: 'snap-1', lockMode: 'governance', lockDuration: '7' },
      ['lock-mode=governance', 'lock-days=7 d'],
    ],
    [
      'ec2 LockSnapshot',
      { LockSnapshotRequest: { SnapshotId: 'snap-1', LockMode: 'compliance', ExpirationDate: '2026-04-01T00:00:00Z' } },
      ['lock-mode=compliance', `lock-until=${Date.UTC(2026, 3, 1)}`],
    ],
    ['ec2 UnlockSnapshot', { snapshotId: 'snap-1' }, ['lock-mode=off']],
    ['glacier AbortVaultLock', { vaultName: 'cold' }, ['lock-mode=off']],
    ['glacier CompleteVaultLock', { vaultName: 'cold' }, ['lock-mode=compliance']],
    ['rbin DeleteRule', { identifier: 'r' }, ['undo-window=0 d']],
    ['rds ModifyDBInstance', { dBInstanceIdentifier: 'd', deletionProtection: 'false' }, ['deletion-protection=off']],
    ['dynamodb UpdateTable', { tableName: 't', deletionProtectionEnabled: false }, ['deletion-protection=off']],
    [
      'storagegateway CreateTapePool',
      { poolName: 'p', retentionLockType: 'COMPLIANCE', retentionLockTimeInDays: 100 },
      ['lock-mode=compliance', 'lock-days=100 d'],
    ],
    [
      'fsx UpdateVolume',
      { volumeId: 'v', ontapConfiguration: { snaplockConfiguration: { privilegedDelete: 'ENABLED' } } },
      ['privileged-delete=on'],
    ],
  ])
})

describe('retention of other services', () => {
  const plan = (...list: readonly JsonObject[]): JsonObject => ({ backupPlanId: 'p', backupPlan: { rules: list } })
  tellsSettings([
    [
      'backup UpdateBackupPlan',
      plan({ lifecycle: { deleteAfterDays: 35 } }, { lifecycle: { deleteAfterDays: '7' } }),
      ['retention=7 d', 'replication=off'],
    ],
    [
      'backup UpdateBackupPlan',
      plan({ lifecycle: {}, copyActions: [{ destinationBackupVaultArn: 'far', lifecycle: { deleteAfterDays: 9 } }] }),
      ['retention=unlimited d', 'replication=on', 'copy-retention=9 d'],
    ],
    ['backup UpdateBackupPlan', plan(), ['schedule=off']],
    ['backup UpdateBackupPlan', { backupPlanId: 'p' }, []],
    [
      'backup UpdateRecoveryPointLifecycle',
      { recoveryPointArn: 'a', lifecycle: { deleteAfterDays: 1 } },
      ['retention=1 d'],
    ],
    [
      'backup UpdateRecoveryPointLifecycle',
      { recoveryPointArn: 'a', lifecycle: { deleteAfterDays: -1 } },
      ['retention=unlimited d'],
    ],
    ['backup UpdateRecoveryPointLifecycle', { recoveryPointArn: 'a' }, []],
    [
      'dlm UpdateLifecyclePolicy',
      {
        policyId: 'p',
        policyDetails: {
          schedules: [{ retainRule: { count: 3 } }, { retainRule: { interval: 2, intervalUnit: 'WEEKS' } }],
        },
      },
      ['retention-count=3 versions', 'retention=14 d'],
    ],
    ['dlm UpdateLifecyclePolicy', { policyId: 'p', state: 'DISABLED' }, ['schedule=off']],
    ['rds ModifyDBInstance', { dBInstanceIdentifier: 'd', backupRetentionPeriod: 0 }, ['retention=0 d']],
    ['redshift ModifyCluster', { clusterIdentifier: 'c', automatedSnapshotRetentionPeriod: 1 }, ['retention=1 d']],
    [
      'dynamodb UpdateContinuousBackups',
      {
        tableName: 't',
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 5 },
      },
      ['point-in-time-recovery=on', 'retention=5 d'],
    ],
    [
      'fsx UpdateFileSystem',
      { fileSystemId: 'f', lustreConfiguration: { automaticBackupRetentionDays: 0 } },
      ['retention=0 d'],
    ],
    [
      'drs UpdateReplicationConfiguration',
      {
        sourceServerID: 's',
        pitPolicy: [
          { units: 'HOUR', retentionDuration: 24 },
          { units: 'DAY', retentionDuration: 3 },
          { units: 'DAY', retentionDuration: 30, enabled: false },
        ],
      },
      ['retention=3 d'],
    ],
    [
      'organizations UpdatePolicy',
      {
        policyId: 'p',
        content: '{"plans":{"d":{"rules":{"a":{"lifecycle":{"delete_after_days":{"@@assign":"7"}}}}}}}',
      },
      ['retention=7 d'],
    ],
    ['logs PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 }, ['retention=1 d']],
  ])

  test('a pending change of a database carries the value that still holds', () => {
    const response = { backupRetentionPeriod: 35, pendingModifiedValues: { backupRetentionPeriod: 1 } }
    const params = { dBInstanceIdentifier: 'd', backupRetentionPeriod: 1 }
    expect(told(eventOf(call('rds ModifyDBInstance', params, { response })))).toEqual(['retention=35>1 d'])
    // Applied at once, the answer has the new value already.
    expect(told(eventOf(call('rds ModifyDBInstance', params, { response: { backupRetentionPeriod: 1 } })))).toEqual([
      'retention=1 d',
    ])
  })
})

describe('an update that names none of these settings is told as something else', () => {
  test.each([
    ['rds ModifyDBInstance', { dBInstanceIdentifier: 'd', allocatedStorage: 200 }, 'other'],
    ['fsx UpdateFileSystem', { fileSystemId: 'f', storageCapacity: 2048 }, 'other'],
    ['redshift ModifyCluster', { clusterIdentifier: 'c', numberOfNodes: 4 }, 'other'],
    ['dynamodb UpdateTable', { tableName: 't', billingMode: 'PAY_PER_REQUEST' }, 'other'],
    ['dlm UpdateLifecyclePolicy', { policyId: 'p', description: 'daily' }, 'job-changed'],
    ['rbin UpdateRule', { identifier: 'r', description: 'daily' }, 'repository-changed'],
    ['events PutRule', { name: 'r', state: 'ENABLED' }, 'other'],
    ['guardduty UpdateDetector', { detectorId: 'd', findingPublishingFrequency: 'SIX_HOURS' }, 'other'],
    ['ec2 CreateTags', { resourcesSet: { items: [{ resourceId: 'eni-1' }] }, tagSet: { items: [] } }, 'other'],
    [
      'organizations UpdatePolicy',
      { policyId: 'p', content: '{"Statement":[{"Effect":"Deny","Action":"s3:Delete*"}]}' },
      'other',
    ],
    [
      'iam CreatePolicy',
      { policyName: 'p', policyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' },
      'other',
    ],
  ])('%s %j is %s', (name, params, action) => {
    expect(eventOf(call(name, params)).event.action).toBe(action)
  })
})

describe('the audit log', () => {
  const selectors = (...list: readonly JsonObject[]): JsonObject => ({ trailName: 'main', eventSelectors: list })
  const advanced = (...fields: readonly JsonObject[]): JsonObject => ({
    trailName: 'main',
    advancedEventSelectors: [{ fieldSelectors: fields }],
  })
  const management = { field: 'eventCategory', equals: ['Management'] }
  const [full, narrow, writes] = [
    ['logging-scope=full strengthened'],
    ['logging-scope=narrow weakened'],
    ['logging-scope=narrow'],
  ]
  tellsSettings([
    ['cloudtrail StopLogging', { name: 'main' }, ['logging=off weakened']],
    ['cloudtrail StartLogging', { name: 'main' }, ['logging=on strengthened']],
    ['cloudtrail PutEventSelectors', selectors({ readWriteType: 'All', includeManagementEvents: true }), full],
    ['cloudtrail PutEventSelectors', selectors({ readWriteType: 'ReadOnly', includeManagementEvents: true }), narrow],
    ['cloudtrail PutEventSelectors', selectors({ includeManagementEvents: false }), narrow],
    [
      'cloudtrail PutEventSelectors',
      selectors({ includeManagementEvents: true, excludeManagementEventSources: ['kms.amazonaws.com'] }),
      narrow,
    ],
    ['cloudtrail PutEventSelectors', selectors(), narrow],
    // Reads left out hide no destruction: only memory may know that they were in.
    ['cloudtrail PutEventSelectors', selectors({ readWriteType: 'WriteOnly', includeManagementEvents: true }), writes],
    ['cloudtrail PutEventSelectors', advanced(management), full],
    ['cloudtrail PutEventSelectors', advanced(management, { field: 'readOnly', equals: ['false'] }), writes],
    [
      'cloudtrail PutEventSelectors',
      advanced(management, { field: 'eventSource', notEquals: ['kms.amazonaws.com'] }),
      narrow,
    ],
    ['cloudtrail PutEventSelectors', advanced({ field: 'eventCategory', equals: ['Data'] }), narrow],
    ['cloudtrail UpdateTrail', { name: 'main', s3BucketName: 'other' }, ['logging-target=other']],
    ['cloudtrail UpdateTrail', { name: 'main', cloudWatchLogsLogGroupArn: '' }, ['logging-forwarding= weakened']],
    ['cloudtrail UpdateTrail', { name: 'main', enableLogFileValidation: false, isMultiRegionTrail: false }, narrow],
    [
      'cloudtrail UpdateEventDataStore',
      { eventDataStore: 'e', retentionPeriod: 7, terminationProtectionEnabled: false },
      ['retention=7 d', 'deletion-protection=off'],
    ],
  ])

  test('an answer that repeats the trail tells its bucket, so that the next change finds what it was', () => {
    const response = { trailARN: 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/main', s3BucketName: 'logs' }
    expect(told(eventOf(call('cloudtrail CreateTrail', { name: 'main' }, { response })))).toEqual([
      'logging-target=logs',
    ])
  })
})
