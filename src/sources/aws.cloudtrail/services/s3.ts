// S3 and S3 Glacier: what each call does to the copies that may lie there.
import type { Json, JsonObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import { policyFacts } from '../policy.ts'
import {
  accountOf,
  arn,
  bucketArn,
  type CloudTrailRecord,
  type Facts,
  first,
  number,
  object,
  objects,
  type Reader,
  type ServiceReaders,
  tagsOf,
  text,
  truth,
} from '../record.ts'
import { lifecycleChanges } from './s3-lifecycle.ts'

const bucketOf = (record: CloudTrailRecord): Resource | undefined => {
  const fromError = /\b(?:arn:aws[a-z-]*:s3:::)([a-z0-9.-]{3,63})/.exec(record.message)?.[1]
  const listed = objects(record.raw.resources)
    .map((entry) => text(first(entry, 'ARN', 'ARNPrefix')))
    .find((id) => id?.includes(':s3:::'))
  const name = text(first(record.params, 'bucketName', 'bucket')) ?? listed?.split(':::')[1]?.split('/')[0] ?? fromError
  return name === undefined ? undefined : { type: 'bucket', id: bucketArn(record, name), name }
}

const onBucket =
  (action: Facts['action'], more: (record: CloudTrailRecord) => Partial<Facts> = () => ({})): Reader =>
  (record) => ({ action, resource: bucketOf(record), ...more(record) })

function objectOf(record: CloudTrailRecord): Resource | undefined {
  const bucket = bucketOf(record)
  const key = text(record.params.key)
  if (!bucket || key === undefined) return bucket
  return {
    type: 'object',
    id: `${bucket.id}/${key}`.slice(0, 1200),
    name: key.slice(0, 1024),
    container: { type: bucket.type, id: bucket.id, ...(bucket.name ? { name: bucket.name } : {}) },
  }
}

/** A request header as CloudTrail keeps it among the parameters, whatever its case. */
function header(record: CloudTrailRecord, name: string): Json | undefined {
  const found = Object.keys(record.params).find((key) => key.toLowerCase() === name)
  return found === undefined ? undefined : record.params[found]
}
const bypasses = (record: CloudTrailRecord): boolean =>
  truth(header(record, 'x-amz-bypass-governance-retention')) === true

function lockChanges(configuration: JsonObject): readonly Change[] {
  if (Object.keys(configuration).length === 0) return []
  const rule = object(object(first(configuration, 'Rule', 'rule')))
  const retention = object(first(rule, 'DefaultRetention', 'defaultRetention'))
  const mode = text(first(retention, 'Mode', 'mode'))
  const years = number(first(retention, 'Years', 'years'))
  const days = number(first(retention, 'Days', 'days')) ?? (years === undefined ? undefined : years * 365)
  if (mode === undefined && days === undefined) return [{ setting: 'lock-mode', to: 'off' }]
  return [
    ...(mode === undefined ? [] : [{ setting: 'lock-mode', to: mode.toLowerCase() }]),
    ...(days === undefined ? [] : [{ setting: 'lock-days', to: days, unit: 'd' }]),
  ]
}

const putVersioning: Reader = (record) => {
  const configuration = object(record.params.VersioningConfiguration)
  const status = text(configuration.Status)?.toLowerCase()
  const mfa = text(configuration.MfaDelete)?.toLowerCase()
  const changes: Change[] = []
  if (status !== undefined) changes.push({ setting: 'versioning', to: status === 'enabled' ? 'on' : 'suspended' })
  if (mfa !== undefined) changes.push({ setting: 'mfa-delete', to: mfa === 'enabled' ? 'on' : 'off' })
  return { action: 'versioning-changed', resource: bucketOf(record), changes }
}

const putReplication: Reader = (record) => {
  const configuration = object(record.params.ReplicationConfiguration)
  const rules = objects(configuration.Rule)
  const enabled = rules.filter((rule) => text(rule.Status)?.toLowerCase() !== 'disabled')
  const targets = enabled.map((rule) => text(object(rule.Destination).Bucket)).filter((id) => id !== undefined)
  const marks = enabled.some((rule) => text(object(rule.DeleteMarkerReplication).Status) === 'Enabled')
  return {
    action: 'replication-changed',
    resource: bucketOf(record),
    changes: [
      { setting: 'replication', to: enabled.length > 0 || rules.length === 0 ? 'on' : 'off' },
      ...(rules.length > 0 ? [{ setting: 'delete-replication', to: marks ? 'on' : 'off' }] : []),
    ],
    related: targets.map((id) => ({ type: 'bucket', id: bucketArn(record, id), name: id.split(':::').at(-1) ?? id })),
    detail: { destinations: targets.slice().sort() },
  }
}

/** Server-side encryption with a key that the caller brings, or with a key of another account: a copy nobody here can open. */
function encryptionDetail(record: CloudTrailRecord): Readonly<Record<string, Json>> {
  const customer =
    text(header(record, 'x-amz-server-side-encryption-customer-algorithm')) !== undefined ||
    text(object(record.raw.additionalEventData).SSEApplied) === 'SSE_C'
  const key = text(header(record, 'x-amz-server-side-encryption-aws-kms-key-id'))
  const keyAccount = accountOf(key)
  const foreign = keyAccount !== undefined && keyAccount !== record.account
  return {
    ...(customer ? { customer_key: true } : {}),
    ...(key ? { key } : {}),
    ...(foreign ? { foreign_key: true } : {}),
  }
}

const written: Reader = (record) => {
  const detail = encryptionDetail(record)
  const copied = text(header(record, 'x-amz-copy-source'))
  const target = objectOf(record)
  const inPlace =
    copied !== undefined &&
    target?.container !== undefined &&
    decodeURIComponentSafe(copied).replace(/^\//, '').split('?')[0] === `${target.container.name}/${target.name}`
  const reencrypted = detail.customer_key === true || detail.foreign_key === true
  return {
    action: inPlace || reencrypted ? 'object-overwritten' : 'object-written',
    resource: target,
    detail: {
      ...detail,
      ...(inPlace ? { in_place: true } : {}),
      ...(copied ? { copied_from: copied.slice(0, 1100) } : {}),
    },
  }
}

function decodeURIComponentSafe(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const deleted: Reader = (record) => {
  const version = text(first(record.params, 'versionId', 'VersionId'))
  const bulk = record.name === 'DeleteObjects'
  const bypass = bypasses(record)
  return {
    action: bypass && !record.failed ? 'immutability-bypassed' : 'object-deleted',
    resource: bulk ? bucketOf(record) : objectOf(record),
    ...(bypass ? { changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' as const }] } : {}),
    detail: {
      ...(version !== undefined ? { permanent: true } : {}),
      ...(bulk ? { bulk: true } : {}),
      ...(bypass ? { bypass: true } : {}),
    },
  }
}

const retention: Reader = (record) => {
  const held = object(first(record.params, 'Retention', 'retention'))
  const mode = text(first(held, 'Mode', 'mode'))
  const until = Date.parse(text(first(held, 'RetainUntilDate', 'retainUntilDate')) ?? '')
  const bypass = bypasses(record)
  const weakened = bypass ? { direction: 'weakened' as const } : {}
  const changes: Change[] = [
    ...(mode === undefined
      ? bypass || Object.keys(held).length === 0
        ? [{ setting: 'lock-mode', to: bypass ? 'off' : null, ...weakened }]
        : []
      : [{ setting: 'lock-mode', to: mode.toLowerCase(), ...weakened }]),
    ...(Number.isNaN(until) ? [] : [{ setting: 'lock-until', to: until, ...weakened }]),
  ]
  return {
    action: bypass ? 'immutability-bypassed' : 'immutability-changed',
    resource: objectOf(record),
    changes,
    detail: bypass ? { bypass: true } : {},
  }
}

const guardPolicy: Reader = (record) => ({
  action: 'access-policy-changed',
  resource: bucketOf(record),
  ...policyFacts(first(record.params, 'bucketPolicy', 'policy'), record),
})

const batchJob: Reader = (record) => {
  const operation = object(first(record.params, 'operation', 'Operation', 'CreateJobRequest'))
  const spelled = Object.keys(operation).join(' ').toLowerCase()
  const bypass =
    truth(object(first(operation, 's3PutObjectRetention', 'S3PutObjectRetention')).bypassGovernanceRetention) ===
      true ||
    truth(object(first(operation, 's3PutObjectRetention', 'S3PutObjectRetention')).BypassGovernanceRetention) === true
  return {
    action: bypass
      ? 'immutability-bypassed'
      : spelled.includes('retention') || spelled.includes('legalhold')
        ? 'immutability-changed'
        : 'other',
    resource: bucketOf(record),
    detail: { batch: true, ...(bypass ? { bypass: true } : {}) },
    ...(bypass ? { changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' as const }] } : {}),
  }
}

const publicBlock = (record: CloudTrailRecord): readonly Change[] => {
  const held = object(first(record.params, 'PublicAccessBlockConfiguration', 'publicAccessBlockConfiguration'))
  const values = Object.entries(held)
    .filter(([name]) => /^(block|ignore|restrict)/i.test(name))
    .map(([, value]) => truth(value))
  return values.length === 0
    ? []
    : [{ setting: 'public-access-block', to: values.every((value) => value === true) ? 'on' : 'off' }]
}

const encryptionKey: Reader = (record) => {
  const rule = objects(object(first(record.params, 'ServerSideEncryptionConfiguration')).Rule)[0] ?? {}
  const key = text(object(first(rule, 'ApplyServerSideEncryptionByDefault')).KMSMasterKeyID)
  const foreign = accountOf(key) !== undefined && accountOf(key) !== record.account
  return {
    action: 'encryption-changed',
    resource: bucketOf(record),
    changes: [{ setting: 'encryption-key', to: key ?? 'service' }],
    ...(key ? { related: [{ type: 'key', id: key.startsWith('arn:') ? key : arn(record, 'kms', `key/${key}`) }] } : {}),
    detail: foreign ? { foreign_key: true } : {},
  }
}

/** The names are CloudTrail's, not IAM's: reference, trap 1. Both spellings of one API are kept where both were seen. */
export const s3: ServiceReaders = {
  CreateBucket: onBucket('repository-created', (record) => ({
    changes: truth(header(record, 'x-amz-bucket-object-lock-enabled')) ? [{ setting: 'versioning', to: 'on' }] : [],
    detail: truth(header(record, 'x-amz-bucket-object-lock-enabled')) ? { object_lock: true } : {},
  })),
  DeleteBucket: onBucket('repository-deleted'),
  PutBucketLifecycle: onBucket('retention-changed', lifecycleChanges),
  PutBucketLifecycleConfiguration: onBucket('retention-changed', lifecycleChanges),
  DeleteBucketLifecycle: onBucket('retention-changed', () => ({
    changes: [{ setting: 'retention', to: 'unlimited', unit: 'd' }],
  })),
  PutBucketIntelligentTieringConfiguration: onBucket('repository-changed'),
  PutBucketVersioning: putVersioning,
  PutBucketObjectLockConfiguration: onBucket('immutability-changed', (record) => ({
    changes: lockChanges(object(record.params.ObjectLockConfiguration)),
  })),
  PutObjectLockConfiguration: onBucket('immutability-changed', (record) => ({
    changes: lockChanges(object(record.params.ObjectLockConfiguration)),
  })),
  PutObjectRetention: retention,
  PutObjectLegalHold: (record) => ({
    action: 'immutability-changed',
    resource: objectOf(record),
    changes: [
      {
        setting: 'legal-hold',
        to: text(object(first(record.params, 'LegalHold', 'legalHold')).Status)?.toLowerCase() === 'on' ? 'on' : 'off',
      },
    ],
  }),
  PutBucketReplication: putReplication,
  DeleteBucketReplication: onBucket('replication-changed', () => ({
    changes: [{ setting: 'replication', to: 'off' }],
  })),
  PutBucketPolicy: guardPolicy,
  DeleteBucketPolicy: onBucket('access-policy-changed', () => ({ changes: [{ setting: 'access-guard', to: 'off' }] })),
  PutBucketAcl: onBucket('exposure-changed'),
  PutBucketPublicAccessBlock: onBucket('exposure-changed', (record) => ({ changes: publicBlock(record) })),
  PutPublicAccessBlock: onBucket('exposure-changed', (record) => ({ changes: publicBlock(record) })),
  PutAccountPublicAccessBlock: (record) => ({
    action: 'exposure-changed',
    resource: { type: 'account', id: record.account },
    changes: publicBlock(record),
  }),
  DeletePublicAccessBlock: onBucket('exposure-changed', () => ({
    changes: [{ setting: 'public-access-block', to: 'off' }],
  })),
  DeleteBucketPublicAccessBlock: onBucket('exposure-changed', () => ({
    changes: [{ setting: 'public-access-block', to: 'off' }],
  })),
  DeleteAccountPublicAccessBlock: (record) => ({
    action: 'exposure-changed',
    resource: { type: 'account', id: record.account },
    changes: [{ setting: 'public-access-block', to: 'off' }],
  }),
  PutBucketEncryption: encryptionKey,
  DeleteBucketEncryption: onBucket('encryption-changed', () => ({
    changes: [{ setting: 'encryption-key', to: 'service' }],
  })),
  PutBucketLogging: onBucket('audit-changed', (record) => ({
    changes: [
      { setting: 'logging', to: object(record.params.BucketLoggingStatus).LoggingEnabled === undefined ? 'off' : 'on' },
    ],
    detail: { scope: 'bucket' },
  })),
  PutBucketNotification: onBucket('repository-changed'),
  PutBucketOwnershipControls: onBucket('repository-changed'),
  PutBucketTagging: onBucket('tags-changed', (record) => ({
    resource: withTags(bucketOf(record), record.params.Tagging),
    detail: { whole: true },
  })),
  DeleteBucketTagging: onBucket('tags-changed', (record) => ({
    resource: withTags(bucketOf(record), {}),
    detail: { whole: true },
  })),
  PutObject: written,
  CopyObject: written,
  UploadPart: written,
  UploadPartCopy: written,
  CreateMultipartUpload: written,
  CompleteMultipartUpload: written,
  RenameObject: (record) => ({ ...written(record), action: 'object-overwritten' }),
  RestoreObject: (record) => ({ action: 'other', resource: objectOf(record) }),
  DeleteObject: deleted,
  DeleteObjects: deleted,
  DeleteObjectVersion: deleted,
  CreateJob: batchJob,
  JobCreated: () => ({ action: 'other', detail: { batch: true } }),
}

function withTags(resource: Resource | undefined, tagging: Json | undefined): Resource | undefined {
  return resource && { ...resource, tags: tagsOf(tagging) ?? {} }
}

const vaultOf = (record: CloudTrailRecord): Resource | undefined => {
  const name = text(record.params.vaultName)
  return name === undefined ? undefined : { type: 'vault', id: arn(record, 'glacier', `vaults/${name}`), name }
}
const onVault =
  (action: Facts['action'], changes: readonly Change[] = []): Reader =>
  (record) => ({ action, resource: vaultOf(record), changes })

export const glacier: ServiceReaders = {
  CreateVault: onVault('repository-created'),
  DeleteVault: onVault('repository-deleted'),
  DeleteArchive: (record) => {
    const vault = vaultOf(record)
    const id = text(record.params.archiveId)
    return {
      action: 'recovery-point-deleted',
      resource:
        vault && id
          ? {
              type: 'recovery-point',
              id: `${vault.id}/${id}`.slice(0, 600),
              name: id.slice(0, 64),
              container: { type: 'vault', id: vault.id, ...(vault.name ? { name: vault.name } : {}) },
            }
          : vault,
    }
  },
  InitiateVaultLock: onVault('immutability-changed', [{ setting: 'lock-mode', to: 'governance' }]),
  CompleteVaultLock: onVault('immutability-changed', [{ setting: 'lock-mode', to: 'compliance' }]),
  AbortVaultLock: onVault('immutability-changed', [{ setting: 'lock-mode', to: 'off' }]),
  SetVaultAccessPolicy: (record) => ({
    action: 'access-policy-changed',
    resource: vaultOf(record),
    ...policyFacts(record.params.policy, record),
  }),
  DeleteVaultAccessPolicy: onVault('access-policy-changed', [{ setting: 'access-guard', to: 'off' }]),
  SetDataRetrievalPolicy: onVault('other'),
}
