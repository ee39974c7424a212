// What a call to MinIO did: to buckets and objects by the S3 API, to people and settings by its own.
import type { Json } from '../../lib/json.ts'
import type { Change } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import type { Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'
import { object, text } from '../kit/look.ts'
import { admin } from './admin.ts'
import { bucketOf, type MinioRecord, objectOf, param, type Reader, type Readers } from './record.ts'

const onBucket =
  (action: Verb, ...changes: readonly Change[]): Reader =>
  (record) => ({ action, resource: bucketOf(record), ...(changes.length > 0 ? { changes } : {}) })

const bypasses = ({ header }: MinioRecord): boolean => /^true$/i.test(header('x-amz-bypass-governance-retention') ?? '')

/** A lock overridden by a privilege is one act, whatever it was overridden for. */
const bypassed = (record: MinioRecord): Facts => ({
  action: 'immutability-bypassed',
  resource: objectOf(record, record.key || (record.objects[0]?.name ?? '')),
  changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' }],
  detail: { forced: true },
})

/** Without the privilege a lock can only be made longer: MinIO refuses the rest. */
const retained: Reader = (record) =>
  bypasses(record)
    ? bypassed(record)
    : {
        action: 'immutability-changed',
        resource: objectOf(record),
        changes: [{ setting: 'lock-mode', to: 'governance', direction: 'strengthened' }],
      }

const deleted: Reader = (record) => {
  if (bypasses(record)) return bypassed(record)
  const version = param(record, 'versionId')
  const all = /^true$/i.test(record.header('x-minio-force-delete') ?? '')
  return {
    action: 'object-deleted',
    resource: objectOf(record),
    detail: { ...(version === undefined ? {} : { permanent: true }), ...(all ? { bulk: true, permanent: true } : {}) },
  }
}

/** One call for several: those that the entry names stand beside the bucket. */
const deletedMany: Reader = (record) => {
  if (bypasses(record)) return bypassed(record)
  const [first] = record.objects
  const one = record.objects.length === 1 && first !== undefined
  const lasting = record.objects.some(({ version }) => version !== undefined && version !== 'null')
  const detail: Record<string, Json> = {
    ...(one ? {} : { bulk: true }),
    ...(record.objects.length > 0 ? { count: record.objects.length } : {}),
    ...(lasting ? { permanent: true } : {}),
  }
  return {
    action: 'object-deleted',
    resource: one ? objectOf(record, first.name) : bucketOf(record),
    related: one ? [] : record.objects.slice(0, 20).flatMap(({ name }) => objectOf(record, name) ?? []),
    detail,
  }
}

/** A key that the caller brings seals what nobody here can open; a copy onto itself replaces what was there. */
const written: Reader = (record) => {
  const sealed = record.header('x-amz-server-side-encryption-customer-algorithm') !== undefined
  const copied = record.header('x-amz-copy-source')
  const from = copied === undefined ? undefined : unescaped(copied).replace(/^\//, '').split('?')[0]
  const inPlace = from !== undefined && from === `${record.bucket}/${record.key}`
  return {
    action: sealed || inPlace ? 'object-overwritten' : 'object-written',
    resource: objectOf(record),
    detail: {
      ...(sealed ? { customer_key: true } : {}),
      ...(inPlace ? { in_place: true } : {}),
      ...(copied === undefined ? {} : { copied_from: copied.slice(0, 1_100) }),
    },
  }
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const made: Reader = (record) => ({
  action: 'repository-created',
  resource: bucketOf(record),
  ...(/^true$/i.test(record.header('x-amz-bucket-object-lock-enabled') ?? '') ? { detail: { object_lock: true } } : {}),
})

const removed: Reader = (record) => ({
  action: 'repository-deleted',
  resource: bucketOf(record),
  ...(/^true$/i.test(record.header('x-minio-force-delete') ?? '') ? { detail: { forced: true, bulk: true } } : {}),
})

const replicated = (to: 'on' | 'off'): Reader => onBucket('replication-changed', { setting: 'replication', to })

const s3: Readers = {
  PutBucket: made,
  MakeBucket: made,
  DeleteBucket: removed,
  PutBucketLifecycle: onBucket('retention-changed'),
  DeleteBucketLifecycle: onBucket('retention-changed', { setting: 'retention', to: unlimited }),
  PutBucketVersioning: onBucket('versioning-changed'),
  PutBucketObjectLockConfig: onBucket('immutability-changed'),
  PutBucketObjectLockConfiguration: onBucket('immutability-changed'),
  PutObjectRetention: retained,
  PutObjectLegalHold: (record) => ({ action: 'immutability-changed', resource: objectOf(record) }),
  PutBucketEncryption: onBucket('encryption-changed'),
  DeleteBucketEncryption: onBucket('encryption-changed', { setting: 'encryption', to: 'off' }),
  PutBucketPolicy: onBucket('access-policy-changed'),
  DeleteBucketPolicy: onBucket('access-policy-changed', { setting: 'access-guard', to: 'off', direction: 'weakened' }),
  PutBucketACL: onBucket('access-policy-changed'),
  PutBucketReplicationConfig: replicated('on'),
  DeleteBucketReplicationConfig: replicated('off'),
  ResetBucketReplicationStart: onBucket('other'),
  PutBucketTagging: onBucket('tags-changed'),
  DeleteBucketTagging: onBucket('tags-changed'),
  PutBucketNotification: onBucket('other'),
  DeleteObject: deleted,
  DeleteMultipleObjects: deletedMany,
  PutObject: written,
  CopyObject: written,
  CompleteMultipartUpload: written,
  PutObjectExtract: written,
  PostPolicyBucket: written,
  RestoreObject: (record) => ({ action: 'other', resource: objectOf(record), detail: { restore: true } }),
}

/** The scanner deletes what a lifecycle rule says, and tells so: the platform itself. */
export const isLifecycle = ({ raw, name }: MinioRecord): boolean =>
  /^ILM/.test(name) || /^ilm:/i.test(text(raw.event) ?? '') || /^ilm:/i.test(text(raw.trigger) ?? '')

function expired(record: MinioRecord): Facts {
  const tags = object(record.raw.tags)
  const gone = /expir|delete|free/i.test(
    `${record.name} ${text(record.raw.event) ?? ''} ${text(tags['ilm-action']) ?? ''}`,
  )
  return {
    action: gone ? 'object-deleted' : 'other',
    resource: objectOf(record),
    ...(gone ? { detail: { expired: true } } : {}),
  }
}

/** What the entry says. */
export function classify(record: MinioRecord): Facts {
  if (isLifecycle(record)) return expired(record)
  const reader = Object.hasOwn(s3, record.name) ? s3[record.name] : admin(record)
  if (reader) return reader(record)
  return {
    action:
      /^(Get|Head|List|Select|Info|Server ?Info|Storage ?Info|DataUsage|Export|Inspect|Trace|Metrics|Health|Cors)/i.test(
        record.name,
      )
        ? 'read'
        : 'other',
    resource: objectOf(record),
  }
}
