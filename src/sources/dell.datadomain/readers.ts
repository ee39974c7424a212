// What commands of DD OS mean: their things, settings and directions.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'

/** What a command is given besides its words. */
export interface Given {
  readonly device: string
  /** Epoch milliseconds of the record. */
  readonly time: number
  /** Where the record says so apart from its text. */
  readonly target?: string | undefined
}

/** What a pattern caught, the whole first. */
export type Found = readonly (string | undefined)[]
export type Reader = (found: Found, given: Given) => Facts

export const mtree = ({ device, target }: Given, path: string | undefined): Resource => {
  const told = (path ?? target ?? '?').replace(/^["']|["']$/g, '')
  const whole = told.startsWith('/') || told === '?' ? told : `/data/col1/${told}`
  return {
    type: 'repository',
    id: `${device}${whole.startsWith('/') ? '' : '/'}${whole}`,
    name: whole.split('/').at(-1) ?? whole,
  }
}

export const part = ({ device }: Given, type: string, name: string, called = name): Resource => ({
  type,
  id: `${device}/${name}`,
  name: called,
})
export const system = ({ device }: Given): Resource => ({ type: 'console', id: device, name: device })
export const files = (given: Given): Resource => part(given, 'repository', 'filesys', `file system of ${given.device}`)

export const user = ({ device }: Given, name: string | undefined): Pick<Facts, 'resource' | 'target'> => {
  const id = `${(name ?? '?').toLowerCase()}@${device.split('.')[0]?.toLowerCase() ?? ''}`
  return { resource: { type: 'user', id, name: name ?? '?' }, target: { id, name: name ?? '?' } }
}

const settingOf: Readonly<Record<string, string>> = {
  min: 'retention-minimum',
  max: 'retention-maximum',
  automatic: 'lock-days',
}

/** `30day`, `12hr`, `6month`, `1year`; the default of the least is 12 hours, of the most five years. */
export const period: Reader = (found, given) => {
  const [, kind = '', length, path] = found
  const to = daysIn(length)
  return {
    action: 'retention-changed',
    resource: mtree(given, path),
    changes: to === undefined ? [] : [{ setting: settingOf[kind.toLowerCase()] ?? 'lock-days', to, unit: 'd' }],
  }
}

export const lock =
  (to: string, direction?: 'weakened' | 'strengthened'): Reader =>
  ([, path], given) => ({
    action: 'immutability-changed',
    resource: mtree(given, path),
    changes: [{ setting: 'lock-mode', to, ...(direction ? { direction } : {}) }],
  })

export const key =
  (action: Facts['action'], detail?: Facts['detail']): Reader =>
  (_, given) => ({
    action,
    resource: part(given, 'key', 'encryption', `encryption of ${given.device}`),
    ...(detail ? { detail } : {}),
  })

export const audit =
  (to: 'on' | 'off', direction: 'weakened' | 'strengthened'): Reader =>
  ([, host], given) => ({
    action: 'audit-changed',
    resource: {
      type: 'trail',
      id: `${given.device}/log host ${host ?? '*'}`,
      name: `log host ${host ?? '*'} of ${given.device}`,
    },
    changes: [{ setting: 'logging-forwarding', to: to === 'off' ? 'off' : (host ?? 'on'), direction }],
    detail: { scope: 'vault', explicit: true },
  })

export const copying =
  (to: 'on' | 'off', state: string): Reader =>
  ([, target], given) => ({
    action: 'replication-changed',
    resource: { type: 'replication', id: `${given.device}/replication/${target ?? '*'}`, name: target ?? '*' },
    changes: [{ setting: 'replication', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
    detail: { state },
  })

/** A protocol that backups come by is closed, or an account that they come with is taken away. */
export const closed =
  (service: string): Reader =>
  ([, path], given) => ({
    action: 'access-policy-changed',
    resource: path?.startsWith('/') ? mtree(given, path) : files(given),
    detail: { cuts_access: true, denied: ['*'], service },
  })

export const role: Reader = ([, name, given = 'admin'], where) => ({
  action: /^(admin|security|sysadmin)$/i.test(given) ? 'admin-added' : 'user-added',
  ...user(where, name),
  detail: { role: given.toLowerCase() },
})

export const eyes =
  (to: 'on' | 'off'): Reader =>
  (_, given) => ({
    action: 'four-eyes-changed',
    resource: part(given, 'policy', 'authorization', `authorization policy of ${given.device}`),
    changes: [{ setting: 'four-eyes', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
  })

export const point =
  (action: 'recovery-point-deleted' | 'recovery-point-created', bulk = false): Reader =>
  ([, name = '*', path], given) => {
    const holder = mtree(given, path)
    return {
      action,
      resource: {
        type: 'snapshot',
        id: `${holder.id}/snapshot/${name}`,
        name,
        container: { type: 'repository', id: holder.id, ...(holder.name ? { name: holder.name } : {}) },
      },
      ...(bulk || /[*?,]/.test(name) ? { detail: { bulk: true } } : {}),
    }
  }

export const gone =
  (of: (found: Found, given: Given) => Resource, detail: Facts['detail'] = {}): Reader =>
  (found, given) => ({ action: 'repository-deleted', resource: of(found, given), detail })

/** `MMDDhhmm[[CC]YY]`: year left out is the record's. */
export const date: Reader = ([, told = ''], given) => {
  const found = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d{4}|\d\d)?$/.exec(told)
  const year = found?.[5] === undefined ? new Date(given.time).getUTCFullYear() : Number(found[5].padStart(4, '20'))
  const to = found
    ? Date.UTC(year, Number(found[1]) - 1, Number(found[2]), Number(found[3]), Number(found[4]))
    : undefined
  return {
    action: 'clock-changed',
    resource: system(given),
    changes: to === undefined ? [] : [{ setting: 'clock', to }],
    detail: { explicit: true, ...(to === undefined ? {} : { step_seconds: Math.round((to - given.time) / 1000) }) },
  }
}

export const timeSource =
  (to: 'on' | 'off'): Reader =>
  (_, given) => ({
    action: 'clock-changed',
    resource: system(given),
    changes: [{ setting: 'time-source', to }],
    detail: { explicit: true },
  })

export const opened =
  (to: 'on' | 'off'): Reader =>
  ([, service = ''], given) => ({
    action: 'exposure-changed',
    resource: system(given),
    changes: [{ setting: service === 'ssh' ? 'ssh' : 'remote-access', to }],
    detail: { service },
  })

export const kept: Reader = ([, name = '?', length], given) => {
  const to = length === undefined ? undefined : daysIn(length)
  return {
    action: to === undefined ? 'job-changed' : 'retention-changed',
    resource: part(given, 'plan', `snapshot schedule ${name}`, name),
    changes: to === undefined ? [] : [{ setting: 'retention', to, unit: 'd' }],
  }
}

export const stopped: Reader = ([, name = '?'], given) => ({
  action: 'job-stopped',
  resource: part(given, 'plan', `snapshot schedule ${name}`, name),
})
