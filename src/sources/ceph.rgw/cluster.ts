// Commands to the cluster itself, as its monitors audit them: pools, file systems, keys and the settings that guard them.
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import { parseJson } from '../envelope/decode.ts'
import type { Facts } from '../kit/facts.ts'
import { text, texts } from '../kit/look.ts'

export interface Command {
  /** `client.admin` */
  readonly entity: string
  readonly address: string | undefined
  /** `osd pool delete` */
  readonly prefix: string
  readonly given: JsonObject
  /** `dispatch` when it was asked for, `finished` when it was done. */
  readonly state: string
  /** What both lines of one command share. */
  readonly same: string
}

const form = /^from='([^']{0,300})' entity='([^']{0,200})' cmd='?(\[[\s\S]*\])'?(?::\s*(\w+))?\s*$/

/** Undefined where a line holds no command. */
export function commandIn(message: string): Command | undefined {
  const start = message.indexOf("from='")
  const found = start < 0 ? undefined : (form.exec(message.slice(start)) ?? undefined)
  if (!found) return undefined
  const parsed = parseJson(found[3] ?? '')
  const given = parsed.ok && Array.isArray(parsed.value) ? parsed.value[0] : undefined
  if (!isObject(given)) return undefined
  return {
    entity: found[2] ?? '',
    address: /(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])/i.exec(found[1] ?? '')?.[1]?.replace(/[[\]]/g, ''),
    prefix: (text(given.prefix) ?? '').trim(),
    given,
    state: found[4] ?? '',
    same: `${found[1] ?? ''} ${found[3] ?? ''}`.slice(0, 4_000),
  }
}

type Reader = (command: Command, cluster: string) => Facts

const thing = (cluster: string, type: string, kind: string, name: string): Resource => ({
  type,
  id: `${cluster}/${kind}/${name}`,
  name,
  container: { type: 'array', id: cluster, name: cluster },
})

const named = ({ given }: Command, ...fields: readonly string[]): string =>
  fields.map((field) => text(given[field])).find((one) => one !== undefined) ?? '?'

const gone =
  (type: string, kind: string, ...fields: readonly string[]): Reader =>
  (command, cluster) => ({
    action: 'repository-deleted',
    resource: thing(cluster, type, kind, named(command, ...fields)),
    detail: { permanent: true },
  })

const whom = (command: Command, cluster: string): Pick<Facts, 'resource' | 'target'> => {
  const name = named(command, 'entity', 'username')
  const id = `${name}@${cluster}`.toLowerCase()
  return { resource: { ...thing(cluster, 'user', 'user', name), id }, target: { id, name } }
}

/** `["mon", "allow *", "osd", "allow *"]`: who may do everything with the monitors or the disks rules the cluster. */
const keyed: Reader = (command, cluster) => {
  const caps = texts(command.given.caps)
  const top = caps.some((cap) => /allow \*/.test(cap))
  return {
    action: top ? 'admin-added' : command.prefix === 'auth caps' ? 'role-granted' : 'user-added',
    ...whom(command, cluster),
    ...(caps.length > 0 ? { detail: { role: caps.join(' ').slice(0, 300) } } : {}),
  }
}

const roles: Reader = (command, cluster) => {
  const given = [...texts(command.given.roles), ...texts(command.given.rolename)]
  const top = given.some((role) => /^(administrator|.*-manager)$/i.test(role))
  return {
    action: top ? 'admin-added' : 'role-granted',
    ...whom(command, cluster),
    ...(given[0] ? { detail: { role: given.join(' ') } } : {}),
  }
}

/** Settings that let pools be deleted, or end the log of what gateways are asked. */
const configured: Reader = (command, cluster) => {
  const name = named(command, 'name', 'key')
  const value = text(command.given.value) ?? String(command.given.value ?? '')
  const on = /^(true|1|yes|on)$/i.test(value)
  const removed = /rm$/.test(command.prefix)
  if (name === 'mon_allow_pool_delete')
    return {
      action: 'guard-changed',
      resource: { type: 'array', id: cluster, name: cluster },
      changes: [{ setting: 'deletion-protection', to: on ? 'off' : 'on', direction: on ? 'weakened' : 'strengthened' }],
    }
  if (
    /^rgw_(enable_ops_log|ops_log_\w+)$|^rgw_enable_usage_log$|^log_to_(syslog|file)$|^clog_to_syslog$|^mon_cluster_log_to_/.test(
      name,
    )
  ) {
    const flag = /enable|^log_to|^clog_to|cluster_log_to_\w+$|rados$/.test(name)
    const off = (flag && !on) || (!flag && (value === '' || removed))
    return {
      action: 'audit-changed',
      resource: thing(cluster, 'trail', 'log', name),
      changes: [{ setting: 'logging', to: off ? 'off' : 'on' }],
      detail: { scope: 'array', explicit: true },
    }
  }
  return { action: 'other', resource: { type: 'array', id: cluster, name: cluster } }
}

const poolSet: Reader = (command, cluster) => {
  const name = named(command, 'pool')
  const variable = named(command, 'var')
  const resource = thing(cluster, 'pool', 'pool', name)
  const on = /^(true|1)$/i.test(text(command.given.val) ?? '')
  if (variable === 'nodelete')
    return { action: 'guard-changed', resource, changes: [{ setting: 'deletion-protection', to: on ? 'on' : 'off' }] }
  return { action: 'repository-changed', resource, detail: { listed: true } }
}

const snapshotGone: Reader = (command, cluster) => {
  const holder = named(command, 'sub_name', 'pool', 'vol_name')
  const name = named(command, 'snap_name', 'snap')
  return {
    action: 'recovery-point-deleted',
    resource: {
      ...thing(cluster, 'snapshot', 'snapshot', `${holder}/${name}`),
      name,
      container: { type: 'volume', id: `${cluster}/volume/${holder}`, name: holder },
    },
    detail: { permanent: true },
  }
}

const scheduled =
  (action: Facts['action']): Reader =>
  (command, cluster) => ({
    action,
    resource: thing(cluster, 'plan', 'snap-schedule', named(command, 'path')),
    changes: action === 'job-stopped' ? [{ setting: 'schedule', to: 'off' }] : [],
  })

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/^osd pool (delete|rm)$/, gone('pool', 'pool', 'pool')],
  [/^osd pool set$/, poolSet],
  [/^osd pool rmsnap$/, snapshotGone],
  [
    /^osd pool set-quota$/,
    (command, cluster) => ({
      action: 'guard-changed',
      resource: thing(cluster, 'pool', 'pool', named(command, 'pool')),
      changes:
        Number(command.given.val) > 0 && command.given.field === 'max_bytes'
          ? [{ setting: 'quota', to: Number(command.given.val), unit: 'bytes' }]
          : [],
    }),
  ],
  [/^fs (rm|volume rm)$/, gone('file-system', 'fs', 'fs_name', 'vol_name')],
  [/^fs subvolume rm$/, gone('volume', 'volume', 'sub_name')],
  [/^fs subvolume snapshot rm$/, snapshotGone],
  [/^fs snap-schedule retention (add|remove)$/, scheduled('retention-changed')],
  [/^fs snap-schedule (remove|deactivate)$/, scheduled('job-stopped')],
  [
    /^fs snapshot mirror (disable|remove)/,
    (command, cluster) => ({
      action: 'replication-changed',
      resource: thing(cluster, 'replication', 'mirror', named(command, 'fs_name')),
      changes: [{ setting: 'replication', to: 'off', direction: 'weakened' }],
    }),
  ],
  [/^config(-key)? (set|rm)$/, configured],
  [/^auth (add|get-or-create|get-or-create-key|caps|import)$/, keyed],
  [/^auth (rm|del)$/, (command, cluster) => ({ action: 'user-removed', ...whom(command, cluster) })],
  [/^dashboard ac-user-(create|set-roles|add-roles)$/, roles],
  [/^dashboard ac-user-delete$/, (command, cluster) => ({ action: 'user-removed', ...whom(command, cluster) })],
  [
    /^dashboard ac-user-set-password/,
    (command, cluster) => ({
      action: 'credential-added',
      ...whom(command, cluster),
      detail: { credential: 'password' },
    }),
  ],
  [
    /^orch (stop|rm|daemon (stop|rm))$/,
    (command, cluster) => ({
      action: 'job-stopped',
      resource: thing(cluster, 'service', 'service', named(command, 'service_name', 'name', 'names')),
      detail: { explicit: true },
    }),
  ],
]

/** The facts of a command; what only looks is `read`. */
export function commandFacts(command: Command, cluster: string): Facts {
  const reader = readers.find(([words]) => words.test(command.prefix))?.[1]
  if (reader) return reader(command, cluster)
  const looks =
    /(^|[\s-])(ls|list|get|dump|stat|stats|status|df|tree|show|info|versions?|health|metadata|exists|query|perf|tell|print|lspools|check|history)($|\s)/.test(
      command.prefix,
    )
  return { action: looks ? 'read' : 'other', resource: { type: 'array', id: cluster, name: cluster } }
}
