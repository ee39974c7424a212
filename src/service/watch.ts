// Looks at the stages every second: for the metrics, and with a line in the log when one of them stands or goes on.
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { ReadinessTracker, StageReadiness } from './readiness.ts'
import type { Supervisor } from './supervise.ts'

export interface WatchParts {
  readonly supervisor: Supervisor
  readonly readiness: ReadinessTracker
  readonly metrics: Metrics
  readonly log: Logger
  now(): number
}

const every = 1_000

/** @returns what ends it */
export function watchStages({ supervisor, readiness, metrics, log, now }: WatchParts): () => void {
  const states = new Map<string, StageReadiness['state']>()
  let timer: NodeJS.Timeout | undefined
  let ended = false
  const tell = ({ name, state, behind, reason }: StageReadiness): void => {
    const before = states.get(name) ?? 'running'
    states.set(name, state)
    if (state === before || state === 'starting') return
    if (state === 'running') log.info({ stage: name, behind }, 'stage goes on')
    else log.warn({ stage: name, state, behind, reason }, 'stage stands')
  }
  const look = async (): Promise<void> => {
    const seen = await supervisor.seen()
    readiness.see(seen, now())
    const { stages } = readiness.now([])
    const progress = seen.map(
      ({ name, lags }) => [name, Math.max(0, ...(lags ?? []).map((lag) => lag.progressAt))] as const,
    )
    metrics.stages(stages, new Map(progress))
    for (const stage of stages) tell(stage)
  }
  const next = (): void => {
    if (!ended) timer = setTimeout(() => void look().finally(next), every)
  }
  next()
  return () => {
    ended = true
    clearTimeout(timer)
  }
}
