// Which reader knows an operation of Azure, and what stays of one that none knows.
import type { Facts } from '../kit/facts.ts'
import { text } from '../kit/look.ts'
import { type ActivityRecord, parentsOf, type Reader, type Readers } from './record.ts'
import { authorization } from './services/authorization.ts'
import { compute } from './services/compute.ts'
import { dataProtection } from './services/data-protection.ts'
import { databases } from './services/databases.ts'
import { keys } from './services/keys.ts'
import { monitor } from './services/monitor.ts'
import { inVault, recovery } from './services/recovery.ts'
import { anything, resources } from './services/resources.ts'
import { storage } from './services/storage.ts'

const readers: ReadonlyMap<string, Reader> = new Map(
  [authorization, compute, dataProtection, databases, keys, monitor, recovery, resources, storage].flatMap(
    (one: Readers) => Object.entries(one),
  ),
)

/** What the record says, with what ties its records of one act together. */
export function classify(record: ActivityRecord): Facts {
  const facts = readers.get(record.operation)?.(record) ?? ranJob(record) ?? generic(record)
  const parents = parentsOf(record)
  const act = actOf(record)
  return {
    ...facts,
    ...(parents.length > 0 ? { parents } : {}),
    ...(act === undefined ? {} : { act }),
  }
}

/** One correlation covers a whole deployment, so the operation and its target belong to the act. */
function actOf({ fields, operation, target }: ActivityRecord): string | undefined {
  const correlation = text(fields('correlationid'))
  return correlation === undefined ? undefined : `${correlation} ${operation} ${target}`.toLowerCase().slice(0, 700)
}

/** Reads, and `action`s whose name is that of a lookup; the rest is something else. */
const generic = (record: ActivityRecord): Facts => ({
  action: /\/read$|\/(list|get|check|validate|query|export|refresh)[a-z]*\/action$|^(get|list|head|find)/.test(
    record.operation,
  )
    ? 'read'
    : 'other',
  resource: anything(record),
})

/** The vaults' own reports on runs, where one stream carries them along. */
function ranJob(record: ActivityRecord): Facts | undefined {
  if (!/^(addon)?azurebackup(jobs|report)$/i.test(record.category)) return undefined
  const { JobOperation: kind, JobStatus: state, BackupItemUniqueId: item } = record.properties
  if (text(state) === undefined) return undefined
  const id = text(item)
  const vault = inVault('job')(record)
  return {
    action: 'job-finished',
    resource: vault && id !== undefined ? { ...vault, id: `${vault.id} ${id.toLowerCase()}`, name: id } : vault,
    detail: { state: text(state) ?? 'unknown', ...(/restore/i.test(text(kind) ?? '') ? { restore: true } : {}) },
  }
}
