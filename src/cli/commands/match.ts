// `lastcopy match`: which rules say yes to which events of a file.
import { fieldPathOf, type ReadRuleSet, readRuleSet } from '../../content/rules.ts'
import { loadSource, loadSources } from '../../content/sources.ts'
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { LogSource, Source } from '../../model/source.ts'
import { compileRules } from '../../sigma/compile.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { readLines } from '../lines.ts'

export default {
  summary: 'says which rules match which events',
  usage: ['match --rules DIR --events FILE|- [--raw] [--placeholders FILE]'],
  async run(args, io) {
    const { values } = readArgs(args, {
      rules: { type: 'string' },
      events: { type: 'string' },
      raw: { type: 'boolean' },
      placeholders: { type: 'string' },
    })
    const set = rulesIn(required(values.rules, '--rules'), values.placeholders)
    const matcher = compileRules(set, {
      ...(await fieldPaths()),
      placeholders: set.placeholders,
      raw: values.raw === true,
    })
    for (const { rule, file, message, line, hint } of [...set.problems, ...matcher.problems])
      io.say(
        JSON.stringify({
          rule: rule ?? file,
          error: [line === undefined ? message : `line ${line}: ${message}`, hint].filter(Boolean).join('; '),
        }),
      )
    for await (const { number, bytes } of readLines(required(values.events, '--events'), io.stdin)) {
      const event = parsed(bytes)
      if (event === undefined) {
        if (bytes.length > 0) io.say(JSON.stringify({ event: number, error: 'the line is no JSON object' }))
        continue
      }
      const logsources = values.raw ? [] : await logsourcesOf(event)
      await tell(
        io,
        number,
        matcher.match(event, logsources).map(({ rule }) => rule.id),
      )
    }
    return 0
  },
} satisfies Command

function rulesIn(folder: string, placeholders: string | undefined): ReadRuleSet {
  try {
    return readRuleSet(folder, placeholders)
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause))
  }
}

async function tell(io: Io, event: number, rules: readonly string[]): Promise<void> {
  for (const rule of new Set(rules)) {
    const waiting = io.json({ rule, event })
    if (waiting) await waiting
  }
}

function parsed(bytes: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Which vendor's names a rule's fields are, by its log source. */
async function fieldPaths(): Promise<{ fieldPath: (logsource: LogSource, field: string) => string | undefined }> {
  return { fieldPath: fieldPathOf([...(await loadSources()).values()]) }
}

const known = new Map<string, readonly LogSource[]>()

/** The log sources of an event: those of the source in `event.dataset`, else what the dataset's name says. */
async function logsourcesOf(event: JsonObject): Promise<readonly LogSource[]> {
  const meta = isObject(event.event) ? event.event : {}
  const dataset =
    typeof meta.dataset === 'string'
      ? meta.dataset
      : typeof event['event.dataset'] === 'string'
        ? event['event.dataset']
        : ''
  const found = known.get(dataset)
  if (found) return found
  const source: Source | undefined = await loadSource(dataset)
  const [product, ...service] = dataset.split('.')
  const logsources = source?.logsource ?? [
    { ...(product ? { product } : {}), ...(service.length > 0 ? { service: service.join('.') } : {}) },
  ]
  if (known.size < 1_000) known.set(dataset, logsources)
  return logsources
}
