// Rules and correlations made ready for the commands that run them over a file.
import type { ReadRuleSet } from '../content/rules.ts'
import { type CorrelatedEvent, type Correlator, newCorrelator } from '../correlate/correlator.ts'
import { planCorrelations } from '../correlate/plan.ts'
import type { JsonObject } from '../lib/json.ts'
import { timeOf } from '../lib/time.ts'
import type { Firing } from '../model/correlation.ts'
import type { Problem, RuleMeta } from '../model/rule.ts'
import { valuesOf } from '../pipeline/chains.ts'
import { cellOf } from '../sigma/cell.ts'
import { compileRules } from '../sigma/compile.ts'
import { type FieldPath, fieldPath, valuesAt } from '../sigma/lookup.ts'
import type { Vendors } from './rules.ts'

export interface CorrelatedFile {
  /** Takes the event of a line; gives what it completed, or what is wrong with its time. */
  take(number: number, event: JsonObject): readonly Firing[] | string
  finish(): readonly Firing[]
  readonly correlator: Correlator<number>
  readonly problems: readonly Problem[]
}

/** So many entries are kept before anything is judged as over: a file of that size may be in any order. */
const patience = 500_000

/**
 * @param vendors where log sources count; undefined: raw
 * @param lateness how far an event may lie behind the newest one in a file that is larger than what is kept
 */
export function correlateFile(
  set: ReadRuleSet,
  vendors: Vendors | undefined,
  timeField: string,
  lateness: number,
): CorrelatedFile {
  const options = {
    ...(vendors ? { fieldPath: vendors.fieldPath } : {}),
    placeholders: set.placeholders,
    raw: vendors === undefined,
  }
  const all = compileRules(set, options)
  const usable = new Set(all.rules.map(({ meta }) => meta))
  const plans = planCorrelations(
    set.correlations,
    set.rules.filter(({ meta }) => usable.has(meta)),
  )
  const used = compileRules({ ...set, rules: set.rules.filter(({ meta }) => plans.routes.has(meta)) }, options)
  const correlator = newCorrelator<number>(plans)
  const paths = new Map<string, FieldPath>()
  const pathOf = (rule: RuleMeta, field: string): FieldPath => {
    const place = vendors?.fieldPath(rule.logsource, field) ?? field
    const known = paths.get(place)
    if (known) return known
    const made = fieldPath(place)
    if (paths.size < 10_000) paths.set(place, made)
    return made
  }
  const time = fieldPath(timeField)
  const watermark = watermarkOf(lateness)
  let newest = Number.NEGATIVE_INFINITY
  return {
    correlator,
    problems: [...all.problems, ...plans.problems],
    take(number, event) {
      const [held] = cellOf(valuesAt(event, time)).values
      const at = timeOf(held)
      if (at === undefined) return held === undefined ? `${timeField} is absent` : `${timeField} is no time: ${held}`
      newest = Math.max(newest, at)
      const sure = watermark(at)
      const firings: Firing[] = []
      for (const { rule } of used.match(event, vendors?.logsources(event) ?? [])) {
        const read: CorrelatedEvent<number>['read'] = (field) =>
          field.startsWith('lastcopy.')
            ? valuesOf(event, rule, field, vendors?.fieldPath)
            : cellOf(valuesAt(event, pathOf(rule, field))).values
        firings.push(...correlator.match(rule, { id: number, at, read }))
      }
      if (correlator.stats.entries > patience) firings.push(...correlator.advance(sure))
      return firings
    },
    finish: () => [...correlator.advance(newest), ...correlator.finish()],
  }
}

/** The time before which nothing more is expected. One event far ahead of all others moves it only when a second agrees. */
function watermarkOf(lateness: number): (at: number) => number {
  let newest = Number.NEGATIVE_INFINITY
  let ahead = Number.NEGATIVE_INFINITY
  return (at) => {
    if (newest === Number.NEGATIVE_INFINITY || at <= newest + lateness) newest = Math.max(newest, at)
    else if (Math.abs(at - ahead) <= lateness) newest = Math.min(at, ahead)
    else ahead = at
    return newest - lateness
  }
}
