// What an operation of Qumulo did: to files, to snapshots and replication, to shares, people and the audit itself.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { type FileAct, fileFacts } from '../files/acts.ts'
import type { Facts } from '../kit/facts.ts'
import { secondFactor } from '../kit/facts.ts'
import type { QumuloRecord } from './record.ts'

/** An operation on one cluster. */
export interface Asked extends QumuloRecord {
  readonly cluster: string
}
type Reader = (asked: Asked) => Facts

const whole = ({ cluster }: Asked): Resource => ({ type: 'cluster', id: cluster, name: cluster })

/** The log names a thing by a number, by a path, by both or by neither. */
function thing(asked: Asked, type: string, kind: string): Resource {
  const { cluster, fileId, path } = asked
  const name = path !== '' ? path : fileId !== '' ? fileId : kind
  const id = fileId !== '' && fileId !== '0' ? fileId : name
  return { type, id: `${cluster}/${kind}/${id}`, name, container: { type: 'cluster', id: cluster, name: cluster } }
}

const on =
  (action: Facts['action'], type: string, kind: string, more: Partial<Facts> = {}): Reader =>
  (asked) => ({ action, resource: thing(asked, type, kind), ...more })

/** Whom it was done to is named in the place of a path. */
const account =
  (action: Facts['action'], more: Partial<Facts> = {}): Reader =>
  (asked) => {
    const name = asked.path || asked.fileId
    if (name === '') return { action, resource: whole(asked), ...more }
    const id = accountId(name, asked.cluster)
    return { action, resource: { ...thing(asked, 'user', 'user'), id, name }, target: { id, name }, ...more }
  }

/** Built-in: Administrators, and the role of the same name; what else a member may do the log does not say. */
const joined: Reader = (asked) => {
  const role = asked.to
  return account(/^administrators?$/i.test(role) || role === '' ? 'admin-added' : 'role-granted', {
    ...(role === '' ? {} : { detail: { role } }),
  })(asked)
}

/** A way to a tree is taken away, so who writes through it can no longer; the data stay. */
const cut: Reader = (asked) => ({
  action: 'access-policy-changed',
  resource: asked.path.startsWith('/')
    ? { type: 'share', id: `${asked.cluster}:${asked.path.replace(/(.)\/$/, '$1')}`, name: asked.path }
    : thing(asked, 'share', 'share'),
  detail: { cuts_access: true, denied: ['*'] },
})

const copying = (to: 'on' | 'off'): Reader =>
  on('replication-changed', 'replication', 'replication', {
    changes: [{ setting: 'replication', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
  })

/** Words of the operation's name; the narrowest first. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    /^snapshot_.*unlock|^snapshot_.*(remove|delete|clear).*lock/,
    on('immutability-changed', 'snapshot', 'snapshot', {
      changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' }],
    }),
  ],
  [
    /^snapshot_.*lock/,
    on('immutability-changed', 'snapshot', 'snapshot', {
      changes: [{ setting: 'lock-mode', to: 'governance', direction: 'strengthened' }],
    }),
  ],
  [
    /^snapshot_.*(delete|remove).*polic/,
    on('job-stopped', 'plan', 'snapshot-policy', { changes: [{ setting: 'schedule', to: 'off' }] }),
  ],
  [/^snapshot_.*(modify|update|set|patch|put).*polic/, on('retention-changed', 'plan', 'snapshot-policy')],
  [/^snapshot_.*create.*polic/, on('job-created', 'plan', 'snapshot-policy')],
  [
    /^snapshot_.*(delete|remove)/,
    on('recovery-point-deleted', 'snapshot', 'snapshot', { detail: { permanent: true } }),
  ],
  [/^snapshot_.*(modify|update|set|patch)/, on('retention-changed', 'snapshot', 'snapshot')],
  [/^snapshot_.*create/, on('recovery-point-created', 'snapshot', 'snapshot')],
  [/^(object_)?replication_.*(delete|abort|end|remove|make_(target|destination)_writable|reverse)/, copying('off')],
  [/^(object_)?replication_.*(create|authorize|start|resume|reconnect)/, copying('on')],
  [/^(object_)?replication_.*(modify|update|set|patch)/, on('job-changed', 'replication', 'replication')],
  [
    /^(smb|nfs|s3|ftp)_.*(delete|remove)_(share|export|bucket)/,
    (asked) => (/bucket/.test(asked.operation) ? on('repository-deleted', 'bucket', 's3-bucket')(asked) : cut(asked)),
  ],
  [/^s3_.*create_bucket/, on('repository-created', 'bucket', 's3-bucket')],
  [/^s3_.*(set|put|modify).*(lock)/, on('immutability-changed', 'bucket', 's3-bucket')],
  [/^s3_.*(set|put|modify).*(version)/, on('versioning-changed', 'bucket', 's3-bucket')],
  [/^s3_.*(create|add).*key/, account('credential-added', { detail: { credential: 'access-key' } })],
  [/^s3_.*(delete|remove).*key/, account('credential-removed', { detail: { credential: 'access-key' } })],
  [
    /^(smb|nfs|ftp)_(create|add)_(share|export)/,
    on('exposure-changed', 'share', 'share', { changes: [{ setting: 'share', to: 'on' }] }),
  ],
  [/^(smb|nfs|s3|ftp)_.*(modify|set|update)/, on('access-policy-changed', 'share', 'share')],
  [
    /^(auth|identity|access_token|user)\w*_(create|add)\w*token|^access_token_create/,
    account('credential-added', { detail: { credential: 'access-key' } }),
  ],
  [
    /^(auth|identity)_.*(set|change|reset|put)_password/,
    account('credential-added', { detail: { credential: 'password' } }),
  ],
  [/^(auth|identity)_.*(add|assign|set).*(member|role)/, joined],
  [/^(auth|identity)_.*(remove|unassign|delete).*(member|role)/, on('role-revoked', 'role', 'role')],
  [/^(auth|identity)_create_(local_)?user/, account('user-added')],
  [/^(auth|identity)_(delete|remove)_(local_)?user/, account('user-removed')],
  [/^(auth|identity)_(delete|remove)_(local_)?group/, account('user-removed')],
  [/^(auth|identity)_create_(local_)?group/, on('group-created', 'group', 'group')],
  [/^(auth_)?roles?_.*(create|modify|set|update)/, on('role-granted', 'role', 'role')],
  [
    /^(saml|sso|mfa)_.*(delete|disable|remove)/,
    on('mfa-changed', 'policy', 'sign-in', { changes: [secondFactor('off')], detail: { directory: true } }),
  ],
  [/^(saml|sso|ad|ldap)_.*(modify|set|configure|join)/, on('role-trust-changed', 'policy', 'sign-in')],
  [
    /^audit_.*(disable|delete|clear)/,
    on('audit-changed', 'trail', 'audit', {
      changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }],
      detail: { scope: 'array', explicit: true },
    }),
  ],
  [/^audit_/, on('audit-changed', 'trail', 'audit', { detail: { scope: 'array', explicit: true } })],
  [
    /^(time|ntp)_/,
    (asked) => ({
      action: 'clock-changed',
      resource: whole(asked),
      changes: [{ setting: 'time-servers' }],
      detail: { explicit: true },
    }),
  ],
  [/^encryption_.*rotate/, on('key-rotated', 'key-store', 'encryption', { detail: { rotation: 'by-hand' } })],
  [/^encryption_.*(delete|remove|disable)/, on('key-disabled', 'key-store', 'encryption')],
  [/^quota_(delete|modify|set|update)/, on('guard-changed', 'share', 'quota')],
  [/^(multitenancy|tenant)_.*delete/, on('parent-deleted', 'tenant', 'tenant')],
  [
    /^(support|vpn|monitoring)_.*(enable|set|modify)/,
    (asked) => ({ action: 'support-opened', resource: whole(asked), changes: [{ setting: 'support-access' }] }),
  ],
  [
    /^ssh_|^(web_ui|network)_.*(restrict|firewall)/,
    (asked) => ({ action: 'exposure-changed', resource: whole(asked) }),
  ],
  [
    /^(upgrade|cluster_restart|reboot)/,
    (asked) => ({ action: 'host-started', resource: whole(asked), detail: { maintenance: true } }),
  ],
]

const files: Readonly<Record<string, FileAct>> = {
  fs_delete: 'delete',
  fs_remove: 'delete',
  fs_tree_delete: 'delete',
  fs_rename: 'rename',
  fs_write_data: 'write',
  fs_create_file: 'create',
  fs_create_directory: 'create',
  fs_create_symlink: 'create',
  fs_create_hard_link: 'create',
  fs_create: 'create',
  fs_truncate: 'truncate',
  fs_open: 'read',
  fs_read_data: 'read',
  fs_read_metadata: 'read',
  fs_read_link: 'read',
  fs_list_directory: 'read',
  fs_fsstat: 'read',
  fs_write_metadata: 'permissions',
}

/** The facts of an operation; what only looks is `read`. */
export function classify(asked: Asked): Facts {
  const { operation, path, to, cluster } = asked
  const act = Object.hasOwn(files, operation) ? files[operation] : operation.startsWith('fs_') ? 'other' : undefined
  if (act !== undefined) {
    const facts = fileFacts({
      act,
      host: cluster,
      path: trimmed(path),
      depth: 1,
      ...(to === '' ? {} : { to: trimmed(to) }),
    })
    return operation === 'fs_tree_delete' ? { ...facts, detail: { ...facts.detail, bulk: true } } : facts
  }
  if (/(^|_)(log_?in|mount)$|^(rest|smb|nfs|ftp|s3)_log_?in/.test(operation))
    return {
      action: 'sign-in',
      resource: whole(asked),
      ...(asked.protocol === 'api' ? { detail: { console: true } } : {}),
    }
  if (/(^|_)(get|list|read|status|query)(_|$)/.test(operation)) return { action: 'read', resource: whole(asked) }
  return readers.find(([form]) => form.test(operation))?.[1](asked) ?? { action: 'other', resource: whole(asked) }
}

/** Folders are written with a bar at their end. */
const trimmed = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path)
