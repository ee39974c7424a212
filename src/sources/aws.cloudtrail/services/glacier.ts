// S3 Glacier's own vaults and archives, from before there were storage classes; their locks once closed never open.
import type { Change, Resource } from '../../../model/event.ts'
import { first, number, object, objects, text } from '../../kit/look.ts'
import { policyFacts, policyOf } from '../policy.ts'
import { arn, type CloudTrailRecord, type Reader, type ServiceReaders } from '../record.ts'
import { change, changing, on } from './parts.ts'

const vaultOf = (record: CloudTrailRecord): Resource | undefined => {
  const name = text(record.params.vaultName)
  return name === undefined ? undefined : { type: 'vault', id: arn(record, 'glacier', `vaults/${name}`), name }
}

function archiveOf(record: CloudTrailRecord): Resource | undefined {
  const vault = vaultOf(record)
  const id = text(record.params.archiveId) ?? text(record.response.archiveId)
  if (!vault || id === undefined) return vault
  return {
    type: 'recovery-point',
    id: `${vault.id}/${id}`.slice(0, 600),
    name: id.slice(0, 64),
    container: { type: 'vault', id: vault.id, ...(vault.name ? { name: vault.name } : {}) },
  }
}

/** A lock's days stand in the condition of its policy: no deletion of archives younger than that. */
function lockDays(record: CloudTrailRecord): readonly Change[] {
  const policy = policyOf(first(object(record.params.policy), 'policy') ?? record.params.policy)
  const days = objects(policy?.Statement).flatMap((statement) =>
    Object.values(object(statement.Condition)).flatMap(
      (held) => number(object(held)['glacier:ArchiveAgeInDays']) ?? [],
    ),
  )
  return days.length === 0 ? [] : [change('lock-days', Math.max(...days), 'd')]
}

const begun: Reader = on(vaultOf, 'immutability-changed', (record) => ({
  changes: [change('lock-mode', 'governance'), ...lockDays(record)],
}))

export const glacier: ServiceReaders = {
  CreateVault: on(vaultOf, 'repository-created'),
  DeleteVault: on(vaultOf, 'repository-deleted'),
  UploadArchive: (record) => {
    const resource = archiveOf(record)
    return { action: resource?.type === 'recovery-point' ? 'recovery-point-created' : 'other', resource }
  },
  DeleteArchive: on(archiveOf, 'recovery-point-deleted'),
  InitiateVaultLock: begun,
  CompleteVaultLock: on(vaultOf, 'immutability-changed', changing('lock-mode', 'compliance')),
  AbortVaultLock: on(vaultOf, 'immutability-changed', changing('lock-mode', 'off')),
  SetVaultAccessPolicy: on(vaultOf, 'access-policy-changed', (record) =>
    policyFacts(first(object(record.params.policy), 'policy') ?? record.params.policy, record),
  ),
  DeleteVaultAccessPolicy: on(vaultOf, 'access-policy-changed', changing('access-guard', 'off')),
  DeleteVaultNotifications: on(vaultOf, 'audit-changed', () => ({
    changes: [change('logging', 'off')],
    detail: { scope: 'notification' },
  })),
  SetDataRetrievalPolicy: on(vaultOf, 'other'),
}
