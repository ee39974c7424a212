// Writes docs/config.md from the schema, so that no setting is told otherwise than it is checked: `npm run golden`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { overridable } from '../src/config/overrides.ts'
import { isObject } from '../src/lib/json.ts'

const root = join(import.meta.dirname, '..')

interface Setting {
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Setting>>
  readonly items?: Setting
  readonly anyOf?: readonly Setting[]
  readonly $ref?: string
}

type Row = readonly [path: string, setting: Setting]

/** The page as it must stand in docs/config.md. */
export function configDocs(): string {
  const schema = JSON.parse(readFileSync(join(root, 'schemas/config.schema.json'), 'utf8')) as Setting & {
    readonly $defs: Readonly<Record<string, Setting>>
  }
  const rows = rowsOf(schema, '', schema.$defs)
  const environment = Object.entries(overridable).map(([name, [path, kind]]) => [
    name,
    `\`${path}\``,
    kind === 'list' ? 'with commas' : '',
  ])
  return `# Configuration

${schema.description ?? ''} This page is written from the schema (\`npm run golden\`).

\`bin/lastcopy init\` writes a first file. Without \`--config FILE\` or \`LASTCOPY_CONFIG\`, \`lastcopy.yml\` of the current folder is
read, and without that the defaults hold. Every mistake is told at once, with its path in the file and its line.

What comes from \`\${env:NAME}\` or \`\${file:/path}\`, and every setting that only holds a secret, is blotted out of the log.

${table(['Setting', 'Default', 'Meaning'], rows.map(wordsOf))}

## From the environment

These stand over the file. \`LASTCOPY_TOKEN\` is the token that commands show to the running service,
\`LASTCOPY_TOKEN_FILE\` a file that holds one (docs/people.md).

${table(['Variable', 'Setting', 'Form'], environment)}
`
}

function rowsOf(setting: Setting, path: string, defs: Readonly<Record<string, Setting>>): readonly Row[] {
  return Object.entries(setting.properties ?? {}).flatMap(([name, found]): readonly Row[] => {
    const below = path === '' ? name : `${path}.${name}`
    const own = found.$ref === undefined ? found : { ...defs[found.$ref.split('/').at(-1) ?? ''], ...found }
    const shape = own.properties ? own : own.anyOf?.find((one) => one.properties)
    const members = own.items?.properties ? rowsOf(own.items, `${below}[]`, defs) : []
    return [[below, own], ...(shape ? rowsOf(shape, below, defs) : []), ...members]
  })
}

function wordsOf([path, setting]: Row): readonly string[] {
  const { description = '', default: usual } = setting
  const choices = setting.enum ?? setting.items?.enum
  const allowed = choices ? ` One of ${choices.map((one) => `\`${one}\``).join(', ')}.` : ''
  const empty = usual === undefined || (isObject(usual) && Object.keys(usual).length === 0)
  return [`\`${path}\``, empty ? '' : `\`${JSON.stringify(usual)}\``, `${description}${allowed}`]
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cellOf).join(' | ')} |`).join('\n')

const cellOf = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

if (import.meta.main) writeFileSync(join(root, 'docs/config.md'), configDocs())
