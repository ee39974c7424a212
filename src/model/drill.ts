// Restores that people practise with a stopwatch: from the decision to service that bears load, from a runbook that others wrote.
import type { Proposer } from './plan.ts'

/** One application, or the whole scenario: everything is gone, and the business has to run again. */
export const drillKinds = ['application', 'full'] as const
export type DrillKind = (typeof drillKinds)[number]

/** How it ended: everything serves, something does not, or it was broken off before anybody could tell. */
export const drillEnds = ['served', 'failed', 'abandoned'] as const
export type DrillEnd = (typeof drillEnds)[number]

/** What is said when the stopwatch starts. */
export interface DrillDraft {
  readonly kind: DrillKind
  /** Protected sets that are to serve again, by the estate's names. */
  readonly sets: readonly string[]
  /** What is taken to have happened. */
  readonly scenario: string
  /** Where the runbook is, and its version. */
  readonly runbook: string
  /** Who wrote it. */
  readonly writtenBy: readonly string[]
  /** Who carries it out. */
  readonly executedBy: string
  /** ISO: when it was decided to restore; the stopwatch runs from here. */
  readonly decidedAt: string
  /** ISO: from when on data counts as lost. */
  readonly lostAt: string
  /** Copies that are restored from, by the estate's names; none where nobody said. */
  readonly copies: readonly string[]
}

/** One step that is done. */
export interface DrillStep {
  readonly name: string
  /** ISO. */
  readonly at: string
  readonly by: Proposer
  /** The set that bears load from this step on. */
  readonly serves?: string
  /** ISO: the point that its data was brought back to. */
  readonly point?: string
  readonly words?: string
}

export interface Drill extends DrillDraft {
  readonly id: string
  readonly site: string
  readonly status: 'running' | DrillEnd
  readonly startedAt: string
  readonly startedBy: Proposer
  readonly steps: readonly DrillStep[]
  /** ISO. */
  readonly finishedAt?: string
  readonly finishedBy?: Proposer
  readonly words?: string
}

/** A set that served again in a drill, with what was measured in hours. */
export interface ServedSet {
  readonly of: string
  /** From the decision to service that bears load. */
  readonly rtoHours: number
  /** Data lost: from the point that it was brought back to, to when data counted as lost; undefined where nobody said the point. */
  readonly rpoHours?: number
}

const hoursBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 36_000) / 100)

/** What the stopwatch showed; a set of which no step says that it serves has no number. */
export function servedIn({ steps, sets, decidedAt, lostAt }: Drill): readonly ServedSet[] {
  return sets.flatMap((of): readonly ServedSet[] => {
    const step = steps.find(({ serves }) => serves === of)
    if (!step) return []
    const rpo = step.point === undefined ? {} : { rpoHours: hoursBetween(step.point, lostAt) }
    return [{ of, rtoHours: hoursBetween(decidedAt, step.at), ...rpo }]
  })
}

/** Names are compared without regard to case and blanks. */
const nameOf = (name: string): string => name.trim().toLowerCase()

/** Whether somebody carried it out who wrote no line of the runbook. */
export const isByOthers = ({ writtenBy, executedBy }: Pick<DrillDraft, 'writtenBy' | 'executedBy'>): boolean =>
  writtenBy.every((name) => nameOf(name) !== nameOf(executedBy))
