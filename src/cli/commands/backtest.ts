// `lastcopy backtest`: what detections would have said of records that were, and whether that is what is expected.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import { knowEstate } from '../../estate/know.ts'
import type { Alert } from '../../model/alert.ts'
import type { Journal } from '../../model/journal.ts'
import { defaultSite } from '../../model/site.ts'
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
import { differencesOf, junit, readExpectation } from '../replay/expectation.ts'
import { readManifest, sourcesAsked } from '../replay/manifest.ts'
import { withMemory } from '../replay/memory.ts'

export default {
  summary: 'says what detections would have alerted on records of before, and whether that is expected',
  usage: [
    'backtest MANIFEST.json [--detections DIR] [--estate FILE] [--expect FILE] [--junit FILE]',
    'backtest --config FILE [--since ISO] …   the events that the journal of a service still holds',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      detections: { type: 'string' },
      estate: { type: 'string' },
      expect: { type: 'string' },
      junit: { type: 'string' },
      config: { type: 'string' },
      since: { type: 'string' },
    })
    const [manifest, ...more] = positionals
    if (more.length > 0) throw new UsageError('one manifest at a time')
    if ((manifest === undefined) === (values.config === undefined))
      throw new UsageError('a manifest, or --config: which records?')
    if (values.since !== undefined && Number.isNaN(Date.parse(values.since)))
      throw new UsageError('--since is no ISO time')
    const expected = values.expect === undefined ? undefined : readExpectation(values.expect)
    const mappings = await mappingsFor(manifest === undefined ? [] : sourcesAsked(manifest), values.config, io)
    if (!mappings) return 2
    const folder = resolve(values.detections ?? ownDetections)
    const { detector: compiled, relevance, problems, sources } = await loadDetections(folder, mappings)
    for (const { file, line, message } of problems) io.say(`${file}${line === undefined ? '' : `:${line}`}: ${message}`)
    const estate = values.estate === undefined ? undefined : knowEstate(readEstateFile(values.estate))
    const detector: Detector = { ...compiled, estate }
    const started = performance.now()
    const events =
      manifest === undefined
        ? await journalEvents(values.config, values.since, io)
        : eventsOf(
            await readManifest(manifest, sources, io.stdin),
            { relevance, sites: estate?.sites(defaultSite) },
            noTotals(),
          )
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

/** Events that the journal still holds. A SQLite file belongs to the process that runs: that has to be stopped, or copied. */
async function journalEvents(file: string | undefined, since: string | undefined, io: Io) {
  const config = await readConfig(file, io)
  if (!config) return undefined
  const log = makeLog({ level: 'fatal', secrets: config.secrets })
  const journal = await makeJournal(config, log, () => [])
  try {
    await journal.open()
  } catch (cause) {
    throw new StopError(`the journal cannot be read: ${(cause as Error).message}`)
  }
  return storedEvents(journal, since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since))
}

async function* storedEvents(journal: Journal, since: number) {
  try {
    for await (const { value } of journal.read(topics.events)) {
      const record = value === undefined ? undefined : (JSON.parse(Buffer.from(value).toString()) as EventsRecord)
      if (record?.type !== 'event' || Date.parse(record.ref.at) < since) continue
      yield { event: record.event, at: Date.parse(record.ref.at) }
    }
  } finally {
    await journal.close()
  }
}
