// AWS Backup's vaults and what lies in them: locks, policies, legal holds, recovery points.
import type { Json, JsonObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import { unlimited } from '../../../model/setting.ts'
import type { Verb } from '../../../model/verb.ts'
import type { Facts } from '../../kit/facts.ts'
import { first, number, object, text, texts } from '../../kit/look.ts'
import { policyFacts } from '../policy.ts'
import {
  arn,
  type CloudTrailRecord,
  isSilent,
  lastPart,
  named,
  type Reader,
  refusedArn,
  type ServiceReaders,
  tagsOf,
} from '../record.ts'
import { change, changing, type More, on, relatedOf } from './parts.ts'

/** A vault's name, or its ARN, or the ARN that a refusal names. */
function vaultOf(record: CloudTrailRecord): Resource | undefined {
  const details = object(record.raw.serviceEventDetails)
  const refused = refusedArn(record)
  const given =
    text(first(record.params, 'backupVaultName', 'logicallyAirGappedBackupVaultArn', 'backupVaultArn')) ??
    text(first(record.response, 'backupVaultArn', 'backupVaultName')) ??
    text(first(details, 'backupVaultArn', 'backupVaultName')) ??
    (refused?.includes(':backup-vault:') ? refused : undefined)
  if (given === undefined) return undefined
  const tags = tagsOf(record.params.backupVaultTags)
  return { type: 'vault', id: vaultArn(record, given), name: lastPart(given), ...(tags ? { tags } : {}) }
}

export const vaultArn = (record: CloudTrailRecord, given: string): string =>
  given.startsWith('arn:') ? given : arn(record, 'backup', `backup-vault:${given}`)

/** A recovery point in its vault; the vault where no point is named. */
export function pointOf(record: CloudTrailRecord): Resource | undefined {
  const details = object(record.raw.serviceEventDetails)
  const refused = refusedArn(record)
  const id =
    text(record.params.recoveryPointArn) ??
    text(record.response.recoveryPointArn) ??
    text(first(details, 'recoveryPointArn', 'backupArn')) ??
    (refused !== undefined && /:recovery-point:|:snapshot\//.test(refused) ? refused : undefined)
  const vault = vaultOf(record)
  if (id === undefined) return vault
  return {
    type: 'recovery-point',
    id,
    name: lastPart(id),
    ...(vault ? { container: { type: 'vault', id: vault.id, ...(vault.name ? { name: vault.name } : {}) } } : {}),
  }
}

const onVault = (action: Verb, more?: More): Reader => on(vaultOf, action, more)
export const onPoint = (action: Verb, more?: More): Reader => on(pointOf, action, more)

/** Days after which a lifecycle deletes; none, or a negative number, is never. */
export function deleteAfter(lifecycle: JsonObject): Json {
  const days = number(first(lifecycle, 'deleteAfterDays', 'DeleteAfterDays'))
  return days === undefined || days < 0 ? unlimited : days
}

/** The retention of a lifecycle that the record carries; nothing where it carries none. */
function retentionOf(lifecycle: Json | undefined): readonly Change[] {
  return lifecycle === undefined || lifecycle === null ? [] : [change('retention', deleteAfter(object(lifecycle)), 'd')]
}

function limits(record: CloudTrailRecord): readonly Change[] {
  return [
    change('retention-minimum', number(record.params.minRetentionDays) ?? 0, 'd'),
    change('retention-maximum', number(record.params.maxRetentionDays) ?? unlimited, 'd'),
  ]
}

/** `changeableForDays` makes the lock compliance after that many days; without it, it is governance: reference, 0.2. */
const locked: Reader = onVault('immutability-changed', (record) => {
  if (isSilent(record)) return {}
  const grace = number(record.params.changeableForDays)
  return {
    changes: [change('lock-mode', grace === undefined ? 'governance' : 'compliance'), ...limits(record)],
    detail: grace === undefined ? {} : { grace_days: grace },
  }
})

const created: Reader = onVault('repository-created', (record) => ({
  related: relatedOf('key', [text(first(record.params, 'encryptionKeyArn'))]),
}))

/** Such a vault is locked in compliance mode from its first moment. */
const airGapped: Reader = onVault('repository-created', (record) => ({
  changes: [change('lock-mode', 'compliance'), ...(isSilent(record) ? [] : limits(record))],
}))

const hold =
  (to: 'on' | 'off'): Reader =>
  (record) => {
    const id = text(first(record.params, 'legalHoldId')) ?? text(first(record.response, 'legalHoldArn', 'legalHoldId'))
    const whole = id === undefined || id.startsWith('arn:') ? id : arn(record, 'backup', `legal-hold:${id}`)
    const title = text(first(record.params, 'title')) ?? text(record.response.title)
    const vaults = texts(object(record.params.recoveryPointSelection).vaultNames)
    return {
      action: 'immutability-changed',
      resource: named('legal-hold', whole, title ? { name: title } : {}),
      changes: [{ setting: 'legal-hold', to, ...(to === 'off' ? { direction: 'weakened' } : {}) }],
      related: relatedOf(
        'vault',
        vaults.map((name) => vaultArn(record, name)),
      ),
    }
  }

const fourEyes =
  (to: 'on' | 'off'): More =>
  () => ({
    changes: [{ setting: 'four-eyes', to, direction: to === 'on' ? 'strengthened' : 'weakened' }],
  })

/** A run that names no point yet has made none: taken for a new vault, it would excuse what is done to the vault next. */
const started: Reader = (record) => {
  const resource = pointOf(record)
  return {
    action: resource?.type === 'recovery-point' ? 'recovery-point-created' : 'other',
    resource,
    related: relatedOf('protected', [protectedBy(record)]),
    changes: retentionOf(record.params.lifecycle),
  }
}
const protectedBy = (record: CloudTrailRecord): string | undefined =>
  text(record.params.resourceArn) ?? text(object(record.raw.serviceEventDetails).resourceArn)

const copied: Reader = onPoint('job-changed', (record) => ({
  related: relatedOf('vault', [text(record.params.destinationBackupVaultArn)]),
  detail: { copy: true },
}))

const byService =
  (detail: Facts['detail'] & object): More =>
  () => ({ detail: { by_service: true, ...detail } })

export const backupVaults: ServiceReaders = {
  CreateBackupVault: created,
  CreateLogicallyAirGappedBackupVault: airGapped,
  CreateRestoreAccessBackupVault: onVault('repository-created'),
  RevokeRestoreAccessBackupVault: onVault('repository-changed'),
  DeleteBackupVault: onVault('repository-deleted'),
  PutBackupVaultLockConfiguration: locked,
  DeleteBackupVaultLockConfiguration: onVault('immutability-changed', changing('lock-mode', 'off')),
  PutBackupVaultAccessPolicy: onVault('access-policy-changed', (record) => policyFacts(record.params.policy, record)),
  DeleteBackupVaultAccessPolicy: onVault('access-policy-changed', changing('access-guard', 'off')),
  PutBackupVaultNotifications: onVault('other'),
  DeleteBackupVaultNotifications: onVault('audit-changed', () => ({
    changes: [change('logging', 'off')],
    detail: { scope: 'notification' },
  })),
  AssociateBackupVaultMpaApprovalTeam: onVault('four-eyes-changed', fourEyes('on')),
  DisassociateBackupVaultMpaApprovalTeam: onVault('four-eyes-changed', fourEyes('off')),
  CreateLegalHold: hold('on'),
  CancelLegalHold: hold('off'),
  StartBackupJob: started,
  BackupJobStarted: started,
  StartCopyJob: copied,
  CopyJobStarted: onPoint('other', byService({ copy: true })),
  DeleteRecoveryPoint: onPoint('recovery-point-deleted'),
  DisassociateRecoveryPoint: onPoint('recovery-point-deleted', () => ({ detail: { disassociated: true } })),
  DisassociateRecoveryPointFromParent: onPoint('recovery-point-deleted', () => ({ detail: { disassociated: true } })),
  BackupDeleted: onPoint('recovery-point-deleted', byService({})),
  BackupTransitionedToCold: onPoint('other', byService({})),
  UpdateRecoveryPointLifecycle: onPoint('retention-changed', (record) => ({
    changes: retentionOf(record.params.lifecycle),
  })),
  UpdateRecoveryPointIndexSettings: onPoint('other'),
}
