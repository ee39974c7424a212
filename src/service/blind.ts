// What the running service does not see: the sources that its configuration names and those that it hears, judged when asked.
import type { Detections } from '../content/load.ts'
import { judgeReady } from '../content/ready/judge.ts'
import { outsideSources } from '../content/sources.ts'
import type { Config } from '../model/config.ts'
import { defaultSite } from '../model/site.ts'
import type { HeardSource } from '../model/stream.ts'
import type { WebDeps } from '../web/deps.ts'
import type { StateDoor } from './state.ts'

export interface BlindParts {
  readonly config: Pick<Config, 'topics' | 'intake' | 'sources' | 'ready'>
  /** Every site that this line serves. */
  readonly sites: readonly string[]
  readonly detections: () => Detections
  readonly heard: StateDoor['heard']
  readonly now: () => number
}

export function makeBlind({ config, sites, detections, heard, now }: BlindParts): WebDeps['blind'] {
  const named = namedSources(config)
  return (without) => {
    const found = heard()
    if (!found) return undefined
    const { streams, metas, sources } = detections()
    const own = found.heard.filter(({ source }) => !source.startsWith('lastcopy.'))
    const silent = named.filter((source) =>
      own.every(({ site, source: spoke }) => !sites.includes(site) || spoke !== source),
    )
    const never = silent.map((source): HeardSource => ({ site: sites[0] ?? defaultSite, source, silent: false }))
    const known = new Set(sources.keys())
    const all = {
      known,
      heard: [...own, ...never],
      seen: found.seen,
      at: now(),
      without: new Set([...config.ready.without, ...without]),
      ended: false,
    }
    return judgeReady({ streams, metas, ...all })
  }
}

/** Sources that somebody wrote down. Without topics every source has one, which names none. */
export function namedSources({
  topics,
  intake,
  sources,
}: Pick<Config, 'topics' | 'intake' | 'sources'>): readonly string[] {
  const unasked = outsideSources().every((source) => topics[`audit.${source}`] === source)
  const senders = [...intake.syslog.flatMap((one) => [one, ...one.senders]), ...intake.files, intake.stdin]
  return [
    ...new Set([
      ...(unasked ? [] : Object.values(topics)),
      ...senders.flatMap((one) => one?.source ?? []),
      ...intake.tokens.flatMap((one) => one.sources),
      ...intake.signatures.flatMap((one) => one.sources),
      ...sources.map(({ name }) => name),
    ]),
  ].sort()
}
