// What an entry of the DS8000 says: its name is a thing and what was done to it, the rest stands in its parameters.
import type { Resource } from '../../model/event.ts'
import {
  account,
  copying,
  credential,
  cut,
  forwarding,
  type Given,
  granted,
  part,
  pointOf,
  support,
  timeServers,
  timeSource,
  unlocked,
  whole,
} from '../appliance/facts.ts'
import type { Facts } from '../kit/facts.ts'
import type { AuditRow } from './line.ts'

const gone = /(delete|remove|withdraw|destroy|purge)/
const made = /(create|add|establish|make)/
const stopped = /(pause|suspend|terminate|stop|failover|freeze|disable)/

/** `attr1 = value1, attr2 = value2`, also inside brackets. */
const parameter = (parameters: string, name: RegExp): string | undefined =>
  new RegExp(String.raw`(?:^|[\s,[{(])(?:${name.source})\s*=\s*"?([^,"\]})]{1,120})`, 'i').exec(parameters)?.[1]?.trim()

/** An id in hexadecimal of four digits names the volume; its own name stands in the parameters. */
function thing(row: AuditRow, given: Given, type: string): Resource {
  const id =
    row.object ??
    parameter(row.parameters, /id|volume(?:id)?/)
      ?.split('/')
      .at(-1)
  const name = parameter(row.parameters, /userName|name|nickname/) ?? id
  return part(given, type, id ?? name ?? '?', name ?? id ?? '?')
}

const person = ({ object, parameters }: AuditRow): string =>
  parameter(parameters, /user(?:_?name|_?id)?|name/) ?? object ?? '?'
const isTop = (group: string): boolean => /^(admin|secadmin|security_?admin|storage_?admin)/i.test(group)

function ofUser(row: AuditRow, given: Given, act: string): Facts {
  const name = person(row)
  const group = parameter(row.parameters, /groups?|roles?|user_?groups?/)
  if (gone.test(act)) return { action: 'user-removed', ...account(given, name) }
  if (group !== undefined) return granted(given, name, group, isTop(group))
  if (made.test(act)) return { action: 'user-added', ...account(given, name) }
  if (/unlock/.test(act)) return unlocked(given, name)
  return /password|pw/i.test(`${act} ${row.parameters}`)
    ? credential(given, name, 'password')
    : { action: 'other', ...account(given, name) }
}

function ofKeys(row: AuditRow, given: Given, act: string): Facts {
  const key = thing(row, given, 'key')
  if (/rekey|rotate|renew/.test(act)) return { action: 'key-rotated', resource: key }
  if (gone.test(act) && /server|keymgr/.test(act))
    return { action: 'key-disabled', resource: { ...key, type: 'key-store' } }
  if (gone.test(act)) return { action: 'key-destruction-scheduled', resource: key }
  if (/disable/.test(act)) return { action: 'key-disabled', resource: key }
  return { action: 'other', resource: key }
}

function ofLog(row: AuditRow, given: Given, act: string): Facts {
  if (gone.test(act) || /disable|stop/.test(act)) return forwarding(given, 'off')
  if (made.test(act) || /enable|start/.test(act)) return forwarding(given, 'on')
  return forwarding(given, parameter(row.parameters, /(?:ip_?)?address|server|host/) ?? 'unknown')
}

/** The thing that an entry's name begins with, and what becomes of it. */
const things: readonly (readonly [pattern: RegExp, tell: (row: AuditRow, given: Given, act: string) => Facts])[] = [
  [/log(?:in|on)/, (_, given) => ({ action: 'sign-in', resource: whole(given), detail: { console: true } })],
  [/log(?:out|off)/, (_, given) => ({ action: 'other', resource: whole(given) })],
  [/^(?:remote_?)?(?:syslog|audit|rsyslog)|syslog/, ofLog],
  [
    /^ntp|_ntp|time_?server/,
    (row, given, act) =>
      gone.test(act) || /disable/.test(act)
        ? timeSource(given, 'off')
        : timeServers(given, parameter(row.parameters, /(?:ip_?)?address|server/)),
  ],
  [/^(?:user|account|password)/, ofUser],
  [/key|encrypt|recovery_?key|gklm|sklm/, ofKeys],
  [
    /remote_?(?:support|access)|^aos|dsco|vpn/,
    (_, given, act) => support(given, gone.test(act) || /disable|close|stop/.test(act) ? 'off' : 'on'),
  ],
  [
    /pprc|mirror|gmir|remote_?(?:pair|copy)|hyperswap|copy_?services_?path/,
    (row, given, act) => {
      const relation = thing(row, given, 'replication')
      return gone.test(act) || stopped.test(act)
        ? copying(relation, 'off')
        : made.test(act) || /resume|start/.test(act)
          ? copying(relation, 'on')
          : { action: 'job-changed', resource: relation }
    },
  ],
  [
    /flash_?cop|flash_?cpy|flash(?=_|$)|snapshot|safeguard|sgc|backup/,
    (row, given, act) => {
      const point = pointOf(
        given,
        thing(row, given, 'volume'),
        parameter(row.parameters, /target_?volume|(?:backup|recovery)_?(?:id|time)/) ?? row.object,
      )
      if (gone.test(act) || /expire|rollback/.test(act)) return { action: 'recovery-point-deleted', resource: point }
      if (/revert|restore|reverse|recover/.test(act))
        return {
          action: 'object-overwritten',
          resource: thing(row, given, 'volume'),
          detail: { how: 'rewritten', restore: true },
        }
      return made.test(act)
        ? { action: 'recovery-point-created', resource: point }
        : { action: 'other', resource: point }
    },
  ],
  [
    /vol(?:ume)?_?gr(?:ou)?p|host|cluster/,
    (row, given, act) =>
      gone.test(act) ? cut(thing(row, given, 'volume')) : { action: 'other', resource: whole(given) },
  ],
  [
    /ext(?:ent)?_?pool|pool|rank|array|lss|lcu/,
    (row, given, act) => {
      const pool = thing(row, given, 'pool')
      if (gone.test(act)) return { action: 'repository-deleted', resource: pool }
      return { action: made.test(act) ? 'repository-created' : 'repository-changed', resource: pool }
    },
  ],
  [
    /vol/,
    (row, given, act) => {
      const volume = thing(row, given, 'volume')
      if (gone.test(act)) return { action: 'repository-deleted', resource: volume, detail: { permanent: true } }
      if (/init|format/.test(act))
        return { action: 'object-overwritten', resource: volume, detail: { how: 'formatted' } }
      return { action: made.test(act) ? 'repository-created' : 'repository-changed', resource: volume }
    },
  ],
]

export function factsOf(row: AuditRow, given: Given): Facts {
  // More parameters of a row that told what was done.
  if (row.source === 'C') return { action: 'other', resource: whole(given) }
  const act = row.name.toLowerCase().slice(0, 60)
  for (const [pattern, tell] of things) if (pattern.test(act)) return tell(row, given, act)
  return { action: 'other', resource: whole(given) }
}
