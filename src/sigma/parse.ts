// A rule file to rules, filters and correlations; whatever is wrong becomes a problem and the rest goes on.
import { isObject, type Json, type JsonObject } from '../lib/json.ts'
import { type Correlation, linkName } from '../model/correlation.ts'
import type { Problem } from '../model/rule.ts'
import type { Condition, Filter, Rule } from './ast.ts'
import { actions, collections } from './collection.ts'
import { type ConditionTree, parseCondition } from './condition.ts'
import { readCorrelation } from './correlation.ts'
import { readLinks } from './links.ts'
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
  const collected = collections()
  for (const [index, document] of documents.entries()) {
    const { value } = document
    if (value === null) continue
    if (!isObject(value)) {
      problems.push({ file, ...document.placeOf([]), message: 'a rule is a map of fields, and this is none' })
      continue
    }
    const whole = collected(value)
    if (whole === undefined) continue
    if (typeof whole === 'string') {
      problems.push({ file, ...document.placeOf(['action']), ...idOf(value), message: whole, hint: actions })
      continue
    }
    const found = readDocument(whole, document, file)
    problems.push(...found.problems.map((problem) => ({ ...problem, document: index })))
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

const idOf = ({ id }: JsonObject): { readonly rule?: string } =>
  typeof id === 'string' && id !== '' ? { rule: id } : {}

interface FoundDocument {
  readonly rule?: Rule
  readonly filter?: Filter
  readonly correlation?: Correlation
  readonly problems: readonly (Problem & { readonly fatal?: boolean })[]
}

function readDocument(value: JsonObject, document: YamlDocument, file: string): FoundDocument {
  const problems: (Problem & { readonly fatal?: boolean })[] = []
  const complain: Complain = (message, path, hint) =>
    void problems.push({
      file,
      ...document.placeOf(path),
      ...idOf(value),
      message,
      ...(hint ? { hint } : {}),
      fatal: true,
    })
  for (const part of ['detection', 'filter', 'correlation', 'logsource'])
    if (JSON.stringify(value[part] ?? null).includes('\ufffd'))
      complain(`${part} has letters that are no UTF-8`, [part], 'save the file as UTF-8')
  const body = ['detection', 'filter', 'correlation'].filter((part) => value[part] !== undefined)
  const meta = { ...readMeta(value, file, complain), line: document.placeOf(body.slice(-1)).line }
  const name = typeof value.name === 'string' ? { name: value.name } : {}
  if (value.correlation !== undefined) {
    const correlation = readCorrelation(value.correlation, meta, complain)
    const links = readLinks(value.lastcopy, complain)
    if (!correlation) return { problems }
    // What a linked correlation groups by is for tools that know no links.
    const groupBy = links.link ? [linkName] : correlation.groupBy
    return { problems, correlation: { ...correlation, ...name, ...links, groupBy } }
  }
  if (value.filter !== undefined) {
    if (!isObject(value.logsource))
      complain('logsource is missing', ['logsource'], 'name a product, a category or a service')
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

/** A search, and the field of it where that is known. */
function itemName(search: string, path: readonly (string | number)[]): string {
  const field = path.findLast((step) => typeof step === 'string')
  return field === undefined ? search : `${search}.${field}`
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
    else
      complain(
        `${itemName(name, read.error.path)}: ${read.error.message}`,
        [...path, name, ...read.error.path],
        read.error.hint,
      )
  }
  const named = Object.keys(value).filter((name) => !known.includes(name))
  if (named.length === 0) complain('the detection has no search', path)
  const texts = Array.isArray(value.condition) ? (value.condition as readonly Json[]) : [value.condition ?? null]
  if (texts.length === 0) complain('condition is missing: its list is empty', [...path, 'condition'])
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
  const list = Array.isArray(value.rules) ? (value.rules as readonly Json[]) : [value.rules ?? null]
  const rules = list.filter((rule) => typeof rule === 'string')
  // Without a word a filter would silence every rule of its log source, and nobody would have said so.
  if (rules.length === 0 || rules.length < list.length) {
    complain(
      'rules is missing or lists what is no text',
      ['filter', 'rules'],
      'list ids or names of rules, or write any',
    )
    return undefined
  }
  const all = rules.some((rule) => /^(any|all)$/i.test(rule))
  return condition && { rules: all ? 'any' : rules, condition }
}
