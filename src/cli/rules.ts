// What the commands that run any folder of rules have in common: reading it, telling its problems, an event's log sources.
import { basename } from 'node:path'
import { fieldPathOf, logsourcesOf, type ReadRuleSet, readRuleSet } from '../content/rules.ts'
import { loadSources } from '../content/sources.ts'
import { isObject, type JsonObject } from '../lib/json.ts'
import type { Problem } from '../model/rule.ts'
import type { LogSource } from '../model/source.ts'
import type { CompileOptions } from '../sigma/compile.ts'
import { UsageError } from './command.ts'
import type { Io } from './io.ts'

/** @throws UsageError when the folder or the placeholders cannot be read */
export function rulesIn(folder: string, placeholders: string | undefined): ReadRuleSet {
  try {
    return readRuleSet(folder, placeholders)
  } catch (cause) {
    if (isObject(cause) && cause.code === 'ENOENT') throw new UsageError(`${cause.path ?? folder} is not there`)
    throw new UsageError(cause instanceof Error ? cause.message : String(cause))
  }
}

/** One line for each rule that cannot be used, with everything that is wrong with it: contract, section 1. */
export function tellProblems(io: Io, problems: readonly Problem[]): void {
  const byRule = new Map<string, Problem[]>()
  for (const problem of problems) {
    const key = `${problem.file}\0${problem.rule ?? problem.document ?? ''}`
    byRule.set(key, [...(byRule.get(key) ?? []), problem])
  }
  for (const [first, ...more] of byRule.values())
    if (first)
      io.say(JSON.stringify({ rule: first.rule ?? basename(first.file), error: [first, ...more].map(tell).join('; ') }))
}

const tell = ({ file, line, column, message, hint }: Problem): string =>
  [line === undefined ? `${file}: ${message}` : `${file}:${line}:${column ?? 1}: ${message}`, hint]
    .filter(Boolean)
    .join(' - ')

export interface Vendors {
  readonly fieldPath: NonNullable<CompileOptions['fieldPath']>
  /** The log sources of an event: those of the source in `event.dataset`, else what the dataset's name says. */
  readonly logsources: (event: JsonObject) => readonly LogSource[]
}

/** Where events hold what rules call by vendors' names, and which log sources an event answers to. */
export async function vendors(): Promise<Vendors> {
  const sources = await loadSources()
  const of = logsourcesOf(sources)
  const known = new Map<string, readonly LogSource[]>()
  return {
    fieldPath: fieldPathOf([...sources.values()]),
    logsources(event) {
      const dataset = datasetOf(event)
      const found = known.get(dataset) ?? of(dataset)
      if (known.size < 1_000) known.set(dataset, found)
      return found
    },
  }
}

function datasetOf(event: JsonObject): string {
  const meta = isObject(event.event) ? event.event : {}
  const dataset = meta.dataset ?? event['event.dataset']
  return typeof dataset === 'string' ? dataset : ''
}

/** The object of a line; undefined when it is none. */
export function objectOf(bytes: Buffer): JsonObject | undefined {
  try {
    const text = bytes.toString()
    const value: unknown = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
