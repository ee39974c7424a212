// Answers Prometheus: measures how things stand, and tells it together with what was counted.
import type { Detections } from '../content/load.ts'
import type { Config } from '../model/config.ts'
import type { Courier } from './courier.ts'
import { diskUse, placesOf } from './disks.ts'
import type { Metrics } from './metrics.ts'
import type { Readiness } from './readiness.ts'
import type { StateDoor } from './state.ts'
import { version } from './version.ts'

export interface ScrapeParts {
  readonly config: Config
  readonly metrics: Metrics
  readonly state: Pick<StateDoor, 'counts' | 'clocks' | 'sources'>
  readonly courier: Pick<Courier, 'waiting'>
  detections(): Detections
  ready(): Promise<Readiness>
  now(): number
}

/** @returns what is asked for the text of all metrics */
export function makeScrape({ config, metrics, state, courier, detections, ready, now }: ScrapeParts): Metrics['text'] {
  const running = version()
  const places = placesOf(config)
  return async () => {
    const { ready: well, problems } = await ready()
    const { metas, problems: broken } = detections()
    metrics.now.set(
      {
        version: running,
        roles: config.roles,
        ready: well,
        problems: problems.length,
        remembered: state.counts(),
        clocks: state.clocks(),
        sources: state.sources(),
        waiting: courier.waiting(),
        rules: { used: metas.length, broken: broken.length },
        disks: diskUse(places),
      },
      now(),
    )
    return metrics.text()
  }
}
