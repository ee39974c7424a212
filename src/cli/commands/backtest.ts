// `lastcopy backtest`: what detections would have said of records that were, and whether that is what is expected.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import { knowEstate } from '../../estate/know.ts'
import type { Alert } from '../../model/alert.ts'
import type { Config } from '../../model/config.ts'
import type { Journal } from '../../model/journal.ts'
import { defaultSite } from '../../model/site.ts'
import type { Source } from '../../model/source.ts'
import { type EventsRecord, topics } from '../../model/wire.ts'
import { backtestEvents } from '../../pipeline/backtest.ts'
import type { Detector } from '../../pipeline/detect.ts'
import { firstAndWorse } from '../../pipeline/paging.ts'
import { eventsOf, noTotals } from '../../pipeline/replay.ts'
import { makeLog } from '../../service/log.ts'
import { makeJournal } from '../../service/open-journal.ts'
import { readArgs } from '../args.ts'
import { type Command, StopError, UsageError } from '../command.ts'
import { readConfig } from '../config.ts'
import { readEstateFile } from '../estate.ts'
import type { Io } from '../io.ts'
import { mappingsFor } from '../mappings.ts'
import type { Reading } from '../replay/elasticsearch.ts'
import { differencesOf, junit, readExpectation } from '../replay/expectation.ts'
import { readManifest, sourcesAsked } from '../replay/manifest.ts'
import { withMemory } from '../replay/memory.ts'

const options = {
  detections: { type: 'string' },
  estate: { type: 'string' },
  expect: { type: 'string' },
  junit: { type: 'string' },
  config: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  index: { type: 'string' },
  source: { type: 'string' },
  field: { type: 'string' },
  'time-field': { type: 'string' },
} as const

export default {
  summary: 'says what detections would have alerted on records of before, and whether that is expected',
  usage: [
    'backtest MANIFEST.json [--detections DIR] [--estate FILE] [--expect FILE] [--junit FILE]',
    'backtest --config FILE [--since ISO] [--until ISO] …   the events that the journal of a service still holds',
    'backtest --config FILE --index NAMES [--source NAME [--field NAME]] [--time-field NAME] [--since ISO] [--until ISO] …   documents of Elasticsearch: events, or with --source the records in them',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, options)
    const [manifest, ...more] = positionals
    if (more.length > 0) throw new UsageError('one manifest at a time')
    checkWords(manifest, values)
    const expected = values.expect === undefined ? undefined : readExpectation(values.expect)
    const mappings = await mappingsFor(manifest === undefined ? [] : sourcesAsked(manifest), values.config, io)
    if (!mappings) return 2
    const folder = resolve(values.detections ?? ownDetections)
    const { detector: compiled, relevance, problems, sources } = await loadDetections(folder, mappings)
    for (const { file, line, message } of problems) io.say(`${file}${line === undefined ? '' : `:${line}`}: ${message}`)
    const estate = values.estate === undefined ? undefined : knowEstate(readEstateFile(values.estate))
    const detector: Detector = { ...compiled, estate }
    const started = performance.now()
    const source = sourceAsked(values.source, sources)
    const reading = { relevance, sites: estate?.sites(defaultSite) }
    const events =
      manifest === undefined
        ? await keptEvents({ ...values, source, reading }, io)
        : eventsOf(await readManifest(manifest, sources, io.stdin), reading, noTotals())
    if (!events) return 2
    const decide = firstAndWorse()
    const alerts = new Map<string, Alert>()
    let [judged, pages] = [0, 0]
    await withMemory(async (memory) => {
      for await (const { alerts: told } of backtestEvents(events, detector, memory)) {
        judged += 1
        for (const alert of told) {
          alerts.set(alert.id, alert)
          if (decide(alert) !== undefined) pages += 1
        }
      }
    })
    for (const { id, rule, priority, openedAt, at, eventCount, summary } of alerts.values())
      await io.json({ id, rule: rule.id, title: rule.title, priority, openedAt, at, events: eventCount, summary })
    const seconds = (performance.now() - started) / 1_000
    io.say(`${judged} events, ${alerts.size} alerts, ${pages} pages (${seconds.toFixed(1)} s)`)
    const differences = expected ? differencesOf(expected, [...alerts.values()], pages) : []
    for (const difference of differences) io.say(`✗ ${difference}`)
    if (values.junit) writeFileSync(values.junit, junit(manifest ?? values.config ?? '', differences, seconds))
    return differences.length > 0 ? 1 : 0
  },
} satisfies Command

type Words = Readonly<Partial<Record<Exclude<keyof typeof options, 'detections'>, string>>>

/** @throws UsageError for words that do not go together */
function checkWords(manifest: string | undefined, words: Words): void {
  if ((manifest === undefined) === (words.config === undefined))
    throw new UsageError('a manifest, or --config: which records?')
  for (const name of ['since', 'until'] as const)
    if (words[name] !== undefined && Number.isNaN(Date.parse(words[name])))
      throw new UsageError(`--${name} is no ISO time`)
  for (const name of ['source', 'time-field'] as const)
    if (words[name] !== undefined && words.index === undefined)
      throw new UsageError(`--${name} means nothing without --index`)
  if (words.field !== undefined && words.source === undefined)
    throw new UsageError('--field means nothing without --source')
}

function sourceAsked(name: string | undefined, sources: ReadonlyMap<string, Source>): Source | undefined {
  if (name === undefined) return undefined
  const source = sources.get(name)
  if (!source) throw new UsageError(`there is no source "${name}"; \`lastcopy sources\` lists them`)
  return source
}

interface KeptAsk extends Omit<Words, 'source'> {
  readonly source: Source | undefined
  readonly reading: Reading
}

/** What the journal still holds, or Elasticsearch; undefined after every mistake in the configuration was told. */
async function keptEvents({ config: file, index, source, reading, since, until, ...words }: KeptAsk, io: Io) {
  const config = await readConfig(file, io)
  if (!config) return undefined
  const iso = (time: string): string => new Date(time).toISOString()
  const span = { ...(since && { since: iso(since) }), ...(until && { until: iso(until) }) }
  if (index === undefined) return journalEvents(config, span)
  if (!config.elasticsearch)
    throw new StopError('the configuration names no Elasticsearch: elasticsearch: { nodes: [https://host:9200] }')
  // Loaded only where it is asked for: the client takes longer to load than everything else.
  const { indexEvents } = await import('../replay/elasticsearch.ts')
  return indexEvents({
    connection: config.elasticsearch,
    index,
    timeField: words['time-field'] ?? '@timestamp',
    ...span,
    ...(source ? { source } : {}),
    field: words.field ?? 'event.original',
    reading,
    say: (line) => io.say(line),
  })
}

interface Span {
  readonly since?: string
  readonly until?: string
}

/** Events that the journal still holds. A SQLite file belongs to the process that runs: that has to be stopped, or copied. */
async function journalEvents(config: Config, span: Span) {
  const log = makeLog({ level: 'fatal', secrets: config.secrets })
  const journal = await makeJournal(config, log, () => [])
  try {
    await journal.open()
  } catch (cause) {
    throw new StopError(`the journal cannot be read: ${(cause as Error).message}`)
  }
  return storedEvents(journal, span)
}

async function* storedEvents(journal: Journal, { since, until }: Span) {
  const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since)
  const to = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until)
  try {
    for await (const { value } of journal.read(topics.events)) {
      const record = value === undefined ? undefined : (JSON.parse(Buffer.from(value).toString()) as EventsRecord)
      if (record?.type !== 'event') continue
      const at = Date.parse(record.ref.at)
      if (at >= from && at < to) yield { event: record.event, at }
    }
  } finally {
    await journal.close()
  }
}
