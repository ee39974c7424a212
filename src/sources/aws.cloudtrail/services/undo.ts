// What guards snapshots and images by itself: the recycle bin's rules and the lifecycle manager's policies.
import type { JsonObject } from '../../../lib/json.ts'
import type { Change } from '../../../model/event.ts'
import { first, number, object, objects, text } from '../../kit/look.ts'
import type { Reader, ServiceReaders } from '../record.ts'
import { byId, change, changing, daysChange, type More, on } from './parts.ts'

const rule = byId('recycle-rule', 'rbin', 'rule/', 'identifier')
const keptFor: More = ({ params }) => ({
  changes: daysChange('undo-window', object(params.retentionPeriod).retentionPeriodValue),
})

/** An update that names no period changes a description or a tag. */
const ruleUpdated: Reader = (record) =>
  record.params.retentionPeriod === undefined && record.params.omitted !== true
    ? { action: 'repository-changed', resource: rule(record) }
    : { action: 'guard-changed', resource: rule(record), ...keptFor(record) }

export const rbin: ServiceReaders = {
  // A rule that is made guards what nothing guarded before, however short its period.
  CreateRule: on(rule, 'guard-changed', (record) => ({
    changes: (keptFor(record).changes ?? []).map((made) => ({ ...made, direction: 'strengthened' as const })),
  })),
  UpdateRule: ruleUpdated,
  DeleteRule: on(rule, 'guard-changed', changing('undo-window', 0, 'd')),
  LockRule: on(rule, 'immutability-changed', changing('lock-mode', 'compliance')),
  UnlockRule: on(rule, 'immutability-changed', changing('lock-mode', 'off')),
}

const policy = byId('plan', 'dlm', 'policy/', 'policyId')
const unitDays: Readonly<Record<string, number>> = { DAYS: 1, WEEKS: 7, MONTHS: 30, YEARS: 365 }

/** A schedule keeps by count or by age; a default policy by age alone, without schedules. */
function kept(details: JsonObject): readonly Change[] {
  const rules = objects(first(details, 'schedules', 'Schedules')).map((schedule) =>
    object(first(schedule, 'retainRule', 'RetainRule')),
  )
  const counts = rules.flatMap((held) => number(first(held, 'count', 'Count')) ?? [])
  const ages = rules.flatMap((held) => {
    const interval = number(first(held, 'interval', 'Interval'))
    const unit = unitDays[text(first(held, 'intervalUnit', 'IntervalUnit'))?.toUpperCase() ?? 'DAYS']
    return interval === undefined || unit === undefined ? [] : [interval * unit]
  })
  const plain = number(first(details, 'retainInterval', 'RetainInterval'))
  const days = plain === undefined ? ages : [...ages, plain]
  return [
    ...(counts.length > 0 ? [change('retention-count', Math.min(...counts), 'versions')] : []),
    ...(days.length > 0 ? [change('retention', Math.min(...days), 'd')] : []),
  ]
}

const policyFacts: More = ({ params }) => {
  const state = text(params.state)?.toUpperCase()
  return {
    changes: [
      ...kept({ ...params, ...object(params.policyDetails) }),
      ...(state === undefined ? [] : [change('schedule', state === 'DISABLED' ? 'off' : 'on')]),
    ],
  }
}

const policyUpdated: Reader = (record) => {
  const { changes = [] } = policyFacts(record)
  const kept = changes.some(({ setting }) => setting !== 'schedule')
  const unread = record.params.policyDetails !== undefined || record.params.omitted === true
  return { action: kept || unread ? 'retention-changed' : 'job-changed', resource: policy(record), changes }
}

export const dlm: ServiceReaders = {
  CreateLifecyclePolicy: on(policy, 'job-created', policyFacts),
  UpdateLifecyclePolicy: policyUpdated,
  DeleteLifecyclePolicy: on(policy, 'job-stopped', changing('schedule', 'off')),
}
