// Rules, with their filters, to a matcher: routed by log source, indexed by the values that a match must contain.

import type { Correlation } from '../model/correlation.ts'
import type { Match, Problem, RuleMeta } from '../model/rule.ts'
import type { LogSource } from '../model/source.ts'
import type { Condition, Filter, Rule } from './ast.ts'
import { newIndex, type RuleIndex } from './index.ts'
import { compileCondition, type Fields, foresee, holds, type Look, lookAt, type Node, newFields } from './program.ts'

export interface RuleSet {
  readonly rules: readonly Rule[]
  readonly filters: readonly Filter[]
  readonly correlations: readonly Correlation[]
}

export interface CompileOptions {
  /** Where an event of a log source holds what rules call by the vendor's name; undefined: by its own name. */
  readonly fieldPath?: (logsource: LogSource, field: string) => string | undefined
  readonly placeholders?: Readonly<Record<string, readonly string[]>>
  /** Log sources are not compared with events (a filter's still is with its rules'). */
  readonly raw?: boolean
}

export interface CompiledRule {
  readonly meta: RuleMeta
  readonly node: Node
}

export interface Matcher {
  /** Rules that say yes. A rule sees an event only when one of the event's log sources has all that the rule's names. */
  match(event: object, logsources: readonly LogSource[]): readonly Match[]
  /** The same by asking every rule: the slow twin that the index is compared with. */
  scan(event: object, logsources: readonly LogSource[]): readonly Match[]
  /**
   * False when no rule can ever match an event that has these values, whatever its other fields hold.
   * @param known a part of an event; a field counts as known when it has a value here
   */
  couldMatch(known: object, logsources: readonly LogSource[]): boolean
  readonly rules: readonly CompiledRule[]
  readonly fields: Fields
  readonly problems: readonly Problem[]
}

/** Compiles a rule set. A rule that cannot be used is a problem of its own and leaves the others alone. */
export function compileRules({ rules, filters }: RuleSet, options: CompileOptions = {}): Matcher {
  const fields = newFields()
  const compiled: CompiledRule[] = []
  const problems: Problem[] = []
  const usable = usableFilters(filters, rules, options, problems)
  for (const rule of rules) {
    const node = compileCondition(filtered(rule, usable), fields, conditionOptions(rule.meta.logsource, options))
    if (node.ok) compiled.push({ meta: rule.meta, node: node.value })
    else problems.push({ ...whereIs(rule.meta), message: node.error })
  }
  const routes = new Map<string, RuleIndex>()
  const route = (logsources: readonly LogSource[]): RuleIndex => {
    const key = options.raw ? '*' : logsources.map(keyOf).join('|')
    const known = routes.get(key)
    if (known) return known
    const index = newIndex(
      compiled.filter(({ meta }) => options.raw || sees(meta.logsource, logsources)),
      fields,
    )
    if (routes.size > 1_000) routes.clear()
    routes.set(key, index)
    return index
  }
  const matches = (candidates: readonly CompiledRule[], look: Look): readonly Match[] => {
    const found: Match[] = []
    for (const { meta, node } of candidates) if (holds(node, look)) found.push({ rule: meta })
    return found
  }
  return {
    rules: compiled,
    fields,
    problems,
    match(event, logsources) {
      const look = lookAt(event, fields)
      return matches(route(logsources).candidates(look), look)
    },
    scan: (event, logsources) => matches(route(logsources).all, lookAt(event, fields)),
    couldMatch(known, logsources) {
      const look = lookAt(known, fields)
      const has = (field: number): boolean => field !== 0 && look.cell(field).values.length > 0
      return route(logsources).all.some(({ node }) => foresee(node, look, has) !== false)
    },
  }
}

const whereIs = ({ file, id, line }: RuleMeta): Pick<Problem, 'file' | 'rule' | 'line' | 'column'> => ({
  file,
  rule: id,
  ...(line === undefined ? {} : { line, column: 1 }),
})

/** How a filter's condition is called among a rule's searches. */
export const filterName = 'filter: '

/** A filter's condition is ANDed to its rules', as pySigma does: docs/sigma-semantics.md. */
function filtered(rule: Rule, filters: readonly Filter[]): Condition {
  const fitting = filters.filter((filter) => targets(filter, rule) && sees(filter.logsource, [rule.meta.logsource]))
  if (fitting.length === 0) return rule.condition
  return {
    op: 'and',
    of: [
      rule.condition,
      ...fitting.map(
        (filter): Condition => ({ op: 'search', name: `${filterName}${filter.meta.title}`, of: filter.condition }),
      ),
    ],
  }
}

const targets = (filter: Filter, rule: Rule): boolean =>
  filter.rules === 'any' || filter.rules.some((name) => name === rule.meta.id || name === rule.name)

/** A filter that cannot be compiled, or fits no rule, is a problem of its own: its rules go on without it. */
function usableFilters(
  filters: readonly Filter[],
  rules: readonly Rule[],
  options: CompileOptions,
  problems: Problem[],
): readonly Filter[] {
  return filters.filter((filter) => {
    const { meta, logsource } = filter
    const wrong = (message: string): false => {
      problems.push({ ...whereIs(meta), message })
      return false
    }
    const node = compileCondition(filter.condition, newFields(), conditionOptions(logsource, options))
    if (!node.ok) return wrong(node.error)
    const named = rules.filter((rule) => targets(filter, rule))
    if (filter.rules === 'any' || named.some((rule) => sees(logsource, [rule.meta.logsource]))) return true
    return wrong(
      named.length === 0
        ? `the filter names no rule that is there: ${filter.rules.join(', ')}`
        : "the filter's log source is not its rules'",
    )
  })
}

const conditionOptions = (logsource: LogSource, { fieldPath, placeholders = {} }: CompileOptions) => ({
  placeholders,
  resolve: (field: string): string => fieldPath?.(logsource, field) ?? field,
})

/** Every value that the rule names is one of the event's log source's. */
export function sees(wanted: LogSource, given: readonly LogSource[]): boolean {
  return given.some((one) =>
    (['category', 'product', 'service'] as const).every(
      (key) => wanted[key] === undefined || wanted[key] === one[key]?.toLowerCase(),
    ),
  )
}

const keyOf = ({ category = '', product = '', service = '' }: LogSource): string => `${category}/${product}/${service}`
