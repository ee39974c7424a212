// Which rules of the list are asked for: by use, priority, class, the system that they fire on, and words.
import { fail, ok, type Result } from '../../lib/result.ts'
import { type AlertClass, alertClasses, type Priority } from '../../model/alert.ts'
import { type Proof, type RuleEntry, type RuleUse, ruleUses } from '../../model/detections.ts'
import { cellsOf } from './figures.ts'

export interface RuleFilter {
  readonly use?: RuleUse
  readonly priority?: Priority
  readonly class?: AlertClass
  /** A source; with `class`, the rules that fired in that field of the matrix. */
  readonly source?: string
  readonly text?: string
}

export const priorities: readonly Priority[] = ['page-now', 'notify', 'queue']
export const classes = Object.keys(alertClasses) as readonly AlertClass[]
const longestText = 200

/** `use`, `priority`, `class`, `source`, `text`. */
export function readRuleFilter(given: Readonly<Record<string, unknown>>): Result<RuleFilter, string> {
  const mistakes: string[] = []
  const choice = <T extends string>(name: string, known: readonly T[]): T | undefined => {
    const value = given[name]
    if (value === undefined || value === '') return undefined
    const found = known.find((one) => one === value)
    if (found === undefined) mistakes.push(`${name} must be one of ${known.join(', ')}`)
    return found
  }
  const text = (name: string): string | undefined => {
    const value = given[name]
    return typeof value === 'string' && value !== '' ? value.slice(0, longestText) : undefined
  }
  const filter = {
    use: choice('use', ruleUses),
    priority: choice('priority', priorities),
    class: choice('class', classes),
    source: text('source'),
    text: text('text'),
  }
  const said = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as RuleFilter
  return mistakes[0] === undefined ? ok(said) : fail(mistakes[0])
}

export function filterRules(rules: readonly RuleEntry[], filter: RuleFilter, proof: Proof): readonly RuleEntry[] {
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return rules.filter((rule) => {
    const { use, priority, class: row } = rule
    if (filter.use !== undefined && use !== filter.use) return false
    if (filter.priority !== undefined && priority !== filter.priority) return false
    if (filter.class !== undefined && row !== filter.class) return false
    if (filter.source !== undefined && !cellsOf(proof, rule.id).some(({ source }) => source === filter.source))
      return false
    const told = textOf(rule)
    return words.every((word) => told.includes(word))
  })
}

const textOf = ({ title, id, description, file, tags, fields }: RuleEntry): string =>
  [title, id, description, file, ...tags, ...fields].join('\n').toLowerCase()
