// Reads a correlation document. Source: Sigma specification 2.1, correlation rules.
import { isObject, type Json, type JsonObject, tellJson } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import type { Bound, Correlation, CorrelationType, NameTree } from '../model/correlation.ts'
import type { RuleMeta } from '../model/rule.ts'
import { parseCondition } from './condition.ts'
import type { Complain } from './parse.ts'

const types: readonly CorrelationType[] = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  // Only the JSON schema names these two.
  'value_min',
  'value_max',
]
const orders = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const
const units: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  // The specification names s, m, h and d; for months and years we take what pySigma takes: the mean of the calendar.
  M: 2_629_746_000,
  y: 31_556_952_000,
}
const keys = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate']

/** The correlation; undefined when something that it cannot do without is wrong, which was then complained of. */
export function readCorrelation(value: Json, meta: RuleMeta, complain: Complain): Correlation | undefined {
  if (!isObject(value)) {
    complain('correlation is no map', ['correlation'])
    return undefined
  }
  const wrong = (key: string, message: string, hint?: string): undefined =>
    void complain(`correlation.${key} ${message}`, ['correlation', key], hint)
  for (const key of Object.keys(value)) {
    const guess = keys.includes(key) ? undefined : nearest(key, keys)
    if (guess) wrong(key, 'is not in the specification', `did you mean "${guess}"?`)
  }
  const given = typeof value.type === 'string' ? value.type.replaceAll('-', '_') : ''
  const type = types.find((known) => known === given)
  if (!type) {
    const guess = nearest(given, types)
    return wrong('type', `is "${given}"`, guess ? `did you mean "${guess}"?` : `one of ${types.join(', ')}`)
  }
  const rules = value.rules === undefined ? namesIn(value.condition) : listOf(value.rules)
  if (rules.length === 0) return wrong('rules', 'names no rule')
  const timespan = timespanOf(value.timespan ?? value.timeframe)
  if (timespan === undefined)
    return wrong(
      'timespan',
      value.timespan === undefined ? 'is missing' : `is "${tellJson(value.timespan)}"`,
      'write a number and s, m, h, d, w, M or y, such as 15m',
    )
  const temporal = type === 'temporal' || type === 'temporal_ordered'
  const condition = readCondition(value.condition, temporal, rules, wrong)
  if (!condition) return undefined
  if (!temporal && type !== 'event_count' && condition.field === undefined)
    return wrong('condition', `of ${type} needs a field`)
  const mistaken = groupingTrouble(value)
  if (mistaken) return wrong(...mistaken)
  const groupBy = listOf(value['group-by'])
  const aliases = aliasesOf(value.aliases)
  return {
    kind: 'correlation',
    meta,
    type,
    rules,
    groupBy,
    aliases,
    timespan,
    generate: value.generate === true,
    ...condition,
  }
}

/** A condition in words may be all that names the rules. */
const namesIn = (condition: Json | undefined): readonly string[] =>
  typeof condition === 'string'
    ? [...new Set(condition.split(/[\s()]+/).filter((word) => word !== '' && !/^(and|or|not)$/i.test(word)))]
    : []

const listOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).map(tellJson) : typeof value === 'string' ? [value] : []

/** What cannot be read must not be left out in silence: a correlation without its group joins what has nothing in common. */
function groupingTrouble(value: JsonObject): readonly [key: string, message: string, hint: string] | undefined {
  const by = value['group-by'] ?? []
  const names: readonly Json[] = Array.isArray(by) ? by : [by]
  if (names.some((name) => typeof name === 'object'))
    return ['group-by', 'is no list of field names', 'write, for example, [user.name]']
  const aliases = value.aliases ?? {}
  return isObject(aliases) && Object.values(aliases).every(isObject)
    ? undefined
    : ['aliases', 'is no map of maps', 'write, for example, address: {rule_name: source.ip}']
}

function timespanOf(value: Json | undefined): number | undefined {
  const found = typeof value === 'string' ? /^(\d+)\s*([smhdwMy])$/.exec(value.trim()) : undefined
  const length = found ? Number(found[1]) * (units[found[2] ?? ''] ?? 0) : 0
  return length > 0 && length <= 100 * (units.y ?? 0) ? length : undefined
}

type Read = Pick<Correlation, 'bounds' | 'field' | 'percentile' | 'expression'>

function readCondition(
  value: Json | undefined,
  temporal: boolean,
  rules: readonly string[],
  wrong: (key: string, message: string, hint?: string) => undefined,
): Read | undefined {
  if (temporal && (value === undefined || value === null)) return { bounds: [] }
  if (temporal && typeof value === 'string') {
    const tree = parseCondition(value, rules)
    if (!tree.ok) return wrong('condition', tree.error.message, tree.error.hint)
    if (positives(tree.value).length === 0)
      return wrong('condition', 'needs a rule that must match, beside those that must not')
    return { bounds: [], expression: tree.value }
  }
  if (!isObject(value)) return wrong('condition', 'is missing', 'write, for example, gte: 5')
  const bounds: Bound[] = []
  for (const [key, held] of Object.entries(value)) {
    if (key === 'field' || key === 'percentile') continue
    const order = orders.find((known) => known === key)
    if (!order) return wrong('condition', `has no "${key}"`, `it has ${orders.join(', ')}, field, percentile`)
    const number = typeof held === 'string' && held.trim() !== '' ? Number(held) : held
    if (typeof number !== 'number' || !Number.isFinite(number)) return wrong('condition', `${key} is no number`)
    bounds.push({ order, value: number })
  }
  if (bounds.length === 0 && !temporal) return wrong('condition', 'sets no bound', 'write, for example, gte: 5')
  const share = value.percentile
  if (share !== undefined && !(typeof share === 'number' && share >= 0 && share <= 100))
    return wrong('condition', `percentile is ${tellJson(share)}`, 'it is a number from 0 to 100')
  return { bounds, ...fieldsOf(value) }
}

/** The names that stand under no `not`. */
function positives(tree: NameTree): readonly string[] {
  if (tree.op === 'name') return [tree.name]
  return tree.op === 'not' ? [] : tree.of.flatMap(positives)
}

function fieldsOf(value: JsonObject): Pick<Correlation, 'field' | 'percentile'> {
  const field = listOf(value.field)
  const percentile = typeof value.percentile === 'number' ? value.percentile : undefined
  return { ...(field.length > 0 ? { field } : {}), ...(percentile === undefined ? {} : { percentile }) }
}

function aliasesOf(value: Json | undefined): Correlation['aliases'] {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([alias, byRule]) =>
      isObject(byRule)
        ? [[alias, Object.fromEntries(Object.entries(byRule).map(([rule, field]) => [rule, tellJson(field)]))]]
        : [],
    ),
  )
}
