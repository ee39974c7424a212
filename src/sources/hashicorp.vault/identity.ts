// Who may do what in Vault: sign-ins, tokens, roles and users of auth methods, entities, second factors.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { object, text, texts } from '../kit/look.ts'
import { idOf, type VaultRecord } from './record.ts'

const writes = new Set(['create', 'update', 'patch'])

export function identityFacts(record: VaultRecord): Facts | undefined {
  const { path, rest, mount, operation } = record
  if (/(^|\/)auth\/.+\/(login|callback)(\/|$)/.test(path) || /\/oidc\/(callback|auth_url)$/.test(path))
    return { action: 'sign-in', detail: /oidc|userpass|ldap|okta/.test(mount) ? { console: true } : {} }
  if (/(^|\/)auth\/token\//.test(path)) return tokenFacts(record)
  if (/(^|\/)auth\//.test(path)) return accountFacts(record)
  if (record.kind === 'identity' || mount === 'identity' || /(^|\/)identity\//.test(path)) return entityFacts(record)
  if (record.kind === 'pki' && operation === 'delete' && /^(root|issuer|key)(\/|$)/.test(rest))
    return { action: 'key-destruction-scheduled', resource: of(record, 'key', rest) }
  return undefined
}

const of = (record: VaultRecord, type: string, name: string): Resource => ({
  type,
  id: idOf(record, record.mount, name),
  name: name.split('/').at(-1) || name,
})

/** A new token and its policies stand in the answer. */
function tokenFacts(record: VaultRecord): Facts | undefined {
  const place = /auth\/token\/(.+)$/.exec(record.path)?.[1] ?? ''
  if (!writes.has(record.operation)) return undefined
  if (/^create/.test(place)) {
    const made = object(object(record.raw.response).auth)
    const policies = [...texts(made.policies), ...texts(made.token_policies)]
    const accessor = text(made.accessor) ?? text(object(record.raw.request).id) ?? place
    const resource: Resource = {
      type: 'credential',
      id: idOf(record, 'token', accessor),
      name: text(made.display_name) ?? 'token',
    }
    const root = policies.includes('root')
    return {
      action: root ? 'admin-added' : 'credential-added',
      resource,
      detail: { credential: 'access-key', ...(root ? { role: 'root' } : {}) },
    }
  }
  if (/^revoke/.test(place)) return { action: 'credential-removed', resource: of(record, 'credential', place) }
  return /^roles\//.test(place) ? { action: 'role-granted', resource: of(record, 'role', place) } : undefined
}

/** Users, groups and roles of auth methods: `auth/userpass/users/bob`, `auth/approle/role/veeam`. */
function accountFacts(record: VaultRecord): Facts | undefined {
  const [, kind = '', name = ''] =
    /\/(users?|groups?|roles?|map\/(?:users|teams|groups)|certs)\/([^/]+)(?:\/.*)?$/.exec(record.path) ?? []
  if (name === '')
    return writes.has(record.operation) && /\/config/.test(record.path)
      ? { action: 'role-trust-changed', resource: of(record, 'policy', record.mount) }
      : undefined
  const resource = of(
    record,
    kind.startsWith('role') ? 'role' : kind.includes('group') || kind.includes('teams') ? 'group' : 'user',
    name,
  )
  const target = { id: resource.id, name }
  if (record.operation === 'delete') return { action: 'user-removed', resource, target }
  if (!writes.has(record.operation)) return undefined
  if (/\/(password|secret-id)/.test(record.path))
    return { action: 'credential-added', resource, target, detail: { credential: 'password' } }
  return { action: record.operation === 'create' ? 'user-added' : 'role-granted', resource, target }
}

/** Entities, groups, and the methods and enforcements of a second factor. */
function entityFacts(record: VaultRecord): Facts | undefined {
  const rest = record.path.replace(/^.*?identity\//, '')
  const off = record.operation === 'delete'
  if (!off && !writes.has(record.operation)) return undefined
  if (/^mfa\/(method|login-enforcement)\//.test(rest))
    return {
      action: 'mfa-changed',
      resource: of(record, 'policy', rest),
      changes: [{ setting: 'mfa', to: off ? 'off' : 'on' }],
      detail: { directory: true },
    }
  if (/^mfa\/method\/.*admin-destroy/.test(rest))
    return { action: 'mfa-changed', changes: [{ setting: 'mfa', to: 'off' }] }
  if (/^(entity|group|entity-alias|group-alias)(\/|$)/.test(rest))
    return {
      action: off ? 'user-removed' : 'role-granted',
      resource: of(record, rest.startsWith('group') ? 'group' : 'user', rest),
    }
  return undefined
}
