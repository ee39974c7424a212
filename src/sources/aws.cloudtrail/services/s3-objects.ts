// What a call does to objects: written, rewritten with somebody's key, deleted, locked, or their lock overridden.
import type { Json } from '../../../lib/json.ts'
import type { Change } from '../../../model/event.ts'
import { first, many, object, text, truth } from '../../kit/look.ts'
import { unescaped } from '../../kit/unescape.ts'
import { accountOf, type CloudTrailRecord, type Reader, type ServiceReaders } from '../record.ts'
import { change } from './parts.ts'
import { bucketOf, bypasses, header, objectOf, onBucket, onObject, withTags } from './s3-names.ts'

const lockOverridden: Change = { setting: 'lock-mode', to: 'off', direction: 'weakened' }

/** A key that the caller brings, or one of another account: a copy that nobody here can open. Contract, row 8. */
function keyDetail(record: CloudTrailRecord): Readonly<Record<string, Json>> {
  const customer =
    text(header(record, 'x-amz-server-side-encryption-customer-algorithm')) !== undefined ||
    text(object(record.raw.additionalEventData).SSEApplied) === 'SSE_C'
  const key = text(header(record, 'x-amz-server-side-encryption-aws-kms-key-id'))
  const account = accountOf(key)
  return {
    ...(customer ? { customer_key: true } : {}),
    ...(key ? { key } : {}),
    ...(account !== undefined && account !== record.account ? { foreign_key: true } : {}),
  }
}

const written: Reader = (record) => {
  const detail = keyDetail(record)
  const target = objectOf(record)
  const copied = text(header(record, 'x-amz-copy-source'))
  const from = copied === undefined ? undefined : unescaped(copied).replace(/^\//, '').split('?')[0]
  const inPlace =
    from !== undefined && target?.container !== undefined && from === `${target.container.name}/${target.name}`
  const sealed = detail.customer_key === true || detail.foreign_key === true
  return {
    action: inPlace || sealed ? 'object-overwritten' : 'object-written',
    resource: target,
    detail: {
      ...detail,
      ...(inPlace ? { in_place: true } : {}),
      ...(copied ? { copied_from: copied.slice(0, 1100) } : {}),
    },
  }
}

/** `DeleteObjects` names no key and no count: reference, trap 3. Where a log adds the list, it is counted. */
const deleted: Reader = (record) => {
  const version = text(first(record.params, 'versionId', 'VersionId'))
  const bulk = record.name === 'DeleteObjects'
  const bypass = bypasses(record)
  const listed = many(first(object(first(record.params, 'delete', 'Delete')), 'object', 'Object', 'objects', 'Objects'))
  return {
    action: bypass && !record.failed ? 'immutability-bypassed' : 'object-deleted',
    resource: bulk ? bucketOf(record) : objectOf(record),
    ...(bypass ? { changes: [lockOverridden] } : {}),
    detail: {
      ...(version === undefined ? {} : { permanent: true }),
      ...(bulk ? { bulk: true } : {}),
      ...(bulk && listed.length > 0 ? { count: listed.length } : {}),
      ...(bypass ? { bypass: true } : {}),
    },
  }
}

/** S3 refuses to shorten a lock without the bypass, so the bypass is what shortens: reference, 0.1. */
const retained: Reader = (record) => {
  const held = object(first(record.params, 'Retention', 'retention'))
  const mode = text(first(held, 'Mode', 'mode'))
  const until = Date.parse(text(first(held, 'RetainUntilDate', 'retainUntilDate')) ?? '')
  const bypass = bypasses(record)
  const weakened = bypass ? { direction: 'weakened' as const } : {}
  const changes: readonly Change[] = [
    ...(mode === undefined ? [] : [{ ...change('lock-mode', mode.toLowerCase()), ...weakened }]),
    ...(Number.isNaN(until) ? [] : [{ ...change('lock-until', until), ...weakened }]),
  ]
  return {
    action: bypass ? 'immutability-bypassed' : 'immutability-changed',
    resource: objectOf(record),
    changes: changes.length === 0 && bypass ? [lockOverridden] : changes,
    detail: bypass ? { bypass: true } : {},
  }
}

const held: Reader = (record) => {
  const status = text(object(first(record.params, 'LegalHold', 'legalHold')).Status)?.toLowerCase()
  return {
    action: 'immutability-changed',
    resource: objectOf(record),
    changes: status === undefined ? [] : [change('legal-hold', status === 'on' ? 'on' : 'off')],
  }
}

/** A batch job may set or override locks on a whole bucket in one call; what it did to each object is not told. */
const batch: Reader = (record) => {
  const operation = object(first(record.params, 'operation', 'Operation'))
  const names = Object.keys(operation).map((name) => name.toLowerCase())
  const retention = object(first(operation, 's3PutObjectRetention', 'S3PutObjectRetention'))
  const bypass = truth(first(retention, 'bypassGovernanceRetention', 'BypassGovernanceRetention')) === true
  const locks = names.some((name) => name.includes('retention') || name.includes('legalhold'))
  return {
    action: bypass ? 'immutability-bypassed' : locks ? 'immutability-changed' : 'other',
    resource: bucketOf(record) ?? manifestBucket(record),
    ...(bypass ? { changes: [lockOverridden] } : {}),
    detail: { batch: true, ...(names[0] ? { operation: names[0] } : {}), ...(bypass ? { bypass: true } : {}) },
  }
}

/** The bucket that the list of objects is in or is made from: the only one that the call names. */
function manifestBucket(record: CloudTrailRecord): ReturnType<typeof bucketOf> {
  const manifest = object(first(record.params, 'manifest', 'Manifest'))
  const generator = object(first(record.params, 'manifestGenerator', 'ManifestGenerator'))
  const source =
    text(
      first(
        object(first(generator, 's3JobManifestGenerator', 'S3JobManifestGenerator')),
        'sourceBucket',
        'SourceBucket',
      ),
    ) ?? text(first(object(first(manifest, 'location', 'Location')), 'objectArn', 'ObjectArn'))
  const name = source?.split(':::')[1]?.split('/')[0]
  return name ? bucketOf({ ...record, params: { bucketName: name } }) : undefined
}

export const s3Objects: ServiceReaders = {
  PutObject: written,
  CopyObject: written,
  UploadPart: written,
  UploadPartCopy: written,
  CreateMultipartUpload: written,
  CompleteMultipartUpload: written,
  RenameObject: (record) => ({ ...written(record), action: 'object-overwritten' }),
  RestoreObject: onObject('other'),
  DeleteObject: deleted,
  DeleteObjects: deleted,
  DeleteObjectVersion: deleted,
  PutObjectRetention: retained,
  PutObjectLegalHold: held,
  PutObjectTagging: (record) => ({
    action: 'tags-changed',
    resource: withTags(objectOf(record), record.params.Tagging),
    detail: { whole: true },
  }),
  DeleteObjectTagging: (record) => ({
    action: 'tags-changed',
    resource: withTags(objectOf(record), {}),
    detail: { whole: true },
  }),
  CreateJob: batch,
  JobCreated: onBucket('other', () => ({ detail: { batch: true } })),
}
