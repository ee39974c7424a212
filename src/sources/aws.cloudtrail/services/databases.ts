// RDS and its kin, DynamoDB, Redshift and the caches: their snapshots, automated backups and protections.
import type { Change, Resource } from '../../../model/event.ts'
import {
  arn,
  type CloudTrailRecord,
  type Facts,
  first,
  named,
  number,
  object,
  type Reader,
  type ServiceReaders,
  tagsOf,
  text,
  truth,
} from '../record.ts'

const byId =
  (type: string, service: string, path: string, ...names: readonly string[]) =>
  (record: CloudTrailRecord): Resource | undefined => {
    const id = text(first(record.params, ...names)) ?? text(first(record.response, ...names))
    const tags = tagsOf(record.params.tags)
    return named(type, id === undefined ? undefined : arn(record, service, `${path}${id}`), tags ? { tags } : {})
  }
const on =
  (
    who: (record: CloudTrailRecord) => Resource | undefined,
    action: Facts['action'],
    more: (record: CloudTrailRecord) => Partial<Facts> = () => ({}),
  ): Reader =>
  (record) => ({ action, resource: who(record), ...more(record) })

const instance = byId('database', 'rds', 'db:', 'dBInstanceIdentifier')
const cluster = byId('database', 'rds', 'cluster:', 'dBClusterIdentifier')
const snapshot = byId('snapshot', 'rds', 'snapshot:', 'dBSnapshotIdentifier')
const clusterSnapshot = byId('snapshot', 'rds', 'cluster-snapshot:', 'dBClusterSnapshotIdentifier')

/**
 * What a modify call changes. While it is pending the response carries the value that still holds beside
 * `pendingModifiedValues`, so the old value is known from the record alone: reference, 0.1.
 */
const modified =
  (who: (record: CloudTrailRecord) => Resource | undefined): Reader =>
  (record) => {
    const changes: Change[] = []
    const days = number(record.params.backupRetentionPeriod)
    if (days !== undefined) {
      const pending = number(object(record.response.pendingModifiedValues).backupRetentionPeriod)
      const held = pending === days ? number(record.response.backupRetentionPeriod) : undefined
      changes.push({ setting: 'retention', to: days, unit: 'd', ...(held === undefined ? {} : { from: held }) })
    }
    const guard = truth(record.params.deletionProtection)
    if (guard !== undefined) changes.push({ setting: 'deletion-protection', to: guard ? 'on' : 'off' })
    const action = days !== undefined ? 'retention-changed' : guard !== undefined ? 'guard-changed' : 'other'
    return { action, resource: who(record), changes }
  }

/** The end of a database is the end of its automated backups, unless a last snapshot is asked for. */
const dropped =
  (who: (record: CloudTrailRecord) => Resource | undefined): Reader =>
  (record) => ({
    action: 'repository-deleted',
    resource: who(record),
    detail: {
      ...(truth(record.params.skipFinalSnapshot) ? { no_final_snapshot: true } : {}),
      ...(truth(record.params.deleteAutomatedBackups) ? { with_backups: true } : {}),
    },
  })

const sharing =
  (who: (record: CloudTrailRecord) => Resource | undefined): Reader =>
  (record) => {
    const added = record.params.valuesToAdd
    const accounts = Array.isArray(added) ? added.map(String).slice(0, 20) : []
    return {
      action: accounts.length > 0 ? 'recovery-point-shared' : 'other',
      resource: who(record),
      detail: { shared_with: accounts },
    }
  }

export const rds: ServiceReaders = {
  CreateDBInstance: on(instance, 'repository-created', (record) => modifiedChanges(record)),
  CreateDBCluster: on(cluster, 'repository-created', (record) => modifiedChanges(record)),
  ModifyDBInstance: modified(instance),
  ModifyDBCluster: modified(cluster),
  DeleteDBInstance: dropped(instance),
  DeleteDBCluster: dropped(cluster),
  CreateDBSnapshot: on(snapshot, 'recovery-point-created'),
  CreateDBClusterSnapshot: on(clusterSnapshot, 'recovery-point-created'),
  CopyDBSnapshot: on(byId('snapshot', 'rds', 'snapshot:', 'targetDBSnapshotIdentifier'), 'recovery-point-created'),
  DeleteDBSnapshot: on(snapshot, 'recovery-point-deleted'),
  DeleteDBClusterSnapshot: on(clusterSnapshot, 'recovery-point-deleted'),
  DeleteDBInstanceAutomatedBackup: on(
    byId('recovery-point', 'rds', 'auto-backup:', 'dbiResourceId', 'dBInstanceAutomatedBackupsArn'),
    'recovery-point-deleted',
  ),
  DeleteDBClusterAutomatedBackup: on(
    byId('recovery-point', 'rds', 'cluster-auto-backup:', 'dbClusterResourceId'),
    'recovery-point-deleted',
  ),
  StopDBInstanceAutomatedBackupsReplication: on(
    byId('database', 'rds', 'db:', 'sourceDBInstanceArn'),
    'replication-changed',
    () => ({ changes: [{ setting: 'replication', to: 'off' }] }),
  ),
  StartDBInstanceAutomatedBackupsReplication: on(
    byId('database', 'rds', 'db:', 'sourceDBInstanceArn'),
    'replication-changed',
    () => ({ changes: [{ setting: 'replication', to: 'on' }] }),
  ),
  ModifyDBSnapshotAttribute: sharing(snapshot),
  ModifyDBClusterSnapshotAttribute: sharing(clusterSnapshot),
}

function modifiedChanges(record: CloudTrailRecord): Partial<Facts> {
  const { changes } = modified(() => undefined)(record)
  return changes ? { changes } : {}
}

const table = byId('table', 'dynamodb', 'table/', 'tableName')
export const dynamodb: ServiceReaders = {
  CreateTable: on(table, 'repository-created'),
  CreateBackup: on(byId('recovery-point', 'dynamodb', 'table/', 'backupArn'), 'recovery-point-created'),
  DeleteBackup: on(byId('recovery-point', 'dynamodb', 'table/', 'backupArn'), 'recovery-point-deleted'),
  DeleteTable: on(table, 'repository-deleted'),
  UpdateTable: on(table, 'guard-changed', (record) => {
    const guard = truth(record.params.deletionProtectionEnabled)
    return guard === undefined
      ? { action: 'other' }
      : { changes: [{ setting: 'deletion-protection', to: guard ? 'on' : 'off' }] }
  }),
  UpdateContinuousBackups: on(table, 'retention-changed', (record) => {
    const held = object(record.params.pointInTimeRecoverySpecification)
    const switched = truth(held.pointInTimeRecoveryEnabled)
    const days = number(held.recoveryPeriodInDays)
    return {
      changes: [
        ...(switched === undefined ? [] : [{ setting: 'point-in-time-recovery', to: switched ? 'on' : 'off' }]),
        ...(days === undefined ? [] : [{ setting: 'retention', to: days, unit: 'd' }]),
      ],
    }
  }),
}

const warehouse = byId('database', 'redshift', 'cluster:', 'clusterIdentifier')
const warehouseSnapshot = byId('snapshot', 'redshift', 'snapshot:', 'snapshotIdentifier')
export const redshift: ServiceReaders = {
  DeleteCluster: on(warehouse, 'repository-deleted', (record) => ({
    detail: truth(record.params.skipFinalClusterSnapshot) ? { no_final_snapshot: true } : {},
  })),
  CreateClusterSnapshot: on(warehouseSnapshot, 'recovery-point-created'),
  DeleteClusterSnapshot: on(warehouseSnapshot, 'recovery-point-deleted'),
  BatchDeleteClusterSnapshots: on(warehouseSnapshot, 'recovery-point-deleted', () => ({ detail: { bulk: true } })),
  DisableSnapshotCopy: on(warehouse, 'replication-changed', () => ({
    changes: [{ setting: 'replication', to: 'off' }],
  })),
  EnableSnapshotCopy: on(warehouse, 'replication-changed', () => ({ changes: [{ setting: 'replication', to: 'on' }] })),
  ModifyCluster: on(warehouse, 'retention-changed', (record) => {
    const days = number(record.params.automatedSnapshotRetentionPeriod)
    return days === undefined ? { action: 'other' } : { changes: [{ setting: 'retention', to: days, unit: 'd' }] }
  }),
  ModifySnapshotCopyRetentionPeriod: on(warehouse, 'retention-changed', (record) => ({
    changes: [{ setting: 'retention', to: number(record.params.retentionPeriod) ?? null, unit: 'd' }],
  })),
}

const cache = byId('snapshot', 'elasticache', 'snapshot:', 'snapshotName')
export const elasticache: ServiceReaders = {
  CreateSnapshot: on(cache, 'recovery-point-created'),
  DeleteSnapshot: on(cache, 'recovery-point-deleted'),
}
