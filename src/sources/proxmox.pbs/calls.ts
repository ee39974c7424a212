// Calls of the interface of Backup Server, which is where deletes of snapshots show and nowhere else.
import type { Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'
import type { CallReader, Calls, Query } from '../proxmox/access.ts'

const store = (name: string): Resource => ({ type: 'datastore', id: `pbs/${name}`, name })

function point(name: string, query: Query): Resource {
  const parts = [query.ns, query['backup-type'], query['backup-id'], query['backup-time']].filter(
    (part) => part !== undefined && part !== '',
  )
  const group = [query['backup-type'], query['backup-id']].filter((part) => part !== undefined).join('/')
  return { type: 'recovery-point', id: `pbs/${name}/${parts.join('/')}`, name: group || name, container: store(name) }
}

const plain =
  (action: Verb, type: string, more: Omit<Facts, 'action' | 'resource'> = {}): CallReader =>
  (name) => ({ action, resource: { type, id: `pbs/${type}/${name}`, name }, ...more })

const role: CallReader = (_, query) => {
  const whom = query['auth-id'] ?? query.group ?? ''
  const name = query.role ?? ''
  const target =
    whom === ''
      ? {}
      : { resource: { type: 'user', id: `pbs/user/${whom}`, name: whom }, target: { id: whom, name: whom } }
  if (query.delete === '1') return { action: 'role-revoked', ...target, detail: { role: name } }
  return {
    action: /^(Admin|DatastoreAdmin)$/.test(name) ? 'admin-added' : 'role-granted',
    ...target,
    ...(name ? { detail: { role: name } } : {}),
  }
}

const locked: CallReader = (name, query) => ({
  action: 'immutability-changed',
  resource: point(name, query),
  changes:
    query.protected === undefined
      ? []
      : [{ setting: 'legal-hold', to: /^(1|true)$/.test(query.protected) ? 'on' : 'off' }],
})

const bulk: CallReader = (name, query) => ({
  action: 'recovery-point-deleted',
  resource: point(name, query),
  detail: { bulk: true },
})

export const calls: Calls = [
  [
    /^DELETE \/admin\/datastore\/([^/]+)\/snapshots$/,
    (name, query) => ({ action: 'recovery-point-deleted', resource: point(name, query) }),
  ],
  [/^DELETE \/admin\/datastore\/([^/]+)\/(?:groups|namespace)$/, bulk],
  [/^POST \/admin\/datastore\/([^/]+)\/prune(?:-datastore)?$/, bulk],
  [/^PUT \/admin\/datastore\/([^/]+)\/protected$/, locked],
  [
    /^(?:POST|PUT) \/admin\/datastore\/([^/]+)\/change-owner$/,
    (name, query) => ({ action: 'access-policy-changed', resource: point(name, query) }),
  ],
  [
    /^DELETE \/config\/datastore\/([^/]+)$/,
    (name) => ({ action: 'repository-deleted', resource: store(name), detail: { detached: true } }),
  ],
  [/^POST \/config\/datastore$/, () => ({ action: 'repository-created' })],
  [/^PUT \/config\/datastore\/([^/]+)$/, (name, query) => datastore(name, query)],
  [/^PUT \/config\/prune\/([^/]+)$/, plain('retention-changed', 'plan')],
  [/^DELETE \/config\/prune\/([^/]+)$/, plain('job-changed', 'plan')],
  [
    /^DELETE \/config\/sync\/([^/]+)$/,
    plain('replication-changed', 'replication', { changes: [{ setting: 'replication', to: 'off' }] }),
  ],
  [/^DELETE \/config\/verify\/([^/]+)$/, plain('job-stopped', 'restore-test', { detail: { restore_test: true } })],
  [
    /^DELETE \/config\/remote\/([^/]+)$/,
    plain('replication-changed', 'replication', { changes: [{ setting: 'replication', to: 'off' }] }),
  ],
  [
    /^DELETE \/config\/(?:notifications|metrics)\/(.+)$/,
    plain('audit-changed', 'trail', {
      changes: [{ setting: 'logging', to: 'off' }],
      detail: { scope: 'console', explicit: true },
    }),
  ],
  [/^DELETE \/config\/tape-encryption-keys\/([^/]+)$/, plain('key-destruction-scheduled', 'key')],
  [
    /^PUT \/config\/tape-encryption-keys\/([^/]+)$/,
    plain('key-rotated', 'key', { detail: { rotation: 'by-hand', password: true } }),
  ],
  [
    /^DELETE \/config\/(?:tape-backup-job|tape-job)\/([^/]+)$/,
    plain('job-stopped', 'job', { changes: [{ setting: 'schedule', to: 'off' }] }),
  ],
  [/^PUT \/access\/acl$/, role],
  [/^POST \/access\/users$/, (_, query) => plain('user-added', 'user')(query.userid ?? '', query, [])],
  [
    /^POST \/access\/users\/([^/]+)\/token\/[^/]+$/,
    plain('credential-added', 'user', { detail: { credential: 'access-key' } }),
  ],
  [/^DELETE \/access\/users\/([^/]+)$/, plain('user-removed', 'user')],
  [
    /^DELETE \/access\/tfa\/([^/]+)(?:\/.*)?$/,
    (name) => ({
      action: 'mfa-changed',
      resource: { type: 'user', id: `pbs/user/${name}`, name },
      target: { id: name, name },
      changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
    }),
  ],
  [
    /^PUT \/access\/password$/,
    (_, query) =>
      plain('credential-added', 'user', { detail: { credential: 'password' } })(query.userid ?? '', query, []),
  ],
  [/^(?:POST|PUT) \/config\/access\/(?:ldap|ad|openid)(?:\/([^/]+))?$/, plain('role-trust-changed', 'policy')],
  [/^PUT \/nodes\/([^/]+)\/time$/, plain('clock-changed', 'host')],
  [
    /^POST \/nodes\/[^/]+\/services\/([^/]+)\/stop$/,
    plain('job-stopped', 'service', { changes: [{ setting: 'schedule', to: 'off' }] }),
  ],
  [
    /^(?:PUT|POST) \/nodes\/([^/]+)\/disks\/wipedisk$/,
    (name) => ({
      action: 'object-overwritten',
      resource: { type: 'host', id: `pbs/host/${name}`, name },
      detail: { how: 'formatted' },
    }),
  ],
]

/** Keep options of a datastore are its retention, by the count of what is kept. */
function datastore(name: string, query: Query): Facts {
  const kept = Object.entries(query).filter(([option]) => /^keep-/.test(option))
  const sum = kept.reduce((total, [, count]) => total + (Number(count) || 0), 0)
  if (kept.length > 0)
    return {
      action: 'retention-changed',
      resource: store(name),
      changes: [{ setting: 'retention-count', to: sum, unit: 'versions' }],
    }
  return { action: 'repository-changed', resource: store(name) }
}
