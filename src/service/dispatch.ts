// The configured channels and the courier that carries pages to them, with what each attempt leaves in log and metrics.
import type { Config } from '../model/config.ts'
import type { Journal } from '../model/journal.ts'
import type { Page } from '../model/page.ts'
import type { Pager } from '../model/pager.ts'
import { topics } from '../model/wire.ts'
import { builtInPolicy } from '../relay/built-in.ts'
import { type Channel, type Courier, openCourier } from './courier.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'

export interface DispatchParts {
  readonly pagers: ReadonlyMap<string, Pager>
  readonly journal: Pick<Journal, 'append'>
  readonly metrics: Metrics
  readonly log: Logger
  /** The address that acknowledges a page. */
  link(page: Page, pager: string): string | undefined
}

/** Pagers as the configuration names them, each with its settings. */
export const channelsOf = ({ pagers: configured }: Config, pagers: ReadonlyMap<string, Pager>): readonly Channel[] =>
  configured.flatMap(({ name, kind, settings }) => {
    const pager = pagers.get(kind)
    return pager ? [{ name, pager, settings }] : []
  })

/** What the page stage must know of the channels, and the policy: the built-in one where none is configured. */
export function pagingOf(config: Config, channels: readonly Channel[]) {
  const names = channels.map(({ name }) => name)
  const { floor, repeat, policy } = config.paging
  return {
    pagers: names,
    policy: policy ?? builtInPolicy({ pagers: names, floor, repeat, ...(config.zone && { zone: config.zone }) }),
    partitions: config.journal.kind === 'kafka' ? config.journal.partitions : 1,
  }
}

/** The courier of this process. */
export function makeDispatch(config: Config, { pagers, journal, metrics, log, link }: DispatchParts): Courier {
  const channels = channelsOf(config, pagers)
  for (const { name, pager, settings } of channels) {
    const ends = pager.ends?.(settings)
    if (ends !== undefined) log.warn({ pager: name }, ends)
  }
  return openCourier({
    channels,
    allow: config.paging.allow,
    link,
    record: (site, delivery) =>
      journal.append([{ topic: topics.alerts, key: site, value: JSON.stringify({ type: 'delivery', delivery }) }]),
    observe(delivery, entry) {
      metrics.delivery(delivery, entry.page)
      const { pager, verdict, detail, attempt, tookMs, page } = delivery
      if (verdict === 'accepted') log.info({ pager, page, attempt, tookMs }, 'page delivered')
      else log.error({ pager, page, attempt, verdict, detail, nextAt: delivery.nextAt }, 'page not delivered')
    },
  })
}
