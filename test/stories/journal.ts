// A story of several sources through the stages of the service, over batches cut anywhere.
import type { Detections } from '../../src/content/load.ts'
import type { AlertsRecord } from '../../src/model/wire.ts'
import { firstAndWorse } from '../../src/pipeline/paging.ts'
import { detectStage, normalizeStage } from '../../src/pipeline/stages.ts'
import { journalRecord, runStage } from '../pipeline/state-map.ts'
import { type Consoles, timed } from './consoles.ts'

/**
 * What is paged, in order.
 * @param cuts where batches of events end
 * @param lost whether a batch is taken twice, its first answer being lost
 */
export async function pagesOfJournal(
  { sources, detector, relevance }: Detections,
  consoles: Consoles,
  cuts: readonly number[] = [],
  lost: (batch: number) => boolean = () => false,
): Promise<readonly string[]> {
  const named = Object.keys(consoles).flatMap((name) => {
    const source = sources.get(name)
    return source ? [[`audit.${name}`, source] as const] : []
  })
  const raw = Object.entries(consoles)
    .flatMap(([name, records]) =>
      [...records].map((record, offset) => ({
        ...journalRecord(`audit.${name}`, offset, typeof record === 'string' ? record : JSON.stringify(record)),
        timestamp: timed(record),
      })),
    )
    .sort((one, other) => one.timestamp - other.timestamp)
  const normalize = normalizeStage({ sources: new Map(named), relevance: () => relevance })
  const events = (await runStage(normalize, raw)).map(({ value }, offset) =>
    journalRecord('lastcopy.events', offset, String(value), 'default'),
  )
  const detect = detectStage({ detector: () => detector })
  const out = await runStage(
    detect,
    events,
    cuts.filter((cut) => cut > 0 && cut < events.length),
    lost,
  )
  const decide = firstAndWorse()
  return out
    .map(({ value }) => JSON.parse(String(value)) as AlertsRecord)
    .flatMap((record) => {
      const reason = record.type === 'alert' ? decide(record.alert) : undefined
      return record.type === 'alert' && reason ? [`${reason} ${record.alert.id} ${record.alert.summary}`] : []
    })
}
