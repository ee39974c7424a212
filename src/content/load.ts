// Loads a detections folder: every rule compiled into one set, every mistake told, every runbook at hand.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../model/rule.ts'
import type { LogSource, Source } from '../model/source.ts'
import type { Detector } from '../pipeline/detect.ts'
import { type Relevance, relevanceOf } from '../pipeline/relevance.ts'
import { compileRules, type Matcher } from '../sigma/compile.ts'
import { type Parsed, parseRules } from '../sigma/parse.ts'
import { readText, ruleFiles, runbookOf } from './files.ts'
import { type Runbook, readRunbook } from './runbook.ts'
import { loadSources } from './sources.ts'

export interface Detections {
  readonly folder: string
  readonly sources: ReadonlyMap<string, Source>
  readonly detector: Detector & { readonly rules: Matcher }
  readonly relevance: Relevance
  /** Number of rules in use. */
  readonly count: number
  /** Rules that are not in use, and why. */
  readonly problems: readonly Problem[]
  /** The runbook beside a rule's file, named as in the rule; read when asked. */
  runbook(file: string): Runbook | undefined
}

/** @throws Error when the folder cannot be read */
export async function loadDetections(folder: string): Promise<Detections> {
  const sources = await loadSources()
  const parsed = together(ruleFiles(folder).map(({ name, path }) => parseRules(readText(path), name)))
  const matcher = compileRules(parsed, { fieldPath: fieldPaths(sources) })
  return {
    folder,
    sources,
    detector: { rules: matcher, logsources: logsourcesOf(sources) },
    relevance: relevanceOf(matcher),
    count: parsed.rules.length,
    problems: [...parsed.problems, ...matcher.problems],
    runbook: runbooks(folder),
  }
}

const together = (parts: readonly Parsed[]): Parsed => ({
  rules: parts.flatMap(({ rules }) => rules),
  filters: parts.flatMap(({ filters }) => filters),
  correlations: parts.flatMap(({ correlations }) => correlations),
  problems: parts.flatMap(({ problems }) => problems),
})

/** Log sources by dataset. An event of an unknown dataset answers to its vendor's name, and to our neutral category. */
function logsourcesOf(sources: ReadonlyMap<string, Source>): (dataset: string) => readonly LogSource[] {
  return (dataset) => {
    const source = sources.get(dataset)
    if (source) return source.logsource
    const [product = dataset, service] = dataset.split('.')
    return [{ category: 'backup' }, service === undefined ? { product } : { product, service }]
  }
}

/** A rule for a vendor's log source may use the vendor's field names: the first source that knows the name answers. */
function fieldPaths(sources: ReadonlyMap<string, Source>) {
  return (logsource: LogSource, field: string): string | undefined => {
    for (const source of sources.values()) {
      if (!source.fieldPath || !source.logsource.some((one) => covers(logsource, one))) continue
      const path = source.fieldPath(field)
      if (path !== undefined) return path
    }
    return undefined
  }
}

const covers = (wanted: LogSource, given: LogSource): boolean =>
  (['category', 'product', 'service'] as const).every((key) => wanted[key] === undefined || wanted[key] === given[key])

function runbooks(folder: string): Detections['runbook'] {
  const read = new Map<string, Runbook | undefined>()
  return (file) => {
    if (read.has(file)) return read.get(file)
    const path = join(folder, runbookOf(file))
    const runbook = existsSync(path) ? readRunbook(readText(path)) : undefined
    read.set(file, runbook)
    return runbook
  }
}
