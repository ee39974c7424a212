// A rule file to rules, filters and correlations; whatever is wrong becomes a problem and the rest goes on.
import { isObject, type Json, type JsonObject } from '../lib/json.ts'
import type { Problem } from '../model/rule.ts'
import type { Condition, Correlation, Filter, Rule } from './ast.ts'
import { type ConditionTree, parseCondition } from './condition.ts'
import { readCorrelation } from './correlation.ts'
import { readMeta } from './meta.ts'
import { joined, readSearch } from './search.ts'
import { readYaml, type YamlDocument } from './yaml.ts'

export interface Parsed {
  readonly rules: readonly Rule[]
  readonly filters: readonly Filter[]
  readonly correlations: readonly Correlation[]
  readonly problems: readonly Problem[]
}

/** What a document's reader complains with: a path below the document tells the line. */
export type Complain = (message: string, path: readonly (string | number)[], hint?: string) => void

/**
 * Reads a rule file.
 * @param text YAML, one or several documents (specification: a file may hold a collection)
 * @param file its name, for problems
 */
export function parseRules(text: string, file: string): Parsed {
  const { documents, problems: broken } = readYaml(text, file)
  const rules: Rule[] = []
  const filters: Filter[] = []
  const correlations: Correlation[] = []
  const problems: Problem[] = [...broken]
  let global: JsonObject = {}
  for (const document of documents) {
    const { value } = document
    if (!isObject(value)) {
      problems.push({ file, ...document.placeOf([]), message: 'a rule is a map of fields, and this is none' })
      continue
    }
    // Collections of version 1: `action: global` gives its fields to the documents behind it.
    if (value.action === 'global') {
      global = value
      continue
    }
    if (value.action === 'reset') {
      global = {}
      continue
    }
    const whole = merged(global, value)
    const found = readDocument(whole, document, file)
    problems.push(...found.problems)
    if (found.problems.some(({ fatal }) => fatal)) continue
    if (found.rule) rules.push(found.rule)
    if (found.filter) filters.push(found.filter)
    if (found.correlation) correlations.push(found.correlation)
  }
  return {
    rules,
    filters,
    correlations,
    problems: problems.map(({ fatal: _, ...problem }: Problem & { readonly fatal?: boolean }) => problem),
  }
}

interface FoundDocument {
  readonly rule?: Rule
  readonly filter?: Filter
  readonly correlation?: Correlation
  readonly problems: readonly (Problem & { readonly fatal?: boolean })[]
}

function readDocument(value: JsonObject, document: YamlDocument, file: string): FoundDocument {
  const problems: (Problem & { readonly fatal?: boolean })[] = []
  const id = typeof value.id === 'string' ? value.id : undefined
  const complain: Complain = (message, path, hint) =>
    void problems.push({
      file,
      ...document.placeOf(path),
      ...(id ? { rule: id } : {}),
      message,
      ...(hint ? { hint } : {}),
      fatal: true,
    })
  const meta = readMeta(value, file, complain)
  const name = typeof value.name === 'string' ? { name: value.name } : {}
  if (value.correlation !== undefined) {
    const correlation = readCorrelation(value.correlation, meta, complain)
    return { problems, ...(correlation ? { correlation: { ...correlation, ...name } } : {}) }
  }
  if (value.filter !== undefined) {
    const filter = readFilter(value.filter, complain)
    return { problems, ...(filter ? { filter: { kind: 'filter', meta, logsource: meta.logsource, ...filter } } : {}) }
  }
  if (value.detection === undefined) {
    complain('the document has no detection, no correlation and no filter', [])
    return { problems }
  }
  if (!isObject(value.logsource))
    complain('logsource is missing', ['logsource'], 'name a product, a category or a service')
  const condition = readDetection(value.detection, ['detection'], complain)
  return { problems, ...(condition ? { rule: { kind: 'rule', meta, condition, ...name } } : {}) }
}

/** The searches of a detection put into its condition. Several conditions in a list: any of them (version 1). */
function readDetection(
  value: Json,
  path: readonly string[],
  complain: Complain,
  extra: readonly string[] = [],
): Condition | undefined {
  if (!isObject(value)) {
    complain('detection is no map', path)
    return undefined
  }
  const searches = new Map<string, Condition>()
  const known = ['condition', 'timeframe', ...extra]
  for (const [name, search] of Object.entries(value)) {
    if (known.includes(name)) continue
    const read = readSearch(search ?? null)
    if (read.ok) searches.set(name, { op: 'search', name, of: read.value })
    else complain(`${name}: ${read.error.message}`, [...path, name, ...read.error.path], read.error.hint)
  }
  const named = Object.keys(value).filter((name) => !known.includes(name))
  if (named.length === 0) complain('the detection has no search', path)
  const texts = Array.isArray(value.condition) ? (value.condition as readonly Json[]) : [value.condition ?? null]
  const trees: Condition[] = []
  for (const text of texts) {
    if (typeof text !== 'string') {
      complain('condition is missing or is no text', [...path, 'condition'])
      continue
    }
    const tree = parseCondition(text, named)
    if (!tree.ok) {
      complain(
        `condition: ${tree.error.message} (character ${tree.error.offset + 1})`,
        [...path, 'condition'],
        tree.error.hint,
      )
      continue
    }
    const condition = filled(tree.value, searches)
    if (condition) trees.push(condition)
  }
  return trees.length === texts.length && trees.length > 0 ? joined('or', trees) : undefined
}

/** Undefined when a search that the tree needs could not be read. */
function filled(tree: ConditionTree, searches: ReadonlyMap<string, Condition>): Condition | undefined {
  if (tree.op === 'name') return searches.get(tree.name)
  if (tree.op === 'not') {
    const of = filled(tree.of, searches)
    return of && { op: 'not', of }
  }
  const of = tree.of.map((part) => filled(part, searches))
  return of.every((part) => part !== undefined) ? joined(tree.op, of) : undefined
}

function readFilter(value: Json, complain: Complain): Pick<Filter, 'rules' | 'condition'> | undefined {
  if (!isObject(value)) {
    complain('filter is no map', ['filter'])
    return undefined
  }
  const condition = readDetection(value, ['filter'], complain, ['rules'])
  const { rules } = value
  if (rules === 'any' || rules === undefined || rules === null) return condition && { rules: 'any', condition }
  const list = Array.isArray(rules) ? (rules as readonly Json[]) : [rules]
  if (!list.every((rule) => typeof rule === 'string'))
    complain('rules lists ids or names of rules', ['filter', 'rules'])
  return condition && { rules: list.map(String), condition }
}

/** The fields of a global document below those of the document itself; maps are merged, everything else is replaced. */
function merged(global: JsonObject, own: JsonObject): JsonObject {
  const whole: Record<string, Json | undefined> = { ...global, ...own }
  for (const [key, value] of Object.entries(own)) {
    const above = Object.hasOwn(global, key) ? global[key] : undefined
    if (isObject(value) && isObject(above)) whole[key] = merged(above, value)
  }
  if (whole.action === 'global') delete whole.action
  return whole
}
