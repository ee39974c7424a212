// Who may reach a bucket: policies, public access, ACLs, access points and access grants.
import type { Change, Resource } from '../../../model/event.ts'
import { first, object, objects, text, truth } from '../../kit/look.ts'
import { policyFacts } from '../policy.ts'
import { arn, type CloudTrailRecord, isSilent, type Reader, type ServiceReaders } from '../record.ts'
import { changing, on, ownAccount, switched } from './parts.ts'
import { header, onBucket, onObject } from './s3-names.ts'

/** All four switches, or it is none. */
function publicBlock(record: CloudTrailRecord): readonly Change[] {
  const held = object(first(record.params, 'PublicAccessBlockConfiguration', 'publicAccessBlockConfiguration'))
  const values = Object.entries(held)
    .filter(([name]) => /^(block|ignore|restrict)/i.test(name))
    .map(([, value]) => truth(value))
  return switched('public-access-block', values.length === 0 ? undefined : values.every((value) => value === true))
}
const blocked = (record: CloudTrailRecord) => ({ changes: publicBlock(record) })

/** A canned ACL, or a list of grants: to everybody, to everybody with an AWS account, or to those who are named. */
function aclFacts(record: CloudTrailRecord) {
  const canned = text(header(record, 'x-amz-acl'))
  const list = object(record.params.AccessControlPolicy).AccessControlList
  const grantees = objects(object(list).Grant).map((grant) => text(object(grant.Grantee).URI) ?? '')
  const open =
    /^(public-|authenticated-read)/.test(canned ?? '') ||
    grantees.some((uri) => /\/(AllUsers|AuthenticatedUsers)$/.test(uri))
  const said = canned !== undefined || list !== undefined
  return { changes: switched('private', said ? !open : undefined), detail: open ? { public: true } : {} }
}

const policy = onBucket('access-policy-changed', (record) =>
  policyFacts(first(record.params, 'bucketPolicy', 'policy'), record),
)

const pointOf = (record: CloudTrailRecord): Resource | undefined => {
  const name = text(first(record.params, 'name', 'accessPointName'))
  return name === undefined ? undefined : { type: 'access-point', id: arn(record, 's3', `accesspoint/${name}`), name }
}

const granted =
  (action: 'role-granted' | 'role-revoked'): Reader =>
  (record) => {
    const grantee = text(object(first(record.params, 'grantee', 'Grantee')).granteeIdentifier)
    const id =
      text(first(record.params, 'accessGrantId', 'accessGrantsLocationId')) ?? text(record.response.accessGrantId)
    return {
      action,
      resource: {
        type: 'access-grant',
        id: arn(record, 's3', `access-grants/default/grant/${id ?? ''}`),
        name: id ?? 'default',
      },
      ...(grantee ? { target: { id: grantee } } : {}),
      detail: { role: text(record.params.permission) ?? 'access grant', scope: 'bucket' },
    }
  }

export const s3Access: ServiceReaders = {
  PutBucketPolicy: policy,
  DeleteBucketPolicy: onBucket('access-policy-changed', changing('access-guard', 'off')),
  PutBucketAcl: onBucket('exposure-changed', aclFacts),
  PutObjectAcl: onObject('exposure-changed', aclFacts),
  PutBucketPublicAccessBlock: onBucket('exposure-changed', blocked),
  PutPublicAccessBlock: onBucket('exposure-changed', blocked),
  PutAccountPublicAccessBlock: on(ownAccount, 'exposure-changed', blocked),
  DeletePublicAccessBlock: onBucket('exposure-changed', changing('public-access-block', 'off')),
  DeleteBucketPublicAccessBlock: onBucket('exposure-changed', changing('public-access-block', 'off')),
  DeleteAccountPublicAccessBlock: on(ownAccount, 'exposure-changed', changing('public-access-block', 'off')),
  CreateAccessPoint: on(pointOf, 'other'),
  DeleteAccessPoint: on(pointOf, 'repository-changed'),
  PutAccessPointPolicy: on(pointOf, 'access-policy-changed', (record) => policyFacts(record.params.policy, record)),
  DeleteAccessPointPolicy: on(pointOf, 'access-policy-changed', changing('access-guard', 'off')),
  CreateAccessGrant: granted('role-granted'),
  DeleteAccessGrant: granted('role-revoked'),
  DeleteAccessGrantsLocation: granted('role-revoked'),
  DeleteAccessGrantsInstance: granted('role-revoked'),
  PutAccessGrantsInstanceResourcePolicy: (record) =>
    isSilent(record)
      ? { action: 'access-policy-changed' }
      : {
          ...granted('role-granted')(record),
          ...policyFacts(record.params.policy, record),
          action: 'access-policy-changed',
        },
}
