// A detection's case file as a value, checked against its schema.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parseDocument } from 'yaml'
import { isObject, type Json, type JsonObject } from '../lib/json.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Priority } from '../model/alert.ts'
import type { Estate } from '../model/estate.ts'
import type { ShapedMappings } from '../model/mapping.ts'
import { mappingMistakes } from './mappings.ts'

export type RecordSpec = string | JsonObject

export interface CaseFile {
  readonly base?: string
  readonly source?: string
  readonly use?: string | readonly string[]
  readonly records?: Readonly<Record<string, RecordSpec>>
  /** Of the cases that say `estate: true`. */
  readonly estate?: Estate
  /** Consoles that the file describes itself. */
  readonly sources?: ShapedMappings
  readonly cases: readonly Case[]
}

export interface Case {
  readonly name: string
  readonly steps: readonly CaseStep[]
  readonly whole?: boolean
  readonly estate?: true
  readonly nothing?: true
  readonly expect?: readonly Expected[]
  readonly pages?: readonly { readonly step: number; readonly reason?: string }[]
}

export interface CaseStep {
  readonly at: string
  readonly source?: string
  readonly record?: RecordSpec
  readonly by?: string | readonly string[]
  readonly set?: JsonObject
  readonly event?: RecordSpec
  readonly facts?: JsonObject
  readonly act?: 'acknowledge' | 'close' | 'reopen' | 'pass'
  readonly repeat?: { readonly times: number; readonly every?: string }
}

export interface Expected {
  readonly priority: Priority
  readonly rule?: string
  readonly class?: string
  readonly step?: number
  readonly count?: number
  readonly events?: number
  readonly status?: string
  readonly resource?: string
  readonly actor?: string
  readonly summary?: string
}

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/rule-cases.schema.json', import.meta.url), 'utf8'),
) as JsonObject

let check: ReturnType<Ajv['compile']> | undefined

/** Reads a case file from disk, with the records of the files that it uses; every mistake with its place. */
export function readCaseFile(path: string): Result<CaseFile, readonly string[]> {
  const read = readCases(readFileSync(path, 'utf8'))
  if (!read.ok) return read
  let [records, sources]: [Shared['records'], Shared['sources']] = [{}, {}]
  for (const name of [read.value.use ?? []].flat()) {
    const shared = sharedIn(resolve(dirname(path), name), name)
    if (!shared.ok) return shared
    records = { ...records, ...shared.value.records }
    sources = { ...sources, ...shared.value.sources }
  }
  sources = { ...sources, ...read.value.sources }
  const mistakes = mappingMistakes(sources)
  if (mistakes.length > 0) return fail(mistakes)
  return ok({ ...read.value, records: { ...records, ...read.value.records }, sources })
}

interface Shared {
  readonly records: NonNullable<CaseFile['records']>
  readonly sources: NonNullable<CaseFile['sources']>
}

/** Every case file names the same few: each text is parsed once. */
const parsed = new Map<string, Result<Json, readonly string[]>>()
const longestParsed = 50

function sharedIn(path: string, name: string): Result<Shared, readonly string[]> {
  if (!existsSync(path)) return fail([`/use there is no file "${name}"`])
  const text = readFileSync(path, 'utf8')
  const shared = parsed.get(text) ?? yamlOf(text)
  if (parsed.size > longestParsed) parsed.clear()
  parsed.set(text, shared)
  if (!shared.ok) return fail(shared.error.map((mistake) => `${name}: ${mistake}`))
  if (!isObject(shared.value) || !isObject(shared.value.records)) return fail([`${name}: /records is missing`])
  const { records, sources } = shared.value
  return ok({
    records: records as Shared['records'],
    sources: (isObject(sources) ? sources : {}) as unknown as Shared['sources'],
  })
}

/** Reads the text of a case file. */
export function readCases(text: string): Result<CaseFile, readonly string[]> {
  const value = yamlOf(text)
  if (!value.ok) return value
  check ??= compile()
  if (check(value.value)) return ok(value.value as unknown as CaseFile)
  return fail(
    (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? 'is wrong'}`),
  )
}

/** What is wrong with expectations that stand apart from steps, as a backtest has them. */
export function whyNotCase(expected: JsonObject): readonly string[] {
  check ??= compile()
  const step = { at: '0s', act: 'pass' }
  if (check({ cases: [{ name: 'backtest', steps: [step], ...expected }] })) return []
  return (check.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath.replace('/cases/0', '') || '/'} ${message ?? 'is wrong'}`,
  )
}

function yamlOf(text: string): Result<Json, readonly string[]> {
  const document = parseDocument(text, { merge: true, uniqueKeys: true })
  if (document.errors.length > 0) return fail(document.errors.map(({ message }) => message.split('\n')[0] ?? message))
  return ok(document.toJS({ maxAliasCount: 1000 }) as Json)
}

function compile(): ReturnType<Ajv['compile']> {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictTypes: false,
    allowUnionTypes: true,
    strictRequired: false,
  })
  // CommonJS and ES modules disagree about where the function is.
  const add = addFormats as unknown as (target: Ajv) => void
  add(ajv)
  return ajv.compile(schema)
}
