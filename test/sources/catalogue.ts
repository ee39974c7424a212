// The table of docs/sources.md, made from the samples and the sources' own pages.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourceNames } from '../../src/content/sources.ts'
import type { Verb } from '../../src/model/verb.ts'

const root = join(import.meta.dirname, '../..')

/** The row of the table of what pages that a verb belongs to. */
const rows: Partial<Record<Verb, number>> = {
  'retention-changed': 1,
  'immutability-changed': 1,
  'immutability-bypassed': 1,
  'versioning-changed': 1,
  'guard-changed': 1,
  'policy-assigned': 1,
  'admin-added': 2,
  'role-granted': 2,
  'group-created': 2,
  'repository-deleted': 3,
  'parent-deleted': 4,
  'organization-left': 4,
  'guard-policy-removed': 4,
  'recovery-point-deleted': 5,
  'object-deleted': 5,
  'key-destruction-scheduled': 6,
  'key-disabled': 6,
  'key-material-deleted': 6,
  'key-policy-changed': 6,
  'key-rotated': 7,
  'object-overwritten': 8,
  'file-renamed': 8,
  'mfa-changed': 10,
  'four-eyes-changed': 10,
  'audit-changed': 11,
  'job-stopped': 12,
  'replication-changed': 12,
  'selection-changed': 12,
  'exposure-changed': 12,
  'domain-joined': 12,
  'restore-tested': 12,
  'media-moved': 12,
  'support-opened': 12,
  'config-backup-failed': 12,
  'access-policy-changed': 13,
  'credential-removed': 13,
  'clock-changed': 14,
  'credential-store-read': 15,
  'worm-violated': 15,
  'catalogue-deleted': 15,
  'access-elevated': 15,
  'group-renamed': 15,
}

const isVerb = (name: string): name is Verb => Object.hasOwn(rows, name)

/** Numbers of the rows that the samples of a source hold an event for. */
function rowsOf(name: string): readonly number[] {
  const folder = join(root, 'samples', name)
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.events.json')) : []
  const verbs = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/"action": "([a-z-]+)"/g)].map(([, verb = '']) => verb),
  )
  const found = new Set(verbs.flatMap((verb) => (isVerb(verb) ? (rows[verb] ?? []) : [])))
  return [...found].sort((one, other) => one - other)
}

/** How well it is sourced, as its page says. @throws when the page is missing or does not say it */
function sourcedOf(name: string): string {
  const page = readFileSync(join(root, 'docs/sources', `${name}.md`), 'utf8')
  const [, words] = /^Sourced: (.+)$/m.exec(page) ?? []
  if (words === undefined) throw new Error(`docs/sources/${name}.md has no line "Sourced: seen, …"`)
  return words
}

/** The page with its table as it should be. */
export function withSources(page: string): string {
  const [from, to] = ['<!-- sources: made by npm run golden -->\n', '<!-- end of sources -->']
  const lines = sourceNames().map(
    (name) => `| [\`${name}\`](sources/${name}.md) | ${rowsOf(name).join(', ')} | ${sourcedOf(name)} |\n`,
  )
  const table = `| Source | Tells | Sourced |\n| --- | --- | --- |\n${lines.join('')}`
  return `${page.slice(0, page.indexOf(from) + from.length)}${table}${page.slice(page.indexOf(to))}`
}
