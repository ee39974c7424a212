// EC2 snapshots, images, volumes, the recycle bin, the lifecycle manager, and file systems.
import type { JsonObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import {
  arn,
  type CloudTrailRecord,
  type Facts,
  first,
  many,
  named,
  number,
  object,
  objects,
  type Reader,
  type ServiceReaders,
  tagsOf,
  text,
  truth,
} from '../record.ts'

/** EC2 nests some calls as `<Action>Request` with capitals: reference, 1.6. */
function ec2Params(record: CloudTrailRecord): JsonObject {
  const nested = record.params[`${record.name}Request`]
  if (nested === undefined) return record.params
  return Object.fromEntries(
    Object.entries(object(nested)).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  )
}

const byId =
  (type: string, service: string, path: string, ...names: readonly string[]) =>
  (record: CloudTrailRecord): Resource | undefined => {
    const id = text(first(ec2Params(record), ...names)) ?? text(first(record.response, ...names))
    const tags = tagsOf(first(ec2Params(record), 'tagSpecificationSet', 'tagSpecification', 'tags'))
    return named(type, id === undefined ? undefined : arn(record, service, `${path}${id}`), tags ? { tags } : {})
  }

const snapshot = byId('snapshot', 'ec2', 'snapshot/', 'snapshotId')
const image = byId('image', 'ec2', 'image/', 'imageId')
const volume = byId('volume', 'ec2', 'volume/', 'volumeId')

const on =
  (
    who: (record: CloudTrailRecord) => Resource | undefined,
    action: Facts['action'],
    more: (record: CloudTrailRecord) => Partial<Facts> = () => ({}),
  ): Reader =>
  (record) => ({ action, resource: who(record), ...more(record) })
const changing = (setting: string, to: Change['to'], unit?: string): Partial<Facts> => ({
  changes: [{ setting, to: to ?? null, ...(unit ? { unit } : {}) }],
})

const shared: Reader = (record) => {
  const params = ec2Params(record)
  const added = objects(object(object(first(params, 'createVolumePermission', 'launchPermission')).add).items)
  const accounts = added.map((item) => text(first(item, 'userId', 'group'))).filter((id) => id !== undefined)
  return {
    action: accounts.length > 0 ? 'recovery-point-shared' : 'other',
    resource: snapshot(record) ?? image(record),
    detail: { shared_with: accounts.slice(0, 20), ...(accounts.includes('all') ? { public: true } : {}) },
  }
}

const instances = (record: CloudTrailRecord): Resource | undefined => {
  const ids = objects(object(record.params.instancesSet).items)
    .map((item) => text(item.instanceId))
    .filter((id) => id !== undefined)
  return named('host', ids[0] === undefined ? undefined : arn(record, 'ec2', `instance/${ids[0]}`))
}

export const ec2: ServiceReaders = {
  CreateSnapshot: on(snapshot, 'recovery-point-created', (record) => ({
    related: [volume(record)].filter((found) => found !== undefined),
  })),
  CreateSnapshots: on(snapshot, 'recovery-point-created'),
  CopySnapshot: on(snapshot, 'recovery-point-created'),
  DeleteSnapshot: on(snapshot, 'recovery-point-deleted'),
  CreateImage: on(image, 'recovery-point-created'),
  DeregisterImage: on(image, 'recovery-point-deleted', (record) => ({
    detail: truth(record.params.deleteAssociatedSnapshots) ? { with_snapshots: true } : {},
  })),
  DisableImageDeregistrationProtection: on(image, 'guard-changed', () => changing('deletion-protection', 'off')),
  EnableImageDeregistrationProtection: on(image, 'guard-changed', () => changing('deletion-protection', 'on')),
  ModifySnapshotAttribute: shared,
  ModifyImageAttribute: shared,
  LockSnapshot: on(snapshot, 'immutability-changed', (record) => {
    const params = ec2Params(record)
    const days = number(params.lockDuration)
    return {
      changes: [
        { setting: 'lock-mode', to: text(params.lockMode)?.toLowerCase() ?? 'governance' },
        ...(days === undefined ? [] : [{ setting: 'lock-days', to: days, unit: 'd' }]),
      ],
    }
  }),
  UnlockSnapshot: on(snapshot, 'immutability-changed', () => changing('lock-mode', 'off')),
  DisableSnapshotBlockPublicAccess: on(
    (record) => ({ type: 'account', id: record.account }),
    'exposure-changed',
    () => changing('public-access-block', 'off'),
  ),
  DeleteVolume: on(volume, 'repository-deleted'),
  CreateVolume: on(volume, 'repository-created'),
  TerminateInstances: on(instances, 'other', () => ({ detail: { terminated: true } })),
  DisableFastSnapshotRestores: on(snapshot, 'other'),
  DeleteFlowLogs: on(
    (record) => ({
      type: 'flow-log',
      id: arn(
        record,
        'ec2',
        `vpc-flow-log/${String(many(object(first(ec2Params(record), 'flowLogId', 'flowLogIds')).content)[0] ?? 'all')}`,
      ),
    }),
    'audit-changed',
    () => ({ ...changing('logging', 'off'), detail: { scope: 'network' } }),
  ),
}

const rule = byId('recycle-rule', 'rbin', 'rule/', 'identifier')
const recycleDays = (record: CloudTrailRecord): Partial<Facts> => {
  const days = number(object(record.params.retentionPeriod).retentionPeriodValue)
  return days === undefined ? {} : changing('undo-window', days, 'd')
}
export const rbin: ServiceReaders = {
  CreateRule: on(rule, 'guard-changed', recycleDays),
  UpdateRule: on(rule, 'guard-changed', recycleDays),
  DeleteRule: on(rule, 'guard-changed', () => changing('undo-window', 0, 'd')),
  LockRule: on(rule, 'immutability-changed', () => changing('lock-mode', 'compliance')),
  UnlockRule: on(rule, 'immutability-changed', () => changing('lock-mode', 'off')),
}

const policy = byId('plan', 'dlm', 'policy/', 'policyId')
export const dlm: ServiceReaders = {
  CreateLifecyclePolicy: on(policy, 'job-created'),
  UpdateLifecyclePolicy: on(policy, 'retention-changed', (record) => {
    const schedules = objects(object(record.params.policyDetails).schedules)
    const counts = schedules
      .map((schedule) => number(object(schedule.retainRule).count))
      .filter((count) => count !== undefined)
    const state = text(record.params.state)?.toUpperCase()
    return {
      changes: [
        ...(counts.length > 0 ? [{ setting: 'retention-count', to: Math.min(...counts), unit: 'versions' }] : []),
        ...(state ? [{ setting: 'schedule', to: state === 'DISABLED' ? 'off' : 'on' }] : []),
      ],
    }
  }),
  DeleteLifecyclePolicy: on(policy, 'job-stopped', () => changing('schedule', 'off')),
}

const fileSystem = byId('file-system', 'elasticfilesystem', 'file-system/', 'fileSystemId')
export const elasticfilesystem: ServiceReaders = {
  CreateFileSystem: on(fileSystem, 'repository-created'),
  DeleteFileSystem: on(fileSystem, 'repository-deleted'),
  DeleteReplicationConfiguration: on(
    byId('file-system', 'elasticfilesystem', 'file-system/', 'sourceFileSystemId'),
    'replication-changed',
    () => changing('replication', 'off'),
  ),
  CreateReplicationConfiguration: on(
    byId('file-system', 'elasticfilesystem', 'file-system/', 'sourceFileSystemId'),
    'replication-changed',
    () => changing('replication', 'on'),
  ),
  UpdateFileSystemProtection: on(fileSystem, 'guard-changed', (record) =>
    changing(
      'deletion-protection',
      text(record.params.replicationOverwriteProtection)?.toUpperCase() === 'DISABLED' ? 'off' : 'on',
    ),
  ),
  PutBackupPolicy: on(fileSystem, 'job-changed', (record) =>
    changing('schedule', /^disabl/i.test(text(object(record.params.backupPolicy).status) ?? '') ? 'off' : 'on'),
  ),
  PutFileSystemPolicy: on(fileSystem, 'access-policy-changed'),
  DeleteFileSystemPolicy: on(fileSystem, 'access-policy-changed', () => changing('access-guard', 'off')),
}

const fsxSystem = byId('file-system', 'fsx', 'file-system/', 'fileSystemId')
const fsxBackup = byId('recovery-point', 'fsx', 'backup/', 'backupId', 'snapshotId')
export const fsx: ServiceReaders = {
  CreateFileSystem: on(fsxSystem, 'repository-created'),
  DeleteFileSystem: on(fsxSystem, 'repository-deleted'),
  DeleteVolume: on(byId('volume', 'fsx', 'volume/', 'volumeId'), 'repository-deleted'),
  DeleteBackup: on(fsxBackup, 'recovery-point-deleted'),
  DeleteSnapshot: on(fsxBackup, 'recovery-point-deleted'),
  CreateBackup: on(fsxBackup, 'recovery-point-created'),
  UpdateFileSystem: on(fsxSystem, 'retention-changed', (record) => {
    const held = Object.values(record.params).flatMap(
      (value) => number(object(value).automaticBackupRetentionDays) ?? [],
    )
    return held[0] === undefined ? {} : changing('retention', held[0], 'd')
  }),
}

const tape = byId('recovery-point', 'storagegateway', 'tape/', 'tapeARN')
export const storagegateway: ServiceReaders = {
  DeleteTape: on(tape, 'recovery-point-deleted', bypassed),
  DeleteTapeArchive: on(tape, 'recovery-point-deleted', bypassed),
  DeleteTapePool: on(byId('pool', 'storagegateway', 'tapepool/', 'poolARN'), 'repository-deleted'),
  AssignTapePool: on(tape, 'immutability-changed', (record) => ({
    ...bypassed(record),
    ...(bypassed(record).detail?.bypass ? changing('lock-mode', 'off') : {}),
  })),
  DeleteVolume: on(byId('volume', 'storagegateway', 'volume/', 'volumeARN'), 'repository-deleted'),
  DeleteFileShare: on(byId('share', 'storagegateway', 'share/', 'fileShareARN'), 'repository-deleted'),
  DeleteGateway: on(byId('gateway', 'storagegateway', 'gateway/', 'gatewayARN'), 'repository-deleted'),
  DeleteSnapshotSchedule: on(byId('volume', 'storagegateway', 'volume/', 'volumeARN'), 'job-stopped', () =>
    changing('schedule', 'off'),
  ),
}
function bypassed(record: CloudTrailRecord): Partial<Facts> {
  return truth(record.params.bypassGovernanceRetention) ? { detail: { bypass: true } } : {}
}
