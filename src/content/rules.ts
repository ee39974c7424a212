// Any folder of Sigma rules as one set, with the values of its placeholders.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { parse } from 'yaml'
import { isObject } from '../lib/json.ts'
import type { Problem } from '../model/rule.ts'
import type { LogSource, Source } from '../model/source.ts'
import type { RuleSet } from '../sigma/compile.ts'
import { type Parsed, parseRules } from '../sigma/parse.ts'

export interface ReadRuleSet extends RuleSet {
  readonly problems: readonly Problem[]
  readonly placeholders: Readonly<Record<string, readonly string[]>>
}

/**
 * Reads every `.yml` and `.yaml` below a folder (or one file); a file that cannot be read is a problem of its own.
 * Cases, which stand beside our detections as `x.test.yml`, are no rules.
 * @param placeholders a YAML file of name: list of values
 * @throws Error when the folder or the placeholders cannot be read
 */
export function readRuleSet(folder: string, placeholders?: string): ReadRuleSet {
  const parts = rulePaths(folder).map((path) => parseFile(path, relative(folder, path) || basename(path)))
  return {
    rules: parts.flatMap(({ rules }) => rules),
    filters: parts.flatMap(({ filters }) => filters),
    correlations: parts.flatMap(({ correlations }) => correlations),
    problems: parts.flatMap(({ problems }) => problems),
    placeholders: placeholders === undefined ? {} : readPlaceholders(placeholders),
  }
}

function parseFile(path: string, name: string): Parsed {
  const nothing = { rules: [], filters: [], correlations: [] }
  try {
    const text = readFileSync(path, 'utf8')
    if (/\.test\.ya?ml$/.test(name) && /^cases:/m.test(text)) return { ...nothing, problems: [] }
    return parseRules(text, name)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ...nothing, problems: [{ file: name, message: `cannot be read: ${message}` }] }
  }
}

function rulePaths(folder: string): readonly string[] {
  if (statSync(folder).isFile()) return [folder]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && /\.ya?ml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    .sort()
}

function readPlaceholders(file: string): Readonly<Record<string, readonly string[]>> {
  const value: unknown = parse(readFileSync(file, 'utf8'))
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, (Array.isArray(held) ? held : [held]).map(String)]),
  )
}

/** Where events hold what rules of a log source call by the vendor's names: the first source that knows the name answers. */
export function fieldPathOf(sources: readonly Source[]) {
  return (logsource: LogSource, field: string): string | undefined => {
    // Whoever asks for all that concerns backups calls things by our names, never by those of one vendor.
    if (logsource.category === 'backup' && logsource.product === undefined && logsource.service === undefined)
      return undefined
    for (const source of sources) {
      if (!source.fieldPath || !source.logsource.some((one) => covers(logsource, one))) continue
      const path = source.fieldPath(field)
      if (path !== undefined) return path
    }
    return undefined
  }
}

/** Log sources by dataset. An event of an unknown dataset answers to its vendor's name, and to our neutral category. */
export function logsourcesOf(sources: ReadonlyMap<string, Source>): (dataset: string) => readonly LogSource[] {
  return (dataset) => {
    const source = sources.get(dataset)
    if (source) return source.logsource
    const [product = dataset, ...service] = dataset.split('.')
    return [{ category: 'backup' }, service.length === 0 ? { product } : { product, service: service.join('.') }]
  }
}

const covers = (wanted: LogSource, given: LogSource): boolean =>
  (['category', 'product', 'service'] as const).every((key) => wanted[key] === undefined || wanted[key] === given[key])
