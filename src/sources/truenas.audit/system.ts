// Calls of the middleware on people, privileges and second factors, on the log, services, clocks and keys.
import type { Json } from '../../lib/json.ts'
import {
  account,
  clockSet,
  credential,
  factor,
  factorOf,
  forwarding,
  type Given,
  granted,
  logSetting,
  opened,
  part,
  scheduled,
  support,
  timeServers,
  timeSource,
  whole,
} from '../appliance/facts.ts'
import { type Facts, listing } from '../kit/facts.ts'
import { many, number, object, text, texts, truth } from '../kit/look.ts'
import { body, type Call, type CallReader, first, named } from './call.ts'

const userWords =
  /^(?:Create|Update|Delete) user|^Set account password|^Generate onetime password for user|^Unset two-factor authentication secret|^Renew two-factor authentication secret/i
const userIn = (call: Call): string =>
  text(body(call).username) ??
  named(call, userWords) ??
  (/^\d+$/.test(first(call)) ? `no. ${first(call)}` : first(call))

/** All commands as anybody is a way round every role. */
const mayAll = (value: Json | undefined): boolean => texts(value).some((command) => /^ALL$/i.test(command.trim()))
const isTop = (role: string): boolean => /^(FULL_ADMIN|builtin_administrators|truenas_admin|root|wheel)$/i.test(role)

const user: CallReader = (call, given) => {
  const told = body(call)
  const name = userIn(call)
  const groups = texts(told.groups)
  if (mayAll(told.sudo_commands) || mayAll(told.sudo_commands_nopasswd)) return granted(given, name, 'sudo ALL', true)
  const top = [...groups, ...texts(told.roles)].find(isTop)
  if (top !== undefined) return granted(given, name, top, true)
  if (truth(told.locked) === true || truth(told.password_disabled) === true)
    return { action: 'user-removed', ...account(given, name) }
  if (call.method === 'user.create') return { action: 'user-added', ...account(given, name) }
  if (text(told.password) !== undefined) return credential(given, name, 'password')
  if (text(told.sshpubkey) !== undefined) return credential(given, name, 'ssh-key')
  if (groups.length > 0) return granted(given, name, groups.join(', '), false)
  return { action: 'other', ...account(given, name) }
}

/** A privilege gives roles to groups: whoever is in them has these from then on. */
const privilege: CallReader = (call, given) => {
  const told = body(call)
  const name = text(told.name) ?? named(call, /^(?:Create|Update|Delete) privilege/i) ?? first(call)
  const roles = texts(told.roles)
  const role = roles.find(isTop)
  return {
    action: role === undefined ? 'role-granted' : 'admin-added',
    resource: part(given, 'role', name),
    detail: { role: role ?? roles.join(', '), local: true },
  }
}

const group: CallReader = (call, given) => {
  const told = body(call)
  const name = text(told.name) ?? named(call, /^(?:Create|Update|Delete) group/i) ?? first(call)
  const top = mayAll(told.sudo_commands) || mayAll(told.sudo_commands_nopasswd)
  const members = texts(told.users)
  const resource = part(given, 'group', name)
  if (top || (isTop(name) && members.length > 0))
    return { action: 'admin-added', resource, detail: { role: top ? 'sudo ALL' : name, local: true } }
  if (call.method === 'group.create') return { action: 'group-created', resource, detail: { local: true } }
  return members.length > 0
    ? { action: 'role-granted', resource, detail: { role: name, local: true } }
    : { action: 'other', resource }
}

/** Of several settings in one call the one that blinds most. */
const advanced: CallReader = (call, given) => {
  const told = body(call)
  const servers = [
    ...many(told.syslogservers).map((one) => text(one) ?? text(object(one).host) ?? ''),
    text(told.syslogserver) ?? '',
  ].filter((one) => one !== '')
  if (truth(told.syslog_audit) === false) return forwarding(given, 'off')
  if (servers.length > 0) return forwarding(given, servers.join(','))
  if (text(told.syslogserver) === undefined && (told.syslogserver === '' || isEmpty(told.syslogservers)))
    return forwarding(given, 'off')
  const level = text(told.sysloglevel)
  if (level !== undefined) return logSetting(given, { setting: 'logging-level', to: levelOf(level) })
  if (truth(told.syslog_audit) === true) return forwarding(given, 'on')
  return listing({ action: 'repository-changed', resource: whole(given) })
}
const isEmpty = (value: Json | undefined): boolean => Array.isArray(value) && value.length === 0
/** `F_INFO`: from this level up. */
const levelOf = (told: string): string =>
  ({
    EMERG: 'critical',
    ALERT: 'critical',
    CRIT: 'critical',
    ERR: 'error',
    WARNING: 'warning',
    NOTICE: 'notice',
    INFO: 'info',
    DEBUG: 'debug',
  })[told.replace(/^F_(IS_)?/, '')] ?? told.toLowerCase()

const auditChanged: CallReader = (call, given) => {
  const days = number(body(call).retention)
  return days === undefined
    ? listing({ action: 'repository-changed', resource: whole(given) })
    : logSetting(given, { setting: 'retention', to: days, unit: 'd' })
}

const services: Readonly<Record<string, (given: Given, to: 'on' | 'off') => Facts>> = {
  ssh: (given, to) => opened(given, 'ssh', to),
  ntpd: timeSource,
  cifs: (given, to) => ({ ...opened(given, 'share', to), detail: { service: 'cifs' } }),
  nfs: (given, to) => ({ ...opened(given, 'share', to), detail: { service: 'nfs' } }),
  ftp: (given, to) => ({ ...opened(given, 'share', to), detail: { service: 'ftp' } }),
  iscsitarget: (given, to) => scheduled(part(given, 'service', 'iscsitarget'), to),
}

const service: CallReader = (call, given) => {
  const [one, other] = call.params
  const verb = call.method === 'service.control' ? (text(one) ?? '') : call.method
  const name = (call.method === 'service.control' ? text(other) : text(one)) ?? '?'
  const enabled = truth(body(call).enable)
  const to = enabled === undefined ? (/stop/i.test(verb) ? 'off' : 'on') : enabled ? 'on' : 'off'
  return (
    (Object.hasOwn(services, name) ? services[name]?.(given, to) : undefined) ?? {
      action: 'other',
      resource: part(given, 'service', name),
    }
  )
}

export const systemCalls: Readonly<Record<string, CallReader>> = {
  'user.create': user,
  'user.update': user,
  'user.delete': (call, given) => ({ action: 'user-removed', ...account(given, userIn(call)) }),
  'user.setup_local_administrator': (call, given) => granted(given, first(call), 'local administrator', true),
  'user.set_password': (call, given) => credential(given, userIn(call), 'password'),
  'auth.generate_onetime_password': (call, given) => credential(given, userIn(call), 'password'),
  'user.unset_2fa_secret': (call, given) => factorOf(given, userIn(call), 'off'),
  'user.renew_2fa_secret': (call, given) => factorOf(given, userIn(call), 'on'),
  'auth.twofactor.update': (call, given) => {
    const enabled = truth(body(call).enabled)
    return enabled === undefined
      ? { action: 'other', resource: part(given, 'policy', 'sign-in') }
      : factor(given, enabled ? 'on' : 'off')
  },
  'group.create': group,
  'group.update': group,
  'group.delete': (call, given) => ({
    action: 'user-removed',
    resource: part(given, 'group', named(call, /^Delete group/i) ?? first(call)),
    detail: { local: true },
  }),
  'privilege.create': privilege,
  'privilege.update': privilege,
  'privilege.delete': (call, given) => ({ action: 'role-revoked', resource: part(given, 'role', first(call)) }),
  'api_key.create': (call, given) =>
    credential(given, text(body(call).username) ?? text(body(call).name) ?? '?', 'access-key'),
  'api_key.update': (call, given) => ({
    action: 'other',
    resource: part(given, 'credential', `api key ${first(call)}`),
  }),
  'api_key.delete': (call, given) => ({
    action: 'credential-removed',
    resource: part(given, 'credential', `api key ${first(call)}`),
    detail: { credential: 'access-key' },
  }),
  'system.advanced.update': advanced,
  'audit.update': auditChanged,
  'service.update': service,
  'service.control': service,
  'service.stop': service,
  'service.start': service,
  'system.ntpserver.create': (call, given) => timeServers(given, text(body(call).address)),
  'system.ntpserver.update': (call, given) => timeServers(given, text(body(call).address)),
  'system.ntpserver.delete': (_, given) => timeSource(given, 'off'),
  'system.set_time': (call, given) => {
    const to = number(call.params[0])
    return clockSet(given, to === undefined ? undefined : to * (to < 1e11 ? 1_000 : 1))
  },
  'kmip.update': (call, given) => ({
    action: truth(body(call).enabled) === false ? 'key-disabled' : 'other',
    resource: part(given, 'key-store', 'kmip'),
  }),
  'config.save': (call, given) => ({
    action: truth(body(call).secretseed) === true ? 'credential-store-read' : 'other',
    resource: whole(given),
  }),
  'config.reset': (_, given) => ({ action: 'parent-deleted', resource: whole(given) }),
  'activedirectory.update': (call, given) => joined(call, given),
  'directoryservices.update': (call, given) => joined(call, given),
  'support.update': (call, given) => {
    const enabled = truth(body(call).enabled)
    return enabled === undefined ? { action: 'other', resource: whole(given) } : support(given, enabled ? 'on' : 'off')
  },
}

const joined: CallReader = (call, given) => ({
  action: (truth(body(call).enable) ?? truth(body(call).enabled)) === false ? 'other' : 'domain-joined',
  resource: whole(given),
})
