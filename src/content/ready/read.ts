// Reads `_ready.yml` of a detections folder, else the product's own: the streams that must arrive.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { day, hour } from '../../lib/duration.ts'
import { type AlertClass, alertClasses } from '../../model/alert.ts'
import type { Problem } from '../../model/rule.ts'
import type { Stream, StreamSign } from '../../model/stream.ts'
import { ownDetections, readText } from '../files.ts'

const file = '_ready.yml'
const schema = new URL('../../../schemas/ready.schema.json', import.meta.url)
let check: ValidateFunction | undefined

export interface ReadStreams {
  readonly streams: readonly Stream[]
  readonly problems: readonly Problem[]
}

/**
 * The streams of a folder; without a file of its own, those of the product. A file that is wrong is a problem, and nothing of it
 * is used.
 * @param sources names of those that there are
 */
export function readStreams(folder: string, sources: ReadonlySet<string>): ReadStreams {
  const own = join(folder, file)
  const path = existsSync(own) ? own : join(ownDetections, file)
  let value: unknown
  try {
    value = parse(readText(path))
  } catch (cause) {
    return wrong([`is no YAML: ${(cause as Error).message.split('\n')[0]}`])
  }
  check ??= new Ajv2020({ allErrors: true, strict: false }).compile(JSON.parse(readFileSync(schema, 'utf8')))
  if (!check(value))
    return wrong((check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? 'is wrong'}`))
  const entries = (value as { readonly streams: readonly Entry[] }).streams
  const problems = mistakes(entries, sources)
  return problems.length > 0 ? wrong(problems) : { streams: entries.map(streamOf), problems: [] }
}

type Words = string | readonly string[]

interface Entry extends Omit<Stream, 'signs' | 'within' | 'rare' | 'beside' | 'instead' | 'classes'> {
  readonly signs?: readonly { readonly [name in keyof StreamSign]?: Words }[]
  readonly within: string
  readonly classes: readonly string[]
  readonly rare?: boolean
  readonly beside?: readonly string[]
  readonly instead?: readonly string[]
}

/** What a schema cannot say: that names are those of something. */
function mistakes(entries: readonly Entry[], sources: ReadonlySet<string>): readonly string[] {
  const names = entries.map(({ source, stream }) => `${source}/${stream}`)
  return entries.flatMap(({ source, stream, beside = [], instead = [], classes }, at) => {
    const place = `/streams/${at} (${source}/${stream})`
    return [
      ...[source, ...beside].filter((one) => !sources.has(one)).map((one) => `${place}: there is no source "${one}"`),
      ...instead
        .filter((one) => !sources.has(one) && !names.includes(one))
        .map((one) => `${place}: "${one}" is no source and no stream of one`),
      ...classes
        .filter((one) => !Object.hasOwn(alertClasses, one))
        .map((one) => `${place}: there is no class "${one}"`),
      ...(names.indexOf(`${source}/${stream}`) < at ? [`${place} stands here twice`] : []),
    ]
  })
}

const streamOf = ({ signs = [], within, rare = false, beside, instead = [], ...entry }: Entry): Stream => ({
  ...entry,
  blind: entry.blind.trim(),
  on: entry.on.trim(),
  classes: entry.classes as readonly AlertClass[],
  signs: signs.map((sign) => Object.fromEntries(Object.entries(sign).map(([name, words]) => [name, listed(words)]))),
  within: Number.parseInt(within, 10) * (within.endsWith('h') ? hour : day),
  rare,
  beside: beside ?? [entry.source],
  instead,
})

const listed = (words: Words): readonly string[] => (typeof words === 'string' ? [words] : words)

const wrong = (messages: readonly string[]): ReadStreams => ({
  streams: [],
  problems: messages.map((message) => ({ file, message })),
})
