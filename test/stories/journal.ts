// A story of several sources through the stages of the service, over batches cut anywhere.
import type { Detections } from '../../src/content/load.ts'
import type { AlertsRecord } from '../../src/model/wire.ts'
import { firstAndWorse } from '../../src/pipeline/paging.ts'
import { detectStage, normalizeStage } from '../../src/pipeline/stages.ts'
import { journalRecord, runStage } from '../pipeline/state-map.ts'
import type { Line } from './vendors/line.ts'

type Events = readonly ReturnType<typeof journalRecord>[]

/** What normalizing makes of the lines, as detection reads it. */
export async function eventsOfJournal(
  { sources, relevance }: Pick<Detections, 'sources' | 'relevance'>,
  lines: readonly Line[],
): Promise<Events> {
  const named = [...new Set(lines.map(({ source }) => source))].flatMap((name) => {
    const source = sources.get(name)
    return source ? [[`audit.${name}`, source] as const] : []
  })
  const offsets = new Map<string, number>()
  const raw = lines.map(({ source, at, text }) => {
    const offset = offsets.get(source) ?? 0
    offsets.set(source, offset + 1)
    return { ...journalRecord(`audit.${source}`, offset, text), timestamp: at }
  })
  const normalize = normalizeStage({ sources: new Map(named), relevance: () => relevance })
  return (await runStage(normalize, raw)).map(({ value }, offset) =>
    journalRecord('lastcopy.events', offset, String(value), 'default'),
  )
}

/**
 * What is paged of these events, in order.
 * @param cuts where batches of events end
 * @param lost whether a batch is taken twice, its first answer being lost
 */
export async function pagesOfJournal(
  { detector }: Pick<Detections, 'detector'>,
  events: Events,
  cuts: readonly number[] = [],
  lost: (batch: number) => boolean = () => false,
): Promise<readonly string[]> {
  const within = cuts.filter((cut) => cut > 0 && cut < events.length)
  const out = await runStage(detectStage({ detector: () => detector }), events, within, lost)
  const decide = firstAndWorse()
  return out
    .map(({ value }) => JSON.parse(String(value)) as AlertsRecord)
    .flatMap((record) => {
      const reason = record.type === 'alert' ? decide(record.alert) : undefined
      return record.type === 'alert' && reason ? [`${reason} ${record.alert.id} ${record.alert.summary}`] : []
    })
}
