// What commands on the array itself mean: eradication, administrators, syslog, time, sign-in, support.
import type { Change } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'
import { type Asked, array, each, own, type Reader } from './copies.ts'

/** The days that destroyed things are kept: for those that eradication is closed to, and for the others. The shortest counts. */
export const eradication: Reader = (asked) => {
  const lengths = ['disabled-delay', 'enabled-delay', 'eradication-delay', 'delay', 'eradication-timer']
    .flatMap((option) => daysIn(asked.options.get(option), 1) ?? [])
    .filter((length) => typeof length === 'number')
  const manual = asked.options.get('manual-eradication')?.toLowerCase()
  const changes: readonly Change[] = [
    ...(lengths.length === 0 ? [] : [{ setting: 'undo-window', to: Math.min(...lengths), unit: 'd' }]),
    ...(manual === undefined ? [] : [{ setting: 'privileged-delete', to: /disabled/.test(manual) ? 'off' : 'on' }]),
  ]
  return {
    action: 'guard-changed',
    resource: {
      ...own(asked, 'recycle-rule', 'eradication', `eradication of ${asked.array}`),
      container: { type: 'array', id: asked.array, name: asked.array },
    },
    changes,
  }
}

export const account = (asked: Asked, name: string): Pick<Facts, 'resource' | 'target'> => {
  const id = `${name.toLowerCase()}@${asked.array.toLowerCase()}`
  return { resource: { type: 'user', id, name }, target: { id, name } }
}

export const admin: Reader = (asked) => {
  const role = asked.options.get('role') ?? (asked.subcommand === 'create' ? 'array_admin' : undefined)
  return each(asked, (name) =>
    role === undefined
      ? asked.options.has('password') || asked.options.has('publickey') || asked.options.has('api-token')
        ? {
            action: 'credential-added',
            ...account(asked, name),
            detail: {
              credential: asked.options.has('publickey')
                ? 'ssh-key'
                : asked.options.has('api-token')
                  ? 'access-key'
                  : 'password',
            },
          }
        : { action: 'other', ...account(asked, name) }
      : {
          action: /^(array_admin|admin)$/.test(role) ? 'admin-added' : 'user-added',
          ...account(asked, name),
          detail: { role },
        },
  )
}

export const token: Reader = (asked) =>
  each(asked, (name) => ({ action: 'credential-added', ...account(asked, name), detail: { credential: 'access-key' } }))

/** Settings of the array itself, each under its option. */
export const arraySet: Reader = (asked) => {
  const { options } = asked
  if (options.has('eradication-delay')) return eradication(asked)
  const server = options.get('syslogserver') ?? options.get('syslog-server')
  if (server !== undefined) return forwarding(isEmpty(server) ? 'off' : server)(asked)
  const times = options.get('ntpserver') ?? options.get('ntp-server')
  if (times !== undefined)
    return {
      action: 'clock-changed',
      resource: array(asked),
      changes: isEmpty(times) ? [{ setting: 'time-source', to: 'off' }] : [{ setting: 'time-servers', to: times }],
      detail: { explicit: true },
    }
  return { action: 'other', resource: array(asked) }
}

const isEmpty = (value: string): boolean => /^(""|''|none|true|)$/.test(value.trim())

export const forwarding =
  (to: string): Reader =>
  (asked) => ({
    action: 'audit-changed',
    resource: { type: 'trail', id: `${asked.array}/syslog`, name: `syslog of ${asked.array}` },
    changes: [{ setting: 'logging-forwarding', to, ...(to === 'off' ? { direction: 'weakened' as const } : {}) }],
    detail: { scope: 'array', explicit: true, ...(to === 'off' ? {} : { retargeted: true }) },
  })

export const factor =
  (to: 'on' | 'off'): Reader =>
  (asked) => ({
    action: 'mfa-changed',
    resource: own(asked, 'policy', 'sign-in', `sign-in of ${asked.array}`),
    changes: [secondFactor(to)],
    detail: { directory: true },
  })

export const support =
  (to: 'on' | 'off'): Reader =>
  (asked) => ({ action: 'support-opened', resource: array(asked), changes: [{ setting: 'support-access', to }] })
