// EC2: snapshots, images, volumes, hosts, and the paths to copies that run through its networks.
import type { Change, Resource } from '../../../model/event.ts'
import type { Verb } from '../../../model/verb.ts'
import { first, number, object, text, texts, truth } from '../../kit/look.ts'
import { policyFacts } from '../policy.ts'
import { arn, type CloudTrailRecord, named, type Reader, type ServiceReaders, tagsOf } from '../record.ts'
import { byId, change, changing, daysChange, itemsOf, on, ownAccount, placeOf, relatedOf, type Who } from './parts.ts'

const snapshot = byId('snapshot', 'ec2', 'snapshot/', 'snapshotId')
const image = byId('image', 'ec2', 'image/', 'imageId')
const volume = byId('volume', 'ec2', 'volume/', 'volumeId')

const ec2Arn = (record: CloudTrailRecord, path: string, id: string | undefined): string | undefined =>
  id === undefined ? undefined : arn(record, 'ec2', `${path}/${id}`, placeOf('ec2', `${path}/`))

/** Snapshots of all volumes of a host come in one call; the first stands for the act, the others beside it. */
const snapshots: Reader = (record) => {
  const ids = itemsOf(record.response.snapshotSet).map((item) => text(item.snapshotId))
  const tags = tagsOf(first(record.params, 'tagSpecificationSet', 'tagSpecification'))
  return {
    action: 'recovery-point-created',
    resource: named('snapshot', ec2Arn(record, 'snapshot', ids[0]), tags ? { tags } : {}),
    related: relatedOf(
      'snapshot',
      ids.slice(1).map((id) => ec2Arn(record, 'snapshot', id)),
    ),
  }
}

const shared: Reader = (record) => {
  const asked = object(first(record.params, 'createVolumePermission', 'launchPermission'))
  const accounts = itemsOf(asked.add).flatMap((item) => text(first(item, 'userId', 'group')) ?? [])
  return {
    action: accounts.length > 0 ? 'recovery-point-shared' : 'exposure-changed',
    resource: snapshot(record) ?? image(record),
    detail: { shared_with: accounts.slice(0, 20), ...(accounts.includes('all') ? { public: true } : {}) },
  }
}

/** The hosts of a call: the first is the resource, the others stand beside it. */
const hosts =
  (action: Verb, detail: Readonly<Record<string, true>>): Reader =>
  (record) => {
    const [id, ...others] = itemsOf(record.params.instancesSet).map((item) => text(item.instanceId))
    return {
      action,
      resource: named('host', ec2Arn(record, 'instance', id)),
      related: relatedOf(
        'host',
        others.map((other) => ec2Arn(record, 'instance', other)),
      ),
      detail,
    }
  }

const locked: Reader = on(snapshot, 'immutability-changed', ({ params }) => {
  const until = Date.parse(text(params.expirationDate) ?? '')
  const mode = text(params.lockMode)?.toLowerCase()
  const changes: readonly Change[] = [
    ...(mode === undefined ? [] : [change('lock-mode', mode)]),
    ...daysChange('lock-days', params.lockDuration),
    ...(Number.isNaN(until) ? [] : [change('lock-until', until)]),
  ]
  const grace = number(params.coolOffPeriod)
  return { changes, detail: grace === undefined ? {} : { grace_hours: grace } }
})

const kinds = [
  ['snap-', 'snapshot', 'snapshot'],
  ['vol-', 'volume', 'volume'],
  ['ami-', 'image', 'image'],
  ['i-', 'host', 'instance'],
] as const

/** Tags make copies known and choose what is backed up. What can be neither copy nor host is left alone. */
const retagged =
  (added: boolean): Reader =>
  (record) => {
    const given = tagsOf(record.params.tagSet)
    const found = itemsOf(record.params.resourcesSet).flatMap((item): readonly Resource[] => {
      const id = text(item.resourceId)
      const kind = kinds.find(([prefix]) => id?.startsWith(prefix))
      const whole = kind && ec2Arn(record, kind[2], id)
      return kind && whole && id
        ? [{ type: kind[1], id: whole, name: id, ...(added && given ? { tags: given } : {}) }]
        : []
    })
    if (found.length === 0) return { action: 'other' }
    return {
      action: 'tags-changed',
      resource: found[0],
      related: found.slice(1, 21),
      detail: added ? { added: true } : { removed: Object.keys(given ?? {}) },
    }
  }

const endpoint: Who = (record) => {
  const [id] = texts(first(record.params, 'vpcEndpointId', 'vpcEndpointIds'))
  return named('endpoint', ec2Arn(record, 'vpc-endpoint', id))
}
/** A network path to copies, closed: contract, row 13. */
const pathClosed: Reader = on(endpoint, 'access-policy-changed', () => ({
  detail: { cuts_access: true, path: 'network' },
}))
const pathChanged: Reader = (record) => {
  const policy = record.params.policyDocument
  return policy === undefined
    ? { action: 'other', resource: endpoint(record) }
    : { action: 'access-policy-changed', resource: endpoint(record), ...policyFacts(policy, record) }
}

const flowLog: Who = (record) => {
  const [id] = texts(first(record.params, 'flowLogId', 'flowLogIds'))
  return named('flow-log', ec2Arn(record, 'vpc-flow-log', id))
}

const blocking = (to: 'on' | 'off'): Reader => on(ownAccount, 'exposure-changed', changing('public-access-block', to))

export const ec2: ServiceReaders = {
  CreateSnapshot: on(snapshot, 'recovery-point-created', (record) => ({
    related: [volume(record)].filter((found) => found !== undefined),
  })),
  CreateSnapshots: snapshots,
  CopySnapshot: on(snapshot, 'recovery-point-created'),
  RestoreSnapshotFromRecycleBin: on(snapshot, 'recovery-point-created', () => ({ detail: { recovered: true } })),
  DeleteSnapshot: on(snapshot, 'recovery-point-deleted'),
  ModifySnapshotTier: on(snapshot, 'other'),
  ModifySnapshotAttribute: shared,
  LockSnapshot: locked,
  UnlockSnapshot: on(snapshot, 'immutability-changed', changing('lock-mode', 'off')),
  EnableSnapshotBlockPublicAccess: blocking('on'),
  DisableSnapshotBlockPublicAccess: blocking('off'),
  EnableImageBlockPublicAccess: blocking('on'),
  DisableImageBlockPublicAccess: blocking('off'),
  DisableFastSnapshotRestores: on(snapshot, 'other'),
  CreateImage: on(image, 'recovery-point-created', (record) => ({
    related: relatedOf('host', [ec2Arn(record, 'instance', text(record.params.instanceId))]),
  })),
  CopyImage: on(image, 'recovery-point-created'),
  RestoreImageFromRecycleBin: on(image, 'recovery-point-created', () => ({ detail: { recovered: true } })),
  DeregisterImage: on(image, 'recovery-point-deleted', (record) => ({
    detail: truth(record.params.deleteAssociatedSnapshots) ? { with_snapshots: true } : {},
  })),
  ModifyImageAttribute: shared,
  EnableImageDeregistrationProtection: on(image, 'guard-changed', changing('deletion-protection', 'on')),
  DisableImageDeregistrationProtection: on(image, 'guard-changed', changing('deletion-protection', 'off')),
  CreateVolume: on(volume, 'repository-created'),
  DetachVolume: on(volume, 'repository-deleted', () => ({ detail: { detached: true } })),
  DeleteVolume: on(volume, 'repository-deleted'),
  TerminateInstances: hosts('repository-deleted', { terminated: true }),
  StopInstances: hosts('other', { stopped: true }),
  CreateTags: retagged(true),
  DeleteTags: retagged(false),
  ModifyEbsDefaultKmsKeyId: on(ownAccount, 'encryption-changed', (record) => ({
    changes: [change('encryption-key', text(record.params.kmsKeyId) ?? 'service')],
  })),
  DisableEbsEncryptionByDefault: on(ownAccount, 'encryption-changed', changing('encryption-key', 'none')),
  DeleteVpcEndpoints: pathClosed,
  ModifyVpcEndpoint: pathChanged,
  DeleteFlowLogs: on(flowLog, 'audit-changed', () => ({
    changes: [change('logging', 'off')],
    detail: { scope: 'network' },
  })),
}

const snapshotOfDisk = byId(
  'snapshot',
  'lightsail',
  'snapshot/',
  'instanceSnapshotName',
  'diskSnapshotName',
  'relationalDatabaseSnapshotName',
)

/** Lightsail keeps snapshots of its own; automatic ones are an add-on that can be switched off. */
export const lightsail: ServiceReaders = {
  CreateInstanceSnapshot: on(snapshotOfDisk, 'recovery-point-created'),
  DeleteInstanceSnapshot: on(snapshotOfDisk, 'recovery-point-deleted'),
  CreateDiskSnapshot: on(snapshotOfDisk, 'recovery-point-created'),
  DeleteDiskSnapshot: on(snapshotOfDisk, 'recovery-point-deleted'),
  DeleteRelationalDatabaseSnapshot: on(snapshotOfDisk, 'recovery-point-deleted'),
  DeleteAutoSnapshot: on(byId('snapshot', 'lightsail', 'auto-snapshot/', 'resourceName'), 'recovery-point-deleted'),
  DisableAddOn: on(
    byId('job', 'lightsail', 'auto-snapshot/', 'resourceName'),
    'job-stopped',
    changing('schedule', 'off'),
  ),
}
