// The stages of the line, each with its counters; what is counted was committed.
import type { Detections } from '../content/load.ts'
import type { KnownEstate } from '../estate/know.ts'
import type { Stage } from '../model/journal.ts'
import { onlySite } from '../model/site.ts'
import type { Source } from '../model/source.ts'
import type { AlertStore } from '../model/store.ts'
import { type AlertsRecord, topics } from '../model/wire.ts'
import { detectStage, normalizeStage } from '../pipeline/stages.ts'
import { projectStage } from '../store/project.ts'
import type { Metrics } from './metrics.ts'
import type { Reading } from './reading.ts'

export interface LineParts {
  /** Those in use now. */
  readonly detections: () => Detections
  /** Raw topics and the name of the source that reads each. */
  readonly topics: Readonly<Record<string, string>>
  readonly site: string
  readonly estate?: KnownEstate | undefined
  readonly metrics: Metrics
  readonly reading: Reading
}

/** Our own audit log is a source like others, that nobody else can write into. */
const ownLog = { [topics.audit]: 'lastcopy.audit' }

/** Every raw topic with the source that reads it, our own log among them. */
export const sourceTopics = (topics: LineParts['topics']): LineParts['topics'] => ({ ...ownLog, ...topics })

/** Raw topics to events and dead letters. */
export function makeNormalize({ topics: raw, ...parts }: LineParts): Stage {
  return normalizer(raw, { topics: raw, ...parts }, false)
}

/** The same for what lies in the journal: records of others, and what was done to Lastcopy itself. */
export const makeOwnNormalize = (parts: LineParts): Stage => normalizer(sourceTopics(parts.topics), parts, true)

function normalizer(
  read: LineParts['topics'],
  { detections, site, estate, metrics, reading }: LineParts,
  tests: boolean,
): Stage {
  const sources = new Map<string, Source>()
  for (const [topic, name] of Object.entries(read)) {
    const source = detections().sources.get(name)
    if (source) sources.set(topic, source)
  }
  const stage = normalizeStage({
    sources,
    tests,
    sites: estate?.sites(site) ?? onlySite(site),
    relevance: () => detections().relevance,
    spot: () => reading.counting(detections().spot),
    observe({ rejects, dropped, drafts }, records) {
      const [source] = [
        ...drafts.map((draft) => draft.source),
        ...rejects.map(({ record }) => record.source.name),
        ...dropped.keys(),
      ]
      if (source !== undefined) {
        metrics.records(source, records)
        reading.note(source, { rejects, dropped }, records)
      }
      for (const { record, reject } of rejects) metrics.reject(record.source.name, reject.reason)
      for (const [name, { count }] of dropped) metrics.dropped(name, count)
    },
  })
  return {
    ...stage,
    committed(batch, result) {
      const last = batch.at(-1)
      const source = last && sources.get(last.topic)
      if (source) reading.received(source.name, last)
      stage.committed?.(batch, result)
    },
  }
}

/** Events to alerts. */
export function makeDetect({ detections, estate, metrics }: LineParts): Stage {
  const stage = detectStage({
    detector: () => ({ ...detections().detector, estate }),
    observe({ event, matches, firings }) {
      metrics.event(event.event.dataset)
      for (const { rule } of matches) metrics.match(rule.id)
      for (const { correlation } of firings) metrics.firing(correlation.id)
    },
  })
  return counting(stage, metrics)
}

/** Alerts to the store. */
export const makeProject = (store: AlertStore): Stage => projectStage(store)

/** Counts alerts that a commit opened, pages that it decided, and deliveries that it read. */
export function counting(stage: Stage, metrics: Metrics): Stage {
  return {
    ...stage,
    committed(batch, result) {
      for (const { topic, value } of result.records) {
        if (topic !== topics.alerts) continue
        const record = JSON.parse(String(value)) as AlertsRecord
        if (record.type === 'alert' && record.alert.change === 'opened') metrics.alert(record.alert)
        if (record.type === 'page') metrics.page(record.page)
      }
      stage.committed?.(batch, result)
    },
  }
}
