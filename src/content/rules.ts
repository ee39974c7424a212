// Any folder of Sigma rules as one set, with the values of its placeholders.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'yaml'
import { isObject } from '../lib/json.ts'
import type { Problem } from '../model/rule.ts'
import type { LogSource, Source } from '../model/source.ts'
import type { RuleSet } from '../sigma/compile.ts'
import { parseRules } from '../sigma/parse.ts'

export interface ReadRuleSet extends RuleSet {
  readonly problems: readonly Problem[]
  readonly placeholders: Readonly<Record<string, readonly string[]>>
}

/**
 * Reads every `.yml` and `.yaml` below a folder; cases (`x.test.yml`) are no rules.
 * @param placeholders a YAML file of name: list of values
 * @throws Error when the folder or the placeholders cannot be read
 */
export function readRuleSet(folder: string, placeholders?: string): ReadRuleSet {
  const parts = rulePaths(folder).map((path) => parseRules(readFileSync(path, 'utf8'), relative(folder, path)))
  return {
    rules: parts.flatMap(({ rules }) => rules),
    filters: parts.flatMap(({ filters }) => filters),
    correlations: parts.flatMap(({ correlations }) => correlations),
    problems: parts.flatMap(({ problems }) => problems),
    placeholders: placeholders === undefined ? {} : readPlaceholders(placeholders),
  }
}

function rulePaths(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name) && !/\.test\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
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
    for (const source of sources) {
      if (!source.fieldPath || !source.logsource.some((one) => covers(logsource, one))) continue
      const path = source.fieldPath(field)
      if (path !== undefined) return path
    }
    return undefined
  }
}

const covers = (wanted: LogSource, given: LogSource): boolean =>
  (['category', 'product', 'service'] as const).every((key) => wanted[key] === undefined || wanted[key] === given[key])
