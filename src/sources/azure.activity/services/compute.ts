// Snapshots, restore points, disks and machines; volumes and backups of Azure NetApp Files.
import { containerOf, resourceOf, upTo } from '../../azure/ids.ts'
import { anyCase, number, text } from '../../kit/look.ts'
import { asked, change, on, type Reader, type Readers, target } from '../record.ts'
import { stopped } from './recovery.ts'

/** A snapshot was taken of a disk. */
const snapshotMade: Reader = (record) => {
  const of = text(asked(record, 'creationdata.sourceresourceid') ?? asked(record, 'creationdata.sourceuri'))
  if (of === undefined && !record.created) return { action: 'other', resource: target('snapshot')(record) }
  return {
    action: 'recovery-point-created',
    resource: target('snapshot')(record),
    ...(of?.startsWith('/') ? { related: [resourceOf('volume', of)] } : {}),
  }
}

const pointIn = (type: string) =>
  target('recovery-point', ({ target: id }) => containerOf('recovery-point', upTo(id, type)))
const inVolume = target('snapshot', ({ target: id }) => containerOf('volume', upTo(id, 'volumes')))
const ofVolume = target('recovery-point', ({ target: id }) => containerOf('vault', upTo(id, 'backupvaults')))
const netapp = 'microsoft.netapp/netappaccounts'

/** Snapshot policies of NetApp Files keep so many of each schedule. */
const counted: Reader = on(target('plan'), 'retention-changed', (record) => {
  const counts = ['hourly', 'daily', 'weekly', 'monthly'].flatMap(
    (name) => number(asked(record, `${name}schedule.snapshotstokeep`)) ?? [],
  )
  const kept = ['daily', 'weekly', 'monthly'].flatMap((name) => number(asked(record, `${name}backupstokeep`)) ?? [])
  const all = [...counts, ...kept].filter((count) => count > 0)
  const off = asked(record, 'enabled') === false
  return {
    changes: [
      ...(all.length > 0
        ? [
            change(
              'retention-count',
              all.reduce((sum, count) => sum + count, 0),
            ),
          ]
        : []),
      ...(off ? [change('schedule', 'off')] : []),
    ],
  }
})

export const compute: Readers = {
  'microsoft.compute/snapshots/write': snapshotMade,
  'microsoft.compute/snapshots/delete': on(target('snapshot'), 'recovery-point-deleted', () => ({
    detail: { permanent: true },
  })),
  'microsoft.compute/restorepointcollections/delete': on(target('recovery-point'), 'recovery-point-deleted', () => ({
    detail: { bulk: true },
  })),
  'microsoft.compute/restorepointcollections/restorepoints/write': on(
    pointIn('restorepointcollections'),
    'recovery-point-created',
  ),
  'microsoft.compute/restorepointcollections/restorepoints/delete': on(
    pointIn('restorepointcollections'),
    'recovery-point-deleted',
  ),
  'microsoft.compute/disks/delete': on(target('volume'), 'repository-deleted'),
  'microsoft.compute/virtualmachines/delete': on(target('vm'), 'repository-deleted'),
  [`${netapp}/capacitypools/volumes/delete`]: on(target('volume'), 'repository-deleted'),
  [`${netapp}/capacitypools/delete`]: on(target('pool'), 'repository-deleted'),
  [`${netapp}/capacitypools/volumes/snapshots/write`]: on(inVolume, 'recovery-point-created'),
  [`${netapp}/capacitypools/volumes/snapshots/delete`]: on(inVolume, 'recovery-point-deleted'),
  [`${netapp}/capacitypools/volumes/revert/action`]: on(target('volume'), 'recovery-point-deleted', (record) => ({
    detail: { bulk: true, ...(text(anyCase(record.body, 'snapshotid')) ? { how: 'rewritten' } : {}) },
  })),
  [`${netapp}/capacitypools/volumes/breakreplication/action`]: on(target('volume'), 'replication-changed', () => ({
    changes: [change('replication', 'off')],
  })),
  [`${netapp}/capacitypools/volumes/deletereplication/action`]: on(target('volume'), 'replication-changed', () => ({
    changes: [change('replication', 'off')],
  })),
  [`${netapp}/backupvaults/delete`]: on(target('vault'), 'repository-deleted'),
  [`${netapp}/backupvaults/backups/delete`]: on(ofVolume, 'recovery-point-deleted'),
  [`${netapp}/accountbackups/delete`]: on(ofVolume, 'recovery-point-deleted'),
  [`${netapp}/snapshotpolicies/write`]: counted,
  [`${netapp}/snapshotpolicies/delete`]: stopped(target('plan')),
  [`${netapp}/backuppolicies/write`]: counted,
  [`${netapp}/backuppolicies/delete`]: stopped(target('plan')),
}
