// Calls of the management API on buckets: made, deleted, emptied, locked, versioned, copied.
import type { Change, Resource } from '../../model/event.ts'
import { anyCase, number, object, text, truth } from '../kit/look.ts'
import type { Managed, Reader } from './call.ts'
import { bucketNamed } from './objects.ts'

export const bucket = (call: Managed): Resource | undefined =>
  bucketNamed(call.tenant, call.id || (text(call.body.name) ?? ''))

export const container: Reader = (call) => {
  if (call.method === 'DELETE') return { action: 'repository-deleted', resource: bucket(call) }
  const locking = truth(anyCase(call.body, 's3objectlock.enabled')) === true
  return {
    action: call.method === 'POST' ? 'repository-created' : 'repository-changed',
    resource: bucket(call),
    ...(locking ? { detail: { object_lock: true } } : {}),
  }
}

export const locked: Reader = (call) => {
  const rule = object(anyCase(call.body, 'defaultretentionsetting'))
  const mode = text(rule.mode)?.toLowerCase()
  const years = number(rule.years)
  const days = number(rule.days) ?? (years === undefined ? undefined : years * 365)
  const changes: readonly Change[] = [
    ...(mode === undefined ? [] : [{ setting: 'lock-mode', to: mode }]),
    ...(days === undefined ? [] : [{ setting: 'lock-days', to: days, unit: 'd' }]),
  ]
  const said = Object.keys(call.body).length > 0
  return {
    action: 'immutability-changed',
    resource: bucket(call),
    changes: changes.length > 0 || !said ? changes : [{ setting: 'lock-mode', to: 'off' }],
  }
}

export const versioned: Reader = (call) => {
  const enabled = truth(call.body.versioningEnabled)
  const suspended = truth(call.body.versioningSuspended)
  const to = suspended === true ? 'suspended' : enabled === undefined ? undefined : enabled ? 'on' : 'off'
  return {
    action: 'versioning-changed',
    resource: bucket(call),
    changes: to === undefined ? [] : [{ setting: 'versioning', to }],
  }
}

export const replicated: Reader = (call) => {
  const off = call.method === 'DELETE' || /"rules"\s*:\s*\[\s*\]/.test(call.given) || call.given.trim() === ''
  return {
    action: 'replication-changed',
    resource: bucket(call),
    changes: [{ setting: 'replication', to: off && call.method !== 'POST' ? 'off' : 'on' }],
  }
}

export const emptied: Reader = (call) => ({
  action: call.method === 'DELETE' || /stop/i.test(call.path) ? 'other' : 'object-deleted',
  resource: bucket(call),
  detail: { bulk: true, permanent: true },
})
