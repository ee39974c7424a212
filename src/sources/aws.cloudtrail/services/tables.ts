// DynamoDB, Redshift and the in-memory stores: their backups, points in time, snapshots and protections.
import type { Resource } from '../../../model/event.ts'
import { first, object, objects, text, truth } from '../../kit/look.ts'
import { type CloudTrailRecord, isSilent, named, type Reader, type ServiceReaders } from '../record.ts'
import { byId, changing, daysChange, type More, on, switched, tagging, type Who } from './parts.ts'

const table = byId('table', 'dynamodb', 'table/', 'tableName')

/** A backup's ARN begins with its table's: `…:table/NAME/backup/ID`. */
function tableBackup(record: CloudTrailRecord): Resource | undefined {
  const id = text(record.params.backupArn) ?? text(object(record.response.backupDetails).backupArn)
  const of = id?.split('/backup/')[0]
  const name = of?.split(':table/')[1]
  return named('recovery-point', id, of && name ? { container: { type: 'table', id: of, name } } : {})
}

/** Capacity is changed by the same call all day; only a switched guard or a dropped replica matters. */
const tableUpdated: Reader = (record) => {
  const guard = truth(record.params.deletionProtectionEnabled)
  if (guard !== undefined)
    return { action: 'guard-changed', resource: table(record), changes: switched('deletion-protection', guard) }
  const dropped = objects(record.params.replicaUpdates).some((update) => update.delete !== undefined)
  return dropped
    ? { action: 'replication-changed', resource: table(record), changes: switched('replication', false) }
    : { action: 'other', resource: table(record) }
}

export const dynamodb: ServiceReaders = {
  CreateTable: on(table, 'repository-created', ({ params }) => ({
    changes: switched('deletion-protection', truth(params.deletionProtectionEnabled)),
  })),
  DeleteTable: on(table, 'repository-deleted'),
  UpdateTable: tableUpdated,
  CreateBackup: on(tableBackup, 'recovery-point-created', (record) => ({
    related: [table(record)].filter((found) => found !== undefined),
  })),
  DeleteBackup: on(tableBackup, 'recovery-point-deleted'),
  UpdateContinuousBackups: on(table, 'retention-changed', ({ params }) => {
    const held = object(params.pointInTimeRecoverySpecification)
    return {
      changes: [
        ...switched('point-in-time-recovery', truth(held.pointInTimeRecoveryEnabled)),
        ...daysChange('retention', held.recoveryPeriodInDays),
      ],
    }
  }),
  TagResource: tagging('resourceArn'),
  UntagResource: tagging('resourceArn'),
}

/** A change of retention where the call names one; else it is about something other than copies. */
const retained =
  (who: Who, ...names: readonly string[]): Reader =>
  (record) => {
    const changes = daysChange('retention', first(record.params, ...names))
    return {
      action: changes.length > 0 || isSilent(record) ? 'retention-changed' : 'other',
      resource: who(record),
      changes,
    }
  }

const warehouse = byId('database', 'redshift', 'cluster:', 'clusterIdentifier')
const warehouseSnapshot = byId('snapshot', 'redshift', 'snapshot:', 'snapshotIdentifier')
const bulk: More = ({ params }) => {
  const count = objects(params.identifiers).length
  return { detail: { bulk: true, ...(count > 0 ? { count } : {}) } }
}
const firstOfMany: Who = (record) => {
  const [one] = objects(record.params.identifiers)
  return warehouseSnapshot(one ? { ...record, params: one } : record)
}

export const redshift: ServiceReaders = {
  CreateCluster: on(warehouse, 'repository-created', ({ params }) => ({
    changes: daysChange('retention', params.automatedSnapshotRetentionPeriod),
  })),
  ModifyCluster: retained(warehouse, 'automatedSnapshotRetentionPeriod'),
  DeleteCluster: on(warehouse, 'repository-deleted', ({ params }) => ({
    detail: truth(params.skipFinalClusterSnapshot) ? { no_final_snapshot: true } : {},
  })),
  CreateClusterSnapshot: on(warehouseSnapshot, 'recovery-point-created', (record) => ({
    related: [warehouse(record)].filter((found) => found !== undefined),
  })),
  ModifyClusterSnapshot: retained(warehouseSnapshot, 'manualSnapshotRetentionPeriod'),
  BatchModifyClusterSnapshots: retained(warehouseSnapshot, 'manualSnapshotRetentionPeriod'),
  DeleteClusterSnapshot: on(warehouseSnapshot, 'recovery-point-deleted'),
  BatchDeleteClusterSnapshots: on(firstOfMany, 'recovery-point-deleted', bulk),
  EnableSnapshotCopy: on(warehouse, 'replication-changed', changing('replication', 'on')),
  DisableSnapshotCopy: on(warehouse, 'replication-changed', changing('replication', 'off')),
  ModifySnapshotCopyRetentionPeriod: on(warehouse, 'retention-changed', ({ params }) => ({
    changes: daysChange('copy-retention', params.retentionPeriod),
  })),
  DeleteSnapshotSchedule: on(
    byId('plan', 'redshift', 'snapshotschedule:', 'scheduleIdentifier'),
    'job-stopped',
    changing('schedule', 'off'),
  ),
}

const serverless = byId('snapshot', 'redshift-serverless', 'snapshot/', 'snapshotName')
export const redshiftServerless: ServiceReaders = {
  CreateSnapshot: on(serverless, 'recovery-point-created'),
  UpdateSnapshot: retained(serverless, 'retentionPeriod'),
  DeleteSnapshot: on(serverless, 'recovery-point-deleted'),
  DeleteNamespace: on(byId('database', 'redshift-serverless', 'namespace/', 'namespaceName'), 'repository-deleted'),
}

const cached = byId('snapshot', 'elasticache', 'snapshot:', 'snapshotName')
const group = byId('database', 'elasticache', 'replicationgroup:', 'replicationGroupId', 'clusterName')
export const elasticache: ServiceReaders = {
  CreateSnapshot: on(cached, 'recovery-point-created'),
  DeleteSnapshot: on(cached, 'recovery-point-deleted'),
  ModifyReplicationGroup: retained(group, 'snapshotRetentionLimit'),
  UpdateCluster: retained(group, 'snapshotRetentionLimit'),
}
