// EFS and FSx: file systems with their backups, replicas, locks and deletion guards.
import type { Json } from '../../../lib/json.ts'
import { number, object, text, truth } from '../../kit/look.ts'
import { policyFacts } from '../policy.ts'
import type { CloudTrailRecord, Reader, ServiceReaders } from '../record.ts'
import { byId, change, changing, daysChange, type More, on, switched, tagging } from './parts.ts'

const fileSystem = byId('file-system', 'elasticfilesystem', 'file-system/', 'fileSystemId')
const replicated = byId('file-system', 'elasticfilesystem', 'file-system/', 'sourceFileSystemId')

export const elasticfilesystem: ServiceReaders = {
  CreateFileSystem: on(fileSystem, 'repository-created'),
  DeleteFileSystem: on(fileSystem, 'repository-deleted'),
  CreateReplicationConfiguration: on(replicated, 'replication-changed', changing('replication', 'on')),
  DeleteReplicationConfiguration: on(replicated, 'replication-changed', changing('replication', 'off')),
  UpdateFileSystemProtection: on(fileSystem, 'guard-changed', ({ params }) => {
    const guard = text(params.replicationOverwriteProtection)?.toUpperCase()
    return { changes: switched('deletion-protection', guard === undefined ? undefined : guard !== 'DISABLED') }
  }),
  PutBackupPolicy: on(fileSystem, 'job-changed', ({ params }) => {
    const status = text(object(params.backupPolicy).status)
    return { changes: switched('schedule', status === undefined ? undefined : !/^disabl/i.test(status)) }
  }),
  PutFileSystemPolicy: on(fileSystem, 'access-policy-changed', (record) => policyFacts(record.params.policy, record)),
  DeleteFileSystemPolicy: on(fileSystem, 'access-policy-changed', changing('access-guard', 'off')),
  TagResource: tagging('resourceId'),
  UntagResource: tagging('resourceId'),
}

const fsxSystem = byId('file-system', 'fsx', 'file-system/', 'fileSystemId')
const fsxVolume = byId('volume', 'fsx', 'volume/', 'volumeId')
const fsxBackup = byId('recovery-point', 'fsx', 'backup/', 'backupId', 'snapshotId')

/** Settings stand under the file system's kind: `windowsConfiguration`, `ontapConfiguration` ... */
const ofAnyKind = (record: CloudTrailRecord, name: string): Json | undefined =>
  Object.values(record.params)
    .map((held) => object(held)[name])
    .find((held) => held !== undefined)

const backups: More = (record) => ({
  changes: daysChange('retention', ofAnyKind(record, 'automaticBackupRetentionDays')),
})

/** Only an update that names the retention is one: capacity and throughput are changed by the same call. */
const updated: Reader = (record) => {
  const named = ofAnyKind(record, 'automaticBackupRetentionDays') !== undefined || record.params.omitted === true
  return { action: named ? 'retention-changed' : 'other', resource: fsxSystem(record), ...backups(record) }
}

const dropped: More = (record) => ({
  detail: {
    ...(truth(ofAnyKind(record, 'skipFinalBackup')) ? { no_final_snapshot: true } : {}),
    ...(truth(ofAnyKind(record, 'bypassSnaplockEnterpriseRetention')) ? { bypass: true } : {}),
  },
})

/** SnapLock on FSx for ONTAP: enterprise volumes may be emptied by privilege, compliance volumes by nobody. */
const snaplock: Reader = (record) => {
  const held = object(ofAnyKind(record, 'snaplockConfiguration'))
  const type = text(held.snaplockType)?.toLowerCase()
  const privileged = text(held.privilegedDelete)?.toUpperCase()
  const days = object(object(held.retentionPeriod).defaultRetention)
  const unit = { DAYS: 1, MONTHS: 30, YEARS: 365 }[text(days.type)?.toUpperCase() ?? '']
  const value = number(days.value)
  const created = record.name === 'CreateVolume'
  return {
    action: created ? 'repository-created' : Object.keys(held).length > 0 ? 'immutability-changed' : 'other',
    resource: fsxVolume(record),
    changes: [
      ...(type === undefined ? [] : [change('lock-mode', type === 'compliance' ? 'compliance' : 'governance')]),
      ...(unit === undefined || value === undefined ? [] : [change('lock-days', value * unit, 'd')]),
      ...(privileged === undefined ? [] : [change('privileged-delete', privileged === 'ENABLED' ? 'on' : 'off')]),
    ],
  }
}

export const fsx: ServiceReaders = {
  CreateFileSystem: on(fsxSystem, 'repository-created', backups),
  UpdateFileSystem: updated,
  DeleteFileSystem: on(fsxSystem, 'repository-deleted', dropped),
  CreateVolume: snaplock,
  UpdateVolume: snaplock,
  DeleteVolume: on(fsxVolume, 'repository-deleted', dropped),
  CreateBackup: on(fsxBackup, 'recovery-point-created', (record) => ({
    related: [fsxSystem(record)].filter((found) => found !== undefined),
  })),
  CopyBackup: on(fsxBackup, 'recovery-point-created'),
  CreateSnapshot: on(fsxBackup, 'recovery-point-created'),
  DeleteBackup: on(fsxBackup, 'recovery-point-deleted'),
  DeleteSnapshot: on(fsxBackup, 'recovery-point-deleted'),
  DeleteStorageVirtualMachine: on(
    byId('storage-vm', 'fsx', 'storage-virtual-machine/', 'storageVirtualMachineId'),
    'parent-deleted',
  ),
  TagResource: tagging('resourceARN'),
  UntagResource: tagging('resourceARN'),
}
