// Runs case files: the cases that somebody wrote, the boundary cases that come of them, and what nobody tries.
import { existsSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import type { RuleMeta } from '../model/rule.ts'
import { type PlayedCase, watchCase } from './bounds/played.ts'
import { tryBoundaries } from './bounds/try.ts'
import { readCaseFile } from './case-file.ts'
import { tellTrace } from './case-trace.ts'
import { caseFiles, casesOf, type DetectionFile, ruleFiles, rulesOf } from './files.ts'
import type { Detections } from './load.ts'

type Named = Pick<RuleMeta, 'id' | 'title'>

/** What a run tells, in the order in which it is found. `file` is the case file's name, but for what lacks one. */
export type Told =
  | { readonly type: 'unreadable'; readonly file: string; readonly mistakes: readonly string[] }
  | {
      readonly type: 'case'
      readonly file: string
      readonly name: string
      /** The case that somebody wrote: it, or where it comes from. */
      readonly from: string
      /** Nobody wrote it: beside which threshold or window of which rule it lies. */
      readonly boundary?: { readonly rule: Named; readonly about: string; readonly fires: boolean }
      /** None when it passed. */
      readonly differences: readonly string[]
      /** What each step led to; of a case that failed. */
      readonly trace: readonly string[]
    }
  /** No case makes the rule fire; without a rule: there are no cases beside the file. */
  | { readonly type: 'untried'; readonly file: string; readonly rule?: Named }
  /** No case gives enough for a boundary case: information, no failure. */
  | {
      readonly type: 'no-boundary'
      readonly file: string
      readonly rule: Named
      readonly about: string
      readonly why: string
    }

/** @param path a folder, a rule file or a case file */
export function* runCases(path: string, detections: Detections, boundaries: boolean): Generator<Told> {
  for (const file of caseFiles(path)) yield* runFile(file, detections, boundaries)
  if (!statSync(path).isDirectory()) return
  // A rule that nobody tries is a rule that nobody knows.
  for (const { name, path: rules } of ruleFiles(path))
    if (!existsSync(casesOf(rules))) yield { type: 'untried', file: name }
}

function* runFile({ name: file, path }: DetectionFile, detections: Detections, boundaries: boolean): Generator<Told> {
  const read = readCaseFile(path)
  if (!read.ok) {
    yield { type: 'unreadable', file, mistakes: read.error }
    return
  }
  const rules = relative(detections.folder, rulesOf(path)).replaceAll('\\', '/')
  const fired = new Set<string>()
  const played: PlayedCase[] = []
  for (const one of read.value.cases) {
    const result = watchCase(read.value, one, detections, rules)
    if (one.expect) for (const id of result.fired) fired.add(id)
    if (one.expect && result.differences.length === 0) played.push(result.played)
    yield { type: 'case', file, name: one.name, from: one.name, ...toldOf(result) }
  }
  for (const meta of detections.metas)
    if (meta.file === rules && !fired.has(meta.id)) yield { type: 'untried', file, rule: named(meta) }
  if (!boundaries) return
  const { made, without } = tryBoundaries(read.value, played, detections, rules)
  for (const { name, from, rule, about, must, ...result } of made)
    yield { type: 'case', file, name, from, boundary: { rule: named(rule), about, fires: must }, ...toldOf(result) }
  for (const { rule, about, why } of without) yield { type: 'no-boundary', file, rule: named(rule), about, why }
}

type Result = Pick<ReturnType<typeof watchCase>, 'differences' | 'trace'>

const toldOf = ({ differences, trace }: Result) => ({
  differences,
  trace: differences.length > 0 ? tellTrace(trace) : [],
})

const named = ({ id, title }: RuleMeta): Named => ({ id, title })
