// What a call of the S3 API did, whoever serves it: to buckets, and to the settings that guard them.
import type { JsonObject } from '../../lib/json.ts'
import type { Change, Resource } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import type { Verb } from '../../model/verb.ts'
import { policyFacts } from '../aws.cloudtrail/policy.ts'
import type { Facts } from '../kit/facts.ts'
import { lifecycleChanges } from './lifecycle.ts'
import { bypassed, objectIn, objectReaders } from './objects.ts'
import {
  type Body,
  holdChanges,
  lockChanges,
  loggingChanges,
  replicationChanges,
  retentionChanges,
  versioningChanges,
} from './settings.ts'

export interface S3Call {
  /** AWS's name of the call: `PutBucketLifecycle`. */
  readonly name: string
  readonly bucket: Resource | undefined
  /** The object's key; '' for a call on the bucket. */
  readonly key: string
  readonly version?: string | undefined
  /** The caller asked to override a governance lock; undefined where the log holds no headers. */
  readonly bypass?: boolean | undefined
  /** MinIO's own: the bucket goes with all that it holds. */
  readonly force?: boolean
  /** Made with locking switched on. */
  readonly locking?: boolean
  /** Keys of one call for several, where the log lists them. */
  readonly objects?: readonly { readonly name: string; readonly version?: string | undefined }[]
  /** Sealed with a key that the caller brings. */
  readonly customerKey?: boolean
  /** `bucket/key` that it was copied from, as the header says it. */
  readonly copied?: string | undefined
  /** The body of the call, as CloudTrail lays it out; left out where the log has none. */
  readonly params?: JsonObject | undefined
  /** The text of a policy that the call sets, and the account that the bucket belongs to. */
  readonly policy?: string | undefined
  readonly account?: string
  /** Epoch milliseconds. */
  readonly time: number
}

export type CallReader = (call: S3Call) => Facts

/** The body, where the log has it; else nothing is known of the value. */
const told =
  (changes: (body: Body) => readonly Change[]) =>
  ({ params, time }: S3Call): readonly Change[] =>
    params === undefined ? [] : changes({ params, time })

const onBucket =
  (action: Verb, changes: (call: S3Call) => readonly Change[] = () => [], detail?: Facts['detail']): CallReader =>
  (call) => ({ action, resource: call.bucket, changes: changes(call), ...(detail ? { detail } : {}) })

const fixed =
  (...changes: readonly Change[]) =>
  (): readonly Change[] =>
    changes

/** S3 refuses to shorten a lock without the privilege, so one that was set can only have become longer. */
const retained: CallReader = (call) => {
  if (call.bypass) return bypassed(call)
  const changes = told(retentionChanges)(call)
  return {
    action: 'immutability-changed',
    resource: objectIn(call),
    changes: changes.length > 0 ? changes : [{ setting: 'lock-mode', to: 'governance', direction: 'strengthened' }],
  }
}

const readers: Readonly<Record<string, CallReader>> = {
  CreateBucket: (call) => ({
    action: 'repository-created',
    resource: call.bucket,
    ...(call.locking ? { detail: { object_lock: true } } : {}),
  }),
  DeleteBucket: (call) => ({
    action: 'repository-deleted',
    resource: call.bucket,
    ...(call.force ? { detail: { forced: true, bulk: true } } : {}),
  }),
  PutBucketLifecycle: (call) => ({
    action: 'retention-changed',
    resource: call.bucket,
    ...(call.params === undefined ? {} : lifecycleChanges({ params: call.params, time: call.time })),
  }),
  DeleteBucketLifecycle: onBucket('retention-changed', fixed({ setting: 'retention', to: unlimited })),
  PutBucketVersioning: onBucket('versioning-changed', told(versioningChanges)),
  PutBucketObjectLockConfiguration: onBucket('immutability-changed', told(lockChanges)),
  PutObjectRetention: retained,
  PutObjectLegalHold: (call) => ({
    action: 'immutability-changed',
    resource: objectIn(call),
    changes: told(holdChanges)(call),
  }),
  PutBucketEncryption: onBucket('encryption-changed'),
  DeleteBucketEncryption: onBucket('encryption-changed', fixed({ setting: 'encryption', to: 'off' })),
  PutBucketPolicy: ({ bucket, policy, account = '' }) => ({
    action: 'access-policy-changed',
    resource: bucket,
    ...(policy === undefined ? {} : policyFacts(policy, { account })),
  }),
  DeleteBucketPolicy: onBucket(
    'access-policy-changed',
    fixed({ setting: 'access-guard', to: 'off', direction: 'weakened' }),
  ),
  PutBucketAcl: onBucket('access-policy-changed'),
  PutPublicAccessBlock: onBucket('exposure-changed'),
  DeletePublicAccessBlock: onBucket('exposure-changed', fixed({ setting: 'public-access-block', to: 'off' })),
  PutBucketReplication: onBucket('replication-changed', (call) =>
    call.params === undefined ? [{ setting: 'replication', to: 'on' }] : told(replicationChanges)(call),
  ),
  DeleteBucketReplication: onBucket('replication-changed', fixed({ setting: 'replication', to: 'off' })),
  PutBucketLogging: onBucket('audit-changed', told(loggingChanges), { scope: 'bucket' }),
  DeleteBucketLogging: onBucket('audit-changed', fixed({ setting: 'logging', to: 'off' }), { scope: 'bucket' }),
  PutBucketTagging: onBucket('tags-changed'),
  DeleteBucketTagging: onBucket('tags-changed'),
  PutBucketNotification: onBucket('other'),
  PutBucketOwnershipControls: onBucket('repository-changed'),
  DeleteBucketOwnershipControls: onBucket('repository-changed'),
  ...objectReaders,
}

/** The facts of a call; undefined for one that says nothing of copies. */
export const factsOfCall = (call: S3Call): Facts | undefined =>
  Object.hasOwn(readers, call.name) ? readers[call.name]?.(call) : undefined

/** True for a call that looks and changes nothing. */
export const isLook = (name: string): boolean => /^(Get|Head|List|Select|Options)/.test(name)
