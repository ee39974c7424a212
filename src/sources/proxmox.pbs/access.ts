// Lines of access.log: calls of the interface, which is where deletes of snapshots show and nowhere else.
import type { Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'
import type { PbsRecord } from './event.ts'

const call = /^(\S+) - (\S+) \[([^\]]{10,40})\] "([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?" (\d{3}) (\S+)(?: "([^"]*)")?/

export const isAccess = (line: string): boolean => call.test(line)

export function fromAccess(line: string): PbsRecord {
  const [, address, user = '-', stamp = '', method = '', target = '', status = '', , agent] = call.exec(line) ?? []
  const [path = '', query = ''] = target.split('?')
  const plain = decoded(path).replace(/^\/api2\/(json|extjs)/, '')
  const failed = Number(status) >= 400
  return {
    code: `${method} ${plain.replace(/\/(?=[^/]*$)/, '/')}`.slice(0, 300),
    time: timeOf(stamp),
    outcome: failed ? 'failure' : 'success',
    facts: factsOf(method, plain, queryOf(query)),
    user: user === '-' ? undefined : decoded(user),
    address,
    agent,
    error: failed ? status : undefined,
    vendor: { method, path: plain, query, status: Number(status) },
  }
}

/** `02/03/2026:10:00:00 +0100`, or with the month by its name. */
function timeOf(stamp: string): number | undefined {
  const [, day, month = '', year, clock, zone = '+0000'] =
    /^(\d\d)\/(\w{2,3})\/(\d{4}):(\d\d:\d\d:\d\d) ?([+-]\d{4})?/.exec(stamp) ?? []
  const number = /^\d\d$/.test(month)
    ? Number(month)
    : ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].indexOf(
        month.toLowerCase(),
      ) + 1
  const time = Date.parse(
    `${year}-${String(number).padStart(2, '0')}-${day}T${clock}${zone.slice(0, 3)}:${zone.slice(3)}`,
  )
  return Number.isNaN(time) ? undefined : time
}

type Query = Readonly<Record<string, string>>

function queryOf(query: string): Query {
  const pairs = query
    .split('&')
    .slice(0, 50)
    .map((pair) => pair.split('='))
    .map(([name = '', value = '']) => [decoded(name), decoded(value)] as const)
  return Object.fromEntries(pairs.filter(([name]) => name !== '' && name !== '__proto__'))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const store = (name: string): Resource => ({ type: 'datastore', id: `pbs/${name}`, name })

function point(name: string, query: Query): Resource {
  const parts = [query.ns, query['backup-type'], query['backup-id'], query['backup-time']].filter(
    (part) => part !== undefined && part !== '',
  )
  const group = [query['backup-type'], query['backup-id']].filter((part) => part !== undefined).join('/')
  return { type: 'recovery-point', id: `pbs/${name}/${parts.join('/')}`, name: group || name, container: store(name) }
}

type Reader = (name: string, query: Query) => Facts

const plain =
  (action: Verb, type: string, more: Omit<Facts, 'action' | 'resource'> = {}): Reader =>
  (name) => ({ action, resource: { type, id: `pbs/${type}/${name}`, name }, ...more })

const role: Reader = (_, query) => {
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

const locked: Reader = (name, query) => ({
  action: 'immutability-changed',
  resource: point(name, query),
  changes:
    query.protected === undefined
      ? []
      : [{ setting: 'legal-hold', to: /^(1|true)$/.test(query.protected) ? 'on' : 'off' }],
})

const bulk: Reader = (name, query) => ({
  action: 'recovery-point-deleted',
  resource: point(name, query),
  detail: { bulk: true },
})

const calls: readonly (readonly [call: RegExp, read: Reader])[] = [
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
  [/^POST \/access\/users$/, (_, query) => plain('user-added', 'user')(query.userid ?? '', query)],
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
    (_, query) => plain('credential-added', 'user', { detail: { credential: 'password' } })(query.userid ?? '', query),
  ],
  [
    /^(?:POST|PUT) \/config\/access\/(?:ldap|ad|openid)(?:\/([^/]+))?$/,
    (name) => plain('role-trust-changed', 'policy')(name, {}),
  ],
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

function factsOf(method: string, path: string, query: Query): Facts {
  if (method === 'GET' || method === 'HEAD') return { action: 'read' }
  const line = `${method} ${path}`
  for (const [pattern, read] of calls) {
    const found = pattern.exec(line)
    if (found) return read(found[1] ?? '', query)
  }
  return { action: 'other' }
}
