// How each source is, for those who ask: what detection heard of it, what this process read of it, and how far it is behind.
import { isoOf } from '../lib/time.ts'
import type { Config } from '../model/config.ts'
import type { StageLag } from '../model/journal.ts'
import { defaultSite } from '../model/site.ts'
import type { SourceLag, SourceStatus, SourcesReport } from '../model/source-status.ts'
import { namedSources } from './blind.ts'
import { sourceTopics } from './line.ts'
import type { Reading } from './reading.ts'
import type { StateDoor } from './state.ts'
import type { Supervisor } from './supervise.ts'

export interface SourcesParts {
  readonly config: Pick<Config, 'topics' | 'intake' | 'sources'>
  /** Every site that this line serves. */
  readonly sites: readonly string[]
  readonly state: Pick<StateDoor, 'heard' | 'watermark'>
  readonly reading: Reading
  readonly supervisor: Pick<Supervisor, 'seen'>
  readonly now: () => number
}

/** What Lastcopy notices by itself comes from no source that anybody ships. */
const within = 'lastcopy.watch'

export function makeSources({ config, sites, state, reading, supervisor, now }: SourcesParts) {
  const since = new Date(now()).toISOString()
  const named = namedSources(config)
  const topicsOf = Map.groupBy(Object.entries(sourceTopics(config.topics)), ([, source]) => source)

  const lagOf = (source: string, lags: readonly StageLag[]): SourceLag | undefined => {
    const topics = new Set(topicsOf.get(source)?.map(([topic]) => topic))
    const mine = lags.filter(({ topic }) => topics.has(topic))
    if (mine.length === 0) return undefined
    const records = mine.reduce((sum, lag) => sum + lag.records, 0)
    const waiting = mine.filter((lag) => lag.records > 0)
    const last = reading.receivedAt(source) || Math.min(...waiting.map(({ progressAt }) => progressAt || now()))
    const trouble = mine.find((lag) => lag.trouble !== undefined)?.trouble
    return {
      records,
      time: records === 0 ? 0 : Math.max(0, now() - last),
      ...(trouble === undefined ? {} : { trouble }),
    }
  }
  return async (): Promise<SourcesReport> => {
    const stages = await supervisor.seen()
    const lags = stages.filter(({ name }) => name.startsWith('normalize')).flatMap((stage) => stage.lags ?? [])
    const heard = state.heard()?.heard ?? []
    const spoke = new Set(heard.map(({ source }) => source))
    const others = new Set([...named, ...reading.sources()].filter((source) => !spoke.has(source)))
    const watermark = isoOf(state.watermark() ?? Number.NaN)
    const about = (source: string): Pick<SourceStatus, 'lag' | 'read'> => {
      const [lag, read] = [lagOf(source, lags), reading.of(source)]
      return { ...(lag && { lag }), ...(read && { read }) }
    }
    const site = sites[0] ?? defaultSite
    const told = [
      ...heard.map(
        ({ site: at, source, first = 0, last = 0, usual, silent }): SourceStatus => ({
          source,
          site: at,
          state: silent ? 'silent' : 'speaking',
          first: isoOf(first) ?? '',
          last: isoOf(last) ?? '',
          ...(usual === undefined ? {} : { usual }),
          ...about(source),
        }),
      ),
      ...[...others].map((source): SourceStatus => {
        const more = about(source)
        return { source, site, state: (more.read?.records ?? 0) > 0 ? 'speaking' : 'never', ...more }
      }),
    ]
    return {
      at: new Date(now()).toISOString(),
      since,
      ...(watermark === undefined ? {} : { watermark }),
      sources: told
        .filter(({ source }) => source !== within)
        .sort((one, other) => (one.source + one.site < other.source + other.site ? -1 : 1)),
    }
  }
}
