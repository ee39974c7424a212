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
  const seenBefore: SeenBefore = { farSince: new Map(), idleAt: new Map() }
  let stages: readonly StageReadiness[] = []
  return {
    see(seen, now) {
      stages = seen.map((stage) => judge(stage, seenBefore, now))
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

interface SeenBefore {
  /** Since when a stage is far behind. */
  readonly farSince: Map<string, number>
  /** When nothing waited in a partition last, as far as it was looked. */
  readonly idleAt: Map<string, number>
}

function judge(stage: StageSeen, { farSince, idleAt }: SeenBefore, now: number): StageReadiness {
  const { name, lags, trouble, since } = stage
  if (lags === undefined) {
    const none = { name, behind: 0, lag: 0, since: iso(since) }
    return trouble === undefined ? { ...none, state: 'starting' } : { ...none, state: 'failed', reason: trouble }
  }
  const behind = lags.reduce((sum, { records }) => sum + records, 0)
  const lag = Math.max(0, ...lags.map((one) => lagOf(name, one, { since, now }, idleAt)))
  const told = { name, behind, lag }
  const stuck = lags.find((lag) => lag.trouble !== undefined)
  if (stuck) return { ...told, state: 'failed', since: iso(stuck.progressAt), reason: stuck.trouble ?? '' }
  const standing = lags.find(({ records, progressAt }) => records > 0 && now - progressAt > patience)
  if (standing)
    return { ...told, state: 'behind', since: iso(standing.progressAt), reason: `no progress on ${standing.topic}` }
  if (behind <= farBehind) farSince.delete(name)
  else if (!farSince.has(name)) farSince.set(name, now)
  const far = farSince.get(name)
  if (far !== undefined && now - far > patience)
    return { ...told, state: 'behind', since: iso(far), reason: 'records come in faster than they are worked off' }
  return { ...told, state: 'running' }
}

/**
 * Seconds that the oldest record of a partition has waited, at most. Records carry the time that whoever wrote them gave, which may
 * be long ago, so they have not waited for longer than since the partition was last seen empty.
 */
function lagOf(
  stage: string,
  { topic, partition, records, oldest }: StageLag,
  { since, now }: { readonly since: number; readonly now: number },
  idleAt: Map<string, number>,
): number {
  const name = `${stage} ${topic} ${partition}`
  if (records === 0) idleAt.set(name, now)
  const idle = idleAt.get(name)
  const from = Math.max(idle ?? Number.NEGATIVE_INFINITY, oldest ?? (idle === undefined ? since : idle))
  return Math.max(0, now - from) / 1_000
}

const iso = (time: number): string => new Date(time).toISOString()
