// Databases that Azure backs up by itself: how long, how far back, and the copies that are kept for years.
import type { Change } from '../../../model/event.ts'
import { isoDays } from '../../azure/durations.ts'
import { containerOf, resourceOf, upTo } from '../../azure/ids.ts'
import { text } from '../../kit/look.ts'
import { asked, change, days, on, type Reader, type Readers, target, type Who } from '../record.ts'

const database: Who = ({ target: id }) => {
  const found = upTo(id, 'databases') ?? upTo(id, 'manageddatabases')
  return found === undefined ? undefined : resourceOf('database', found)
}

/** Weekly, monthly and yearly copies; none of one kind is `PT0S`. The longest counts: they are tiers. */
const longTerm: Reader = on(database, 'retention-changed', (record) => {
  const given = ['weeklyretention', 'monthlyretention', 'yearlyretention'].map((name) => text(asked(record, name)))
  if (given.every((value) => value === undefined)) return {}
  const found = given.flatMap((value) => isoDays(value) ?? [])
  return { changes: [change('copy-retention', found.length === 0 ? 0 : Math.max(...found), { unit: 'd' })] }
})
const shortTerm: Reader = on(database, 'retention-changed', (record) => ({
  changes: days('retention', asked(record, 'retentiondays')),
}))

/** A server's own page: backups among much else. */
const server: Reader = (record) => {
  const minutes = Number(text(asked(record, 'backuppolicy.periodicmodeproperties.backupretentionintervalinhours')))
  const tier = text(asked(record, 'backuppolicy.continuousmodeproperties.tier'))
  const kept = /^continuous(\d+)days$/i.exec(tier ?? '')?.[1]
  const away = (
    text(asked(record, 'backup.georedundantbackup') ?? asked(record, 'storageprofile.georedundantbackup')) ?? ''
  ).toLowerCase()
  const changes: readonly Change[] = [
    ...days(
      'retention',
      asked(record, 'backup.backupretentiondays') ?? asked(record, 'storageprofile.backupretentiondays'),
    ),
    ...(Number.isFinite(minutes) ? [change('retention', minutes / 24, { unit: 'd' })] : []),
    ...(kept === undefined ? [] : days('retention', kept)),
    ...(away === 'enabled' ? [change('replication', 'on')] : away === 'disabled' ? [change('replication', 'off')] : []),
  ]
  const resource = target('database')(record)
  if (record.created) return { action: 'repository-created', resource, changes }
  return changes.some(({ setting }) => setting === 'retention')
    ? { action: 'retention-changed', resource, changes }
    : changes.length > 0
      ? { action: 'replication-changed', resource, changes }
      : { action: 'repository-changed', resource }
}

const kept = on(
  target('recovery-point', ({ target: id }) => containerOf('database', upTo(id, 'longtermretentiondatabases'))),
  'recovery-point-deleted',
  () => ({ detail: { permanent: true } }),
)
const gone = on(target('database'), 'repository-deleted')
const places = ['microsoft.sql/locations', 'microsoft.sql/resourcegroups/locations']
const servers = [
  'microsoft.dbforpostgresql/servers',
  'microsoft.dbforpostgresql/flexibleservers',
  'microsoft.dbformysql/servers',
  'microsoft.dbformysql/flexibleservers',
  'microsoft.dbformariadb/servers',
  'microsoft.documentdb/databaseaccounts',
]

export const databases: Readers = {
  'microsoft.sql/servers/delete': gone,
  'microsoft.sql/servers/databases/delete': gone,
  'microsoft.sql/managedinstances/delete': gone,
  'microsoft.sql/managedinstances/databases/delete': gone,
  ...Object.fromEntries(
    ['servers', 'managedinstances'].flatMap((kind) => [
      [`microsoft.sql/${kind}/databases/backuplongtermretentionpolicies/write`, longTerm],
      [`microsoft.sql/${kind}/databases/backupshorttermretentionpolicies/write`, shortTerm],
    ]),
  ),
  ...Object.fromEntries(
    places.flatMap((place) => [
      [`${place}/longtermretentionservers/longtermretentiondatabases/longtermretentionbackups/delete`, kept],
      [
        `${place}/longtermretentionmanagedinstances/longtermretentiondatabases/longtermretentionmanagedinstancebackups/delete`,
        kept,
      ],
    ]),
  ),
  ...Object.fromEntries(
    servers.flatMap((name) => [
      [`${name}/write`, server],
      [`${name}/delete`, gone],
    ]),
  ),
}
