// MinIO's own API: users, groups, service accounts, policies, settings, sites, pools and the service itself.
import type { Facts } from '../kit/facts.ts'
import { localId } from './identity.ts'
import { consoleOf, type MinioRecord, param, type Reader, type Readers } from './record.ts'

/** Policies whose holder may do everything; a name is all that an entry has of one. */
const isTop = (policy: string): boolean =>
  /(^|,)consoleAdmin(,|$)/.test(policy) || (/admin/i.test(policy) && !/read|view|diagnos/i.test(policy))

/** Whom it is done to, by the parameter that names him. */
const whom =
  (...names: readonly string[]) =>
  (record: MinioRecord): Pick<Facts, 'resource' | 'target'> => {
    const name = names.map((one) => param(record, one)).find((one) => one !== undefined)
    if (name === undefined) return {}
    const group = param(record, 'isGroup') === 'true' || param(record, 'group') === name
    const id = localId(name, record.deployment)
    const place = consoleOf(record)
    return {
      resource: {
        type: group ? 'group' : 'user',
        id,
        name,
        ...(place
          ? { container: { type: place.type, id: place.id, ...(place.name === undefined ? {} : { name: place.name }) } }
          : {}),
      },
      target: { id, name },
    }
  }

const onUser =
  (action: Facts['action'], more: Partial<Facts> = {}, ...names: readonly string[]): Reader =>
  (record) => ({
    action,
    ...whom(...(names.length > 0 ? names : ['accessKey', 'user', 'userOrGroup']))(record),
    ...more,
  })

/** A policy given by name; where no name is there it is inside a sealed body, and may be any. */
const policySet: Reader = (record) => {
  const policy = param(record, 'policyName') ?? param(record, 'policy')
  const taken = /detach/i.test(record.path) || policy === ''
  return {
    action: taken ? 'role-revoked' : policy === undefined || isTop(policy) ? 'admin-added' : 'role-granted',
    ...whom('userOrGroup', 'user', 'group')(record),
    ...(policy === undefined ? {} : { detail: { role: policy } }),
  }
}

const switchedUser: Reader = (record) => {
  const off = /disabled/i.test(param(record, 'status') ?? '')
  return { action: off ? 'credential-removed' : 'other', ...whom('accessKey', 'group')(record) }
}

const whole =
  (action: Facts['action'], more: Partial<Facts> = {}): Reader =>
  (record) => ({ action, resource: consoleOf(record), ...more })

/** What a setting became stands in a sealed body; only where the address names the part is it known which. */
const configured: Reader = (record) => {
  const said = `${record.path} ${JSON.stringify(record.query)}`
  const audit = /audit_(webhook|kafka)|logger_webhook|notify_/i.test(said)
  const gone = /^(Del|Clear)/.test(record.name) || /enable["=: ]+off/i.test(said)
  return {
    action: 'audit-changed',
    resource: consoleOf(record),
    ...(audit && gone ? { changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }] } : {}),
    detail: { scope: 'console' },
  }
}

/** Stopped or frozen nobody writes; started again it goes on. */
const service: Reader = (record) => {
  const action = param(record, 'action') ?? ''
  if (/^(stop|freeze)$/.test(action))
    return {
      action: 'job-stopped',
      resource: serviceOf(record),
      changes: [{ setting: 'schedule', to: 'off' }],
      detail: { explicit: true },
    }
  if (action === 'unfreeze')
    return { action: 'job-changed', resource: serviceOf(record), changes: [{ setting: 'schedule', to: 'on' }] }
  return { action: 'host-started', resource: consoleOf(record) }
}
function serviceOf(record: MinioRecord): Facts['resource'] {
  const place = consoleOf(record)
  return place && { type: 'service', id: `${place.id}/service`, name: place.name ?? place.id }
}

const replication =
  (to: 'on' | 'off'): Reader =>
  (record) => ({
    action: 'replication-changed',
    resource: bucketParam(record) ?? consoleOf(record),
    changes: [{ setting: 'replication', to }],
  })
const bucketParam = (record: MinioRecord): Facts['resource'] => {
  const bucket = param(record, 'bucket') ?? (record.bucket === '' ? undefined : record.bucket)
  return bucket === undefined ? undefined : { type: 'bucket', id: `${record.deployment}/${bucket}`, name: bucket }
}
const quota: Reader = (record) => ({ action: 'guard-changed', resource: bucketParam(record) })
const key =
  (action: Facts['action']): Reader =>
  (record) => {
    const name = param(record, 'key-id') ?? param(record, 'keyId')
    return {
      action,
      resource: name === undefined ? consoleOf(record) : { type: 'key', id: `${record.deployment}/keys/${name}`, name },
    }
  }
const named =
  (action: Facts['action'], type: string, ...names: readonly string[]): Reader =>
  (record) => {
    const name = names.map((one) => param(record, one)).find((one) => one !== undefined)
    return {
      action,
      resource: name === undefined ? consoleOf(record) : { type, id: `${record.deployment}/${type}/${name}`, name },
    }
  }

const readers: Readers = {
  AddUser: onUser('user-added'),
  RemoveUser: onUser('user-removed'),
  SetUserStatus: switchedUser,
  SetGroupStatus: switchedUser,
  UpdateGroupMembers: whole('role-granted'),
  AddServiceAccount: onUser('credential-added', { detail: { credential: 'access-key' } }),
  AddServiceAccountLDAP: onUser('credential-added', { detail: { credential: 'access-key' } }),
  UpdateServiceAccount: onUser('other'),
  DeleteServiceAccount: onUser('credential-removed', { detail: { credential: 'access-key' } }),
  AddCannedPolicy: named('access-policy-changed', 'policy', 'name'),
  RemoveCannedPolicy: named('access-policy-changed', 'policy', 'name'),
  SetPolicyForUserOrGroup: policySet,
  AttachDetachPolicyBuiltin: policySet,
  AttachDetachPolicyLDAP: policySet,
  AttachPolicyBuiltin: policySet,
  DetachPolicyBuiltin: policySet,
  AddIdentityProviderCfg: whole('role-trust-changed'),
  UpdateIdentityProviderCfg: whole('role-trust-changed'),
  DeleteIdentityProviderCfg: whole('role-trust-changed'),
  SetConfigKV: configured,
  DelConfigKV: configured,
  SetConfig: configured,
  RestoreConfigHistoryKV: configured,
  ClearConfigHistoryKV: whole('other'),
  Service: service,
  ServiceAction: service,
  ServerUpdate: whole('other', { detail: { maintenance: true } }),
  SetBucketQuota: quota,
  PutBucketQuotaConfig: quota,
  SetRemoteTarget: replication('on'),
  RemoveRemoteTarget: replication('off'),
  SiteReplicationAdd: replication('on'),
  SiteReplicationRemove: replication('off'),
  SRPeerRemove: replication('off'),
  StartDecommission: named('repository-deleted', 'pool', 'pool'),
  CancelDecommission: named('other', 'pool', 'pool'),
  AddTier: whole('other'),
  RemoveTier: named('repository-deleted', 'repository', 'tier'),
  ExportIAM: whole('credential-store-read'),
  ImportIAM: whole('admin-added'),
  ImportBucketMetadata: whole('retention-changed'),
  KMSCreateKey: key('key-created'),
  KMSDeleteKey: key('key-destruction-scheduled'),
  KeyRotate: key('key-rotated'),
}

/** The reader of a call of the administrator's API; undefined for others. */
export const admin = ({ name }: MinioRecord): Reader | undefined =>
  Object.hasOwn(readers, name) ? readers[name] : undefined
