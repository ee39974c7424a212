// Calls of the middleware on datasets, pools, snapshots, and on the tasks that make and keep copies.
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { Change, Resource } from '../../model/event.ts'
import { copying, cut, type Given, part, pointOf, renamed, scheduled } from '../appliance/facts.ts'
import { listing } from '../kit/facts.ts'
import { number, text, truth } from '../kit/look.ts'
import { daysIn } from '../kit/span.ts'
import { body, type Call, type CallReader, dataset, first, named, pool } from './call.ts'

function snapshot(given: Given, id: string): Resource {
  const [of = '?'] = id.split('@', 1)
  const { type, name = of, id: holder } = dataset(given, of)
  return { type: 'snapshot', id: `${given.device}:${id}`, name: id, container: { type, id: holder, name } }
}

const taskOf =
  (kind: string, words: RegExp, type = 'plan') =>
  (call: Call, given: Given): Resource => {
    const name = named(call, words) ?? text(body(call).name) ?? text(body(call).dataset) ?? text(body(call).path)
    const id = isObject(call.params[0]) ? (name ?? '?') : first(call)
    return part(given, type, `${kind} ${id}`, name ?? `${kind} ${id}`)
  }

const snapshotTask = taskOf('snapshot task', /^Snapshot task (?:create|update|delete|run)/i)
const replication = taskOf(
  'replication',
  /^(?:Replication (?:task )?(?:create|update|delete|run)|(?:Create|Update|Delete) replication)/i,
  'replication',
)
const cloudTask = taskOf('cloud task', /^Cloud ?(?:sync|backup)(?: task)? (?:create|update|delete|sync)/i, 'job')

/** `lifetime_value: 2, lifetime_unit: 'WEEK'`. */
function lifetime({ lifetime_value: value, lifetime_unit: unit }: JsonObject): number | 'unlimited' | undefined {
  return number(value) === undefined || text(unit) === undefined ? undefined : daysIn(`${number(value)} ${text(unit)}`)
}

const task =
  (of: (call: Call, given: Given) => Resource): CallReader =>
  (call, given) => {
    const told = body(call)
    const days = lifetime(told)
    const keep = number(told.keep_last)
    const resource = of(call, given)
    const changes: readonly Change[] = [
      ...(days === undefined ? [] : [{ setting: 'retention', to: days, unit: 'd' } as const]),
      ...(keep === undefined ? [] : [{ setting: 'retention-count', to: keep }]),
    ]
    const related = [text(told.dataset), text(told.target_dataset)].flatMap((name) =>
      name === undefined ? [] : [dataset(given, name)],
    )
    const more = related.length > 0 ? { related } : {}
    if (call.method.endsWith('.create')) return { action: 'job-created', resource, changes, ...more }
    if (truth(told.enabled) === false) return { ...scheduled(resource, 'off'), ...more }
    if (changes.length > 0) return { action: 'retention-changed', resource, changes, ...more }
    if (truth(told.enabled) === true) return { ...scheduled(resource, 'on'), ...more }
    return listing({ action: 'job-changed', resource, ...more })
  }

const stopped =
  (of: (call: Call, given: Given) => Resource): CallReader =>
  (call, given) => ({ action: 'job-stopped', resource: of(call, given) })

const started =
  (of: (call: Call, given: Given) => Resource): CallReader =>
  (call, given) => ({ action: 'run-started', resource: of(call, given) })

/** Settings of a dataset that guard what lies in it; sizes are bytes. */
const datasetChanged: CallReader = (call, given) => {
  const told = body(call)
  const sizes = (
    [
      ['quota', 'quota'],
      ['refquota', 'quota'],
      ['reservation', 'reserve'],
      ['refreservation', 'reserve'],
    ] as const
  ).flatMap(([field, setting]): readonly Change[] => {
    const to = number(told[field])
    if (to === undefined) return []
    return [{ setting, to: setting === 'quota' && to === 0 ? 'unlimited' : to, unit: 'bytes' }]
  })
  const resource = dataset(given, first(call))
  return sizes.length > 0
    ? { action: 'guard-changed', resource, changes: sizes }
    : listing({ action: 'repository-changed', resource })
}

const point =
  (action: 'recovery-point-deleted' | 'recovery-point-created'): CallReader =>
  (call, given) => ({
    action,
    resource: snapshot(given, first(call)),
    ...(action === 'recovery-point-deleted'
      ? { detail: { permanent: true, ...(truth(body(call).recursive) === true ? { bulk: true } : {}) } }
      : {}),
  })

const held =
  (to: 'on' | 'off'): CallReader =>
  (call, given) => ({
    action: 'immutability-changed',
    resource: snapshot(given, first(call)),
    changes: [{ setting: 'legal-hold', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
  })

const taken: CallReader = (call, given) => {
  const told = body(call)
  const of = text(told.dataset) ?? '?'
  return { action: 'recovery-point-created', resource: snapshot(given, `${of}@${text(told.name) ?? given.time}`) }
}

/** A share by which backups come; an extent goes with what it holds where the call says so. */
const shareClosed =
  (kind: string): CallReader =>
  (call, given) => {
    const name =
      named(
        call,
        /^(?:(?:SMB|NFS|iSCSI) (?:share|extent|target) (?:delete|update)|(?:Delete|Update) (?:SMB share|NFS share|iSCSI (?:extent|target)))/i,
      ) ?? first(call)
    if (kind === 'extent' && (truth(call.params[1]) === true || truth(body(call).remove) === true))
      return { action: 'repository-deleted', resource: part(given, 'volume', first(call), name) }
    return cut(part(given, 'share', first(call), name), { service: kind })
  }
const shareChanged =
  (kind: string): CallReader =>
  (call, given) =>
    truth(body(call).enabled) === false
      ? shareClosed(kind)(call, given)
      : listing({ action: 'repository-changed', resource: part(given, 'share', first(call)) })

export const copyCalls: Readonly<Record<string, CallReader>> = {
  'pool.dataset.create': (call, given) => ({
    action: 'repository-created',
    resource: dataset(given, text(body(call).name) ?? '?'),
  }),
  'pool.dataset.delete': (call, given) => ({
    action: 'repository-deleted',
    resource: dataset(given, first(call)),
    detail: { permanent: true, ...(truth(body(call).recursive) === true ? { with_snapshots: true } : {}) },
  }),
  'pool.dataset.update': datasetChanged,
  'pool.dataset.rename': (call, given) =>
    renamed(dataset(given, text(body(call).new_name) ?? text(call.params[1]) ?? '?'), dataset(given, first(call))),
  'pool.dataset.change_key': (call, given) => ({
    action: 'key-rotated',
    resource: part(given, 'key', first(call)),
    related: [dataset(given, first(call))],
  }),
  'pool.dataset.inherit_parent_encryption_properties': (call, given) => ({
    action: 'encryption-changed',
    resource: dataset(given, first(call)),
  }),
  'pool.dataset.destroy_snapshots': (call, given) => ({
    action: 'recovery-point-deleted',
    resource: pointOf(given, dataset(given, first(call)), undefined),
    detail: { permanent: true, bulk: true },
  }),
  'pool.create': (call, given) => ({
    action: 'repository-created',
    resource: pool(given, text(body(call).name) ?? '?'),
  }),
  'pool.export': (call, given) => {
    const name = named(call, /^Pool Export/i)
    return {
      action: 'repository-deleted',
      resource: pool(given, name ?? `pool no. ${first(call)}`),
      detail: truth(body(call).destroy) === true ? { permanent: true } : { detached: true },
    }
  },
  'pool.snapshottask.create': task(snapshotTask),
  'pool.snapshottask.update': task(snapshotTask),
  'pool.snapshottask.delete': stopped(snapshotTask),
  'pool.snapshottask.run': started(snapshotTask),
  'replication.create': task(replication),
  'replication.update': (call, given) => {
    const told = body(call)
    const target = text(told.target_dataset)
    const related = target === undefined ? [] : [dataset(given, target)]
    if (truth(told.enabled) === false) return copying(replication(call, given), 'off', related)
    const days = lifetime(told)
    if (days !== undefined)
      return {
        action: 'retention-changed',
        resource: replication(call, given),
        changes: [{ setting: 'copy-retention', to: days, unit: 'd' }],
      }
    return truth(told.enabled) === true
      ? copying(replication(call, given), 'on', related)
      : listing({ action: 'job-changed', resource: replication(call, given) })
  },
  'replication.delete': (call, given) => copying(replication(call, given), 'off'),
  'replication.run': started(replication),
  'cloudsync.create': task(cloudTask),
  'cloudsync.update': task(cloudTask),
  'cloudsync.delete': stopped(cloudTask),
  'cloudsync.sync': started(cloudTask),
  'cloud_backup.create': task(cloudTask),
  'cloud_backup.update': task(cloudTask),
  'cloud_backup.delete': stopped(cloudTask),
  'cloud_backup.sync': started(cloudTask),
  'cloud_backup.delete_snapshot': (call, given) => ({
    action: 'recovery-point-deleted',
    resource: pointOf(given, cloudTask(call, given), text(call.params[1]), 'recovery-point'),
  }),
  'rsynctask.create': task(taskOf('rsync task', /^Rsync task create/i, 'job')),
  'rsynctask.update': task(taskOf('rsync task', /^Rsync task update/i, 'job')),
  'rsynctask.delete': stopped(taskOf('rsync task', /^Rsync task delete/i, 'job')),
  'pool.snapshot.delete': point('recovery-point-deleted'),
  'zfs.snapshot.delete': point('recovery-point-deleted'),
  'pool.snapshot.create': taken,
  'zfs.snapshot.create': taken,
  'pool.snapshot.hold': held('on'),
  'zfs.snapshot.hold': held('on'),
  'pool.snapshot.release': held('off'),
  'zfs.snapshot.release': held('off'),
  'pool.snapshot.rollback': (call, given) => ({
    action: 'object-overwritten',
    resource: dataset(given, first(call).split('@', 1)[0] ?? '?'),
    detail: { how: 'rewritten', restore: true },
  }),
  'sharing.smb.delete': shareClosed('smb'),
  'sharing.smb.update': shareChanged('smb'),
  'sharing.smb.setacl': (call, given) => ({
    action: 'repository-changed',
    resource: part(given, 'share', text(body(call).share_name) ?? '?'),
  }),
  'sharing.nfs.delete': shareClosed('nfs'),
  'sharing.nfs.update': shareChanged('nfs'),
  'iscsi.extent.delete': shareClosed('extent'),
  'iscsi.target.delete': shareClosed('iscsi'),
}
