// Calls of the platform API on snapshots, WORM domains, replication, quotas, shares and cloud tiers.
import type { Change } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import type { Facts } from '../kit/facts.ts'
import { number, text, truth } from '../kit/look.ts'
import { lengthIn, nameIn, type PapiCall, type Reader, thing, tree } from './call.ts'

/** Expiry is a point in time; how long that still is tells more than when. */
function expiry({ body, time }: PapiCall): readonly Change[] {
  if (body.expires === null) return [{ setting: 'retention', to: unlimited }]
  const until = number(body.expires)
  if (until === undefined) return []
  const days = Math.round(((until * 1000 - time) / 86_400_000) * 100) / 100
  return [
    { setting: 'retention', to: until === 0 ? unlimited : Math.max(0, days), ...(until === 0 ? {} : { unit: 'd' }) },
  ]
}

export const snapshot: Reader = (call) => {
  const name = nameIn(call)
  const resource = thing(call, 'snapshot', 'snapshot', name, name === '*' ? `all snapshots of ${call.cluster}` : name)
  const path = text(call.body.path)
  const held =
    path === undefined
      ? resource
      : { ...resource, container: { type: 'share', id: `${call.cluster}:${path}`, name: path } }
  if (call.method === 'DELETE')
    return {
      action: 'recovery-point-deleted',
      resource,
      detail: { permanent: true, ...(name === '*' ? { bulk: true } : {}) },
    }
  if (call.method === 'POST') return { action: 'recovery-point-created', resource: held, changes: expiry(call) }
  const changes = expiry(call)
  return changes.length > 0
    ? { action: 'retention-changed', resource, changes }
    : { action: 'repository-changed', resource, detail: { listed: true } }
}

/** A lock keeps a snapshot from being deleted, also by its schedule. */
export const snapshotLock: Reader = (call) => ({
  action: 'immutability-changed',
  resource: thing(call, 'snapshot', 'snapshot'),
  changes: [
    call.method === 'DELETE'
      ? { setting: 'lock-mode', to: 'off', direction: 'weakened' }
      : { setting: 'lock-mode', to: 'governance', direction: 'strengthened' },
  ],
})

export const schedule: Reader = (call) => {
  const resource = thing(call, 'plan', 'snapshot-schedule')
  if (call.method === 'DELETE')
    return { action: 'job-stopped', resource, changes: [{ setting: 'schedule', to: 'off' }] }
  const days = lengthIn(call.body.duration)
  const changes: readonly Change[] = days === undefined ? [] : [{ setting: 'retention', to: days, unit: 'd' }]
  if (call.method === 'POST') return { action: 'job-created', resource, changes }
  return days === undefined ? { action: 'job-changed', resource } : { action: 'retention-changed', resource, changes }
}

export const snapshotSettings: Reader = (call) => {
  const service = truth(call.body.service)
  const creates = truth(call.body.autocreate)
  const deletes = truth(call.body.autodelete)
  const reserve = number(call.body.reserve)
  const stopped = service === false || creates === false
  const changes: readonly Change[] = [
    ...(stopped
      ? [{ setting: 'schedule', to: 'off' }]
      : service === true || creates === true
        ? [{ setting: 'schedule', to: 'on' }]
        : []),
    ...(deletes === undefined ? [] : [{ setting: 'auto-delete', to: deletes ? 'on' : 'off' }]),
    ...(reserve === undefined ? [] : [{ setting: 'reserve', to: reserve, unit: '%' }]),
  ]
  return {
    action: stopped ? 'job-stopped' : 'guard-changed',
    resource: thing(call, 'service', 'service', 'snapshot', 'SnapshotIQ'),
    changes,
    ...(stopped ? { detail: { explicit: true } } : {}),
  }
}

/** SmartLock. A path's retention and whether a privileged person may delete what is committed. */
export const worm: Reader = (call) => {
  const path = text(call.body.path) ?? nameIn(call)
  const resource = path.startsWith('/ifs') ? tree(call, path) : thing(call, 'share', 'worm-domain')
  const [least, usual, longest] = [call.body.min_retention, call.body.default_retention, call.body.max_retention].map(
    lengthIn,
  )
  const privileged = text(call.body.privileged_delete)?.toLowerCase()
  const changes: readonly Change[] = [
    ...(usual === undefined ? [] : [{ setting: 'lock-days', to: usual, unit: 'd' }]),
    ...(least === undefined ? [] : [{ setting: 'retention-minimum', to: least, unit: 'd' }]),
    ...(longest === undefined ? [] : [{ setting: 'retention-maximum', to: longest, unit: 'd' }]),
    ...(privileged === undefined
      ? []
      : [{ setting: 'privileged-delete', to: /^(on|true)$/.test(privileged) ? 'on' : 'off' }]),
    ...(call.method === 'POST'
      ? [{ setting: 'lock-mode', to: /compliance/i.test(text(call.body.type) ?? '') ? 'compliance' : 'governance' }]
      : []),
  ]
  return {
    action: 'immutability-changed',
    resource,
    // A tree that becomes WORM is guarded better than before, whatever its shortest retention.
    changes:
      call.method === 'DELETE'
        ? [{ setting: 'lock-mode', to: 'off', direction: 'weakened' }]
        : call.method === 'POST'
          ? changes.map((change) => ({ ...change, direction: 'strengthened' as const }))
          : changes,
  }
}

/** The compliance clock may be set once; what goes by it are the locks. */
export const wormClock: Reader = (call) => ({
  action: 'clock-changed',
  resource: { type: 'cluster', id: call.cluster, name: call.cluster },
  detail: { compliance: true, initialized: true },
})

export const replication: Reader = (call) => {
  const resource = thing(call, 'replication', 'sync')
  const target = text(call.body.target_path)
  const host = text(call.body.target_host)
  const enabled = truth(call.body.enabled)
  const kept = lengthIn(call.body.target_snapshot_expiration)
  const off = call.method === 'DELETE' || enabled === false
  const on = enabled === true || call.method === 'POST'
  const changes: readonly Change[] = [
    ...(off || on ? [{ setting: 'replication', to: off ? 'off' : 'on' }] : []),
    ...(kept === undefined ? [] : [{ setting: 'copy-retention', to: kept, unit: 'd' }]),
  ]
  const facts: Facts = {
    action: changes.length > 0 ? 'replication-changed' : 'job-changed',
    resource,
    changes,
    ...(target && host ? { related: [{ type: 'share', id: `${host}:${target}`, name: target }] } : {}),
  }
  return changes.length > 0 && !off && !on ? { ...facts, action: 'retention-changed' } : facts
}

/** The target of a policy made writable, or told to forget it. */
export const syncTarget: Reader = (call) => ({
  action: 'replication-changed',
  resource: thing(call, 'replication', 'sync'),
  changes: [{ setting: 'replication', to: 'off', direction: 'weakened' }],
})

export const syncJob: Reader = (call) => {
  const state = text(call.body.state) ?? ''
  return /cancel|pause|stop/i.test(state)
    ? {
        action: 'job-stopped',
        resource: thing(call, 'replication', 'sync'),
        detail: { run: true, state, explicit: true },
      }
    : {
        action: call.method === 'POST' ? 'run-started' : 'other',
        resource: thing(call, 'replication', 'sync', text(call.body.id) ?? nameIn(call)),
      }
}

export const service =
  (name: string): Reader =>
  (call) => {
    const state = text(call.body.service) ?? String(call.body.service ?? call.body.enabled ?? '')
    const off = /^(off|false|paused)$/i.test(state)
    const on = /^(on|true)$/i.test(state)
    return {
      action: off ? 'job-stopped' : 'job-changed',
      resource: thing(call, 'service', 'service', name),
      changes: off || on ? [{ setting: 'schedule', to: off ? 'off' : 'on' }] : [],
      detail: off ? { explicit: true, service: name } : { service: name, ...(on ? {} : { listed: true }) },
    }
  }

export const quota: Reader = (call) => {
  const path = text(call.body.path)
  const hard = number((call.body.thresholds as { hard?: never } | undefined)?.hard)
  return {
    action: 'guard-changed',
    resource: path === undefined ? thing(call, 'share', 'quota') : tree(call, path),
    changes: hard === undefined ? [] : [{ setting: 'quota', to: hard, unit: 'bytes' }],
    ...(call.method === 'DELETE' ? { detail: { listed: true } } : {}),
  }
}

/** A share or an export is a way to a tree: taken away, whoever writes through it can no longer; the data stay. */
export const way: Reader = (call) => {
  const paths = call.body.paths
  const path = text(call.body.path) ?? (Array.isArray(paths) ? text(paths[0]) : undefined)
  const resource = path === undefined ? thing(call, 'share', 'share') : tree(call, path)
  if (call.method === 'DELETE')
    return { action: 'access-policy-changed', resource, detail: { cuts_access: true, denied: ['*'] } }
  if (call.method === 'POST') return { action: 'exposure-changed', resource, changes: [{ setting: 'share', to: 'on' }] }
  return { action: 'access-policy-changed', resource }
}

export const gone =
  (action: 'repository-deleted' | 'parent-deleted', type: string, kind: string): Reader =>
  (call) => ({
    action: call.method === 'DELETE' ? action : call.method === 'POST' ? 'repository-created' : 'repository-changed',
    resource: thing(call, type, kind),
  })
