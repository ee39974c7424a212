// What an audit event means: by its type, its call, the command, the paths.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { commandFacts, processFacts } from '../commands/facts.ts'
import { serviceFacts } from '../commands/services.ts'
import type { Facts } from '../kit/facts.ts'
import { type AuditRecord, loginOf, plainName, typeOf } from './record.ts'

/** Numbers of calls that set clocks: x86-64, then arm64. https://git.kernel.org (syscall tables) */
const clockCalls = new Set([
  '159',
  '227',
  '164',
  '305',
  '171',
  '112',
  '170',
  'adjtimex',
  'clock_settime',
  'settimeofday',
  'clock_adjtime',
])
/** What keeps a clock right calls these all day. */
const clockDaemons = /^(chronyd|ntpd|ntpsec|systemd-timesyn\w*|openntpd|timemaster|phc2sys)$/

const hostOf = (host: string): Resource => ({ type: 'host', id: host, name: host })
const trail = (host: string): Resource => ({
  type: 'trail',
  id: `${host}:auditd`,
  name: 'auditd',
  container: hostOf(host),
})

/** What the event says beyond who, when and where. @param host where it happened */
export function classify(record: AuditRecord, host: string): Facts {
  const { fields } = record
  const type = typeOf(record)
  const place = { host, time: record.time ?? 0 }
  switch (type) {
    case 'EXECVE':
    case 'USER_CMD':
    case 'AUOMS_EXECVE':
      return record.command === ''
        ? { action: 'process-started', resource: hostOf(host) }
        : processFacts(record.command, place)
    case 'SYSCALL':
    case 'AUOMS_SYSCALL':
      return called(record, host)
    case 'CONFIG_CHANGE':
      return configured(record, host)
    case 'DAEMON_END':
    case 'DAEMON_ABORT':
      return {
        action: 'audit-changed',
        resource: trail(host),
        changes: [{ setting: 'logging', to: 'off' }],
        detail: { scope: 'host' },
      }
    case 'DAEMON_START':
      return {
        action: 'audit-changed',
        resource: trail(host),
        changes: [{ setting: 'logging', to: 'on' }],
        detail: { scope: 'host' },
      }
    case 'SERVICE_STOP':
    case 'SERVICE_START':
      return service(fields.unit ?? '', type === 'SERVICE_STOP' ? 'off' : 'on', host, place.time)
    case 'ADD_USER':
    case 'DEL_USER':
      return {
        action: type === 'ADD_USER' ? 'user-added' : 'user-removed',
        ...account(record, host),
        detail: { local: true },
      }
    case 'ADD_GROUP':
      return {
        action: 'group-created',
        resource: {
          type: 'group',
          id: `${host}:${fields.grp ?? fields.acct ?? fields.id ?? ''}`,
          name: fields.grp ?? fields.acct ?? fields.id ?? '',
        },
        detail: { local: true },
      }
    case 'GRP_MGMT':
    case 'USER_MGMT':
    case 'ROLE_ASSIGN':
      return managed(record, host)
    case 'USER_CHAUTHTOK':
      return { action: 'credential-added', ...account(record, host), detail: { credential: 'password', local: true } }
    case 'USER_LOGIN':
    case 'USER_AUTH':
    case 'LOGGED_IN':
      return { action: 'sign-in', resource: hostOf(host), detail: { console: true } }
    case 'DELETED':
      return record.paths[0]
        ? { action: 'object-deleted', resource: file(record.paths[0].name, host) }
        : { action: 'other' }
    case 'MOVED':
      return record.paths[0]
        ? { action: 'file-renamed', resource: file(record.paths[0].name, host) }
        : { action: 'other' }
    case 'SYSTEM_BOOT':
      return { action: 'host-started', resource: hostOf(host) }
    case 'TIME_INJOFFSET':
      return {
        action: 'clock-changed',
        resource: hostOf(host),
        changes: [{ setting: 'clock' }],
        detail: { step_seconds: Number(fields.sec ?? 0) || 0 },
      }
    default:
      return { action: 'other' }
  }
}

/** A call by its effect: a clock, a file that is deleted or renamed, a program. */
function called(record: AuditRecord, host: string): Facts {
  const { fields, names, paths, command } = record
  const call = (names.SYSCALL ?? fields.SYSCALL ?? fields.syscall ?? '').toLowerCase()
  const comm = fields.comm ?? ''
  if (clockCalls.has(call) && isClock(record, call)) {
    if (clockDaemons.test(comm) && loginOf(record) === undefined) return { action: 'other', resource: hostOf(host) }
    return { action: 'clock-changed', resource: hostOf(host), changes: [{ setting: 'clock' }] }
  }
  const gone = paths.find(({ kind }) => kind === 'DELETE')
  const made = paths.find(({ kind }) => kind === 'CREATE')
  if (gone && /rename|^82$|^264$|^316$/.test(call) && made)
    return { action: 'file-renamed', resource: file(made.name, host), detail: { from_name: gone.name } }
  if (gone && /unlink|rmdir|rename|^87$|^263$|^84$/.test(call))
    return { action: 'object-deleted', resource: file(gone.name, host) }
  if (/truncate|^76$|^77$/.test(call) && paths[0])
    return { action: 'object-overwritten', resource: file(paths[0].name, host), detail: { how: 'truncated' } }
  if (comm === 'chattr' && command !== '')
    return commandFacts(command, { host, time: record.time ?? 0 }) ?? { action: 'other' }
  if (/^(execve|execveat|59|322|221)$/.test(call))
    return command === ''
      ? { action: 'process-started', resource: hostOf(host) }
      : processFacts(command, { host, time: record.time ?? 0 })
  return { action: 'other' }
}

/** Numbers mean other calls on other machines, so a number alone counts with a key or a name that speaks of time. */
const isClock = ({ fields, names }: AuditRecord, call: string): boolean =>
  !/^\d+$/.test(call) ||
  /time|clock/i.test(fields.key ?? '') ||
  /time|date|clock|chron|ntp/i.test(fields.comm ?? '') ||
  names.SYSCALL !== undefined

function file(name: string, host: string): Resource {
  const folder = name.replace(/\/+[^/]*\/?$/, '')
  return {
    type: 'file',
    id: `${host}:${name}`,
    name,
    ...(folder !== '' && folder !== name
      ? { container: { type: 'share', id: `${host}:${folder}`, name: folder } }
      : {}),
  }
}

function configured({ fields }: AuditRecord, host: string): Facts {
  const op = fields.op ?? ''
  if (fields.audit_enabled === '0')
    return {
      action: 'audit-changed',
      resource: trail(host),
      changes: [{ setting: 'logging', to: 'off' }],
      detail: { scope: 'host', explicit: true },
    }
  if (fields.audit_enabled !== undefined)
    return {
      action: 'audit-changed',
      resource: trail(host),
      changes: [{ setting: 'logging', to: 'on' }],
      detail: { scope: 'host' },
    }
  if (/remove_rule|remove rule/.test(op))
    return {
      action: 'audit-changed',
      resource: trail(host),
      changes: [{ setting: 'logging-scope', to: 'narrow' }],
      detail: { scope: 'host' },
    }
  return { action: 'other', resource: trail(host) }
}

/** What a manager of services stops is not what somebody stopped: a boot stops them all. */
function service(unit: string, to: 'on' | 'off', host: string, time: number): Facts {
  const facts = serviceFacts(unit, to, { host, time })
  if (!facts) return { action: 'other', resource: { type: 'service', id: `${host}:${unit}`, name: unit } }
  const { explicit: _, ...detail } = facts.detail ?? {}
  return { ...facts, detail }
}

function account({ fields, names }: AuditRecord, host: string): Pick<Facts, 'resource' | 'target'> {
  const name = plainName(names.ID) ?? plainName(fields.acct) ?? fields.id ?? ''
  if (name === '') return {}
  const id = accountId(name, host)
  return { resource: { type: 'user', id: `${host}:${id}`, name, container: hostOf(host) }, target: { id, name } }
}

const rules = /^(sudo|wheel|root|admin|adm|docker)$/

function managed(record: AuditRecord, host: string): Facts {
  const group = record.fields.grp ?? ''
  const adds = /add/.test(record.fields.op ?? '')
  if (group === '' || !adds) return { action: 'other', ...account(record, host) }
  return {
    action: rules.test(group) ? 'admin-added' : 'role-granted',
    ...account(record, host),
    detail: { role: group, local: true },
  }
}
