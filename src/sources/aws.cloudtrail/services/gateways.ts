// Storage Gateway's tapes, pools and volumes, and Elastic Disaster Recovery's replicas of whole servers.
import type { Change } from '../../../model/event.ts'
import { number, objects, text, truth } from '../../kit/look.ts'
import type { CloudTrailRecord, Reader, ServiceReaders } from '../record.ts'
import { byId, change, changing, daysChange, type More, on } from './parts.ts'

const tape = byId('tape', 'storagegateway', 'tape/', 'tapeARN')
const pool = byId('pool', 'storagegateway', 'tapepool/', 'poolARN')
const volume = byId('volume', 'storagegateway', 'volume/', 'volumeARN')
const share = byId('share', 'storagegateway', 'share/', 'fileShareARN')
const gateway = byId('gateway', 'storagegateway', 'gateway/', 'gatewayARN')

const bypassed: More = ({ params }) => (truth(params.bypassGovernanceRetention) ? { detail: { bypass: true } } : {})

const poolLock = ({ params }: CloudTrailRecord): readonly Change[] => {
  const mode = text(params.retentionLockType)?.toLowerCase()
  return [
    ...(mode === undefined ? [] : [change('lock-mode', mode === 'none' ? 'off' : mode)]),
    ...daysChange('lock-days', params.retentionLockTimeInDays),
  ]
}

/** Moving a tape to another pool moves it under another lock; with the bypass it leaves the lock that it had. */
const assigned: Reader = on(tape, 'immutability-changed', (record) => {
  const target = pool(record)
  return {
    ...bypassed(record),
    ...(bypassed(record).detail ? { changes: [change('lock-mode', 'off')] } : {}),
    related: target ? [target] : [],
  }
})

export const storagegateway: ServiceReaders = {
  CreateTapePool: on(pool, 'repository-created', (record) => ({ changes: poolLock(record) })),
  DeleteTapePool: on(pool, 'repository-deleted'),
  CreateTapes: on(gateway, 'other'),
  DeleteTape: on(tape, 'recovery-point-deleted', bypassed),
  DeleteTapeArchive: on(tape, 'recovery-point-deleted', bypassed),
  AssignTapePool: assigned,
  CreateSnapshot: on(byId('snapshot', 'ec2', 'snapshot/', 'snapshotId'), 'recovery-point-created'),
  DeleteSnapshotSchedule: on(volume, 'job-stopped', changing('schedule', 'off')),
  UpdateSnapshotSchedule: on(volume, 'job-changed'),
  DeleteVolume: on(volume, 'repository-deleted'),
  DetachVolume: on(volume, 'repository-deleted', () => ({ detail: { detached: true } })),
  DeleteFileShare: on(share, 'repository-deleted'),
  ShutdownGateway: on(gateway, 'job-stopped', changing('schedule', 'off')),
  DisableGateway: on(gateway, 'repository-deleted'),
  DeleteGateway: on(gateway, 'repository-deleted'),
}

/** What holds the replica of a server and its points in time. */
const replica = byId('repository', 'drs', 'source-server/', 'sourceServerID', 'sourceServerIDs')
const template = byId('plan', 'drs', 'replication-configuration-template/', 'replicationConfigurationTemplateID')
const unitDays: Readonly<Record<string, number>> = { MINUTE: 1 / 1440, HOUR: 1 / 24, DAY: 1 }

/** Points in time are kept by tiers, and of tiers the longest counts: contract, section 4. */
const points: More = ({ params }) => {
  const days = objects(params.pitPolicy)
    .filter((tier) => truth(tier.enabled) !== false)
    .flatMap((tier) => {
      const [length, unit] = [number(tier.retentionDuration), unitDays[text(tier.units)?.toUpperCase() ?? '']]
      return length === undefined || unit === undefined ? [] : [length * unit]
    })
  return days.length === 0 ? {} : { changes: [change('retention', Math.max(...days), 'd')] }
}
const kept =
  (who: typeof replica): Reader =>
  (record) => ({
    action: record.params.pitPolicy === undefined ? 'job-changed' : 'retention-changed',
    resource: who(record),
    ...points(record),
  })

const drill: Reader = (record) => {
  const [server] = objects(record.params.sourceServers)
  const tested = truth(record.params.isDrill) === true
  return {
    action: tested ? 'restore-tested' : 'other',
    resource: replica(server ? { ...record, params: server } : record),
    detail: { state: 'STARTED', restore: true },
  }
}

export const drs: ServiceReaders = {
  StartReplication: on(replica, 'replication-changed', changing('replication', 'on')),
  StopReplication: on(replica, 'replication-changed', changing('replication', 'off')),
  DisconnectSourceServer: on(replica, 'replication-changed', changing('replication', 'off')),
  DeleteSourceServer: on(replica, 'repository-deleted'),
  UpdateReplicationConfiguration: kept(replica),
  UpdateReplicationConfigurationTemplate: kept(template),
  DeleteReplicationConfigurationTemplate: on(template, 'other'),
  StartRecovery: drill,
}
