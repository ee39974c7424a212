// AWS Backup's plans, selections, runs and restore tests: what will be copied, how often, and for how long.
import type { Change, Resource } from '../../../model/event.ts'
import { unlimited } from '../../../model/setting.ts'
import type { Verb } from '../../../model/verb.ts'
import { first, object, objects, text, texts, truth } from '../../kit/look.ts'
import { arn, type CloudTrailRecord, lastPart, named, type Reader, type ServiceReaders } from '../record.ts'
import { deleteAfter, onPoint, pointOf, vaultArn } from './backup-vaults.ts'
import { byId, change, changing, type More, on, ownAccount, relatedOf, type Who } from './parts.ts'

function planOf(record: CloudTrailRecord): Resource | undefined {
  const id = text(record.params.backupPlanId) ?? text(record.response.backupPlanId)
  const name = text(object(record.params.backupPlan).backupPlanName)
  const resource = named('plan', id === undefined ? undefined : arn(record, 'backup', `backup-plan:${id}`))
  return resource && name ? { ...resource, name } : resource
}
const onPlan = (action: Verb, more?: More): Reader => on(planOf, action, more)

/** Retention over several lifecycles: the shortest, and without end only where none ends. */
const shortest = (setting: 'retention' | 'copy-retention', days: readonly unknown[]): readonly Change[] => {
  const finite = days.filter((value) => typeof value === 'number')
  return days.length === 0 ? [] : [change(setting, finite.length === 0 ? unlimited : Math.min(...finite), 'd')]
}

/** A plan keeps for as long as its shortest rule; its copies go where the copy actions say, and are kept by theirs. */
const planFacts: More = (record) => {
  const plan = object(record.params.backupPlan)
  const rules = objects(first(plan, 'rules', 'Rules'))
  const copies = rules.flatMap((rule) => objects(first(rule, 'copyActions', 'CopyActions')))
  const days = (list: typeof rules) => list.map((one) => deleteAfter(object(first(one, 'lifecycle', 'Lifecycle'))))
  const vaults = [
    ...rules.map((rule) => text(first(rule, 'targetBackupVaultName', 'targetBackupVault', 'TargetBackupVaultName'))),
    ...copies.map((copy) => text(first(copy, 'destinationBackupVaultArn', 'DestinationBackupVaultArn'))),
  ].filter((id) => id !== undefined)
  const none = Object.hasOwn(plan, 'rules') && rules.length === 0
  return {
    changes:
      rules.length === 0
        ? none
          ? [change('schedule', 'off')]
          : []
        : [
            ...shortest('retention', days(rules)),
            change('replication', copies.length > 0 ? 'on' : 'off'),
            ...shortest('copy-retention', days(copies)),
          ],
    related: relatedOf(
      'vault',
      vaults.map((id) => vaultArn(record, id)),
    ),
  }
}

const selected: Reader = onPlan('job-created', (record) => {
  const selection = object(record.params.backupSelection)
  const excluded = texts(selection.notResources)
  return {
    detail: {
      selection: true,
      resources: texts(selection.resources),
      ...(excluded.length > 0 ? { excluded } : {}),
    },
  }
})

const stopped: More = () => ({ changes: [change('schedule', 'off')] })
const unselected: More = () => ({ changes: [change('schedule', 'off')], detail: { selection: true } })

const runOf = (record: CloudTrailRecord): Resource | undefined => {
  const point = pointOf(record)
  const id = text(first(record.params, 'backupJobId'))
  return point ?? named('job', id === undefined ? undefined : arn(record, 'backup', `backup-job:${id}`))
}

const testOf: Who = (record) => {
  const name =
    text(first(record.params, 'restoreTestingPlanName')) ??
    text(first(object(record.params.restoreTestingPlan), 'restoreTestingPlanName'))
  return named('restore-test', name === undefined ? undefined : arn(record, 'backup', `restore-testing-plan:${name}`))
}
const onTest = (action: Verb, more: More = () => ({})): Reader =>
  on(testOf, action, (record) => ({ detail: { restore_test: true }, ...more(record) }))

/** Ended runs say how they ended in `state`, in older records in `status`. */
const finished: Reader = (record) => {
  const details = object(record.raw.serviceEventDetails)
  const tested = text(first(object(details.createdBy), 'restoreTestingPlanArn')) ?? text(details.restoreTestingPlanArn)
  const restore = record.name.startsWith('Restore')
  return {
    action: tested === undefined ? 'job-finished' : 'restore-tested',
    resource: tested === undefined ? pointOf(record) : { type: 'restore-test', id: tested, name: lastPart(tested) },
    detail: {
      state: text(first(details, 'state', 'status', 'completionStatus')) ?? 'unknown',
      ...(restore ? { restore: true } : {}),
    },
  }
}

const validated: Reader = (record) => {
  const id = text(record.params.restoreJobId)
  return {
    action: 'restore-tested',
    resource: named('job', id === undefined ? undefined : arn(record, 'backup', `restore-job:${id}`)),
    detail: { state: text(record.params.validationStatus) ?? 'unknown', restore: true },
  }
}

/** A kind of resource opted out is out of every plan: contract, section 4. */
const regionSet: Reader = on(ownAccount, 'job-changed', (record) => {
  const off = Object.entries(object(record.params.resourceTypeOptInPreference))
    .filter(([, value]) => truth(value) === false)
    .map(([name]) => name)
    .sort()
  return { changes: off.length > 0 ? [change('schedule', 'off')] : [], detail: { opted_out: off } }
})

const globalSet: Reader = (record) => {
  const settings = object(record.params.globalSettings)
  const fourEyes = truth(settings.isMpaEnabled)
  if (fourEyes !== undefined)
    return {
      action: 'four-eyes-changed',
      resource: ownAccount(record),
      changes: [
        { setting: 'four-eyes', to: fourEyes ? 'on' : 'off', direction: fourEyes ? 'strengthened' : 'weakened' },
      ],
    }
  const off = Object.entries(settings)
    .filter(([, value]) => truth(value) === false)
    .map(([name]) => name)
    .sort()
  return {
    action: 'job-changed',
    resource: ownAccount(record),
    changes: off.length > 0 ? [change('schedule', 'off')] : [],
    detail: { opted_out: off },
  }
}

const unwatched =
  (scope: string, ...names: readonly string[]): Reader =>
  (record) => ({
    action: 'audit-changed',
    resource: byId('plan', 'backup', `${scope}:`, ...names)(record),
    changes: [change('logging', 'off')],
    detail: { scope },
  })

export const backupPlans: ServiceReaders = {
  CreateBackupPlan: onPlan('job-created', planFacts),
  UpdateBackupPlan: onPlan('retention-changed', planFacts),
  DeleteBackupPlan: onPlan('job-stopped', stopped),
  CreateBackupSelection: selected,
  DeleteBackupSelection: onPlan('job-stopped', unselected),
  BackupSelectionDeletedDueToSLRDeletion: onPlan('job-stopped', unselected),
  StopBackupJob: on(runOf, 'job-stopped', () => ({ detail: { run: true } })),
  BackupJobCompleted: finished,
  CopyJobCompleted: finished,
  RestoreCompleted: finished,
  StartRestoreJob: onPoint('other', () => ({ detail: { restore: true } })),
  RestoreStarted: onPoint('other', () => ({ detail: { restore: true } })),
  PutRestoreValidationResult: validated,
  CreateRestoreTestingPlan: onTest('job-created'),
  UpdateRestoreTestingPlan: onTest('job-changed'),
  DeleteRestoreTestingPlan: onTest('job-stopped', changing('schedule', 'off')),
  CreateRestoreTestingSelection: onTest('job-created'),
  UpdateRestoreTestingSelection: onTest('job-changed'),
  DeleteRestoreTestingSelection: onTest('job-stopped', changing('schedule', 'off')),
  UpdateRegionSettings: regionSet,
  UpdateGlobalSettings: globalSet,
  DeleteFramework: unwatched('framework', 'frameworkName'),
  DeleteReportPlan: unwatched('report', 'reportPlanName'),
}
