// Azure's backup vaults (Data Protection): instances, policies, resource guards, and the vault itself.
import { isoDays } from '../../azure/durations.ts'
import { containerOf, upTo } from '../../azure/ids.ts'
import { anyCase, objects, text, texts } from '../../kit/look.ts'
import { asked, change, changing, type More, on, type Reader, type Readers, target } from '../record.ts'
import { allPoints, assigned, fourEyes, inVault, plan, stopped, vaultWritten } from './recovery.ts'

/** Each rule of retention deletes after a time, in each tier; the longest tier of the shortest rule counts. */
const policyFacts: More = (record) => {
  const rules = objects(asked(record, 'policyrules')).filter((rule) =>
    /retention/i.test(text(anyCase(rule, 'objecttype')) ?? ''),
  )
  const found = rules.flatMap((rule) => {
    const tiers = objects(anyCase(rule, 'lifecycles')).flatMap(
      (tier) => isoDays(anyCase(tier, 'deleteafter.duration')) ?? [],
    )
    return tiers.length === 0 ? [] : [Math.max(...tiers)]
  })
  return { changes: found.length === 0 ? [] : [change('retention', Math.min(...found), { unit: 'd' })] }
}

const instance = inVault('recovery-point')
const instanceWritten: Reader = (record) => {
  const policy = text(asked(record, 'policyinfo.policyid'))
  return policy === undefined
    ? { action: 'job-changed', resource: instance(record) }
    : assigned(record, instance(record), policy)
}

/** A guard that leaves operations out lets them pass without a second person. */
const guardWritten: Reader = (record) => {
  const left = texts(asked(record, 'vaultcriticaloperationexclusionlist'))
  return {
    action: 'four-eyes-changed',
    resource: target('policy')(record),
    changes:
      left.length > 0
        ? [change('four-eyes', 'on', { direction: 'weakened' })]
        : [change('four-eyes', 'on', { direction: 'strengthened' })],
    ...(left.length > 0 ? { detail: { exempted: left } } : {}),
  }
}

const started = on(instance, 'job-changed', changing(change('schedule', 'on')))
const base = 'microsoft.dataprotection/backupvaults'

export const dataProtection: Readers = {
  [`${base}/write`]: vaultWritten,
  [`${base}/delete`]: on(target('vault'), 'repository-deleted'),
  [`${base}/backuppolicies/write`]: (record) =>
    on(plan, record.created ? 'job-created' : 'retention-changed', policyFacts)(record),
  [`${base}/backuppolicies/delete`]: stopped(plan),
  [`${base}/backupinstances/write`]: instanceWritten,
  [`${base}/backupinstances/delete`]: allPoints,
  [`${base}/backupinstances/stopprotection/action`]: stopped(instance),
  [`${base}/backupinstances/suspendbackups/action`]: stopped(instance),
  [`${base}/backupinstances/resumeprotection/action`]: started,
  [`${base}/backupinstances/resumebackups/action`]: started,
  [`${base}/backupinstances/backup/action`]: on(inVault('job'), 'run-started'),
  [`${base}/backupinstances/recoverypoints/delete`]: on(
    target('recovery-point', ({ target: id }) => containerOf('recovery-point', upTo(id, 'backupinstances'))),
    'recovery-point-deleted',
  ),
  [`${base}/backupresourceguardproxies/delete`]: fourEyes('off'),
  [`${base}/backupresourceguardproxies/write`]: fourEyes('on'),
  'microsoft.dataprotection/resourceguards/delete': fourEyes('off', target('policy')),
  'microsoft.dataprotection/resourceguards/write': guardWritten,
}
