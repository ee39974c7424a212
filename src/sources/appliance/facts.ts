// What happens to any device that keeps data: its things under ids of its own, its accounts, its log, its clock, its ways in.
import { accountId } from '../../model/account.ts'
import type { Change, Resource } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'

/** Where and when a record was made. */
export interface Given {
  readonly device: string
  /** Epoch milliseconds. */
  readonly time: number
}

export const whole = ({ device }: Given): Resource => ({ type: 'array', id: device, name: device })

/** A thing of the device: `nas01/share/backup`. @param called as people call it, where the id is a number */
export const part = ({ device }: Given, type: string, name: string, called = name): Resource => ({
  type,
  id: `${device}/${type}/${name}`,
  name: called,
})

/** A state of something. Without a name it is told apart by its time. */
export const pointOf = (given: Given, holder: Resource, name: string | undefined, type = 'snapshot'): Resource => ({
  type,
  id: `${holder.id}/${type}/${name ?? given.time}`,
  name: name ?? `${holder.name ?? holder.id} at ${new Date(given.time).toISOString().slice(0, 16)}`,
  container: { type: holder.type, id: holder.id, ...(holder.name === undefined ? {} : { name: holder.name }) },
})

export const account = ({ device }: Given, name: string): Pick<Facts, 'resource' | 'target'> => {
  const id = accountId(name, device)
  return { resource: { type: 'user', id, name }, target: { id, name } }
}

/** A role or a group of the device. @param top whether it rules the device */
export const granted = (given: Given, name: string, role: string, top: boolean): Facts => ({
  action: top ? 'admin-added' : 'role-granted',
  ...account(given, name),
  detail: { role, local: true },
})

export const credential = (given: Given, name: string, kind: 'password' | 'access-key' | 'ssh-key'): Facts => ({
  action: 'credential-added',
  ...account(given, name),
  detail: { credential: kind },
})

/** Somebody who could not sign in can again. */
export const unlocked = (given: Given, name: string): Facts => ({
  action: 'credential-added',
  ...account(given, name),
  detail: { recovered: true },
})

export const factorOf = (given: Given, name: string, to: 'on' | 'off'): Facts => ({
  action: 'mfa-changed',
  ...account(given, name),
  changes: [secondFactor(to)],
})

/** A second factor of everybody on the device. */
export const factor = (given: Given, to: 'on' | 'off'): Facts => ({
  action: 'mfa-changed',
  resource: part(given, 'policy', 'sign-in', `sign-in of ${given.device}`),
  changes: [secondFactor(to)],
  detail: { directory: true },
})

export const fourEyes = (given: Given, to: 'on' | 'off'): Facts => ({
  action: 'four-eyes-changed',
  resource: part(given, 'policy', 'approval', `approval of ${given.device}`),
  changes: [{ setting: 'four-eyes', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
})

/** The log of the device, or that it is sent on. @param to `off`, `on`, or where it is sent instead */
export const forwarding = (given: Given, to: string, detail: Facts['detail'] = {}): Facts => {
  const direction = to === 'off' ? 'weakened' : to === 'on' ? 'strengthened' : undefined
  return {
    action: 'audit-changed',
    resource: part(given, 'trail', 'syslog', `log of ${given.device}`),
    changes: [{ setting: 'logging-forwarding', to, ...(direction ? { direction } : {}) }],
    detail: { scope: 'array', explicit: true, ...(direction ? {} : { retargeted: true }), ...detail },
  }
}

/** Another setting of the log: its level, its categories, whether it is written at all. */
export const logSetting = (given: Given, change: Change, detail: Facts['detail'] = {}): Facts => ({
  action: 'audit-changed',
  resource: part(given, 'trail', 'log', `log of ${given.device}`),
  changes: [change],
  detail: { scope: 'array', explicit: true, ...detail },
})

export const timeSource = (given: Given, to: 'on' | 'off'): Facts => ({
  action: 'clock-changed',
  resource: whole(given),
  changes: [{ setting: 'time-source', to }],
  detail: { explicit: true },
})

export const timeServers = (given: Given, to: string | undefined): Facts => ({
  action: 'clock-changed',
  resource: whole(given),
  changes: [{ setting: 'time-servers', ...(to === undefined ? {} : { to }) }],
  detail: { explicit: true },
})

/** @param to epoch milliseconds, undefined where the record does not say */
export const clockSet = (given: Given, to: number | undefined, from = given.time): Facts => ({
  action: 'clock-changed',
  resource: whole(given),
  changes: to === undefined ? [] : [{ setting: 'clock', to }],
  detail: { explicit: true, ...(to === undefined ? {} : { step_seconds: Math.round((to - from) / 1000) }) },
})

export const opened = (
  given: Given,
  setting: 'ssh' | 'remote-access' | 'share' | 'firewall',
  to: 'on' | 'off',
): Facts => ({ action: 'exposure-changed', resource: whole(given), changes: [{ setting, to }] })

export const support = (given: Given, to: 'on' | 'off'): Facts => ({
  action: 'support-opened',
  resource: whole(given),
  changes: [{ setting: 'support-access', to }],
})

export const copying = (resource: Resource, to: 'on' | 'off', related: readonly Resource[] = []): Facts => ({
  action: 'replication-changed',
  resource,
  changes: [{ setting: 'replication', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
  ...(related.length > 0 ? { related } : {}),
})

/** What makes copies is switched off, or on again. */
export const scheduled = (resource: Resource, to: 'on' | 'off'): Facts => ({
  action: to === 'off' ? 'job-stopped' : 'job-changed',
  resource,
  changes: [{ setting: 'schedule', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
})

/** @param days undefined where the record tells of a change and no value */
export const retained = (
  resource: Resource,
  days: number | 'unlimited' | undefined,
  more: readonly Change[] = [],
): Facts => ({
  action: 'retention-changed',
  resource,
  changes: [...(days === undefined ? [] : [{ setting: 'retention', to: days, unit: 'd' } as const]), ...more],
})

export const locked = (resource: Resource, to: string, direction?: 'weakened' | 'strengthened'): Facts => ({
  action: 'immutability-changed',
  resource,
  changes: [{ setting: 'lock-mode', to, ...(direction ? { direction } : {}) }],
})

/** A host or service by which backups come loses its way to a thing. */
export const cut = (resource: Resource, detail: Facts['detail'] = {}): Facts => ({
  action: 'access-policy-changed',
  resource,
  detail: { cuts_access: true, denied: ['*'], ...detail },
})

export const renamed = (resource: Resource, former: Resource): Facts => ({
  action: 'repository-changed',
  resource,
  detail: { renamed: true, former_id: former.id },
})
