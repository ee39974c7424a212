// What a call does to a bucket: its locks, versions, replication, encryption, logging and tags.
import type { Json } from '../../../lib/json.ts'
import { unlimited } from '../../../model/setting.ts'
import { first, object, objects, text, truth } from '../../kit/look.ts'
import { lifecycleChanges } from '../../s3/lifecycle.ts'
import { lockChanges, versioningChanges } from '../../s3/settings.ts'
import { accountOf, arn, bucketArn, isSilent, type Reader, type ServiceReaders, tagsOf } from '../record.ts'
import { change, changing } from './parts.ts'
import { bucketOf, header, onBucket, withTags } from './s3-names.ts'

const created: Reader = (record) => {
  const locked = truth(header(record, 'x-amz-bucket-object-lock-enabled')) === true
  const bucket = bucketOf(record)
  const tags = tagsOf(object(record.params.CreateBucketConfiguration).Tags)
  return {
    action: 'repository-created',
    resource: bucket && tags ? { ...bucket, tags } : bucket,
    // Object Lock needs versions, so S3 switches them on with it.
    changes: locked ? [change('versioning', 'on')] : [],
    detail: locked ? { object_lock: true } : {},
  }
}

const locked: Reader = onBucket('immutability-changed', (record) => ({
  changes: lockChanges(record),
}))

const replicated: Reader = onBucket('replication-changed', (record) => {
  const configuration = object(record.params.ReplicationConfiguration)
  if (Object.keys(configuration).length === 0) return {}
  const rules = objects(first(configuration, 'Rule', 'Rules'))
  const enabled = rules.filter((rule) => text(rule.Status)?.toLowerCase() !== 'disabled')
  const targets = enabled.map((rule) => text(object(rule.Destination).Bucket)).filter((id) => id !== undefined)
  const marks = enabled.some((rule) => text(object(rule.DeleteMarkerReplication).Status) === 'Enabled')
  return {
    changes: [
      change('replication', enabled.length > 0 ? 'on' : 'off'),
      ...(rules.length > 0 ? [change('delete-replication', marks ? 'on' : 'off')] : []),
    ],
    related: targets
      .slice(0, 20)
      .map((id) => ({ type: 'bucket', id: bucketArn(record, id), name: id.split(':::').at(-1) ?? id })),
    detail: { destinations: targets.slice(0, 20).sort() },
  }
})

/** With a foreign account's key, copies are sealed for somebody else: contract, row 8. */
const encrypted: Reader = onBucket('encryption-changed', (record) => {
  const [rule = {}] = objects(object(record.params.ServerSideEncryptionConfiguration).Rule)
  const key = text(object(rule.ApplyServerSideEncryptionByDefault).KMSMasterKeyID)
  const account = accountOf(key)
  return {
    changes: isSilent(record) ? [] : [change('encryption-key', key ?? 'service')],
    ...(key ? { related: [{ type: 'key', id: key.startsWith('arn:') ? key : arn(record, 'kms', `key/${key}`) }] } : {}),
    detail: account !== undefined && account !== record.account ? { foreign_key: true } : {},
  }
})

const logged: Reader = onBucket('audit-changed', (record) => {
  const status: Json | undefined = record.params.BucketLoggingStatus
  const on = object(status).LoggingEnabled !== undefined
  return {
    changes: status === undefined ? [] : [change('logging', on ? 'on' : 'off')],
    detail: { scope: 'bucket' },
  }
})

/** CloudTrail's names, not IAM's: reference, trap 1. Both spellings of one API are kept where both were seen. */
export const s3Buckets: ServiceReaders = {
  CreateBucket: created,
  DeleteBucket: onBucket('repository-deleted'),
  PutBucketLifecycle: onBucket('retention-changed', lifecycleChanges),
  PutBucketLifecycleConfiguration: onBucket('retention-changed', lifecycleChanges),
  DeleteBucketLifecycle: onBucket('retention-changed', changing('retention', unlimited, 'd')),
  PutBucketVersioning: onBucket('versioning-changed', (record) => ({ changes: versioningChanges(record) })),
  PutBucketObjectLockConfiguration: locked,
  PutObjectLockConfiguration: locked,
  PutBucketReplication: replicated,
  DeleteBucketReplication: onBucket('replication-changed', changing('replication', 'off')),
  PutBucketEncryption: encrypted,
  DeleteBucketEncryption: onBucket('encryption-changed', changing('encryption-key', 'service')),
  PutBucketLogging: logged,
  PutBucketNotification: onBucket('repository-changed'),
  PutBucketOwnershipControls: onBucket('repository-changed'),
  DeleteBucketOwnershipControls: onBucket('repository-changed'),
  PutBucketIntelligentTieringConfiguration: onBucket('repository-changed'),
  PutBucketTagging: (record) => ({
    action: 'tags-changed',
    resource: withTags(bucketOf(record), record.params.Tagging),
    detail: { whole: true },
  }),
  DeleteBucketTagging: (record) => ({
    action: 'tags-changed',
    resource: withTags(bucketOf(record), {}),
    detail: { whole: true },
  }),
}
