// Calls of the platform API on people, audit, time, keys and ways in.
import { accountId } from '../../model/account.ts'
import type { Change, Resource } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { number, objects, text, texts, truth } from '../kit/look.ts'
import { nameIn, type PapiCall, type Reader, thing, wholeCluster } from './call.ts'

/** Built-in roles whose holders may end copies or give themselves the right to. */
const top = /^(SystemAdmin|SecurityAdmin|BackupAdmin)$/i
const powerful = /^ISI_PRIV_(AUTH|ROLE|SNAPSHOT|SYNCIQ|WORM|IFS_BACKUP|AUDIT|JOB_ENGINE|SMARTPOOLS|CLUSTER|SYS_TIME)/

const account = (
  call: PapiCall,
  name: string,
): { readonly resource: Resource; readonly target: NonNullable<Facts['target']> } => {
  const id = accountId(name, call.cluster)
  return { resource: { ...thing(call, 'user', 'user', name), id }, target: { id, name } }
}

export const user: Reader = (call) => {
  const who = account(call, nameIn(call))
  if (call.method === 'DELETE') return { action: 'user-removed', ...who }
  if (call.method === 'POST') return { action: 'user-added', ...who }
  if (call.body.password !== undefined || /change_password|\/password$/.test(call.path))
    return { action: 'credential-added', ...who, detail: { credential: 'password' } }
  const enabled = truth(call.body.enabled)
  return { action: enabled === undefined ? 'other' : enabled ? 'credential-added' : 'credential-removed', ...who }
}

/** A member as the API names it: by name, or by id (`UID:10`, `SID:S-1-…`). */
const memberIn = (value: ReturnType<typeof objects>[number]): string | undefined => text(value.name) ?? text(value.id)

/** `auth/roles/SystemAdmin`, and `…/members`: the whole role, or one more who holds it. */
export const role: Reader = (call) => {
  const name = nameIn(call)
  const members = call.path.includes('/members') ? [call.body] : objects(call.body.members)
  const named = members.flatMap((member) => memberIn(member) ?? [])
  const removed = call.method === 'DELETE'
  const privileges = objects(call.body.privileges).flatMap((one) => text(one.id) ?? [])
  const rules = top.test(name) || privileges.some((id) => powerful.test(id))
  const who = named[0] ?? (removed && call.path.includes('/members') ? call.names[2] : undefined)
  return {
    action: removed
      ? 'role-revoked'
      : rules && (named.length > 0 || privileges.length > 0)
        ? 'admin-added'
        : 'role-granted',
    ...(who === undefined ? { resource: thing(call, 'role', 'role') } : account(call, who)),
    related: named.slice(1, 20).map((one) => account(call, one).resource),
    detail: { role: name, ...(named.length > 1 ? { members: named.slice(0, 20) } : {}) },
  }
}

export const group: Reader = (call) => {
  const name = nameIn(call)
  if (!call.path.includes('/members'))
    return {
      action: call.method === 'POST' ? 'group-created' : call.method === 'DELETE' ? 'user-removed' : 'other',
      resource: thing(call, 'group', 'group'),
    }
  const who = memberIn(call.body) ?? call.names[2]
  return {
    action: call.method === 'DELETE' ? 'role-revoked' : 'role-granted',
    ...(who === undefined ? { resource: thing(call, 'group', 'group') } : account(call, who)),
    detail: { role: name },
  }
}

/** What is logged, of which zones, and where it goes. */
export const audit: Reader = (call) => {
  const { body } = call
  const flags = ['config_auditing_enabled', 'protocol_auditing_enabled', 'audit_success', 'audit_failure'].filter(
    (name) => body[name] !== undefined,
  )
  const forwards = Object.keys(body).filter((name) => /syslog(_forwarding)?_enabled$/.test(name))
  const servers = Object.keys(body).filter((name) => /(syslog_servers?|cee_server_uris)$/.test(name))
  const off = (name: string): boolean => truth(body[name]) === false
  const zones = body.audited_zones === undefined ? undefined : texts(body.audited_zones)
  const events = Object.keys(body).find(
    (name) => /^(audit_success|audit_failure|syslog_audit_events)$/.test(name) && Array.isArray(body[name]),
  )
  const switched = flags.filter((name) => truth(body[name]) !== undefined)
  const changes: readonly Change[] = [
    ...(switched.length === 0 ? [] : [{ setting: 'logging', to: switched.some(off) ? 'off' : 'on' }]),
    ...(forwards.length === 0
      ? []
      : [
          {
            setting: 'logging-forwarding',
            to: forwards.some(off) ? 'off' : 'on',
            direction: forwards.some(off) ? ('weakened' as const) : ('strengthened' as const),
          },
        ]),
    ...servers.flatMap((name): readonly Change[] => {
      const held = texts(body[name])
      return [
        {
          setting: 'logging-forwarding',
          to: held.length === 0 ? 'off' : held.join(' '),
          ...(held.length === 0 ? { direction: 'weakened' as const } : {}),
        },
      ]
    }),
    ...(events === undefined ? [] : [{ setting: 'logging-categories', to: texts(body[events]) }]),
    ...(zones === undefined ? [] : [{ setting: 'logging-categories', to: zones }]),
  ]
  return {
    action: 'audit-changed',
    resource: thing(call, 'trail', 'audit', 'audit', `audit of ${call.cluster}`),
    changes,
    detail: {
      scope: 'array',
      explicit: true,
      ...(servers.length > 0 ? { retargeted: true } : {}),
      ...(changes.length === 0 ? { listed: true } : {}),
    },
  }
}

export const time: Reader = (call) => {
  const set = number(call.body.time)
  return {
    action: 'clock-changed',
    resource: wholeCluster(call),
    changes: [{ setting: 'clock', ...(set === undefined ? {} : { to: set * 1000 }) }],
    detail: {
      explicit: true,
      ...(set === undefined ? {} : { step_seconds: Math.round(set - call.time / 1000) }),
    },
  }
}

export const timeServers: Reader = (call) => ({
  action: 'clock-changed',
  resource: wholeCluster(call),
  changes: [
    call.method === 'DELETE' ? { setting: 'time-source', to: 'off' } : { setting: 'time-servers', to: nameIn(call) },
  ],
  detail: { explicit: true },
})

export const factor: Reader = (call) => {
  const enabled = truth(call.body.enabled)
  return {
    action: 'mfa-changed',
    resource: thing(call, 'policy', 'sign-in', 'sign-in'),
    changes: enabled === undefined && call.method !== 'DELETE' ? [] : [secondFactor(enabled === true ? 'on' : 'off')],
    detail: { directory: true },
  }
}

export const shell: Reader = (call) => {
  const enabled = truth(call.body.service_enabled ?? call.body.enabled ?? call.body.service)
  return {
    action: 'exposure-changed',
    resource: wholeCluster(call),
    changes: enabled === undefined ? [] : [{ setting: 'ssh', to: enabled ? 'on' : 'off' }],
  }
}

export const firewall: Reader = (call) => {
  const enabled = truth(call.body.enabled)
  return {
    action: 'exposure-changed',
    resource: wholeCluster(call),
    changes: enabled === undefined ? [] : [{ setting: 'firewall', to: enabled ? 'on' : 'off' }],
  }
}

export const support: Reader = (call) => {
  const enabled = truth(call.body.enabled ?? call.body.remote_support)
  return {
    action: 'support-opened',
    resource: wholeCluster(call),
    changes: [{ setting: 'support-access', ...(enabled === undefined ? {} : { to: enabled ? 'on' : 'off' }) }],
  }
}

export const keys: Reader = (call) => ({
  action: call.method === 'DELETE' ? 'key-disabled' : /rekey/.test(call.path) ? 'key-rotated' : 'other',
  resource: thing(call, 'key-store', 'key-store', call.names.at(-1) ?? 'kmip'),
})

export const joined: Reader = (call) =>
  call.method === 'POST'
    ? { action: 'domain-joined', resource: wholeCluster(call), detail: { explicit: true } }
    : { action: call.method === 'DELETE' ? 'role-trust-changed' : 'other', resource: wholeCluster(call) }

export const maintained: Reader = (call) => ({
  action: 'other',
  resource: wholeCluster(call),
  detail: { maintenance: true },
})
