// Which classes fire on which systems: from cases that ran and passed and from the sources' samples, never from tags.
import { type Alert, type AlertClass, alertClasses, type Priority } from '../../model/alert.ts'
import type { CoverageCell, CoverageGap, CoverageMatrix } from '../../model/detections.ts'
import type { RuleMeta } from '../../model/rule.ts'
import type { Rule } from '../../sigma/ast.ts'
import { compileRules, type Matcher, type RuleSet } from '../../sigma/compile.ts'
import { type Case, readCaseFile } from '../case-file.ts'
import { type CaseResult, runCase } from '../cases.ts'
import { techniquesIn } from '../catalogue.ts'
import { caseFiles, type DetectionFile, rulesOf } from '../files.ts'
import type { Detections } from '../load.ts'
import type { Shown } from './samples.ts'

export interface Coverage {
  readonly sources: readonly string[]
  readonly classes: readonly AlertClass[]
  readonly cells: readonly CoverageCell[]
  readonly gaps: readonly CoverageGap[]
  readonly metas: readonly RuleMeta[]
  /** Cases that ran, and those among them that failed and therefore show nothing. */
  readonly ran: number
  readonly failed: number
}

const loud: readonly Priority[] = ['page-now', 'notify', 'queue']

/** Told of every case that ran. */
export type SeeCase = (file: DetectionFile, one: Case, result: CaseResult) => void

/**
 * Runs every case of a folder.
 * @param shown what the samples of each source lead to, and tell without leading to anything
 */
export function coverageOf(
  detections: Detections,
  shown: ReadonlyMap<string, Shown>,
  see: SeeCase = () => {},
): Coverage {
  const cells = new Map<string, CoverageCell>()
  let [ran, failed] = [0, 0]
  for (const file of caseFiles(detections.folder)) {
    const read = readCaseFile(file.path)
    for (const one of read.ok ? read.value.cases : []) {
      if (!read.ok) continue
      const result = runCase(read.value, one, detections, rulesOf(file.name))
      const { differences, alerts } = result
      see(file, one, result)
      ran += 1
      if (differences.length > 0) failed += 1
      else for (const alert of alerts) note(cells, alert, 'cases')
    }
  }
  for (const { alerts } of shown.values()) for (const { alert } of alerts) note(cells, alert, 'samples')
  const classes = Object.keys(alertClasses) as AlertClass[]
  const sources = [...detections.sources.keys()].filter((name) => !name.startsWith('lastcopy.')).sort()
  const ours = [...cells.values()].filter(({ source }) => sources.includes(source))
  return {
    sources,
    classes,
    cells: ours,
    gaps: gapsOf(detections, shown, new Set(ours.map((cell) => keyOf(cell.source, cell.class)))),
    metas: detections.metas,
    ran,
    failed,
  }
}

/** Techniques of the rules that fired, sorted, each with the ids of these rules. */
export function techniquesOf(cells: readonly CoverageCell[], metas: readonly RuleMeta[]): CoverageMatrix['techniques'] {
  const fired = new Set(cells.flatMap(({ rules }) => rules))
  const found = new Map<string, string[]>()
  for (const { id, tags } of metas)
    if (fired.has(id))
      for (const technique of techniquesIn(tags)) found.set(technique, [...(found.get(technique) ?? []), id])
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, rules]) => ({ id, rules }))
}

const keyOf = (source: string, name: string): string => `${source} ${name}`

function note(cells: Map<string, CoverageCell>, alert: Alert, by: 'cases' | 'samples'): void {
  for (const source of new Set(alert.events.map((event) => event.source))) {
    const key = keyOf(source, alert.class)
    const before = cells.get(key)
    const priority = loud[Math.min(loud.indexOf(alert.priority), loud.indexOf(before?.priority ?? 'queue'))] ?? 'queue'
    cells.set(key, {
      source,
      class: alert.class,
      cases: (before?.cases ?? 0) + Number(by === 'cases'),
      samples: (before?.samples ?? 0) + Number(by === 'samples'),
      priority,
      rules: [...new Set([...(before?.rules ?? []), ...alert.rules])],
    })
  }
}

/** A verb that a class waits for, told by a source, where no case of that source makes the class fire. */
function gapsOf(
  detections: Detections,
  shown: ReadonlyMap<string, Shown>,
  covered: ReadonlySet<string>,
): readonly CoverageGap[] {
  const matchers = byClass(detections)
  return [...shown].flatMap(([source, { events }]) =>
    [...matchers].flatMap(([name, matcher]): readonly CoverageGap[] => {
      if (covered.has(keyOf(source, name))) return []
      const logsources = detections.sources.get(source)?.logsource ?? []
      const verbs = new Set(
        events
          .filter(({ event: { action, outcome } }) => matcher.couldMatch({ event: { action, outcome } }, logsources))
          .map(({ event }) => event.action),
      )
      for (const vague of ['other', 'read']) verbs.delete(vague)
      return verbs.size === 0 ? [] : [{ source, class: name, verbs: [...verbs].sort() }]
    }),
  )
}

function byClass({ parsed }: Detections): ReadonlyMap<AlertClass, Matcher> {
  const rules = parsed.rules
    // What asks for facts alone, and for no verb, is promised by no verb.
    .filter((rule) => !compileRules(alone(rule), { raw: true }).couldMatch({ event: { action: 'any' } }, []))
  const classes = new Set(rules.flatMap(({ meta }) => meta.lastcopy?.class ?? []))
  return new Map(
    [...classes].map((name) => [
      name,
      compileRules(alone(...rules.filter(({ meta }) => meta.lastcopy?.class === name))),
    ]),
  )
}

const alone = (...rules: readonly Rule[]): RuleSet => ({ rules, filters: [], correlations: [] })
