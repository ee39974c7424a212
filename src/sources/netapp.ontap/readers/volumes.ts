// Volumes, LUNs, aggregates and SVMs: made, deleted, taken offline, renamed, and the settings of a volume that guard copies.
import type { Change, Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import {
  aggregateId,
  bulkOf,
  bytesIn,
  type Command,
  flag,
  idOf,
  option,
  parentsOf,
  policyId,
  type Reader,
  svmOf,
  volumeResource,
} from '../command.ts'
import { isOff } from '../values.ts'

const made: Reader = (command) => {
  const type = option(command, 'snaplock-type')?.toLowerCase()
  const locking = flag(command, 'snapshot-locking-enabled')
  const policy = option(command, 'snapshot-policy')
  const changes: readonly Change[] = [
    ...(type === 'compliance' || type === 'enterprise'
      ? [lockMode(type === 'compliance' ? 'compliance' : 'governance')]
      : []),
    ...(locking === true ? [lockMode('compliance')] : []),
    ...(policy === undefined ? [] : [assignment(command, policy)]),
  ]
  return { action: 'repository-created', resource: volumeResource(command), parents: placesOf(command), changes }
}

/** What a volume lies in, and the aggregate that it is put on: whoever takes that offline takes the volume along. */
function placesOf(command: Command): readonly string[] {
  const aggregates = option(command, 'aggregate', 'aggr-list', 'destination-aggregate')?.split(',') ?? []
  return [...parentsOf(command), ...aggregates.slice(0, 8).map((name) => aggregateId(command, name.trim()))]
}

const lockMode = (to: string): Change => ({ setting: 'lock-mode', to })

/** The policy of a volume by the id that the policy's own changes carry; `none` is no policy. */
function assignment(command: Command, policy: string): Change {
  return { setting: 'assignment', to: isOff(policy) ? 'off' : policyId(command, 'snapshot-policy', policy) }
}

const gone =
  (detail: Facts['detail'], type: 'volume' | 'lun' = 'volume'): Reader =>
  (command) => {
    const resource = type === 'lun' ? lunResource(command) : volumeResource(command)
    return {
      action: 'repository-deleted',
      resource,
      parents: parentsOf(command),
      detail: {
        ...detail,
        ...bulkOf(option(command, 'volume'), option(command, 'vserver'), option(command, 'path')).detail,
      },
    }
  }

function lunResource(command: Command): Resource {
  const path = option(command, 'path')
  const name = path ?? option(command, 'lun', 'namespace') ?? command.uuids.lun ?? '?'
  const volume = option(command, 'volume') ?? /^\/vol\/([^/]+)\//.exec(path ?? '')?.[1]
  return {
    type: 'volume',
    id: command.uuids.lun && !path ? command.uuids.lun : idOf(command, 'lun', name),
    name,
    ...(volume === undefined ? {} : { container: { type: 'volume', id: idOf(command, volume), name: volume } }),
  }
}

const back: Reader = (command) => ({
  action: 'other',
  resource: volumeResource(command),
  parents: parentsOf(command),
  detail: { recovered: true },
})

const generic: Reader = (command) => ({
  action: 'repository-changed',
  resource: volumeResource(command),
  parents: parentsOf(command),
})

/** Out of the namespace: the volume stays, and no client finds the way to it. */
const unmounted: Reader = (command) => ({
  action: 'exposure-changed',
  resource: volumeResource(command),
  parents: parentsOf(command),
  changes: [{ setting: 'share', to: 'off' }],
  detail: { cuts_access: true, ...bulkOf(option(command, 'volume')).detail },
})

/** Handed to another SVM: gone where it was, and the same thing under another id. */
const rehosted: Reader = (command) => {
  const old = volumeResource(command)
  const svm = option(command, 'destination-vserver')
  const gone: Facts = {
    action: 'repository-deleted',
    resource: old,
    parents: parentsOf(command),
    detail: { detached: true },
  }
  if (svm === undefined) return gone
  const there: Command = { ...command, options: new Map([...command.options, ['vserver', svm]]) }
  return [
    gone,
    {
      action: 'repository-changed',
      resource: volumeResource(there),
      parents: parentsOf(there),
      detail: { former_id: old.id },
    },
  ]
}

/** A new name for the old thing. By REST the old name is not there, and the UUID says which it is. */
const renamed: Reader = (command) => {
  const old = volumeResource(command)
  const name = option(command, 'newname', 'new-name')
  const isNamed = name !== undefined && (old.name !== undefined || svmOf(command) !== undefined)
  return {
    action: 'repository-changed',
    resource: isNamed ? volumeResource(command, name) : old,
    parents: parentsOf(command),
    detail: {
      renamed: true,
      ...(old.name === undefined ? {} : { from_name: old.name, former_id: old.id }),
    },
  }
}

/** Each setting of `volume modify` that guards something, and the verb that it stands under. */
const modified: Reader = (command) => {
  const resource = volumeResource(command)
  const parents = parentsOf(command)
  const facts: Facts[] = []
  const locking = flag(command, 'snapshot-locking-enabled')
  if (locking !== undefined)
    facts.push({ action: 'immutability-changed', changes: [lockMode(locking ? 'compliance' : 'off')] })
  const policy = option(command, 'snapshot-policy')
  if (policy !== undefined)
    facts.push({
      action: 'policy-assigned',
      changes: [assignment(command, policy)],
      ...(isOff(policy) ? {} : { detail: { plan: policyId(command, 'snapshot-policy', policy) } }),
    })
  const state = option(command, 'state')?.toLowerCase()
  if (state === 'offline' || state === 'restricted')
    facts.push({ action: 'repository-deleted', detail: { detached: true } })
  const encryption = flag(command, 'encrypt')
  if (encryption !== undefined)
    facts.push({ action: 'encryption-changed', changes: [{ setting: 'encryption', to: encryption ? 'on' : 'off' }] })
  const reserve = spaceChanges(command)
  if (reserve.length > 0) facts.push({ action: 'guard-changed', changes: reserve })
  const ransomware = option(command, 'anti-ransomware-state')?.toLowerCase()
  if (ransomware !== undefined)
    facts.push({ action: 'guard-changed', changes: [{ setting: 'anti-ransomware', to: guardOf(ransomware) }] })
  const shared = facts.length > 0 ? facts : [{ action: 'repository-changed' } satisfies Facts]
  return shared.map((one) => ({
    ...one,
    resource,
    parents,
    detail: { ...one.detail, ...bulkOf(option(command, 'volume')).detail },
  }))
}

/** `enabled`, `dry-run`, `paused` and what lies between them, as values of the setting. */
export const guardOf = (state: string): string =>
  /dry|learn/.test(state) && !/paus/.test(state)
    ? 'dry-run'
    : /^(enabled?|enable-in-progress|active|on|true|resumed?)$/.test(state)
      ? 'on'
      : 'off'

/** Room for snapshots, and room for a copy as a whole: growth is no danger, and memory tells the two apart. */
function spaceChanges(command: Command): readonly Change[] {
  const reserve = Number(option(command, 'percent-snapshot-space')?.replace('%', '') ?? Number.NaN)
  const size = bytesIn(option(command, 'size'))
  return [
    ...(Number.isFinite(reserve) ? [{ setting: 'reserve', to: reserve, unit: '%' }] : []),
    ...(size === undefined ? [] : [{ setting: 'quota', to: size, unit: 'bytes' }]),
  ]
}

const autodelete: Reader = (command) => {
  const enabled = flag(command, 'enabled')
  return {
    action: enabled === undefined ? 'repository-changed' : 'guard-changed',
    resource: volumeResource(command),
    parents: parentsOf(command),
    ...(enabled === undefined ? {} : { changes: [{ setting: 'auto-delete', to: enabled ? 'on' : 'off' }] }),
  }
}

export const volumes: Readonly<Record<string, Reader>> = {
  'volume create': made,
  'volume delete': gone({}),
  'volume destroy': gone({}),
  'volume offline': gone({ detached: true }),
  'volume restrict': gone({ detached: true }),
  'volume online': back,
  'volume mount': generic,
  'volume unmount': unmounted,
  'volume rehost': rehosted,
  'volume move start': (command) => ({ ...(generic(command) as Facts), parents: placesOf(command) }),
  'volume rename': renamed,
  'volume modify': modified,
  'volume size': (command) => {
    const change = spaceChanges({ ...command, options: new Map([['size', option(command, 'new-size') ?? '']]) })
    return {
      ...generic(command),
      action: change.length > 0 ? 'guard-changed' : 'repository-changed',
      changes: change,
    } as Facts
  },
  'volume snapshot autodelete modify': autodelete,
  'volume recovery-queue purge': gone({ permanent: true }),
  'volume recovery-queue purge-all': (command) => ({
    ...(gone({ permanent: true })(command) as Facts),
    resource: volumeResource(command, '*'),
    detail: { permanent: true, bulk: true },
  }),
  'volume recovery-queue recover': back,
  'volume recovery-queue recover-all': back,
  'volume flexcache create': made,
  'volume flexcache delete': gone({}),
  'volume clone create': made,
  'lun delete': gone({}, 'lun'),
  'lun offline': gone({ detached: true }, 'lun'),
  'lun modify': (command) => ({
    action: 'repository-changed',
    resource: lunResource(command),
    parents: parentsOf(command),
  }),
  'vserver nvme namespace delete': gone({}, 'lun'),
}
