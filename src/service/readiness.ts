// Whether the service keeps up: which stage stands, by how many records, since when and why.
import type { StageLag } from '../model/journal.ts'
import type { Readiness, StageReadiness } from '../web/deps.ts'

export type { Readiness, StageReadiness }

export interface StageSeen {
  readonly name: string
  /** Undefined until it runs. */
  readonly lags: readonly StageLag[] | undefined
  /** Why it does not run, when it does not. */
  readonly trouble?: string
  /** Epoch milliseconds: since when it tries. */
  readonly since: number
}

/** So long a stage may stand before a record, or stay far behind, without being called behind. */
const patience = 10_000
const farBehind = 10_000

export interface ReadinessTracker {
  /** Looks again. Called every second or so; "far behind" needs to know how long it has been so. */
  see(stages: readonly StageSeen[], now: number): void
  now(problems: readonly string[]): Readiness
}

export function trackReadiness(): ReadinessTracker {
  const farSince = new Map<string, number>()
  let stages: readonly StageReadiness[] = []
  return {
    see(seen, now) {
      stages = seen.map((stage) => judge(stage, farSince, now))
    },
    now: (problems) => ({
      ready: stages.length > 0 && needed(stages).every(({ state }) => state === 'running') && problems.length === 0,
      stages,
      problems,
    }),
  }
}

/**
 * What fills the alert store is told of when it stands, and keeps nobody from sending records here: pages do not wait for it.
 * A process that does nothing else is as ready as its store is.
 */
function needed(stages: readonly StageReadiness[]): readonly StageReadiness[] {
  const others = stages.filter(({ name }) => name !== 'project' && name !== 'evidence')
  return others.length > 0 ? others : stages
}

function judge({ name, lags, trouble, since }: StageSeen, farSince: Map<string, number>, now: number): StageReadiness {
  if (lags === undefined)
    return trouble === undefined
      ? { name, state: 'starting', behind: 0, since: iso(since) }
      : { name, state: 'failed', behind: 0, since: iso(since), reason: trouble }
  const behind = lags.reduce((sum, { records }) => sum + records, 0)
  const stuck = lags.find((lag) => lag.trouble !== undefined)
  if (stuck) return { name, state: 'failed', behind, since: iso(stuck.progressAt), reason: stuck.trouble ?? '' }
  const standing = lags.find(({ records, progressAt }) => records > 0 && now - progressAt > patience)
  if (standing)
    return {
      name,
      state: 'behind',
      behind,
      since: iso(standing.progressAt),
      reason: `no progress on ${standing.topic}`,
    }
  if (behind <= farBehind) farSince.delete(name)
  else if (!farSince.has(name)) farSince.set(name, now)
  const far = farSince.get(name)
  if (far !== undefined && now - far > patience)
    return { name, state: 'behind', behind, since: iso(far), reason: 'records come in faster than they are worked off' }
  return { name, state: 'running', behind }
}

const iso = (time: number): string => new Date(time).toISOString()
