// RDS and what speaks its API (Aurora, DocumentDB, Neptune): snapshots, automated backups, deletion protection.
import type { Change } from '../../../model/event.ts'
import { number, object, text, texts, truth } from '../../kit/look.ts'
import { type CloudTrailRecord, isSilent, type Reader, type ServiceReaders } from '../record.ts'
import { byId, change, changing, on, switched, tagging, type Who } from './parts.ts'

const instance = byId('database', 'rds', 'db:', 'dBInstanceIdentifier')
const cluster = byId('database', 'rds', 'cluster:', 'dBClusterIdentifier')
const snapshot = byId('snapshot', 'rds', 'snapshot:', 'dBSnapshotIdentifier')
const clusterSnapshot = byId('snapshot', 'rds', 'cluster-snapshot:', 'dBClusterSnapshotIdentifier')
const copiedSnapshot = byId('snapshot', 'rds', 'snapshot:', 'targetDBSnapshotIdentifier')
const copiedClusterSnapshot = byId('snapshot', 'rds', 'cluster-snapshot:', 'targetDBClusterSnapshotIdentifier')
const automated = byId('recovery-point', 'rds', 'auto-backup:', 'dbiResourceId', 'dBInstanceAutomatedBackupsArn')
const clusterAutomated = byId('recovery-point', 'rds', 'cluster-auto-backup:', 'dbClusterResourceId')
const replicated = byId('database', 'rds', 'db:', 'sourceDBInstanceArn')
const globalCluster = byId('database', 'rds', 'global-cluster:', 'globalClusterIdentifier')

/**
 * What a call sets. While a change is pending the response carries the value that still holds beside
 * `pendingModifiedValues`, so the old value is known from the record alone: reference, 0.1.
 */
function changesOf({ params, response }: CloudTrailRecord): readonly Change[] {
  const days = number(params.backupRetentionPeriod)
  const pending = number(object(response.pendingModifiedValues).backupRetentionPeriod)
  const held = days !== undefined && pending === days ? number(response.backupRetentionPeriod) : undefined
  return [
    ...(days === undefined
      ? []
      : [{ ...change('retention', days, 'd'), ...(held === undefined ? {} : { from: held }) }]),
    ...switched('deletion-protection', truth(params.deletionProtection)),
  ]
}

/** Most modifications are about size and speed; those say nothing of copies. A new name is told, for memory goes by names. */
const modified =
  (who: Who): Reader =>
  (record) => {
    const changes = changesOf(record)
    const days = changes.some(({ setting }) => setting === 'retention')
    const renamed = text(record.params.newDBInstanceIdentifier) ?? text(record.params.newDBClusterIdentifier)
    const action =
      days || record.params.omitted === true ? 'retention-changed' : changes.length > 0 ? 'guard-changed' : 'other'
    return { action, resource: who(record), changes, detail: renamed === undefined ? {} : { renamed } }
  }

const created = (who: Who): Reader => on(who, 'repository-created', (record) => ({ changes: changesOf(record) }))

/** The end of a database is the end of its automated backups unless the call says otherwise. */
const dropped = (who: Who): Reader =>
  on(who, 'repository-deleted', (record) => {
    const { params } = record
    if (isSilent(record)) return {}
    return {
      detail: {
        ...(truth(params.skipFinalSnapshot) ? { no_final_snapshot: true } : {}),
        ...(truth(params.deleteAutomatedBackups) === false ? {} : { with_backups: true }),
      },
    }
  })

const sharing =
  (who: Who): Reader =>
  (record) => {
    const accounts = texts(record.params.valuesToAdd, 20)
    return {
      action: accounts.length > 0 ? 'recovery-point-shared' : 'exposure-changed',
      resource: who(record),
      detail: { shared_with: accounts, ...(accounts.includes('all') ? { public: true } : {}) },
    }
  }

const of = (who: Who) => (record: CloudTrailRecord) => ({
  related: [who(record)].filter((found) => found !== undefined),
})

export const rds: ServiceReaders = {
  CreateDBInstance: created(instance),
  CreateDBCluster: created(cluster),
  ModifyDBInstance: modified(instance),
  ModifyDBCluster: modified(cluster),
  ModifyGlobalCluster: modified(globalCluster),
  DeleteDBInstance: dropped(instance),
  DeleteDBCluster: dropped(cluster),
  CreateDBSnapshot: on(snapshot, 'recovery-point-created', of(instance)),
  CreateDBClusterSnapshot: on(clusterSnapshot, 'recovery-point-created', of(cluster)),
  CopyDBSnapshot: on(copiedSnapshot, 'recovery-point-created'),
  CopyDBClusterSnapshot: on(copiedClusterSnapshot, 'recovery-point-created'),
  DeleteDBSnapshot: on(snapshot, 'recovery-point-deleted'),
  DeleteDBClusterSnapshot: on(clusterSnapshot, 'recovery-point-deleted'),
  DeleteDBInstanceAutomatedBackup: on(automated, 'recovery-point-deleted'),
  DeleteDBClusterAutomatedBackup: on(clusterAutomated, 'recovery-point-deleted'),
  StartDBInstanceAutomatedBackupsReplication: on(replicated, 'replication-changed', changing('replication', 'on')),
  StopDBInstanceAutomatedBackupsReplication: on(replicated, 'replication-changed', changing('replication', 'off')),
  RemoveFromGlobalCluster: on(globalCluster, 'replication-changed', changing('replication', 'off')),
  PromoteReadReplica: on(instance, 'replication-changed', changing('replication', 'off')),
  ModifyDBSnapshotAttribute: sharing(snapshot),
  ModifyDBClusterSnapshotAttribute: sharing(clusterSnapshot),
  AddTagsToResource: tagging('resourceName'),
  RemoveTagsFromResource: tagging('resourceName'),
}

const elastic = byId('database', 'docdb-elastic', 'cluster/', 'clusterArn', 'clusterName')
const elasticSnapshot = byId('snapshot', 'docdb-elastic', 'cluster-snapshot/', 'snapshotArn', 'snapshotName')

/** DocumentDB's elastic clusters have an API of their own. */
export const docdbElastic: ServiceReaders = {
  CreateCluster: created(elastic),
  UpdateCluster: modified(elastic),
  DeleteCluster: on(elastic, 'repository-deleted'),
  CreateClusterSnapshot: on(elasticSnapshot, 'recovery-point-created'),
  DeleteClusterSnapshot: on(elasticSnapshot, 'recovery-point-deleted'),
}
