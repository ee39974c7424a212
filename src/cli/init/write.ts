// Writes the first configuration: a file that a person can read and go on with, secrets in files of their own.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import type { Json } from '../../lib/json.ts'

export interface Answers {
  readonly site: string
  readonly listen: string
  readonly journal: 'sqlite' | 'kafka'
  readonly brokers: readonly string[]
  /** Raw topic of each source. */
  readonly topics: Readonly<Record<string, string>>
  readonly pager?: PagerAnswer
}

export interface PagerAnswer {
  readonly kind: string
  readonly settings: Readonly<Record<string, Json>>
  /** Settings that go into files of their own. */
  readonly secrets: readonly string[]
  /** Networks that have to be opened for its address. */
  readonly allow: readonly string[]
}

/** Writes the file and its secrets (readable by the owner alone). @returns the names of all files written */
export function writeConfig(file: string, { pager, ...rest }: Answers): readonly string[] {
  const folder = join(dirname(file), 'secrets')
  const kept = pager?.secrets.filter((name) => pager.settings[name] !== undefined) ?? []
  mkdirSync(dirname(file), { recursive: true })
  if (kept.length > 0) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const written = kept.map((name) => {
    const path = join(folder, `${pager?.kind}-${name}`)
    writeFileSync(path, `${pager?.settings[name]}\n`, { mode: 0o600 })
    chmodSync(path, 0o600)
    return path
  })
  writeFileSync(file, textOf({ ...rest, ...(pager ? { pager } : {}) }, kept))
  return [file, ...written]
}

function textOf({ site, listen, journal, brokers, topics, pager }: Answers, secrets: readonly string[]): string {
  const settings = Object.fromEntries(
    Object.entries(pager?.settings ?? {}).map(([name, value]) => [
      name,
      secrets.includes(name) ? `\${file:secrets/${pager?.kind}-${name}}` : value,
    ]),
  )
  const parts: readonly (readonly [comment: string, value: object])[] = [
    ['Every setting: docs/config.md. `lastcopy run --config FILE` checks all of it before it starts.', { site }],
    [
      journal === 'kafka'
        ? 'The log between the stages lies on the brokers: start as many processes as you want.'
        : 'The log between the stages is one file, and one process owns it.',
      { journal: { kind: journal, ...(journal === 'sqlite' ? { path: 'lastcopy.db' } : {}) } },
    ],
    ...(brokers.length > 0
      ? ([
          ['TLS and sign-in: kafka.ssl and kafka.sasl.', { kafka: { brokers } }],
          ['Which source reads which topic.', { topics }],
        ] as const)
      : ([['Without Kafka, records come in by POST /intake/<source>, one a line.', { topics }]] as const)),
    ['The page, the API, health and metrics. Any other host than this machine needs web.tokens.', { web: { listen } }],
    pager
      ? ['Every pager gets every page.', { ...opened(pager), pagers: [{ kind: pager.kind, settings }] }]
      : ['Nobody is told yet: name a pager, and `lastcopy init --test-page` tries it.', { pagers: [] }],
  ]
  return parts.map(([comment, value]) => `# ${comment}\n${stringify(value, { lineWidth: 0 })}`).join('\n')
}

const opened = ({ allow }: PagerAnswer): object => (allow.length === 0 ? {} : { paging: { allow } })
