// Calls of the management API on people, their groups and keys, and on tenants.
import type { JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { anyCase, number, object, text, texts, truth } from '../kit/look.ts'
import { type Managed, own, type Reader } from './call.ts'
import { identityIn } from './people.ts'

/** A person or group: by its URN or unique name in body or answer, else by the id in the path. */
function who(call: Managed, type: 'user' | 'group'): Pick<Facts, 'resource' | 'target'> {
  const data = object(call.answer.data)
  const named =
    text(call.body.uniqueName) ?? text(data.uniqueName) ?? text(call.body.userURN) ?? text(data.userURN) ?? call.id
  const { id, name } = /^urn:/.test(named)
    ? identityIn(named)
    : {
        id: `${named.replace(/^(federated-)?(user|group)\//, '')}@${call.tenant || 'grid'}`.toLowerCase(),
        name: named.replace(/^(federated-)?(user|group)\//, ''),
      }
  return { resource: { ...own(call, type, id, name), id }, target: { id, name } }
}

const isTop = (body: JsonObject): boolean =>
  truth(anyCase(body, 'policies.management.rootaccess')) === true ||
  /"(?:Action|action)"\s*:\s*\[?\s*"(?:s3:)?\*"/.test(JSON.stringify(anyCase(body, 'policies.s3') ?? ''))

export const grouped: Reader = (call) => ({
  action: call.method === 'DELETE' ? 'user-removed' : isTop(call.body) ? 'admin-added' : 'role-granted',
  ...who(call, 'group'),
  detail: { role: isTop(call.body) ? 'rootAccess' : 'group' },
})

/** A group's permissions are the group's own record; whoever joins it has them. */
export const person: Reader = (call) => {
  const groups = texts(call.body.memberOf)
  if (call.method === 'DELETE') return { action: 'user-removed', ...who(call, 'user') }
  if (call.method === 'POST')
    return { action: 'user-added', ...who(call, 'user'), ...(groups[0] ? { detail: { role: groups[0] } } : {}) }
  return {
    action: groups.length > 0 ? 'role-granted' : 'other',
    ...who(call, 'user'),
    ...(groups[0] ? { detail: { role: groups[0] } } : {}),
  }
}

/** Of a tenant it is the one of its root. */
export const password: Reader = (call) => {
  const root = call.path.startsWith('grid/accounts/') ? `root@${call.id}` : undefined
  const whom =
    root === undefined
      ? who(call, 'user')
      : { resource: { ...own(call, 'user', root, 'root'), id: root }, target: { id: root, name: 'root' } }
  return { action: 'credential-added', ...whom, detail: { credential: 'password' } }
}
export const accessKey: Reader = (call) => ({
  action: call.method === 'DELETE' ? 'credential-removed' : 'credential-added',
  ...who(call, 'user'),
  detail: { credential: 'access-key' },
})

export const tenant: Reader = (call) => {
  const id = call.id || text(object(call.answer.data).id) || text(call.answer.id) || ''
  const name = text(call.body.name) ?? text(object(call.answer.data).name) ?? id
  const resource: Resource = { ...own(call, 'tenant', id, name), id }
  if (call.method === 'DELETE') return { action: 'parent-deleted', resource }
  if (call.method === 'POST') return { action: 'other', resource }
  const quota = number(anyCase(call.body, 'policy.quotaobjectbytes'))
  return {
    action: quota === undefined ? 'other' : 'guard-changed',
    resource,
    changes: quota === undefined ? [] : [{ setting: 'quota', to: quota, unit: 'bytes' }],
  }
}
