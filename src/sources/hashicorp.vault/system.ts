// The `sys/` paths: audit devices, mounts, seals, policies, root tokens. https://developer.hashicorp.com/vault/api-docs/system
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { idOf, type VaultRecord } from './record.ts'

type SystemReader = (record: VaultRecord, name: string) => Facts | undefined

const changes = new Set(['create', 'update', 'patch', 'delete'])

/** First path that fits; the name is what the first group holds. */
const readers: readonly (readonly [path: RegExp, read: SystemReader])[] = [
  [/^audit\/(.+)$/, audited],
  [
    /^config\/auditing\/(.+)$/,
    (record, name) => ({ action: 'audit-changed', resource: of(record, 'trail', name), detail: { scope: 'vault' } }),
  ],
  [
    /^mounts\/(.+)\/tune$/,
    (record, name) => ({ action: 'repository-changed', resource: of(record, 'key-store', name) }),
  ],
  [/^mounts\/(.+)$/, mounted],
  [
    /^auth\/(.+)$/,
    (record, name) => ({
      action: record.operation === 'delete' ? 'role-revoked' : 'role-trust-changed',
      resource: of(record, 'policy', `auth/${name}`),
    }),
  ],
  [
    /^polic(?:y|ies\/[a-z]+)\/(.+)$/,
    (record, name) => ({ action: 'key-policy-changed', resource: of(record, 'policy', name) }),
  ],
  [/^seal$/, (record) => ({ action: 'key-disabled', resource: of(record, 'key-store', 'seal') })],
  [/^unseal$/, (record) => ({ action: 'key-enabled', resource: of(record, 'key-store', 'seal') })],
  [
    /^rotate$/,
    (record) => ({ action: 'key-rotated', resource: of(record, 'key', 'barrier'), detail: { rotation: 'by-hand' } }),
  ],
  [
    /^rekey(?:-recovery-key)?\/update$/,
    (record) =>
      whenComplete(record, {
        action: 'key-rotated',
        resource: of(record, 'key', 'unseal'),
        detail: { rotation: 'by-hand' },
      }),
  ],
  [
    /^generate-root\/update$/,
    (record) =>
      whenComplete(record, {
        action: 'admin-added',
        resource: of(record, 'credential', 'root token'),
        detail: { role: 'root', credential: 'access-key' },
      }),
  ],
  [
    /^leases\/revoke-(?:prefix|force)\/(.+)$/,
    (record, name) => ({
      action: 'credential-removed',
      resource: of(record, 'credential', name),
      detail: { bulk: true },
    }),
  ],
  [
    /^revoke-(?:prefix|force)\/(.+)$/,
    (record, name) => ({
      action: 'credential-removed',
      resource: of(record, 'credential', name),
      detail: { bulk: true },
    }),
  ],
  [
    /^storage\/raft\/(?:remove-peer|autopilot\/.*)$/,
    (record) => ({ action: 'repository-changed', resource: of(record, 'key-store', 'storage') }),
  ],
  [
    /^config\/control-group$/,
    (record) => ({
      action: 'four-eyes-changed',
      changes: [{ setting: 'four-eyes', to: record.operation === 'delete' ? 'off' : 'on' }],
    }),
  ],
  [
    /^namespaces\/(.+)$/,
    (record, name) =>
      record.operation === 'delete' ? { action: 'parent-deleted', resource: of(record, 'tenant', name) } : undefined,
  ],
]

/** Paths at which a look is worth telling too. */
const touched: readonly (readonly [path: RegExp, read: SystemReader])[] = [
  [/^raw\/(.+)$/, rawTouched],
  [/^storage\/raft\/snapshot(-force)?$/, snapshot],
]

export function systemFacts(record: VaultRecord): Facts {
  const asks = changes.has(record.operation)
  for (const [path, read] of asks ? [...readers, ...touched] : touched) {
    const found = path.exec(record.rest)
    const facts = found ? read(record, (found[1] ?? '').replace(/\/$/, '')) : undefined
    if (facts) return facts
  }
  return { action: asks ? 'other' : 'read' }
}

const of = (record: VaultRecord, type: string, name: string): Resource => ({
  type,
  id: idOf(record, 'sys', type, name),
  name,
})

function audited(record: VaultRecord, name: string): Facts {
  const off = record.operation === 'delete'
  return {
    action: 'audit-changed',
    resource: of(record, 'trail', name),
    changes: [{ setting: 'logging', to: off ? 'off' : 'on' }],
    detail: { scope: 'vault', ...(off ? { explicit: true } : {}) },
  }
}

/** A mount that is taken away takes its keys and secrets along. */
function mounted(record: VaultRecord, name: string): Facts {
  const resource: Resource = { type: 'key-store', id: idOf(record, name), name }
  return record.operation === 'delete'
    ? { action: 'key-destruction-scheduled', resource, detail: { bulk: true } }
    : { action: 'repository-created', resource }
}

/** Several holders of shares take part; only the last one's answer says that it is done. */
const whenComplete = (record: VaultRecord, facts: Facts): Facts | undefined =>
  record.answer.complete === true ? facts : undefined

function rawTouched(record: VaultRecord, name: string): Facts {
  const resource = of(record, 'key-store', name)
  return record.operation === 'delete' || record.operation === 'update'
    ? { action: 'key-material-deleted', resource }
    : { action: 'credential-store-read', resource }
}

/** A snapshot that is put back replaces everything that was written since. */
function snapshot(record: VaultRecord, force: string): Facts {
  const resource = of(record, 'key-store', 'storage')
  return changes.has(record.operation)
    ? { action: 'object-overwritten', resource, detail: { how: 'rewritten', ...(force ? { forced: true } : {}) } }
    : { action: 'read', resource }
}
