// Azure Backup's Recovery Services vaults: their locks and soft delete, policies, what they protect, and who must agree.
import type { Json } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import { countedDays } from '../../azure/durations.ts'
import { fieldsOf, spelled } from '../../azure/fields.ts'
import { containerOf, resourceOf, upTo } from '../../azure/ids.ts'
import { anyCase, number, objects, text } from '../../kit/look.ts'
import {
  type ActivityRecord,
  asked,
  change,
  changing,
  days,
  type More,
  on,
  type Reader,
  type Readers,
  switched,
  target,
  type Who,
} from '../record.ts'

/** The vault in whatever the record names: both kinds of vaults call theirs so. */
const vault: Who = ({ target: id }) => {
  const found = upTo(id, 'vaults') ?? upTo(id, 'backupvaults')
  return found === undefined ? undefined : resourceOf('vault', found)
}
export const inVault = (kind: string): Who =>
  target(kind, ({ target: id }) => containerOf('vault', upTo(id, 'vaults') ?? upTo(id, 'backupvaults')))

const word = (value: Json | undefined): string => (text(value) ?? '').toLowerCase()

/** Immutability and soft delete of a vault, as far as the body says it. */
function vaultChanges(record: ActivityRecord): readonly Change[] {
  const at = (path: string): Json | undefined => asked(record, path)
  const lock = word(at('securitysettings.immutabilitysettings.state') ?? at('immutabilitysettings.state'))
  const soft = word(
    at('securitysettings.softdeletesettings.softdeletestate') ??
      at('securitysettings.softdeletesettings.state') ??
      at('softdeletefeaturestate'),
  )
  return [
    ...(lock === 'locked' ? [change('lock-mode', 'compliance')] : []),
    ...(lock === 'unlocked' ? [change('lock-mode', 'governance')] : []),
    ...(lock === 'disabled' ? [change('lock-mode', 'off')] : []),
    ...(/^(enabled|alwayson|on)$/.test(soft) ? [change('soft-delete', 'on')] : []),
    ...(/^(disabled|off)$/.test(soft) ? [change('soft-delete', 'off')] : []),
    ...days(
      'undo-window',
      at('securitysettings.softdeletesettings.softdeleteretentionperiodindays') ??
        at('securitysettings.softdeletesettings.retentiondurationindays') ??
        at('softdeleteretentionperiodindays'),
    ),
    ...enhanced(word(at('enhancedsecuritystate'))),
  ]
}
/** Enhanced security asks for a PIN before what a server's own agent may destroy. */
const enhanced = (state: string): readonly Change[] =>
  /^(enabled|alwayson)$/.test(state)
    ? switched('deletion-protection', true)
    : state === 'disabled'
      ? switched('deletion-protection', false)
      : []

const sealingKey = (record: ActivityRecord): readonly Resource[] => {
  const id = text(asked(record, 'encryption.keyvaultproperties.keyuri') ?? asked(record, 'keyuri'))
  return id === undefined ? [] : [{ type: 'key', id: id.toLowerCase().replace(/(\/keys\/[^/]+)\/.*$/, '$1') }]
}

export const vaultWritten: Reader = (record) => {
  const changes = vaultChanges(record)
  const related = sealingKey(record)
  const more = { resource: target('vault')(record), changes, ...(related.length > 0 ? { related } : {}) }
  if (record.created) return { action: 'repository-created', ...more }
  if (changes.some(({ setting }) => setting === 'lock-mode')) return { action: 'immutability-changed', ...more }
  if (changes.length > 0) return { action: 'guard-changed', ...more }
  return { action: related.length > 0 ? 'encryption-changed' : 'repository-changed', ...more }
}

/** Soft delete and enhanced security have a page of their own, which holds nothing else. */
const vaultConfig: Reader = (record) => ({
  action: 'guard-changed',
  resource: vault(record),
  changes: vaultChanges(record),
})

/** Retentions of one policy: by day, week, month and year, or one for all. */
function retentions(policy: Json | undefined): readonly number[] {
  return [
    'retentionduration',
    'dailyschedule.retentionduration',
    'weeklyschedule.retentionduration',
    'monthlyschedule.retentionduration',
    'yearlyschedule.retentionduration',
  ].flatMap((path) => countedDays(anyCase(policy, path)) ?? [])
}

/** The shortest of the schedules of full backups counts; the longest is beside it. Logs are kept for as long as they need. */
const policyFacts: More = (record) => {
  const parts = objects(asked(record, 'subprotectionpolicy'))
  const full = parts.filter((part) => !/log|diff|incr/i.test(text(anyCase(part, 'policytype')) ?? ''))
  const found = [
    ...retentions(asked(record, 'retentionpolicy')),
    ...full.flatMap((part) => retentions(anyCase(part, 'retentionpolicy'))),
  ]
  const shortest = Math.min(...found)
  const longest = Math.max(...found)
  return {
    changes:
      found.length === 0
        ? []
        : [
            change('retention', shortest, { unit: 'd' }),
            ...(longest === shortest ? [] : [change('copy-retention', longest, { unit: 'd' })]),
          ],
  }
}

export const plan = inVault('plan')
const policyWritten: Reader = (record) =>
  on(plan, record.created ? 'job-created' : 'retention-changed', policyFacts)(record)

/** Something protected: under a policy, under none any more, or only kept. */
const itemWritten: Reader = (record) => {
  const resource = inVault('recovery-point')(record)
  const state = word(asked(record, 'protectionstate'))
  const policy = text(asked(record, 'policyid'))
  if (/stopped|suspended/.test(state))
    return { action: 'job-stopped', resource, changes: [change('schedule', 'off')], detail: { explicit: true } }
  if (asked(record, 'isrehydrate') === true) return { action: 'other', resource, detail: { recovered: true } }
  if (policy === undefined) return { action: 'job-changed', resource }
  return assigned(record, resource, policy)
}
/** What the record created was under no policy before. */
export const assigned = (
  { created }: ActivityRecord,
  resource: Resource | undefined,
  policy: string,
): ReturnType<Reader> => ({
  action: 'policy-assigned',
  resource,
  changes: [change('assignment', policy.toLowerCase(), created ? { from: 'off' } : {})],
  related: [resourceOf('plan', policy)],
  detail: { plan: policy.toLowerCase() },
})

/** All points of what was protected go; soft delete keeps them a while where it is on. */
export const allPoints = on(inVault('recovery-point'), 'recovery-point-deleted', () => ({ detail: { bulk: true } }))
export const fourEyes = (to: 'on' | 'off', who: Who = vault): Reader =>
  on(
    who,
    'four-eyes-changed',
    changing(change('four-eyes', to, { direction: to === 'on' ? 'strengthened' : 'weakened' })),
  )
export const stopped = (who: Who, more: Readonly<Record<string, Json>> = {}): Reader =>
  on(who, 'job-stopped', () => ({ changes: [change('schedule', 'off')], detail: { explicit: true, ...more } }))

/** Copies in one region only, where they stood in two. */
const storage: Reader = on(vault, 'replication-changed', (record) => {
  const kind = word(asked(record, 'storagemodeltype') ?? asked(record, 'storagetype'))
  const cross = asked(record, 'crossregionrestoreflag')
  if (kind === '' && cross === undefined) return {}
  return {
    changes: [change('replication', /geo/.test(kind) && cross !== false ? 'on' : /geo/.test(kind) ? 'on' : 'off')],
  }
})

const key: Reader = (record) => ({
  action: 'encryption-changed',
  resource: vault(record),
  related: sealingKey(record),
  changes: sealingKey(record).map(({ id }) => change('encryption-key', id)),
})

/** Operations on what is under a vault restore and look, where they do not delete. */
const restored = on(inVault('recovery-point'), 'other', () => ({ detail: { restore: true } }))
/** A test that was let in is under way, and has shown nothing yet. */
const tested: Reader = (record) => {
  const { fields, properties } = record
  const ended = spelled(fields('activitystatusvalue', 'status', 'resulttype', 'activitystatus', 'statustext')) ?? ''
  const code = text(fieldsOf(properties)('statuscode') ?? fields('resultsignature') ?? fields('substatus')) ?? ''
  const begun = /^(accept|start)/i.test(ended) || /accepted|\b202\b/i.test(code.slice(0, 200))
  return on(inVault('restore-test'), begun ? 'run-started' : 'restore-tested')(record)
}
const fabric = 'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers'
const site =
  'microsoft.recoveryservices/vaults/replicationfabrics/replicationprotectioncontainers/replicationprotecteditems'
const unreplicated = on(inVault('replication'), 'replication-changed', changing(change('replication', 'off')))

export const recovery: Readers = {
  'microsoft.recoveryservices/vaults/write': vaultWritten,
  'microsoft.recoveryservices/vaults/delete': on(target('vault'), 'repository-deleted'),
  'microsoft.recoveryservices/vaults/backupconfig/write': vaultConfig,
  'microsoft.recoveryservices/vaults/backupconfig/vaultconfig/write': vaultConfig,
  'microsoft.recoveryservices/vaults/backupstorageconfig/write': storage,
  'microsoft.recoveryservices/vaults/backupstorageconfig/vaultstorageconfig/write': storage,
  'microsoft.recoveryservices/vaults/backupencryptionconfigs/write': key,
  'microsoft.recoveryservices/vaults/backupencryptionconfigs/backupresourceencryptionconfig/write': key,
  'microsoft.recoveryservices/vaults/backuppolicies/write': policyWritten,
  'microsoft.recoveryservices/vaults/backuppolicies/delete': stopped(plan),
  'microsoft.recoveryservices/vaults/backupresourceguardproxies/delete': fourEyes('off'),
  'microsoft.recoveryservices/vaults/backupresourceguardproxies/write': fourEyes('on'),
  'microsoft.recoveryservices/vaults/backupjobs/cancel/action': stopped(inVault('job'), { run: true }),
  'microsoft.recoveryservices/vaults/registeredidentities/delete': on(
    inVault('repository'),
    'repository-deleted',
    () => ({
      detail: { detached: true },
    }),
  ),
  'microsoft.recoveryservices/locations/deletedvaults/delete': on(target('vault'), 'repository-deleted', () => ({
    detail: { permanent: true },
  })),
  [`${fabric}/delete`]: on(inVault('repository'), 'repository-deleted', () => ({ detail: { detached: true } })),
  [`${fabric}/protecteditems/write`]: itemWritten,
  [`${fabric}/protecteditems/delete`]: allPoints,
  [`${fabric}/protecteditems/backup/action`]: on(inVault('job'), 'run-started'),
  [`${fabric}/protecteditems/recoverypoints/delete`]: on(
    target('recovery-point', ({ target: id }) => containerOf('recovery-point', upTo(id, 'protecteditems'))),
    'recovery-point-deleted',
  ),
  [`${fabric}/protecteditems/recoverypoints/restore/action`]: restored,
  [`${fabric}/protecteditems/recoverypoints/provisioninstantitemrecovery/action`]: restored,
  [`${site}/delete`]: unreplicated,
  [`${site}/remove/action`]: unreplicated,
  [`${site}/testfailover/action`]: tested,
  [`${site}/testfailovercleanup/action`]: on(inVault('restore-test'), 'other'),
  'microsoft.recoveryservices/vaults/replicationrecoveryplans/testfailover/action': tested,
  'microsoft.recoveryservices/vaults/replicationpolicies/write': on(plan, 'retention-changed', (record) => {
    const minutes = number(asked(record, 'providerspecificinput.recoverypointhistory'))
    return { changes: minutes === undefined ? [] : [change('retention', minutes / 1440, { unit: 'd' })] }
  }),
  'microsoft.recoveryservices/vaults/replicationpolicies/delete': stopped(plan),
}
