// Calls of the interface of Proxmox VE: what is set up, changed and taken away, where no task says so.
// https://pve.proxmox.com/pve-docs/api-viewer: what stands in the body of a call is in no log.
import type { Facts } from '../kit/facts.ts'
import type { CallReader, Calls, Query } from '../proxmox/access.ts'
import { nodeService } from './services.ts'
import { holder, inNode, isBackup, machine, nodeOf, storage, volume } from './things.ts'

/** Roles that may do everything, or hand out what they may. */
const top = /^(Administrator|PVEAdmin|PVESysAdmin)$/

const account = (name: string): Required<Pick<Facts, 'resource' | 'target'>> => ({
  resource: { type: 'user', id: `pve/user/${name}`, name },
  target: { id: name, name },
})

const role: CallReader = (_, query) => {
  const whom = query.users ?? query.tokens ?? query.groups ?? ''
  const name = query.roles ?? ''
  const target = whom === '' ? {} : account(whom)
  const detail = name === '' ? {} : { detail: { role: name } }
  if (query.delete === '1') return { action: 'role-revoked', ...target, ...detail }
  return { action: top.test(name) ? 'admin-added' : 'role-granted', ...target, ...detail }
}

const factorGone: CallReader = (name) => ({
  action: 'mfa-changed',
  ...account(name),
  changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
})

/** Keep options are the retention of a storage or a job, by the count of what is kept. */
function keptIn(query: Query): Pick<Facts, 'changes'> | undefined {
  const options = Object.entries(query).filter(([name]) => /^keep-/.test(name))
  const pruned = (query['prune-backups'] ?? '').split(',').map((pair) => pair.split('=') as [string, string?])
  const counts = [...options, ...pruned].filter(([name, count]) => /^keep-\w+$/.test(name) && count !== undefined)
  if (counts.length === 0) return undefined
  const sum = counts.reduce((total, [, count]) => total + (Number(count) || 0), 0)
  return { changes: [{ setting: 'retention-count', to: sum, unit: 'versions' }] }
}

const off = { changes: [{ setting: 'schedule', to: 'off' }] } as const
const notCopied = { changes: [{ setting: 'replication', to: 'off' }] } as const

/** Calls that name their node have it as the first group; the others are of the node that tells of them. */
export const callsOf = (host: string): Calls => [
  [/^POST \/access\/(ticket|openid\/login)$/, () => ({ action: 'sign-in', detail: { console: true } })],
  [
    /^DELETE \/nodes\/([^/]+)\/storage\/([^/]+)\/content\/(.+)$/,
    (node, _, [, store = '', name = '']) => ({
      action: isBackup(name) ? 'recovery-point-deleted' : 'object-deleted',
      resource: volume(node, store, name),
    }),
  ],
  [
    /^PUT \/nodes\/([^/]+)\/storage\/([^/]+)\/content\/(.+)$/,
    (node, query, [, store = '', name = '']) =>
      query.protected === undefined
        ? { action: 'repository-changed', resource: volume(node, store, name) }
        : {
            action: 'immutability-changed',
            resource: volume(node, store, name),
            changes: [{ setting: 'legal-hold', to: /^(1|true)$/.test(query.protected) ? 'on' : 'off' }],
          },
  ],
  [
    /^DELETE \/nodes\/([^/]+)\/storage\/([^/]+)\/prunebackups$/,
    (node, _, [, store = '']) => ({
      action: 'recovery-point-deleted',
      resource: volume(node, store, 'backup/pruned'),
      detail: { bulk: true },
    }),
  ],
  [/^POST \/storage$/, (_, query) => ({ action: 'repository-created', resource: storage(host, query.storage ?? '') })],
  [
    /^PUT \/storage\/([^/]+)$/,
    (name, query) => {
      const kept = keptIn(query)
      return { action: kept ? 'retention-changed' : 'repository-changed', resource: storage(host, name), ...kept }
    },
  ],
  [
    /^DELETE \/storage\/([^/]+)$/,
    (name) => ({ action: 'repository-deleted', resource: storage(host, name), detail: { detached: true } }),
  ],
  [
    /^DELETE \/nodes\/([^/]+)\/disks\/(?:zfs|lvm|lvmthin|directory)\/([^/]+)$/,
    (node, _, [, name = '']) => ({ action: 'repository-deleted', resource: inNode(node, 'pool', name) }),
  ],
  [
    /^DELETE \/nodes\/([^/]+)\/ceph\/(?:pool|fs)\/([^/]+)$/,
    (node, _, [, name = '']) => ({ action: 'repository-deleted', resource: inNode(node, 'pool', name) }),
  ],
  [
    /^DELETE \/nodes\/([^/]+)\/(?:qemu|lxc)\/(\d+)$/,
    (node, _, [, number = '']) => ({
      action: 'repository-deleted',
      resource: machine(node, number),
    }),
  ],
  [
    /^DELETE \/nodes\/([^/]+)\/(?:qemu|lxc)\/(\d+)\/snapshot\/([^/]+)$/,
    (node, _, [, number = '', name = '']) => ({
      action: 'recovery-point-deleted',
      resource: {
        type: 'snapshot',
        id: `${node}/vm/${number}/${name}`,
        name,
        container: holder(machine(node, number)),
      },
    }),
  ],
  [
    /^POST \/cluster\/backup$/,
    (_, query) => ({
      action: 'job-created',
      ...(query.id ? { resource: inNode(host, 'plan', query.id) } : {}),
    }),
  ],
  [
    /^PUT \/cluster\/backup\/([^/]+)$/,
    (name, query) => {
      const kept = keptIn(query)
      const stops = query.enabled === '0' ? { changes: [...off.changes, ...(kept?.changes ?? [])] } : kept
      return {
        action: kept && query.enabled !== '0' ? 'retention-changed' : 'job-changed',
        resource: inNode(host, 'plan', name),
        ...stops,
      }
    },
  ],
  [
    /^DELETE \/cluster\/backup\/([^/]+)$/,
    (name) => ({
      action: 'job-stopped',
      resource: inNode(host, 'plan', name),
      ...off,
    }),
  ],
  [/^POST \/nodes\/([^/]+)\/vzdump$/, (node) => ({ action: 'run-started', resource: inNode(node, 'plan', 'vzdump') })],
  [
    /^DELETE \/cluster\/replication\/([^/]+)$/,
    (name) => ({ action: 'replication-changed', resource: inNode(host, 'replication', name), ...notCopied }),
  ],
  [
    /^DELETE \/cluster\/notifications\/(.+)$/,
    (name) => ({
      action: 'audit-changed',
      resource: inNode(host, 'trail', name),
      changes: [{ setting: 'logging', to: 'off' }],
      detail: { scope: 'hypervisor', explicit: true },
    }),
  ],
  [/^PUT \/access\/acl$/, role],
  [/^POST \/access\/users$/, (_, query) => ({ action: 'user-added', ...account(query.userid ?? '') })],
  [
    /^POST \/access\/users\/([^/]+)\/token\/[^/]+$/,
    (name) => ({ action: 'credential-added', ...account(name), detail: { credential: 'access-key' } }),
  ],
  [
    /^DELETE \/access\/users\/([^/]+)\/token\/[^/]+$/,
    (name) => ({ action: 'credential-removed', ...account(name), detail: { credential: 'access-key' } }),
  ],
  [/^DELETE \/access\/users\/([^/]+)$/, (name) => ({ action: 'user-removed', ...account(name) })],
  [/^DELETE \/access\/tfa\/([^/]+)(?:\/.*)?$/, factorGone],
  [
    /^PUT \/access\/password$/,
    (_, query) => ({
      action: 'credential-added',
      ...(query.userid ? account(query.userid) : {}),
      detail: { credential: 'password' },
    }),
  ],
  [
    /^(?:POST|PUT) \/access\/domains(?:\/([^/]+))?$/,
    (name) => ({ action: 'role-trust-changed', resource: inNode(host, 'policy', name || 'realms') }),
  ],
  [/^PUT \/nodes\/([^/]+)\/time$/, (node) => ({ action: 'clock-changed', resource: nodeOf(node) })],
  [
    /^POST \/nodes\/([^/]+)\/services\/([^/]+)\/(stop|start)$/,
    (node, _, [, name = '', verb]) => nodeService(node, name, verb === 'stop' ? 'off' : 'on', 0),
  ],
  [
    /^PUT \/nodes\/([^/]+)\/disks\/wipedisk$/,
    (node, query) => ({
      action: 'object-overwritten',
      resource: inNode(node, 'volume', query.disk ?? 'disk'),
      detail: { how: 'formatted' },
    }),
  ],
  [
    /^POST \/nodes\/([^/]+)\/(?:termproxy|vncshell|spiceshell)$/,
    (node) => ({ action: 'process-started', resource: nodeOf(node) }),
  ],
]
