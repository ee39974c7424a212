// `lastcopy learn`: gives the service's memory records of before, so that its first day is none. Nobody is paged for them.
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import type { Event } from '../../model/event.ts'
import { defaultSite } from '../../model/site.ts'
import { eventsOfPast } from '../../pipeline/past.ts'
import { eventsOf, noTotals, type ReplayTotals } from '../../pipeline/replay.ts'
import { type Api, apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs, required } from '../args.ts'
import { type Command, StopError, UsageError } from '../command.ts'
import { readConfig } from '../config.ts'
import type { Io } from '../io.ts'
import { mappingsFor } from '../mappings.ts'
import { readManifest, sourcesAsked } from '../replay/manifest.ts'

/** Sent at once: so many events, or so many letters. */
const most = 2_000
const mostLetters = 8 << 20

const options = {
  ...apiOptions,
  topic: { type: 'string' },
  source: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
} as const

type Values = { readonly [name in keyof typeof options]?: string | undefined }
type Told = AsyncIterable<{ readonly event: Event; readonly at: number }>

export default {
  summary: 'gives memory records of before: settings, habits, copies; and pages nobody',
  usage: [
    `learn MANIFEST.json ${apiUsage}   records of files, as \`replay\` reads them`,
    `learn --topic TOPIC --from ISO [--to ISO] [--source NAME] ${apiUsage}   records of a topic of the configuration's brokers; nobody's offsets move`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, options)
    const [manifest, more] = positionals
    if (more !== undefined) throw new UsageError('one manifest at a time')
    const totals = noTotals()
    const events =
      values.topic === undefined
        ? await ofFiles(manifest, values, totals, io)
        : await ofTopic(manifest, values, totals, io)
    if (!events) return 2
    const api = await openApi(values, io)
    if (!api) return 2
    const sent = await send(events, api)
    io.say(`${totals.records} records read, ${totals.rejects} rejected, ${sent} events given to memory`)
    return totals.rejects > 0 ? 1 : 0
  },
} satisfies Command

async function ofFiles(
  given: string | undefined,
  values: Values,
  totals: ReplayTotals,
  io: Io,
): Promise<Told | undefined> {
  const odd = (['source', 'from', 'to'] as const).find((name) => values[name] !== undefined)
  if (odd !== undefined) throw new UsageError(`--${odd} goes with --topic`)
  const manifest = required(given, 'the manifest, or --topic,')
  const mappings = await mappingsFor(sourcesAsked(manifest), undefined, io)
  if (!mappings) return undefined
  const { relevance, sources } = await loadDetections(ownDetections, mappings)
  return eventsOf(await readManifest(manifest, sources, io.stdin), { relevance }, totals)
}

async function ofTopic(
  manifest: string | undefined,
  values: Values,
  totals: ReplayTotals,
  io: Io,
): Promise<Told | undefined> {
  if (manifest !== undefined) throw new UsageError('a manifest or --topic, not both')
  const topic = required(values.topic, 'the topic')
  const from = timeOf('from', required(values.from, '--from'))
  const to = values.to === undefined ? undefined : timeOf('to', values.to)
  if (to !== undefined && to <= from) throw new UsageError('--to lies before --from, or on it')
  const config = await readConfig(values.config, io)
  if (!config) return undefined
  if (!config.kafka) throw new UsageError('the configuration names no brokers: set kafka.brokers')
  const name = values.source ?? config.topics[topic]
  if (name === undefined) throw new UsageError(`--source is missing: the configuration does not say who reads ${topic}`)
  const { relevance, sources } = await loadDetections(ownDetections, config.sources)
  const source = sources.get(name)
  if (!source) throw new UsageError(`there is no source "${name}"; known: ${[...sources.keys()].join(', ')}`)
  const { readPast } = await import('../../journal/kafka/past.ts')
  return eventsOfPast(stopping(readPast(config.kafka, { topic, from, to })), { source, relevance }, totals)
}

function timeOf(name: string, text: string): number {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new UsageError(`--${name} "${text}" is no ISO time, such as 2026-01-31T12:00:00Z`)
  return time
}

/** What brokers refuse is told in one line. */
async function* stopping<T>(batches: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* batches
  } catch (cause) {
    throw new StopError(`the topic cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** @returns how many were taken */
async function send(events: Told, api: Api): Promise<number> {
  let [lines, letters, sent]: [string[], number, number] = [[], 0, 0]
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return
    const { learned } = await api.ask('api/learn', { method: 'POST', body: lines.join('\n') })
    sent += Number(learned)
    lines = []
    letters = 0
  }
  for await (const { event, at } of events) {
    const line = JSON.stringify({ event: unplaced(event), at: new Date(at).toISOString() })
    lines.push(line)
    letters += line.length
    if (lines.length >= most || letters >= mostLetters) await flush()
  }
  await flush()
  return sent
}

/** What names no site belongs to that of the service, which this command need not know. */
function unplaced(event: Event): Event {
  const { site, ...backup } = event.backup ?? {}
  return site === defaultSite ? { ...event, backup } : event
}
