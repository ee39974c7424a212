// Where copies lie: repositories of every kind, their locks and retention, extents, tenants' quotas, tapes and arrays.
import type { Resource } from '../../model/event.ts'
import { edited, of, on } from './parts.ts'
import { changesOf, consoleOf, field, idOf, type Reader, thing, type VbrRecord } from './record.ts'

const repository = of(
  'repository',
  ['RepositoryID', 'StorageID', 'ArchiveRepositoryID', 'ExtentID'],
  ['RepositoryName', 'Name', 'ExtentName', 'QuotaName'],
)
const created: Reader = on(repository, 'repository-created')
const deleted: Reader = on(repository, 'repository-deleted')
const changed = edited(repository, 'repository-changed')

/** An extent that leaves a scale-out repository takes the copies on it out of the configuration. */
const scaledOut: Reader = (record) => {
  const said = changed(record)
  const lost = changesOf(record).lost.filter(({ list }) => /extent/i.test(list))
  if (lost.length === 0) return said
  return {
    action: 'repository-deleted',
    resource: thing(record, 'repository', ['RepositoryID'], ['Name']),
    detail: { detached: true },
    related: lost.map(({ name }) => ({ type: 'repository', id: idOf(record, name), name })),
    ...(said.changes ? { changes: said.changes } : {}),
  }
}

/** A sealed extent takes no more copies and is on its way out; one in maintenance comes back. The sentence says which was set. */
const extent: Reader = (record) => {
  const resource = repository(record)
  if (/seal(ed)? mode has been set/i.test(record.text))
    return { action: 'repository-deleted', resource, detail: { detached: true } }
  return /maintenance mode has been set/i.test(record.text)
    ? { action: 'repository-changed', resource, detail: { maintenance: true } }
    : { action: 'repository-changed', resource }
}

const tenant = of('tenant', ['TenantID'], ['TenantName'])
const array = of('array', ['StorageID'], ['Name'])

/** Tapes stand by id in a list, and by their labels in a sentence: `Tapes to erase: HPE007L2, HPE008L2`. */
function tapesOf(record: VbrRecord): readonly Resource[] {
  const ids = (field(record, 'TapeIDs') ?? '').split(/[,;\s]+/).filter((id) => id !== '')
  const labels = (/:\s*([^;]*)/.exec(field(record, 'OperationSummary') ?? '')?.[1] ?? '')
    .split(/[,\s]+/)
    .filter(Boolean)
  return ids.slice(0, 50).map((id, index) => {
    const name = labels.length === ids.length ? labels[index] : undefined
    return { type: 'tape', id: idOf(record, id), ...(name ? { name } : {}) }
  })
}

/** All points on the tapes at once. The record says that it began; the one of its end names no tape. */
const tapesLost =
  (detached: boolean): Reader =>
  (record) => {
    const [first, ...others] = tapesOf(record)
    return {
      action: 'recovery-point-deleted',
      resource: first ?? { ...consoleOf(record), type: 'tape' },
      related: others,
      detail: { bulk: true, ...(detached ? { detached: true } : {}) },
    }
  }

const tapesMoved: Reader = (record) => {
  const [first, ...others] = tapesOf(record)
  return {
    action: 'media-moved',
    resource: first ?? { ...consoleOf(record), type: 'tape' },
    related: others,
    ...(/by (user )?\S/.test(record.text) ? {} : { detail: { scheduled: true } }),
  }
}

const tape = (type: string) => of(type, ['TapeObjectID', 'TapeID'], ['TapeObjectName', 'Barcode'])

export const repositories: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries([28000, 28960, 29700, 30000, 32000].map((code) => [code, created])),
  ...Object.fromEntries([28100, 28970, 29800, 32100].map((code) => [code, changed])),
  ...Object.fromEntries([28200, 28980, 29900, 30200, 32200].map((code) => [code, deleted])),
  30100: scaledOut,
  26500: extent,
  24150: created,
  24160: on(repository, 'repository-changed'),
  24170: deleted,
  24110: on(tenant, 'user-added'),
  24120: on(tenant, 'parent-deleted'),
  25000: (record) => {
    const off = field(record, 'isDisabled')?.toLowerCase() === 'true'
    return { action: off ? 'job-stopped' : 'job-changed', resource: tenant(record) }
  },
  41400: on(array, 'repository-created'),
  41401: edited(array, 'repository-changed'),
  41402: on(array, 'repository-deleted', () => ({ detail: { detached: true } })),
  115: tapesLost(false),
  122: tapesLost(false),
  124: tapesLost(true),
  119: tapesMoved,
  121: tapesMoved,
  23610: on(tape('pool'), 'repository-created'),
  23611: on(tape('vault'), 'repository-created'),
  23620: edited(tape('pool'), 'repository-changed'),
  23621: edited(tape('vault'), 'repository-changed'),
  23622: edited(tape('tape'), 'repository-changed'),
  23623: edited(tape('library'), 'repository-changed'),
  23630: on(tape('pool'), 'repository-deleted'),
  23631: on(tape('vault'), 'repository-deleted'),
  23632: on(tape('tape'), 'recovery-point-deleted', () => ({ detail: { detached: true } })),
  23633: on(tape('library'), 'repository-deleted', () => ({ detail: { detached: true } })),
}
