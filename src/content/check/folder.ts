// Everything that is wrong with a folder of detections, as far as it can be seen without an event: `lastcopy check`.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isObject } from '../../lib/json.ts'
import type { Problem, RuleMeta } from '../../model/rule.ts'
import type { LogSource } from '../../model/source.ts'
import type { Rule } from '../../sigma/ast.ts'
import { sees } from '../../sigma/compile.ts'
import { readYaml } from '../../sigma/yaml.ts'
import { readCaseFile } from '../case-file.ts'
import { casesOf, readText, ruleFiles } from '../files.ts'
import type { Detections } from '../load.ts'
import { fieldPathOf } from '../rules.ts'
import { type EventFields, eventFields } from './fields.ts'
import { impossible, itemsOf, searchesOf } from './never.ts'
import { tagTrouble } from './tags.ts'
import { twice } from './twice.ts'

/** All findings, by file and line. Whether cases pass is for `lastcopy test`. */
export function checkFolder(detections: Detections): readonly Problem[] {
  const files = ruleFiles(detections.folder).map(({ name, path }) => ({ name, path, text: readText(path) }))
  const { rules, correlations } = detections.parsed
  const metas = [...rules.map(({ meta }) => meta), ...correlations.map(({ meta }) => meta)]
  const texts = new Map(files.map(({ name, text }) => [name, text.split('\n')]))
  const find = ({ meta, word, message, hint }: Finding): Problem => ({
    file: meta.file,
    line: lineOf(texts.get(meta.file) ?? [], meta, word),
    rule: meta.id,
    message,
    ...(hint === undefined ? {} : { hint }),
  })
  const context: Context = {
    fields: eventFields(),
    pathOf: fieldPathOf([...detections.sources.values()]),
    logsources: [...detections.sources.values()].flatMap(({ logsource }) => logsource),
  }
  const findings = [
    ...rules.flatMap((rule) => ofRule(rule, context)),
    ...files.flatMap(({ name, text }) => unasked(name, text, rules)),
    ...metas.flatMap((meta) => ofMeta(meta, context)),
    ...twice(metas, rules),
  ]
  return [
    ...detections.problems,
    ...findings.map(find),
    ...files.flatMap(({ name, path }) => ofFile(name, path, detections)),
  ].sort((one, other) =>
    one.file === other.file ? (one.line ?? 0) - (other.line ?? 0) : one.file < other.file ? -1 : 1,
  )
}

interface Finding {
  readonly meta: RuleMeta
  /** What it is about: found in the file below the head of the rule, or above it. */
  readonly word: string
  readonly message: string
  readonly hint?: string
}

interface Context {
  readonly fields: EventFields
  readonly pathOf: ReturnType<typeof fieldPathOf>
  readonly logsources: readonly LogSource[]
}

function ofRule({ meta, condition }: Rule, { fields, pathOf, logsources }: Context): readonly Finding[] {
  const path = (field: string): string => pathOf(meta.logsource, field) ?? field
  const findings: Finding[] = impossible(condition, fields, path).map((found) => ({ meta, ...found }))
  if (!sees(meta.logsource, logsources))
    findings.push({
      meta,
      word: 'logsource',
      message: `no source has the log source ${tellSource(meta.logsource)}`,
      hint: '`lastcopy sources` lists them',
    })
  const asked = new Set(itemsOf(condition).flatMap(({ field }) => field ?? []))
  for (const field of asked) if (!fields.has(path(field))) findings.push({ meta, word: field, ...unset(field, fields) })
  return findings
}

/** Searches of a rule that its condition never asks for. */
function unasked(name: string, text: string, rules: readonly Rule[]): readonly Finding[] {
  return readYaml(text, name).documents.flatMap(({ value }) => {
    const rule = isObject(value) ? rules.find(({ meta }) => meta.file === name && meta.id === value.id) : undefined
    const detection = isObject(value) && isObject(value.detection) ? value.detection : {}
    if (!rule) return []
    const asked = searchesOf(rule.condition)
    return Object.keys(detection)
      .filter((search) => !['condition', 'timeframe'].includes(search) && !asked.has(search))
      .map((search) => ({ meta: rule.meta, word: `${search}:`, message: `the condition does not ask for "${search}"` }))
  })
}

function ofMeta(meta: RuleMeta, { fields, pathOf }: Context): readonly Finding[] {
  const named = new Set([
    ...meta.fields,
    ...[...(meta.lastcopy?.summary ?? '').matchAll(/\{([\w.@-]+)\}/g)].map(([, field = '']) => field),
  ])
  const unknown = [...named].filter((field) => !fields.has(pathOf(meta.logsource, field) ?? field))
  return [
    ...unknown.map((field) => ({ meta, word: field, ...unset(field, fields) })),
    ...tagTrouble(meta.tags).map(({ tag, ...trouble }) => ({ meta, word: tag, ...trouble })),
    ...lacking(meta),
  ]
}

/** What a reader of the alert will look for. */
function lacking(meta: RuleMeta): readonly Finding[] {
  const head = { meta, word: 'title' }
  return [
    ...(meta.description ? [] : [{ ...head, message: 'there is no description: what it means, and what it misses' }]),
    ...(meta.lastcopy && meta.falsepositives.length === 0
      ? [{ ...head, message: 'there are no falsepositives: what looks alike and is none' }]
      : []),
    ...(meta.tags.some((tag) => /^attack\.t\d/i.test(tag)) || !meta.lastcopy
      ? []
      : [{ ...head, message: 'there is no technique of ATT&CK among the tags' }]),
    ...(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(meta.id)
      ? []
      : [{ ...head, message: `the id "${meta.id}" is no UUID` }]),
  ]
}

const unset = (field: string, fields: EventFields): Pick<Finding, 'message' | 'hint'> => {
  const guess = fields.near(field)
  return { message: `no source sets the field ${field}`, ...(guess ? { hint: `did you mean "${guess}"?` } : {}) }
}

function ofFile(name: string, path: string, { folder, runbook }: Detections): readonly Problem[] {
  const cases = casesOf(path)
  const read = existsSync(cases) ? readCaseFile(cases) : undefined
  const book = runbook(name)
  const problems: string[] = []
  if (!read) problems.push('there are no cases beside it')
  if (!book) problems.push('there is no runbook beside it')
  else if (book.steps.length < 3)
    problems.push(`its runbook begins with ${book.steps.length} numbered steps: a page shows three`)
  return [
    ...problems.map((message) => ({ file: name, message })),
    ...(read && !read.ok
      ? read.error.map((message) => ({ file: cases.slice(join(folder, '/').length), message }))
      : []),
  ]
}

const tellSource = (source: LogSource): string =>
  Object.entries(source)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ') || 'of nothing'

/** The line, from 1, in which the word stands next: below where the rule's body begins, else the nearest above. */
function lineOf(lines: readonly string[], { line = 1 }: RuleMeta, word: string): number {
  const isHere = (text: string | undefined): boolean => text?.includes(word) === true
  for (let at = line - 1; at < lines.length && !/^---/.test(lines[at] ?? ''); at += 1)
    if (isHere(lines[at])) return at + 1
  for (let at = line - 2; at >= 0 && !/^---/.test(lines[at] ?? ''); at -= 1) if (isHere(lines[at])) return at + 1
  return line
}
