// What an operation of the gateway did: S3 and Swift by AWS's names, and what administrators do by the admin API.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { accessFacts } from '../s3/access-facts.ts'
import { factsOfCall, isLook } from '../s3/calls.ts'
import { callOf } from '../s3/names.ts'
import { objectIn } from '../s3/objects.ts'
import { adminFacts } from './admin.ts'
import type { RgwRequest } from './request.ts'

/** The gateway's names, of which there are two for some: the op's own and that of its type. src/rgw/rgw_op.h */
const names: Readonly<Record<string, string>> = {
  create_bucket: 'CreateBucket',
  delete_bucket: 'DeleteBucket',
  put_lifecycle: 'PutBucketLifecycle',
  put_lc: 'PutBucketLifecycle',
  delete_lifecycle: 'DeleteBucketLifecycle',
  delete_lc: 'DeleteBucketLifecycle',
  set_bucket_versioning: 'PutBucketVersioning',
  put_bucket_object_lock: 'PutBucketObjectLockConfiguration',
  put_bucket_obj_lock: 'PutBucketObjectLockConfiguration',
  put_obj_retention: 'PutObjectRetention',
  put_obj_legal_hold: 'PutObjectLegalHold',
  put_bucket_policy: 'PutBucketPolicy',
  delete_bucket_policy: 'DeleteBucketPolicy',
  put_bucket_replication: 'PutBucketReplication',
  delete_bucket_replication: 'DeleteBucketReplication',
  put_bucket_encryption: 'PutBucketEncryption',
  delete_bucket_encryption: 'DeleteBucketEncryption',
  put_bucket_public_access_block: 'PutPublicAccessBlock',
  delete_bucket_public_access_block: 'DeletePublicAccessBlock',
  put_bucket_logging: 'PutBucketLogging',
  set_bucket_logging: 'PutBucketLogging',
  delete_bucket_logging: 'DeleteBucketLogging',
  put_bucket_tags: 'PutBucketTagging',
  delete_bucket_tags: 'DeleteBucketTagging',
  put_obj: 'PutObject',
  post_obj: 'PutObject',
  bulk_upload: 'PutObject',
  copy_obj: 'CopyObject',
  complete_multipart: 'CompleteMultipartUpload',
  delete_obj: 'DeleteObject',
  multi_object_delete: 'DeleteObjects',
  delete_multi_obj: 'DeleteObjects',
  bulk_delete: 'DeleteObjects',
  init_multipart: 'CreateMultipartUpload',
  abort_multipart: 'AbortMultipartUpload',
}

/** A gateway's buckets by the zone that it serves: several gateways serve one, and clusters have zones of their own. */
const bucketOf = ({ bucket }: RgwRequest, zone: string): Resource | undefined =>
  bucket === '' || bucket === '-' ? undefined : { type: 'bucket', id: `${zone}/${bucket}`, name: bucket }

/** The facts of a request. @param zone what the gateway serves @param time epoch milliseconds */
export function requestFacts(request: RgwRequest, zone: string, time: number): Facts {
  const admin = adminFacts(request, zone)
  if (admin) return admin
  const bucket = bucketOf(request, zone)
  // A version that the address does not ask for is the one of the marker that the deletion made.
  if (request.access)
    return accessFacts({ ...request.access, version: request.query.get('versionid') ?? '' }, bucket, time)
  const { operation, method, key, query, headers } = request
  const known =
    operation === 'put_acls' && key === ''
      ? 'PutBucketAcl'
      : Object.hasOwn(names, operation)
        ? names[operation]
        : undefined
  const resource = objectIn({ bucket, key })
  // Lists have names of their own; what the address says is asked only where the operation says nothing.
  const name = known ?? (operation === '' ? callOf(method, key, [...query.keys()]) : undefined)
  if (name === undefined) return { action: looks(operation, method) ? 'read' : 'other', resource }
  return (
    factsOfCall({
      name,
      bucket,
      key,
      version: query.get('versionid') || undefined,
      bypass: headers.size === 0 ? undefined : /^true$/i.test(headers.get('x-amz-bypass-governance-retention') ?? ''),
      locking: /^true$/i.test(headers.get('x-amz-bucket-object-lock-enabled') ?? ''),
      objects: request.objects,
      customerKey: headers.has('x-amz-server-side-encryption-customer-algorithm'),
      copied: headers.get('x-amz-copy-source'),
      time,
    }) ?? { action: isLook(name) ? 'read' : 'other', resource }
  )
}

const looks = (operation: string, method: string): boolean =>
  /^(get|list|stat|head|options|info|search|fetch)_?/.test(operation) ||
  (operation === '' && /^(GET|HEAD|OPTIONS)$/.test(method))
