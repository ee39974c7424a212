// A page a detection, in Markdown: what it says, how loud, what it misses, on which systems it fired, its cases and its runbook.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { tellDuration } from '../lib/duration.ts'
import { alertClasses } from '../model/alert.ts'
import type { RuleMeta } from '../model/rule.ts'
import { readCaseFile } from './case-file.ts'
import type { Coverage } from './coverage/matrix.ts'
import { casesOf, runbookOf } from './files.ts'
import type { Detections } from './load.ts'

/** Pages by file name: one for each file of rules, and `index.md`. */
export function detectionPages(detections: Detections, coverage: Coverage): ReadonlyMap<string, string> {
  const files = new Map<string, RuleMeta[]>()
  for (const meta of detections.metas) files.set(meta.file, [...(files.get(meta.file) ?? []), meta])
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1))
  const pages = sorted.map(([file, metas]) => [runbookOf(file), page(file, metas, detections, coverage)] as const)
  return new Map([...pages, ['index.md', index(sorted)]])
}

function index(files: readonly (readonly [string, readonly RuleMeta[]])[]): string {
  const rows = files.flatMap(([file, metas]) =>
    metas.map(
      ({ title, lastcopy }) =>
        `| [${cell(title)}](${runbookOf(file)}) | ${lastcopy?.class ?? 'feeds correlations'} | ${priorityOf(lastcopy)} |`,
    ),
  )
  return ['# Detections', '', '| Detection | Class | Priority |', '| --- | --- | --- |', ...rows, ''].join('\n')
}

function page(file: string, metas: readonly RuleMeta[], detections: Detections, { cells }: Coverage): string {
  const book = detections.runbook(file)
  const sections = metas.flatMap((meta) => {
    const fired = cells.filter(({ rules }) => rules.includes(meta.id)).map(({ source }) => source)
    const systems = [...new Set(fired)].sort()
    return [`## ${meta.title}`, '', ...told(meta), `- **Fired on**: ${list(systems, 'nothing yet')}`, '']
  })
  return [
    `# ${book?.title || file}`,
    '',
    ...sections,
    ...casesPart(join(detections.folder, casesOf(file))),
    '# Runbook',
    '',
    book ? book.markdown.replace(/^\s*#\s.*\n+/, '').trimEnd() : 'There is none.',
    '',
  ].join('\n')
}

function told({
  id,
  description,
  lastcopy,
  tags,
  fields,
  falsepositives,
  references,
  status,
}: RuleMeta): readonly string[] {
  const row = lastcopy ? `${lastcopy.class} (row ${alertClasses[lastcopy.class]})` : undefined
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Class', row],
    ['Priority', priorityOf(lastcopy)],
    ['Status', status],
    [
      'ATT&CK',
      list(
        tags.filter((tag) => tag.startsWith('attack.')).map((tag) => tag.slice('attack.'.length)),
        undefined,
      ),
    ],
    [
      'Shown as evidence',
      list(
        fields.map((field) => `\`${field}\``),
        undefined,
      ),
    ],
    ['Looks alike and is none', falsepositives.join('; ') || undefined],
    [
      'References',
      list(
        references.map((reference) => `<${reference}>`),
        undefined,
      ),
    ],
    ['Id', `\`${id}\``],
  ]
  return [
    ...(description ? [description, ''] : []),
    ...facts.flatMap(([name, value]) => (value ? [`- **${name}**: ${value}`] : [])),
  ]
}

function priorityOf(block: RuleMeta['lastcopy']): string {
  if (!block) return 'none: it feeds correlations'
  const { priority, wait, staged } = block
  return `${priority}${wait === undefined ? '' : ` after ${tellDuration(wait)}`}${staged ? ', on trial' : ''}`
}

function casesPart(path: string): readonly string[] {
  const read = existsSync(path) ? readCaseFile(path) : undefined
  if (!read?.ok) return []
  const line = ({ name, nothing, expect = [] }: (typeof read.value.cases)[number]): string =>
    `- ${name}: ${nothing ? 'nothing' : expect.map(({ priority }) => priority).join(', ') || 'pages only'}`
  return ['# Cases', '', ...read.value.cases.map(line), '']
}

const list = <T extends string | undefined>(words: readonly string[], none: T): string | T =>
  words.length === 0 ? none : words.join(', ')

const cell = (text: string): string => text.replaceAll('|', '\\|')
