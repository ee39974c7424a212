// What a call to MinIO did: to buckets and objects by the S3 API, to people and settings by its own.
import type { Facts } from '../kit/facts.ts'
import { object, text } from '../kit/look.ts'
import { factsOfCall, type S3Call } from '../s3/calls.ts'
import { admin } from './admin.ts'
import { bucketOf, type MinioRecord, objectOf, param } from './record.ts'

/** Handlers of MinIO whose names are not AWS's. */
const aliases: Readonly<Record<string, string>> = {
  PutBucket: 'CreateBucket',
  MakeBucket: 'CreateBucket',
  PutBucketObjectLockConfig: 'PutBucketObjectLockConfiguration',
  PutBucketACL: 'PutBucketAcl',
  PutBucketReplicationConfig: 'PutBucketReplication',
  DeleteBucketReplicationConfig: 'DeleteBucketReplication',
  DeleteMultipleObjects: 'DeleteObjects',
  PutObjectExtract: 'PutObject',
  PostPolicyBucket: 'PutObject',
}

const isSet = ({ header }: MinioRecord, name: string): boolean => /^true$/i.test(header(name) ?? '')

const callOf = (record: MinioRecord): S3Call => ({
  name: Object.hasOwn(aliases, record.name) ? (aliases[record.name] ?? record.name) : record.name,
  bucket: bucketOf(record),
  key: record.key,
  version: param(record, 'versionId'),
  bypass: isSet(record, 'x-amz-bypass-governance-retention'),
  force: isSet(record, 'x-minio-force-delete'),
  locking: isSet(record, 'x-amz-bucket-object-lock-enabled'),
  objects: record.objects,
  customerKey: record.header('x-amz-server-side-encryption-customer-algorithm') !== undefined,
  copied: record.header('x-amz-copy-source'),
  time: 0,
})

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
  const told = factsOfCall(callOf(record)) ?? admin(record)?.(record)
  if (told) return told
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
