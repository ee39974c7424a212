// Any folder of Sigma rules as one set, with the values of its placeholders.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { parse } from 'yaml'
import { isObject } from '../lib/json.ts'
import type { Problem } from '../model/rule.ts'
import type { LogSource, Source } from '../model/source.ts'
import { type RuleSet, sees } from '../sigma/compile.ts'
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
    // A pipe or a device might never come to its end.
    if (!statSync(path).isFile()) return { ...nothing, problems: [{ file: name, message: 'is no file' }] }
    const text = textOf(readFileSync(path))
    if (/\.test\.ya?ml$/.test(name) && /^cases:/m.test(text)) return { ...nothing, problems: [] }
    return parseRules(text, name)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ...nothing, problems: [{ file: name, message: `cannot be read: ${message}` }] }
  }
}

/** YAML may be UTF-16 too, which its mark tells. What is no UTF-8 is told with the document that it spoils. */
function textOf(bytes: Buffer): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** Every rule file below a folder, links followed, each folder once: a link may lead to a folder above it. */
function rulePaths(folder: string): readonly string[] {
  if (!isFolder(folder)) return statSync(folder).isFile() ? [folder] : []
  const found: string[] = []
  const seen = new Set<string>()
  const waiting = [folder]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    const real = realpathSync(here)
    if (seen.has(real)) continue
    seen.add(real)
    const names = namesIn(here)
    // A folder that may not be read is told like a file.
    if (!names) found.push(here)
    for (const name of names ?? []) {
      const path = join(here, name)
      if (isFolder(path)) waiting.push(path)
      else if (/\.ya?ml$/i.test(name)) found.push(path)
    }
  }
  return found.sort()
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder)
  } catch {
    return undefined
  }
}

/** A link that leads nowhere, or in a circle, is none: it is told when it cannot be read. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
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
      if (!source.fieldPath || !sees(logsource, source.logsource)) continue
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
