// Restore points: made, deleted by retention or by somebody, and deletions that a hardened repository refused.
import type { Resource } from '../../model/event.ts'
import { identityOf } from './actor.ts'
import { consoleOf, field, idOf, type Reader, type VbrRecord } from './record.ts'

function point(record: VbrRecord): Resource {
  const id = field(record, 'OibID') ?? field(record, 'OriginalOibID') ?? field(record, 'PointID') ?? 'unknown'
  const name = field(record, 'VmName', 'ObjectName') ?? /restore point for VM '([^']{1,200})'/i.exec(record.text)?.[1]
  const repository = field(record, 'RepositoryID')
  return {
    type: 'recovery-point',
    id: idOf(record, id),
    ...(name === undefined ? {} : { name }),
    container: repository === undefined ? consoleOf(record) : { type: 'repository', id: idOf(record, repository) },
  }
}

/** What the point is of: the set of which it may be the newest or the last. */
function protectedBy(record: VbrRecord): readonly Resource[] {
  const name = field(record, 'VmName', 'ObjectName')
  const id = field(record, 'VmRef', 'VmID') ?? name
  return id === undefined ? [] : [{ type: 'vm', id: idOf(record, id), ...(name === undefined ? {} : { name }) }]
}

const made: Reader = (record) => ({
  action: 'recovery-point-created',
  resource: point(record),
  related: protectedBy(record),
})

/** Retention takes away points as SYSTEM whose storage is gone already: size 0, in no repository. */
const deleted: Reader = (record) => {
  const own = identityOf(record)?.actor.kind === 'product'
  return {
    action: 'recovery-point-deleted',
    resource: point(record),
    related: protectedBy(record),
    ...(own && field(record, 'StorageSize') === '0' ? { detail: { expired: true } } : {}),
  }
}

/**
 * The repository refused to delete a backup, and the record names none: each connection is an attempt of its own, and what is
 * tried again over the same one is the same.
 */
const refused: Reader = (record) => {
  const endpoint = field(record, 'Endpoint') ?? 'unknown'
  const { id, name = id } = consoleOf(record)
  return {
    action: 'recovery-point-deleted',
    resource: {
      type: 'recovery-point',
      id: idOf(record, `refused/${endpoint}`),
      name: `a backup of ${name}`,
      container: consoleOf(record),
    },
    outcome: 'failure',
    error: field(record, 'EventType', 'param1') ?? 'UnsuccessfulAttemptToDeleteBackup',
  }
}

export const points: Readonly<Record<string, Reader>> = {
  10010: made,
  10050: deleted,
  41800: refused,
}
