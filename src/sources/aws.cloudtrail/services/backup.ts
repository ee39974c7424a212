// AWS Backup: vaults, locks, recovery points, plans, selections, and the service's own events.
import type { Json, JsonObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import { unlimited } from '../../../model/setting.ts'
import { policyFacts } from '../policy.ts'
import {
  arn,
  type CloudTrailRecord,
  type Facts,
  first,
  many,
  named,
  number,
  object,
  objects,
  type Reader,
  type ServiceReaders,
  tagsOf,
  text,
  truth,
} from '../record.ts'

/** A vault's name, or its ARN, or the ARN that a refusal names. */
function vaultOf(record: CloudTrailRecord): Resource | undefined {
  const details = object(record.raw.serviceEventDetails)
  const given =
    text(first(record.params, 'backupVaultName', 'logicallyAirGappedBackupVaultArn', 'backupVaultArn')) ??
    text(first(record.response, 'backupVaultArn', 'backupVaultName')) ??
    text(first(details, 'backupVaultArn', 'backupVaultName')) ??
    /arn:aws[a-z-]*:backup:[^\s"]*:backup-vault:[A-Za-z0-9_-]+/.exec(record.message)?.[0]
  if (given === undefined) return undefined
  const name = given.split(':').at(-1) ?? given
  const tags = tagsOf(record.params.backupVaultTags)
  return {
    type: 'vault',
    id: arn(record, 'backup', `backup-vault:${given}`.replace(/^backup-vault:arn:/, 'arn:')),
    name,
    ...(tags ? { tags } : {}),
  }
}

function pointOf(record: CloudTrailRecord): Resource | undefined {
  const details = object(record.raw.serviceEventDetails)
  const id =
    text(record.params.recoveryPointArn) ??
    text(first(record.response, 'recoveryPointArn')) ??
    text(first(details, 'recoveryPointArn', 'backupArn'))
  const vault = vaultOf(record)
  if (id === undefined) return vault
  return {
    type: 'recovery-point',
    id,
    name: id.split(/[/:]/).at(-1) ?? id,
    ...(vault ? { container: { type: 'vault', id: vault.id, ...(vault.name ? { name: vault.name } : {}) } } : {}),
  }
}

const onVault =
  (action: Facts['action'], more: (record: CloudTrailRecord) => Partial<Facts> = () => ({})): Reader =>
  (record) => ({ action, resource: vaultOf(record), ...more(record) })
const onPoint =
  (action: Facts['action'], more: (record: CloudTrailRecord) => Partial<Facts> = () => ({})): Reader =>
  (record) => ({ action, resource: pointOf(record), ...more(record) })

/** `changeableForDays` makes the lock compliance after that many days; without it, it is governance: reference, 0.2. */
function lockChanges(record: CloudTrailRecord): Partial<Facts> {
  const [least, most, grace] = ['minRetentionDays', 'maxRetentionDays', 'changeableForDays'].map((name) =>
    number(record.params[name]),
  )
  return {
    changes: [
      { setting: 'lock-mode', to: grace === undefined ? 'governance' : 'compliance' },
      { setting: 'retention-minimum', to: least ?? 0, unit: 'd' },
      { setting: 'retention-maximum', to: most ?? unlimited, unit: 'd' },
    ],
    detail: grace === undefined ? {} : { grace_days: grace },
  }
}

const retention = (lifecycle: JsonObject): Change => ({ setting: 'retention', to: deleteAfter(lifecycle), unit: 'd' })
const deleteAfter = (lifecycle: JsonObject): Json => {
  const days = number(first(lifecycle, 'deleteAfterDays', 'DeleteAfterDays'))
  return days === undefined || days < 0 ? unlimited : days
}

function planOf(record: CloudTrailRecord): Resource | undefined {
  const id = text(record.params.backupPlanId) ?? text(record.response.backupPlanId)
  const name = text(object(record.params.backupPlan).backupPlanName)
  const resource = named('plan', id === undefined ? undefined : arn(record, 'backup', `backup-plan:${id}`))
  return resource && name ? { ...resource, name } : resource
}

/** A plan keeps for as long as its shortest rule; its copies go where the copy actions say. */
function planFacts(record: CloudTrailRecord): Partial<Facts> {
  const rules = objects(first(object(record.params.backupPlan), 'rules', 'Rules'))
  const days = rules.map((rule) => deleteAfter(object(first(rule, 'lifecycle', 'Lifecycle'))))
  const copies = rules.flatMap((rule) => objects(first(rule, 'copyActions', 'CopyActions')))
  const vaults = [
    ...rules.map((rule) => text(first(rule, 'targetBackupVaultName', 'targetBackupVault'))),
    ...copies.map((copy) => text(first(copy, 'destinationBackupVaultArn'))),
  ].filter((id) => id !== undefined)
  const finite = days.filter((value) => typeof value === 'number')
  return {
    changes:
      rules.length === 0
        ? []
        : [
            { setting: 'retention', to: finite.length === 0 ? unlimited : Math.min(...finite), unit: 'd' },
            { setting: 'replication', to: copies.length > 0 ? 'on' : 'off' },
          ],
    related: [...new Set(vaults)].slice(0, 20).map((id) => ({
      type: 'vault',
      id: id.startsWith('arn:') ? id : arn(record, 'backup', `backup-vault:${id}`),
      name: id.split(':').at(-1) ?? id,
    })),
  }
}

const onPlan =
  (action: Facts['action'], more: (record: CloudTrailRecord) => Partial<Facts> = () => ({})): Reader =>
  (record) => ({ action, resource: planOf(record), ...more(record) })

const optedOut = (record: CloudTrailRecord): Partial<Facts> => {
  const preferences = { ...object(record.params.resourceTypeOptInPreference), ...object(record.params.globalSettings) }
  const off = Object.entries(preferences)
    .filter(([, value]) => truth(value) === false)
    .map(([name]) => name)
  return {
    resource: { type: 'account', id: record.account, name: record.account },
    changes: off.length > 0 ? [{ setting: 'schedule', to: 'off' }] : [],
    detail: { opted_out: off.sort() },
  }
}

const finished: Reader = (record) => {
  const details = object(record.raw.serviceEventDetails)
  return {
    ...onPoint('job-finished')(record),
    detail: { state: text(first(details, 'state', 'status', 'completionStatus')) ?? 'unknown' },
  }
}

export const backup: ServiceReaders = {
  CreateBackupVault: onVault('repository-created'),
  CreateLogicallyAirGappedBackupVault: onVault('repository-created', () => ({
    changes: [{ setting: 'lock-mode', to: 'compliance' }],
  })),
  DeleteBackupVault: onVault('repository-deleted'),
  PutBackupVaultLockConfiguration: onVault('immutability-changed', lockChanges),
  DeleteBackupVaultLockConfiguration: onVault('immutability-changed', () => ({
    changes: [{ setting: 'lock-mode', to: 'off' }],
  })),
  PutBackupVaultAccessPolicy: onVault('access-policy-changed', (record) => policyFacts(record.params.policy, record)),
  DeleteBackupVaultAccessPolicy: onVault('access-policy-changed', () => ({
    changes: [{ setting: 'access-guard', to: 'off' }],
  })),
  PutBackupVaultNotifications: onVault('other'),
  DeleteBackupVaultNotifications: onVault('audit-changed', () => ({
    changes: [{ setting: 'logging', to: 'off' }],
    detail: { scope: 'notification' },
  })),
  AssociateBackupVaultMpaApprovalTeam: onVault('four-eyes-changed', () => ({
    changes: [{ setting: 'four-eyes', to: 'on' }],
  })),
  DisassociateBackupVaultMpaApprovalTeam: onVault('four-eyes-changed', () => ({
    changes: [{ setting: 'four-eyes', to: 'off', direction: 'weakened' }],
  })),
  DeleteRecoveryPoint: onPoint('recovery-point-deleted'),
  DisassociateRecoveryPoint: onPoint('recovery-point-deleted'),
  DisassociateRecoveryPointFromParent: onPoint('recovery-point-deleted'),
  UpdateRecoveryPointLifecycle: onPoint('retention-changed', (record) => ({
    changes: [retention(object(record.params.lifecycle))],
  })),
  UpdateRecoveryPointIndexSettings: onPoint('other'),
  CancelLegalHold: (record) => ({
    action: 'immutability-changed',
    resource: named('legal-hold', holdOf(record)),
    changes: [{ setting: 'legal-hold', to: 'off', direction: 'weakened' }],
  }),
  CreateLegalHold: (record) => ({
    action: 'immutability-changed',
    resource: named('legal-hold', holdOf(record)),
    changes: [{ setting: 'legal-hold', to: 'on' }],
  }),
  CreateBackupPlan: onPlan('job-created', planFacts),
  UpdateBackupPlan: onPlan('retention-changed', planFacts),
  DeleteBackupPlan: onPlan('job-stopped', () => ({ changes: [{ setting: 'schedule', to: 'off' }] })),
  CreateBackupSelection: onPlan('job-created', (record) => ({
    detail: {
      selection: true,
      resources: many(object(record.params.backupSelection).resources).slice(0, 50).map(String),
    },
  })),
  DeleteBackupSelection: onPlan('job-stopped', () => ({
    changes: [{ setting: 'schedule', to: 'off' }],
    detail: { selection: true },
  })),
  BackupSelectionDeletedDueToSLRDeletion: onPlan('job-stopped', () => ({
    changes: [{ setting: 'schedule', to: 'off' }],
    detail: { selection: true },
  })),
  StopBackupJob: onPoint('job-stopped', () => ({ detail: { run: true } })),
  StartBackupJob: onPoint('recovery-point-created', (record) => ({
    related: relatedResource(record),
    changes: number(object(record.params.lifecycle).deleteAfterDays) === undefined ? [] : [],
  })),
  StartCopyJob: (record) => ({
    action: 'job-changed',
    resource: pointOf(record),
    related: [text(record.params.destinationBackupVaultArn)].flatMap((id) => named('vault', id) ?? []),
    detail: { copy: true },
  }),
  StartRestoreJob: onPoint('other', () => ({ detail: { restore: true } })),
  UpdateRegionSettings: (record) => ({ action: 'job-changed', ...optedOut(record) }),
  UpdateGlobalSettings: (record) => ({ action: 'job-changed', ...optedOut(record) }),
  DeleteFramework: onPlan('audit-changed', () => ({
    changes: [{ setting: 'logging', to: 'off' }],
    detail: { scope: 'framework' },
  })),
  DeleteReportPlan: onPlan('audit-changed', () => ({
    changes: [{ setting: 'logging', to: 'off' }],
    detail: { scope: 'report' },
  })),
  DeleteRestoreTestingPlan: (record) => ({
    action: 'job-stopped',
    resource: named('restore-test', text(record.params.restoreTestingPlanName)),
    changes: [{ setting: 'schedule', to: 'off' }],
    detail: { restore_test: true },
  }),
  DeleteRestoreTestingSelection: (record) => ({
    action: 'job-stopped',
    resource: named('restore-test', text(record.params.restoreTestingPlanName)),
    changes: [{ setting: 'schedule', to: 'off' }],
    detail: { restore_test: true },
  }),
  BackupDeleted: onPoint('recovery-point-deleted', () => ({ detail: { by_service: true } })),
  BackupJobStarted: onPoint('recovery-point-created'),
  BackupJobCompleted: finished,
  CopyJobStarted: onPoint('other'),
  CopyJobCompleted: finished,
  RestoreCompleted: finished,
  TagResource: (record) => ({ action: 'tags-changed', resource: tagged(record), detail: { added: true } }),
  UntagResource: (record) => ({
    action: 'tags-changed',
    resource: tagged(record),
    detail: { removed: many(record.params.tagKeyList).map(String).slice(0, 50) },
  }),
}

const holdOf = (record: CloudTrailRecord): string | undefined =>
  text(first(record.params, 'legalHoldId')) ?? text(record.response.legalHoldArn)

function relatedResource(record: CloudTrailRecord): readonly Resource[] {
  const id = text(record.params.resourceArn)
  return id === undefined ? [] : [{ type: 'protected', id, name: id.split(/[/:]/).at(-1) ?? id }]
}

function tagged(record: CloudTrailRecord): Resource | undefined {
  const id = text(record.params.resourceArn)
  if (id === undefined) return undefined
  const tags = tagsOf(record.params.tags)
  const type = id.includes(':backup-vault:') ? 'vault' : id.includes(':backup-plan:') ? 'plan' : 'recovery-point'
  return { type, id, name: id.split(/[/:]/).at(-1) ?? id, ...(tags ? { tags } : {}) }
}
