// The admin API of a gateway: users, keys, capabilities, quotas, buckets; and the policies of accounts and roles.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { RgwRequest } from './request.ts'

type Reader = (request: RgwRequest, zone: string) => Facts

/** The user by its id, as actors carry it. */
function whom({ query }: RgwRequest, zone: string): Pick<Facts, 'resource' | 'target'> {
  const name =
    query.get('uid') ||
    query.get('username') ||
    query.get('rolename') ||
    query.get('subuser') ||
    query.get('access-key')
  if (name === undefined || name === '') return { resource: { type: 'array', id: zone, name: zone } }
  const id = `${name}@${zone}`.toLowerCase()
  return {
    resource: { type: 'user', id, name, container: { type: 'array', id: zone, name: zone } },
    target: { id, name },
  }
}

const on =
  (action: Facts['action'], detail?: Facts['detail']): Reader =>
  (request, zone) => ({ action, ...whom(request, zone), ...(detail ? { detail } : {}) })

/** `users=*;buckets=read`: who may write users may become any of them. */
const rules = (caps: string): boolean =>
  /(?:^|[;\s])(?:users?|\*|buckets|metadata|zone|accounts|roles|user-policy)\s*=\s*(?:\*|[\w, ]*write)/i.test(caps)

const made: Reader = (request, zone) => {
  const caps = request.query.get('user-caps') ?? ''
  const top = rules(caps) || /^true$/i.test(request.query.get('system') ?? request.query.get('admin') ?? '')
  return {
    action: top ? 'admin-added' : 'user-added',
    ...whom(request, zone),
    ...(top ? { detail: { role: caps || 'system' } } : {}),
  }
}

const modified: Reader = (request, zone) => {
  const suspended = request.query.get('suspended')
  const top = /^true$/i.test(request.query.get('system') ?? request.query.get('admin') ?? '')
  const keyed = request.query.has('access-key') || /^true$/i.test(request.query.get('generate-key') ?? '')
  return {
    action: top
      ? 'admin-added'
      : suspended !== undefined
        ? /^(true|1)$/i.test(suspended)
          ? 'credential-removed'
          : 'credential-added'
        : keyed
          ? 'credential-added'
          : 'other',
    ...whom(request, zone),
    ...(top ? { detail: { role: 'system' } } : {}),
  }
}

/** With its data go all buckets that it owns. */
const removed: Reader = (request, zone) => {
  const { resource, ...target } = whom(request, zone)
  return /^(true|1)$/i.test(request.query.get('purge-data') ?? '')
    ? {
        action: 'parent-deleted',
        resource: resource && { ...resource, type: 'account' },
        ...target,
        detail: { bulk: true, permanent: true },
      }
    : { action: 'user-removed', resource, ...target }
}

const capabilities: Reader = (request, zone) => {
  const caps = request.query.get('user-caps') ?? ''
  return {
    action: caps === '' || rules(caps) ? 'admin-added' : 'role-granted',
    ...whom(request, zone),
    detail: { role: caps || 'caps' },
  }
}

/** The policy itself stands in a body, and may be any. */
const policy: Reader = (request, zone) => {
  const name = request.query.get('policyarn') || request.query.get('policyname') || ''
  return {
    action: name !== '' && !/admin|fullaccess/i.test(name) ? 'role-granted' : 'admin-added',
    ...whom(request, zone),
    ...(name === '' ? {} : { detail: { role: name } }),
  }
}

const bucketNamed = ({ query }: RgwRequest, zone: string): Resource | undefined => {
  const name = query.get('bucket') ?? ''
  return name === '' ? undefined : { type: 'bucket', id: `${zone}/${name}`, name }
}

const quota: Reader = (request, zone) => {
  const { query } = request
  const size = Number(query.get('max-size') ?? Number.NaN)
  const kilobytes = Number(query.get('max-size-kb') ?? Number.NaN)
  const to = Number.isFinite(size) ? size : kilobytes * 1024
  return {
    action: 'guard-changed',
    resource: bucketNamed(request, zone) ?? whom(request, zone).resource,
    changes: Number.isFinite(to) && to > 0 ? [{ setting: 'quota', to, unit: 'bytes' }] : [],
  }
}

const bucketRemoved: Reader = (request, zone) => ({
  action: 'repository-deleted',
  resource: bucketNamed(request, zone),
  ...(/^(true|1)$/i.test(request.query.get('purge-objects') ?? '') ? { detail: { forced: true, bulk: true } } : {}),
})

const objectRemoved: Reader = (request, zone) => {
  const bucket = bucketNamed(request, zone)
  const name = request.query.get('object') ?? ''
  return {
    action: 'object-deleted',
    resource:
      bucket && name !== ''
        ? {
            type: 'object',
            id: `${bucket.id}/${name}`,
            name,
            container: { type: 'bucket', id: bucket.id, name: bucket.name ?? bucket.id },
          }
        : bucket,
    detail: { permanent: true },
  }
}

const readers: Readonly<Record<string, Reader>> = {
  create_user: made,
  modify_user: modified,
  remove_user: removed,
  delete_user: removed,
  create_subuser: on('credential-added', { credential: 'access-key' }),
  modify_subuser: on('credential-added', { credential: 'access-key' }),
  remove_subuser: on('credential-removed', { credential: 'access-key' }),
  create_access_key: on('credential-added', { credential: 'access-key' }),
  put_access_key: on('credential-added', { credential: 'access-key' }),
  remove_access_key: on('credential-removed', { credential: 'access-key' }),
  delete_access_key: on('credential-removed', { credential: 'access-key' }),
  add_user_caps: capabilities,
  remove_user_caps: on('role-revoked'),
  set_quota_info: quota,
  set_user_quota: quota,
  set_bucket_quota: quota,
  remove_bucket: bucketRemoved,
  remove_object: objectRemoved,
  link_bucket: (request, zone) => ({
    action: 'repository-changed',
    resource: bucketNamed(request, zone),
    detail: { handed_over: true },
  }),
  unlink_bucket: (request, zone) => ({
    action: 'repository-changed',
    resource: bucketNamed(request, zone),
    detail: { handed_over: true },
  }),
  create_role: on('user-added'),
  delete_role: on('user-removed'),
  modify_role: on('role-trust-changed'),
  modify_role_trust_policy: on('role-trust-changed'),
  put_user_policy: policy,
  attach_user_policy: policy,
  put_role_policy: policy,
  attach_role_policy: policy,
  put_group_policy: policy,
  attach_group_policy: policy,
  delete_user_policy: on('role-revoked'),
  detach_user_policy: on('role-revoked'),
  delete_role_policy: on('role-revoked'),
  detach_role_policy: on('role-revoked'),
  create_oidc_provider: on('role-trust-changed'),
  add_client_id_to_oidc_provider: on('role-trust-changed'),
}

/** What paths of the admin API do, where only the address is known: kind, method, and a parameter that tells two apart. */
const byPath: readonly (readonly [kind: string, method: RegExp, part: string | undefined, operation: string])[] = [
  ['user', /^PUT$/, 'caps', 'add_user_caps'],
  ['user', /^DELETE$/, 'caps', 'remove_user_caps'],
  ['user', /^PUT$/, 'key', 'create_access_key'],
  ['user', /^DELETE$/, 'key', 'remove_access_key'],
  ['user', /^PUT$/, 'quota', 'set_quota_info'],
  ['user', /^PUT$/, 'subuser', 'create_subuser'],
  ['user', /^DELETE$/, 'subuser', 'remove_subuser'],
  ['user', /^PUT$/, undefined, 'create_user'],
  ['user', /^POST$/, undefined, 'modify_user'],
  ['user', /^DELETE$/, undefined, 'remove_user'],
  ['bucket', /^PUT$/, 'quota', 'set_bucket_quota'],
  ['bucket', /^DELETE$/, 'object', 'remove_object'],
  ['bucket', /^DELETE$/, undefined, 'remove_bucket'],
  ['bucket', /^PUT$/, undefined, 'link_bucket'],
  ['bucket', /^POST$/, undefined, 'unlink_bucket'],
]

/** Undefined for what is no call of an administrator. */
export function adminFacts(request: RgwRequest, zone: string): Facts | undefined {
  const { operation, method, uri, query } = request
  const kind = /^[A-Z]{3,8} \/+admin\/(\w+)/.exec(uri)?.[1]
  const told =
    Object.hasOwn(readers, operation) || kind === undefined
      ? operation
      : byPath.find(
          ([one, verb, part]) => one === kind && verb.test(method) && (part === undefined || query.has(part)),
        )?.[3]
  const reader = told !== undefined && Object.hasOwn(readers, told) ? readers[told] : undefined
  if (reader) return reader(request, zone)
  return kind === undefined
    ? undefined
    : { action: /^(GET|HEAD)$/.test(method) ? 'read' : 'other', resource: { type: 'array', id: zone, name: zone } }
}
