// Commands of the shell of 3PAR, Primera and Alletra 9000 that say something about copies.
import type { Change, Resource } from '../../model/event.ts'
import {
  account,
  clockSet,
  copying,
  credential,
  cut,
  forwarding,
  type Given,
  granted,
  logSetting,
  part,
  pointOf,
  renamed,
  scheduled,
  timeServers,
  timeSource,
  whole,
} from '../appliance/facts.ts'
import type { Typed } from '../appliance/options.ts'
import { type Facts, listing } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'

type Reader = (typed: Typed, given: Given) => Facts

/** Options that take no value. */
export const flags: ReadonlySet<string> = new Set(
  'f snaponly pat stale ro rm force keepalua cascade nowait i np rcp halt online nosync suspend resume'.split(' '),
)

const volume = (given: Given, name: string | undefined): Resource => part(given, 'volume', name ?? '?')
const last = ({ names }: Typed): string | undefined => names.at(-1)

/** Days of `7d`, `12h`; what the array keeps from deletion is `-retain`, what it deletes by itself `-exp`. */
const lengths = ({ options }: Typed): readonly Change[] => {
  const [expires, lock] = [daysIn(options.get('exp'), 1), daysIn(options.get('retain'), 1)]
  return [
    ...(lock === undefined ? [] : [{ setting: 'lock-days', to: lock, unit: 'd' } as const]),
    ...(expires === undefined ? [] : [{ setting: 'retention', to: expires, unit: 'd' } as const]),
  ]
}

/** Several volumes of one command are one act: the first, and the others with it. */
const gone: Reader = (typed, given) => {
  const [first, ...others] = typed.names.map((name) => volume(given, name))
  return {
    action: typed.options.has('snaponly') ? 'recovery-point-deleted' : 'repository-deleted',
    resource: first ?? volume(given, undefined),
    ...(others.length > 0 ? { related: others.slice(0, 20) } : {}),
    detail: {
      permanent: true,
      ...(typed.options.has('f') ? { forced: true } : {}),
      ...(typed.options.has('pat') || typed.options.has('snaponly') ? { bulk: true } : {}),
    },
  }
}

/** `createvv CPG NAME SIZE` */
const made: Reader = ({ names }, given) => ({
  action: 'repository-created',
  resource: volume(given, names[1] ?? names[0]),
})

const snapped: Reader = (typed, given) => {
  const [name, of] = typed.names
  return {
    action: 'recovery-point-created',
    resource: { ...pointOf(given, volume(given, of), name), id: volume(given, name).id },
    changes: lengths(typed),
  }
}

const volumeSet: Reader = (typed, given) => {
  const changes = lengths(typed)
  const name = typed.options.get('name')
  if (name !== undefined && changes.length === 0) return renamed(volume(given, name), volume(given, last(typed)))
  if (changes.length === 0) return listing({ action: 'repository-changed', resource: volume(given, last(typed)) })
  return {
    action: changes[0]?.setting === 'lock-days' ? 'immutability-changed' : 'retention-changed',
    resource: volume(given, last(typed)),
    changes,
  }
}

const restored: Reader = (typed, given) => ({
  action: 'object-overwritten',
  resource: volume(given, typed.options.get('target') ?? last(typed)),
  detail: { how: 'rewritten', restore: true },
})

const copied =
  (to: 'on' | 'off'): Reader =>
  (typed, given) =>
    copying(part(given, 'replication', last(typed) ?? '?'), to)

const roles = /^(super|security_admin|edit|browse|basic_edit|create|service|audit|3par[-_]\w+)$/i
const isTop = (role: string): boolean => /^(super|security_admin)$/i.test(role)

/** `createuser -c PASSWORD NAME DOMAIN ROLE`, `setuser -addtodom DOMAIN:ROLE NAME`; a user without a role may have any. */
const user: Reader = (typed, given) => {
  const { names, command, options } = typed
  const name = (command === 'createuser' ? names[0] : last(typed)) ?? '?'
  const role = options.get('addtodom')?.split(':')[1] ?? names.slice(1).find((one) => roles.test(one))
  if (role !== undefined) return granted(given, name, role, isTop(role))
  return command === 'createuser' ? granted(given, name, 'unknown', true) : { action: 'other', ...account(given, name) }
}

const setting: Reader = ({ names }, given) => {
  const [name = '', ...values] = names
  const value = values.join(' ')
  switch (name.toLowerCase()) {
    case 'remotesyslog':
      return forwarding(given, /^(0|off|no|disable)/i.test(value) ? 'off' : 'on')
    case 'remotesysloghost':
    case 'remotesyslogsecurityhost':
      return forwarding(given, /^(|none|0|-)$/i.test(value.trim()) ? 'off' : value)
    case 'vvretentiontimemax':
      return {
        action: 'immutability-changed',
        resource: whole(given),
        changes: changeOf(daysIn(value, 1 / 24)),
      }
    default:
      return listing({ action: 'repository-changed', resource: whole(given) })
  }
}
const changeOf = (to: number | 'unlimited' | undefined): readonly Change[] =>
  to === undefined ? [] : [{ setting: 'retention-maximum', to, unit: 'd' }]

const encryption: Reader = ({ names }, given) => {
  const key = part(given, 'key', 'encryption', `encryption of ${given.device}`)
  const [what = ''] = names
  if (/^rekey$/i.test(what)) return { action: 'key-rotated', resource: key }
  if (/^disable$/i.test(what)) return { action: 'key-disabled', resource: { ...key, type: 'key-store' } }
  return { action: /^enable$/i.test(what) ? 'key-enabled' : 'other', resource: key }
}

const network: Reader = ({ names }, given) =>
  /^ntp$/i.test(names[0] ?? '')
    ? /^(|none|0\.0\.0\.0)$/i.test(names[1] ?? '')
      ? timeSource(given, 'off')
      : timeServers(given, names[1])
    : listing({ action: 'repository-changed', resource: whole(given) })

/** `MMDDhhmm[[CC]YY][.ss]` */
const date: Reader = ({ names }, given) => {
  const found = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d{4})?/.exec(names[0] ?? '')
  if (!found) return clockSet(given, undefined)
  const [month = 1, day, hour, minute] = found.slice(1, 5).map(Number)
  const year = found[5] === undefined ? new Date(given.time).getUTCFullYear() : Number(found[5])
  return clockSet(given, Date.UTC(year, month - 1, day, hour, minute))
}

const schedule = (typed: Typed, given: Given): Resource => part(given, 'plan', last(typed) ?? '?')

export const shellCommands: Readonly<Record<string, Reader>> = {
  createvv: made,
  createtpvv: made,
  removevv: gone,
  removevvset: (typed, given) => ({ action: 'repository-changed', resource: volume(given, last(typed)) }),
  removecpg: (typed, given) => ({
    action: 'repository-deleted',
    resource: part(given, 'pool', last(typed) ?? '?'),
    detail: { permanent: true },
  }),
  createsv: snapped,
  creategroupsv: snapped,
  setvv: volumeSet,
  promotesv: restored,
  promotegroupsv: restored,
  promotevvcopy: restored,
  removercopygroup: copied('off'),
  stoprcopygroup: copied('off'),
  stoprcopy: copied('off'),
  dismissrcopyvv: copied('off'),
  dismissrcopytarget: copied('off'),
  removercopytarget: copied('off'),
  startrcopygroup: copied('on'),
  startrcopy: copied('on'),
  creatercopygroup: copied('on'),
  removevlun: ({ names }, given) => cut(volume(given, names[0]), { service: names.at(-1) ?? '?' }),
  removehost: (typed, given) => cut(whole(given), { service: last(typed) ?? '?' }),
  createsched: (typed, given) => ({
    action: 'job-created',
    resource: schedule(typed, given),
    changes: lengthsIn(typed.names.join(' ')),
  }),
  removesched: (typed, given) => ({ action: 'job-stopped', resource: schedule(typed, given) }),
  setsched: (typed, given) =>
    typed.options.has('suspend')
      ? scheduled(schedule(typed, given), 'off')
      : typed.options.has('resume')
        ? scheduled(schedule(typed, given), 'on')
        : listing({ action: 'job-changed', resource: schedule(typed, given) }),
  createuser: user,
  setuser: user,
  removeuser: ({ names }, given) => ({ action: 'user-removed', ...account(given, names[0] ?? '?') }),
  setpassword: (typed, given) => credential(given, typed.options.get('u') ?? last(typed) ?? '?', 'password'),
  setsshkey: (typed, given) => credential(given, typed.options.get('u') ?? last(typed) ?? '?', 'ssh-key'),
  setauthparam: (_, given) => ({ action: 'role-trust-changed', resource: whole(given) }),
  setsys: setting,
  setnet: network,
  setdate: date,
  controlencryption: encryption,
  removeeventlog: (_, given) => logSetting(given, { setting: 'logging', direction: 'weakened' }),
}

/** A schedule is the command that it runs. */
const lengthsIn = (command: string): readonly Change[] => {
  const to = daysIn(/-exp\s+(\w{1,10})/.exec(command)?.[1], 1)
  return to === undefined ? [] : [{ setting: 'retention', to, unit: 'd' }]
}
