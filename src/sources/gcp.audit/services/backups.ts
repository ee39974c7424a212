// Backup and DR Service: vaults with their enforced retention, plans, associations, backups; and its older management servers.
import type { Change } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { number, object, objects, text } from '../../kit/look.ts'
import { statedTime } from '../../kit/time.ts'
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
} from '../record.ts'
import { policyFacts } from './policies.ts'

/** Minimum retention that nobody can go below, and the day from which it cannot be cut itself. */
function vaultChanges(record: GcpRecord): readonly Change[] {
  const vault = object(asked(record.request, 'backupvault'))
  const effective = statedTime(asked(vault, 'effectivetime'))
  return [
    ...days('retention-minimum', secondsInDays(asked(vault, 'backupminimumenforcedretentionduration'))),
    ...(effective === undefined ? [] : [change('lock-mode', 'compliance')]),
  ]
}

/** A vault is made under its parent's path, and named beside it. */
const vaultPath = ({ target, request }: GcpRecord): string => {
  const id = text(asked(request, 'backupvaultid'))
  return /backupVaults\//.test(target) || id === undefined ? target : `${target}/backupVaults/${id}`
}
const vaultMade: Reader = (record) => ({
  action: 'repository-created',
  resource: resourceOf('vault', vaultPath(record) || 'unknown'),
  changes: vaultChanges(record),
})
const vaultUpdated: Reader = (record) => {
  const changes = vaultChanges(record)
  const resource = record.target === '' ? undefined : resourceOf('vault', record.target)
  if (changes.length > 0) return { action: 'immutability-changed', resource, changes }
  const guards = record.mask.some((field) => /retention|effectivetime|accessrestriction/.test(field))
  return {
    action: guards ? 'immutability-changed' : record.mask.length === 0 ? 'immutability-changed' : 'repository-changed',
    resource,
  }
}
const forced = (record: GcpRecord): Partial<Facts> =>
  asked(record.request, 'force') === true || asked(record.request, 'ignorebackupplanreferences') === true
    ? { detail: { forced: true } }
    : {}

/** A plan keeps each rule's backups for its days; the shortest counts. */
const planFacts = (record: GcpRecord): Partial<Facts> => {
  const plan = object(asked(record.request, 'backupplan'))
  const found = objects(asked(plan, 'backuprules')).flatMap((rule) => number(asked(rule, 'backupretentiondays')) ?? [])
  const vault = text(asked(plan, 'backupvault'))
  return {
    changes: found.length === 0 ? [] : [change('retention', Math.min(...found), { unit: 'd' })],
    ...(vault === undefined ? {} : { related: [resourceOf('vault', vault)] }),
  }
}
const planMade: Reader = (record) => {
  const id = text(asked(record.request, 'backupplanid'))
  const path =
    id === undefined || /backupPlans\//.test(record.target) ? record.target : `${record.target}/backupPlans/${id}`
  return { action: 'job-created', resource: resourceOf('plan', path || 'unknown'), ...planFacts(record) }
}

/** Something is under a plan from now on, or under none. */
const associated =
  (made: boolean): Reader =>
  (record) => {
    const held = object(asked(record.request, 'backupplanassociation'))
    const thing = text(asked(held, 'resource')) ?? record.target
    const plan = text(asked(held, 'backupplan'))
    if (!made)
      return {
        action: 'job-stopped',
        resource: resourceOf('job', record.target || 'unknown'),
        changes: [change('schedule', 'off')],
        detail: { explicit: true },
      }
    return {
      action: 'policy-assigned',
      resource: resourceOf('vm', thing || 'unknown'),
      changes: plan === undefined ? [] : [change('assignment', plan)],
      ...(plan === undefined ? {} : { related: [resourceOf('plan', plan)], detail: { plan } }),
    }
  }

/** One backup's own enforced end may be put off, and before it is locked drawn nearer. */
const pointUpdated: Reader = (record) => {
  const until = statedTime(
    asked(record.request, 'backup.enforcedretentionendtime') ?? asked(record.request, 'backup.expiretime'),
  )
  return {
    action: 'immutability-changed',
    resource: record.target === '' ? undefined : resourceOf('recovery-point', record.target, ['vault', 'backupVaults']),
    changes: until === undefined ? [] : [change('lock-until', until)],
  }
}

const point = ['vault', 'backupVaults'] as const
const stopped = (): Partial<Facts> => ({ changes: [change('schedule', 'off')], detail: { explicit: true } })

export const backups: Readers = {
  createbackupvault: vaultMade,
  updatebackupvault: vaultUpdated,
  deletebackupvault: on('vault', 'repository-deleted', forced),
  deletebackup: on('recovery-point', 'recovery-point-deleted', () => ({}), point),
  updatebackup: pointUpdated,
  createbackup: on('recovery-point', 'recovery-point-created', () => ({}), point),
  removedatasource: on('recovery-point', 'recovery-point-deleted', () => ({ detail: { bulk: true } }), point),
  abandonbackup: on('recovery-point', 'recovery-point-deleted', () => ({}), point),
  // Told twice: that it began, which has no outcome yet, and how it ended.
  restorebackup: on('recovery-point', 'job-finished', () => ({ detail: { restore: true } }), point),
  createbackupplan: planMade,
  updatebackupplan: on('plan', 'retention-changed', planFacts),
  deletebackupplan: on('plan', 'job-stopped', stopped),
  createbackupplanassociation: associated(true),
  updatebackupplanassociation: associated(true),
  deletebackupplanassociation: associated(false),
  triggerbackup: on('job', 'run-started'),
  deletemanagementserver: on('console', 'repository-deleted'),
  deleteresourcebackupconfig: on('job', 'job-stopped', stopped),
  setiampolicy: (record) =>
    policyFacts(
      record,
      record.target === ''
        ? undefined
        : resourceOf(/backupVaults\//.test(record.target) ? 'vault' : 'plan', record.target),
    ),
}
