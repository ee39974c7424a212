// Compares what a case led to with what it expects, and says each difference in a sentence.
import type { Alert } from '../model/alert.ts'
import type { PageReason } from '../model/page.ts'
import type { Case, Expected } from './case-file.ts'

export interface Outcome {
  /** Last version of each alert, and the step at which it got its priority. */
  readonly alerts: Map<string, { readonly alert: Alert; readonly reached: number }>
  readonly pages: { readonly step: number; readonly reason: PageReason; readonly alert: Alert }[]
}

type Found = { readonly alert: Alert; readonly reached: number }

/** @param ruleFile only its alerts count, unless the case looks at the whole */
export function judge(one: Case, outcome: Outcome, ruleFile: string): readonly string[] {
  const ours = (alert: Alert): boolean => one.whole === true || alert.rule.file === ruleFile
  const alerts = [...outcome.alerts.values()].filter(({ alert }) => ours(alert))
  const differences: string[] = []
  if (one.nothing) differences.push(...alerts.map((found) => `expected nothing, got ${tell(found)}`))
  if (one.expect) differences.push(...judgeAlerts(one.expect, alerts))
  if (one.pages) {
    const pages = outcome.pages.filter(({ alert }) => ours(alert))
    const told = pages.map(({ step, reason }) => `${reason} at step ${step}`).join(', ') || 'none'
    const wanted = one.pages.map(({ step, reason = 'first' }) => `${reason} at step ${step}`).join(', ') || 'none'
    const reasonless = one.pages.every(
      ({ step, reason }, at) => pages[at]?.step === step && (reason ?? pages[at]?.reason) === pages[at]?.reason,
    )
    if (pages.length !== one.pages.length || !reasonless) differences.push(`expected pages: ${wanted}; got: ${told}`)
  }
  return differences
}

/** The most demanding expectations choose first, so that a vague one does not take what a precise one needs. */
function judgeAlerts(expected: readonly Expected[], alerts: readonly Found[]): readonly string[] {
  const left = new Set(alerts)
  const differences: string[] = []
  const wanted = [...expected].sort((one, other) => Object.keys(other).length - Object.keys(one).length)
  for (const want of wanted) {
    for (let missing = want.count ?? 1; missing > 0; missing -= 1) {
      const found = [...left].find((candidate) => fits(want, candidate))
      if (found) left.delete(found)
      else differences.push(`expected ${tellWant(want)}`)
    }
  }
  const rest = [...left].map(tell)
  if (rest.length > 0) differences.push(`got ${rest.join('; ')}`)
  return differences
}

function fits(want: Expected, { alert, reached }: Found): boolean {
  const { rule, resource, actor } = want
  return (
    want.priority === alert.priority &&
    (rule === undefined || alert.rules.includes(rule) || alert.title === rule) &&
    (want.class === undefined || want.class === alert.class) &&
    (want.step === undefined || want.step === reached) &&
    (want.events === undefined || want.events === alert.eventCount) &&
    (want.status === undefined || want.status === alert.status) &&
    (resource === undefined || resource === alert.resource.id || resource === alert.resource.name) &&
    (actor === undefined || actor === alert.actor.id || actor === alert.actor.name) &&
    (want.summary === undefined || alert.summary.includes(want.summary))
  )
}

const tellWant = ({ priority, ...more }: Expected): string =>
  `${priority}${Object.entries(more)
    .map(([key, value]) => `, ${key} ${String(value)}`)
    .join('')}`

const tell = ({ alert, reached }: Found): string =>
  `${alert.priority}, class ${alert.class},${reached > 0 ? ` step ${reached},` : ''} events ${alert.eventCount}, status ${alert.status}, resource ${alert.resource.name}, rule "${alert.rule.title}": ${alert.summary}`
