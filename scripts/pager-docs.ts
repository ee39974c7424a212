// Writes the pagers' part of docs/pagers.md from what they say of themselves: `npm run golden`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pager } from '../src/model/pager.ts'
import { loadPagers } from '../src/service/pagers.ts'

const page = join(import.meta.dirname, '../docs/pagers.md')
const mark = '<!-- what follows is written by npm run golden -->\n'

interface Setting {
  readonly description?: string
  readonly default?: string
}

/** The page with its last part as the pagers tell it. @throws when the mark is missing */
export async function withPagers(text: string): Promise<string> {
  const cut = text.indexOf(mark)
  if (cut < 0) throw new Error(`docs/pagers.md has no line ${mark}`)
  const sections = [...(await loadPagers()).values()].map(sectionOf)
  return `${text.slice(0, cut)}${mark}${sections.join('')}`
}

function sectionOf({ name, title, about, settings, secrets }: Pager): string {
  const { properties, required } = settings as {
    readonly properties: Readonly<Record<string, Setting>>
    readonly required: readonly string[]
  }
  const rows = Object.entries(properties).map(([key, one]) => {
    const notes = [
      one.description ?? '',
      ...(one.default === undefined ? [] : [`\`${one.default}\` when left out.`]),
      ...(required.includes(key) ? ['Needed.'] : []),
      ...((secrets as readonly string[]).includes(key) ? ['A secret.'] : []),
    ]
    return `| \`${key}\` | ${notes.join(' ')} |\n`
  })
  return `\n## ${name}\n\n${title}. ${about}\n\n| Setting | Meaning |\n|---|---|\n${rows.join('')}`
}

if (import.meta.main) writeFileSync(page, await withPagers(readFileSync(page, 'utf8')))
