// What docs/detections.md and docs/facts.md show of rules and lists, made from these themselves, so that the pages cannot lie.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Detections } from '../../src/content/load.ts'
import { alertClasses } from '../../src/model/alert.ts'
import { details } from '../../src/model/detail.ts'
import type { RuleMeta } from '../../src/model/rule.ts'
import { verbs } from '../../src/model/verb.ts'

/** The page with its tables as they should be; what stands outside the marks stays. */
export function withTables(page: string, detections: Detections): string {
  return filled(page, { files: filesTable(detections), rules: rulesTable(detections), verbs: verbsTable() })
}

/** docs/facts.md with its table of what records say besides. */
export const withDetails = (page: string): string => filled(page, { details: detailsTable() })

const filled = (page: string, tables: Readonly<Record<string, string>>): string =>
  Object.entries(tables).reduce((text, [name, table]) => {
    const [from, to] = [`<!-- ${name}: made by npm run golden -->\n`, `<!-- end of ${name} -->`]
    const [start, end] = [text.indexOf(from), text.indexOf(to)]
    if (start === -1 || end === -1) throw new Error(`the page has no marks for the table "${name}"`)
    return `${text.slice(0, start + from.length)}${table}${text.slice(end)}`
  }, page)

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('')

function filesTable({ folder, metas: all }: Detections): string {
  const files = new Map<string, RuleMeta[]>()
  for (const meta of all) files.set(meta.file, [...(files.get(meta.file) ?? []), meta])
  const rows = [...files].map(([file, metas]) => {
    const classes = [...new Set(metas.flatMap(({ lastcopy }) => lastcopy?.class ?? []))]
    const numbers = [...new Set(classes.map((name) => alertClasses[name]))].sort((one, other) => one - other)
    return {
      row: numbers[0] ?? 0,
      cells: [
        numbers.join(', '),
        `\`${file}\``,
        firstLine(join(folder, file)),
        classes.map((name) => `\`${name}\``).join(', '),
        String(metas.length),
      ],
    }
  })
  const sorted = rows.sort(
    (one, other) => one.row - other.row || ((one.cells[1] ?? '') < (other.cells[1] ?? '') ? -1 : 1),
  )
  return table(
    ['Row', 'File', 'Tells', 'Class', 'Rules'],
    sorted.map(({ cells }) => cells),
  )
}

/** The comment that opens a rule file, without the rows: they have a column of their own. */
function firstLine(path: string): string {
  const lines = readFileSync(path, 'utf8').split('\n')
  const line = lines.find((one) => !one.startsWith('# yaml-language-server')) ?? ''
  const told = line.replace(/^#\s*(Precursor: )?/, '').replace(/\s*Contract,? row.*$/, '')
  return told.charAt(0).toUpperCase() + told.slice(1)
}

function rulesTable({ metas }: Detections): string {
  const told = (meta: RuleMeta): readonly string[] => {
    const { priority = 'feeds correlations', join: by, stage, wait } = meta.lastcopy ?? {}
    const more = [
      wait === undefined ? '' : `after ${duration(wait)}`,
      by === undefined || by === 'resource' ? '' : `joins by ${by}`,
      stage === undefined ? '' : `stage ${stage}`,
    ].filter((word) => word !== '')
    return [`\`${meta.file.replace('.yml', '')}\``, meta.title, [priority, ...more].join(', ')]
  }
  return table(
    ['File', 'Rule', 'Priority'],
    [...metas].sort((one, other) => (one.file < other.file ? -1 : Number(one.file > other.file))).map(told),
  )
}

const duration = (length: number): string => {
  const hours = length / 3_600_000
  return hours % 24 === 0 ? `${hours / 24} d` : `${hours} h`
}

const verbsTable = (): string =>
  table(
    ['Verb', 'Says'],
    Object.entries(verbs).map(([verb, words]) => [`\`${verb}\``, words]),
  )

const detailsTable = (): string =>
  table(
    ['Fact', 'Says'],
    Object.entries(details).map(([name, words]) => [`\`backup.detail.${name}\``, words]),
  )
