// Commands of Spectrum Virtualize on people, security, the log, encryption, the clock and support.
import {
  account,
  clockSet,
  credential,
  factor,
  forwarding,
  fourEyes,
  type Given,
  granted,
  logSetting,
  part,
  support,
  timeServers,
  timeSource,
  whole,
} from '../appliance/facts.ts'
import type { Typed } from '../appliance/options.ts'
import { listing } from '../kit/facts.ts'
import { last, of, type Reader } from './commands.ts'

/** Groups that stand from the start, by number; the first two may do anything. */
const groups = ['SecurityAdmin', 'Administrator', 'CopyOperator', 'Service', 'Monitor', 'RestrictedAdmin']
const isTop = (role: string): boolean => /^(securityadmin|administrator|storageadministrator)$/i.test(role)
const groupOf = (told: string): string => (/^\d$/.test(told) ? (groups[Number(told)] ?? told) : told)

const user: Reader = (typed, given) => {
  const { options, command } = typed
  const name = (command === 'mkuser' ? options.get('name') : undefined) ?? last(typed) ?? '?'
  const group = options.get('usergrp')
  if (group !== undefined) return granted(given, name, groupOf(group), isTop(groupOf(group)))
  if (command === 'mkuser') return { action: 'user-added', ...account(given, name) }
  if (options.has('password') || options.has('gui')) return credential(given, name, 'password')
  if (options.has('keyfile')) return credential(given, name, 'ssh-key')
  return { action: 'other', ...account(given, name) }
}

const group: Reader = (typed, given) => {
  const { options, command } = typed
  const name = (command === 'mkusergrp' ? options.get('name') : undefined) ?? last(typed) ?? '?'
  const factorOff = options.get('multifactor')
  if (factorOff !== undefined) return factor(given, factorOff === 'no' ? 'off' : 'on')
  const role = options.get('role')
  const resource = part(given, 'group', name)
  if (role === undefined)
    return { action: command === 'mkusergrp' ? 'group-created' : 'other', resource, detail: { local: true } }
  return { action: isTop(role) ? 'admin-added' : 'role-granted', resource, detail: { role, local: true } }
}

const security: Reader = ({ options }, given) => {
  const two = [...options].find(([name]) => /^twopersonintegrity|^tpi/.test(name))?.[1]
  if (two !== undefined) return fourEyes(given, /^(no|off|disable)/i.test(two) ? 'off' : 'on')
  const multi = [...options].find(([name]) => /multifactor|mfa/.test(name))?.[1]
  if (multi !== undefined) return factor(given, /^(no|off|disable)/i.test(multi) ? 'off' : 'on')
  return listing({ action: 'repository-changed', resource: whole(given) })
}

const server: Reader = (typed, given) => {
  const { options, command } = typed
  const name = { log: options.get('name') ?? last(typed) ?? '?' }
  if (command === 'rmsyslogserver' || options.get('audit') === 'off') return forwarding(given, 'off', name)
  const to = options.get('ip') ?? options.get('domainname')
  if (command === 'mksyslogserver')
    return options.get('audit') === 'on' ? forwarding(given, 'on', name) : { action: 'other', resource: whole(given) }
  if (to !== undefined) return forwarding(given, to, name)
  return options.get('audit') === 'on' ? forwarding(given, 'on', name) : { action: 'other', resource: whole(given) }
}

const encryption: Reader = ({ options }, given) => {
  const values = [...options.values()].join(' ')
  const key = part(given, 'key', 'encryption', `encryption of ${given.device}`)
  if (/\bdisable\b/.test(values)) return { action: 'key-disabled', resource: { ...key, type: 'key-store' } }
  if (/\bnewkey\b|\bcommit\b|\bprepare\b|\brekey\b/.test(values)) return { action: 'key-rotated', resource: key }
  return { action: 'other', resource: key }
}

const system: Reader = ({ options }, given) => {
  const protection = options.get('vdiskprotectionenabled')
  if (protection !== undefined)
    return {
      action: 'guard-changed',
      resource: whole(given),
      changes: [
        {
          setting: 'deletion-protection',
          to: protection === 'yes' ? 'on' : 'off',
          direction: protection === 'yes' ? 'strengthened' : 'weakened',
        },
      ],
    }
  const servers = options.get('ntpip')
  if (servers !== undefined)
    return /^0\.0\.0\.0$|^$/.test(servers) ? timeSource(given, 'off') : timeServers(given, servers)
  return listing({ action: 'repository-changed', resource: whole(given) })
}

/** `MMDDHHmmYYYY`. */
function clock({ options }: Typed, given: Given) {
  const found = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d{4})$/.exec(options.get('time') ?? '')
  if (!found) return clockSet(given, undefined)
  const [month = 1, date, hour, minute, year = 0] = found.slice(1).map(Number)
  return clockSet(given, Date.UTC(year, month - 1, date, hour, minute))
}

export const systemCommands: Readonly<Record<string, Reader>> = {
  mkuser: user,
  chuser: user,
  rmuser: (typed, given) => ({ action: 'user-removed', ...account(given, last(typed) ?? '?') }),
  mkusergrp: group,
  chusergrp: group,
  rmusergrp: (typed, given) => ({
    action: 'user-removed',
    resource: of('group')(typed, given),
    detail: { local: true },
  }),
  chsecurity: security,
  chtwopersonintegrity: security,
  mksyslogserver: server,
  chsyslogserver: server,
  rmsyslogserver: server,
  dumpauditlog: (_, given) => logSetting(given, { setting: 'logging', direction: 'weakened' }),
  chencryption: encryption,
  rmkeyserver: (typed, given) => ({ action: 'key-disabled', resource: of('key-store')(typed, given) }),
  chsystem: system,
  chmdiskgrp: (typed, given) => {
    const facts = system(typed, given)
    return facts.action === 'guard-changed' ? { ...facts, resource: of('pool')(typed, given) } : facts
  },
  setsystemtime: clock,
  settimezone: (_, given) => ({ action: 'other', resource: whole(given) }),
  mksra: (_, given) => support(given, 'on'),
  chsra: ({ options }, given) =>
    support(given, [...options.values()].some((one) => /disable|no|off/.test(one)) ? 'off' : 'on'),
  rmsra: (_, given) => support(given, 'off'),
}
