// Compute Engine's snapshots, disks, images and their schedules; Filestore's, and what databases keep of themselves.
import type { Change } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { number, object, text } from '../../kit/look.ts'
import {
  asked,
  change,
  days,
  type GcpRecord,
  on,
  type Reader,
  type Readers,
  resourceOf,
  secondsInDays,
  switched,
} from '../record.ts'
import { policyFacts } from './policies.ts'

const permanent = (): Partial<Facts> => ({ detail: { permanent: true } })
const stopped = (): Partial<Facts> => ({ changes: [change('schedule', 'off')], detail: { explicit: true } })

/** A snapshot of a disk: the disk is what it is a state of. */
const snapshotMade: Reader = (record) => {
  const of = text(asked(record.request, 'sourcedisk'))?.replace(/^https:\/\/[^/]+\/compute\/[^/]+\//, '')
  const disk = of ?? (/\/disks\//.test(record.target) ? record.target : undefined)
  const name = text(asked(record.request, 'name')) ?? text(asked(record.request, 'snapshot.name'))
  const project = /^projects\/[^/]+/.exec(record.target)?.[0]
  const path = /\/snapshots\//.test(record.target)
    ? record.target
    : name !== undefined && project !== undefined
      ? `${project}/global/snapshots/${name}`
      : record.target
  return {
    action: 'recovery-point-created',
    resource: path === '' ? undefined : resourceOf('snapshot', path),
    ...(disk === undefined ? {} : { related: [resourceOf('volume', disk)] }),
  }
}

/** A schedule of snapshots keeps each for so many days. */
const schedule = (record: GcpRecord): Partial<Facts> => {
  const policy = asked(record.request, 'snapshotschedulepolicy')
  return {
    changes: days('retention', number(asked(object(policy), 'retentionpolicy.maxretentiondays'))),
  }
}

/** A disk taken out of a schedule is copied no more. */
const unscheduled: Reader = (record) => ({
  action: 'selection-changed',
  resource: record.target === '' ? undefined : resourceOf('volume', record.target),
  changes: [change('selection', 'off')],
})

export const compute: Readers = {
  'snapshots.insert': snapshotMade,
  'disks.createsnapshot': snapshotMade,
  'instantsnapshots.insert': snapshotMade,
  'snapshots.delete': on('snapshot', 'recovery-point-deleted', permanent),
  'instantsnapshots.delete': on('snapshot', 'recovery-point-deleted', permanent),
  'regioninstantsnapshots.delete': on('snapshot', 'recovery-point-deleted', permanent),
  'machineimages.delete': on('recovery-point', 'recovery-point-deleted', permanent),
  'images.delete': on('snapshot', 'recovery-point-deleted', permanent),
  'disks.delete': on('volume', 'repository-deleted'),
  'regiondisks.delete': on('volume', 'repository-deleted'),
  'disks.removeresourcepolicies': unscheduled,
  'regiondisks.removeresourcepolicies': unscheduled,
  'disks.stopasyncreplication': on('volume', 'replication-changed', () => ({
    changes: [change('replication', 'off')],
  })),
  'instances.delete': on('vm', 'repository-deleted'),
  'resourcepolicies.delete': on('plan', 'job-stopped', stopped),
  'resourcepolicies.insert': on('plan', 'job-created', schedule),
  'resourcepolicies.patch': on('plan', 'retention-changed', schedule),
  'snapshots.setiampolicy': (record) =>
    policyFacts(record, record.target === '' ? undefined : resourceOf('snapshot', record.target)),
}

/** Cloud SQL: backups, points in time and protection stand in the settings of an instance. */
function sqlChanges(record: GcpRecord): readonly Change[] {
  const settings = object(
    asked(record.request, 'body.settings') ??
      asked(record.request, 'resource.settings') ??
      asked(record.request, 'settings'),
  )
  const backup = object(asked(settings, 'backupconfiguration'))
  const enabled = asked(backup, 'enabled')
  return [
    ...(enabled === false ? [change('retention', 0, { unit: 'd' })] : []),
    ...days('retention-count', number(asked(backup, 'backupretentionsettings.retainedbackups'))).map(
      ({ unit: _, ...one }) => one,
    ),
    ...switched(
      'point-in-time-recovery',
      asked(backup, 'pointintimerecoveryenabled') ?? asked(backup, 'binarylogenabled'),
    ),
    ...days('undo-window', number(asked(backup, 'transactionlogretentiondays'))),
    ...switched('deletion-protection', asked(settings, 'deletionprotectionenabled')),
  ]
}
const sqlUpdated: Reader = (record) => {
  const changes = sqlChanges(record)
  return {
    action: changes.length > 0 ? 'retention-changed' : 'repository-changed',
    resource: record.target === '' ? undefined : resourceOf('database', record.target),
    changes,
  }
}
const ofInstance = ['database', 'instances'] as const

export const databases: Readers = {
  'instances.update': sqlUpdated,
  'instances.patch': sqlUpdated,
  'instances.delete': on('database', 'repository-deleted'),
  'backupruns.delete': on('recovery-point', 'recovery-point-deleted', permanent, ofInstance),
  'backupruns.create': on('recovery-point', 'recovery-point-created', () => ({}), ofInstance),
  'backups.deletebackup': on('recovery-point', 'recovery-point-deleted', permanent),
  'instances.restorebackup': on('database', 'other', () => ({ detail: { restore: true } })),
}

/** Others that call their copies backups or snapshots: Filestore, Spanner, Bigtable, AlloyDB, NetApp Volumes, GKE, Firestore. */
export const kept: Readers = {
  deletebackup: on('recovery-point', 'recovery-point-deleted', permanent),
  createbackup: on('recovery-point', 'recovery-point-created'),
  deletesnapshot: on('snapshot', 'recovery-point-deleted', permanent),
  createsnapshot: on('snapshot', 'recovery-point-created'),
  deletebackupschedule: on('plan', 'job-stopped', stopped),
  deletebackupplan: on('plan', 'job-stopped', stopped),
  deletebackupvault: on('vault', 'repository-deleted'),
  deletebackuppolicy: on('plan', 'job-stopped', stopped),
  updatebackupschedule: on('plan', 'retention-changed', (record) => ({
    changes: days(
      'retention',
      secondsInDays(
        asked(record.request, 'backupschedule.retention') ?? asked(record.request, 'backupschedule.retentionduration'),
      ),
    ),
  })),
  deleteinstance: on('database', 'repository-deleted'),
  deletecluster: on('database', 'repository-deleted'),
  deletevolume: on('volume', 'repository-deleted'),
  deletedatabase: on('database', 'repository-deleted'),
  dropdatabase: on('database', 'repository-deleted'),
}
