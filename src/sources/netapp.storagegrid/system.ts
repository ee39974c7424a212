// Calls of the management API on the grid itself: lifecycle policies, audit, forwarding, keys, time, ways in.
import type { JsonObject } from '../../lib/json.ts'
import type { Change } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import { anyCase, number, object, objects, text, texts, truth } from '../kit/look.ts'
import { own, type Reader } from './call.ts'

/** A new lifecycle policy takes the place of the active one; what it keeps and where stands in its rules. */
export const lifecycle: Reader = (call) => {
  const active =
    /\/activate$/.test(call.path) || (call.method !== 'DELETE' && /active/.test(text(call.body.status) ?? ''))
  return {
    action: active ? 'retention-changed' : call.method === 'POST' ? 'job-created' : 'job-changed',
    resource: own(call, 'plan', 'ilm', 'information lifecycle'),
  }
}

/** Where objects are kept and how long: the last placement without an end keeps them for good. */
function daysOf(rule: JsonObject): readonly Change[] {
  const placements = objects(rule.placements)
  if (placements.length === 0) return []
  const ends = placements.map((one) => {
    const { after, duration } = object(one.retention)
    return duration === undefined || duration === null ? unlimited : (number(after) ?? 0) + (number(duration) ?? 0)
  })
  const last = ends.includes(unlimited) ? unlimited : Math.max(...ends.filter((end) => typeof end === 'number'))
  return [{ setting: 'retention', to: last, unit: 'd' }]
}

/** A rule says how long; it takes hold with a policy that holds it. */
export const rule: Reader = (call) => {
  const said = Object.keys(call.body).length > 0 ? call.body : object(call.answer.data ?? call.answer)
  const name = text(said.displayName) ?? (call.id || '?')
  const changes = daysOf(said)
  const resource = own(call, 'plan', `ilm rule ${call.id || name}`, name)
  if (call.method === 'POST') return { action: 'job-created', resource, changes }
  return { action: changes.length > 0 ? 'retention-changed' : 'job-changed', resource, changes }
}

/** Levels of the kinds of messages; `OFF` for one of them leaves its messages out. */
export const audited: Reader = (call) => {
  const levels = Object.entries(call.body).flatMap(([name, value]) =>
    /level/i.test(name) ? [String(value).toLowerCase()] : [],
  )
  const nested = Object.values(object(call.body.levels ?? call.body.auditLevels)).map((value) =>
    String(value).toLowerCase(),
  )
  const all = [...levels, ...nested]
  const off = all.filter((level) => level === 'off').length
  return {
    action: 'audit-changed',
    resource: own(call, 'trail', 'audit', 'audit log'),
    changes:
      all.length === 0
        ? []
        : [
            {
              setting: 'logging-scope',
              to: off === all.length ? 'off' : off > 0 || all.some((level) => level === 'error') ? 'narrow' : 'full',
            },
          ],
    detail: { scope: 'array', explicit: true },
  }
}

export const forwarded: Reader = (call) => {
  const enabled =
    truth(call.body.enabled) ??
    truth(anyCase(call.body, 'auditlogs.enabled')) ??
    truth(anyCase(call.body, 'sendauditlogs'))
  const host = text(call.body.hostname) ?? text(call.body.host) ?? texts(call.body.servers)[0]
  const off = call.method === 'DELETE' || enabled === false
  return {
    action: 'audit-changed',
    resource: own(call, 'trail', 'syslog', 'external syslog'),
    changes: [
      off
        ? { setting: 'logging-forwarding', to: 'off', direction: 'weakened' }
        : { setting: 'logging-forwarding', ...(host === undefined ? {} : { to: host }) },
    ],
    detail: { scope: 'forwarding', explicit: true, ...(off || host === undefined ? {} : { retargeted: true }) },
  }
}

export const keyServer: Reader = (call) => ({
  action: call.method === 'DELETE' ? 'key-disabled' : 'other',
  resource: own(call, 'key-store', `kms ${call.id}`, text(call.body.displayName) ?? (call.id || 'kms')),
})

export const clocks: Reader = (call) => ({
  action: 'clock-changed',
  resource: call.grid,
  changes: [{ setting: 'time-servers', ...(call.given.startsWith('[') ? { to: call.given.slice(0, 500) } : {}) }],
  detail: { explicit: true },
})

export const opened =
  (setting: 'ssh' | 'firewall' | 'support-access'): Reader =>
  (call) => {
    const enabled = truth(call.body.enabled) ?? truth(call.body.enable)
    return {
      action: setting === 'support-access' ? 'support-opened' : 'exposure-changed',
      resource: call.grid,
      changes: [{ setting, ...(enabled === undefined ? {} : { to: enabled ? 'on' : 'off' }) }],
    }
  }

export const trust: Reader = (call) => ({
  action: 'role-trust-changed',
  resource: own(call, 'policy', 'identity', 'identity source'),
})
export const gone =
  (type: string): Reader =>
  (call) => ({
    action:
      call.method === 'DELETE'
        ? 'repository-deleted'
        : call.method === 'POST'
          ? 'repository-created'
          : 'repository-changed',
    resource: own(
      call,
      type,
      `${type} ${call.id || (text(call.body.displayName) ?? text(call.body.name) ?? '?')}`,
      text(call.body.displayName) ?? (call.id || type),
    ),
  })
