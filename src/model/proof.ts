// What shows that copies are good: restores that were seen, drills on the stopwatch, what they measured, and what is overdue.
import type { DrillKind, ServedSet } from './drill.ts'

/** Days after which a practice is overdue where the estate says nothing else: half a year, and a quarter. */
export const dueDays = { full: 183, application: 92 } as const satisfies Record<DrillKind, number>

/** A restore, or a drill, that went well. */
export interface Practised {
  /** ISO. */
  readonly at: string
  /** The drill, the record as `source position`, or `the estate`. */
  readonly ref: string
}

/** Whether something was practised in time. */
export interface Practice {
  readonly everyDays: number
  /** Undefined: nobody saw or said one. */
  readonly last?: Practised
  /** ISO; undefined where there never was one. */
  readonly due?: string
  readonly overdue: boolean
}

/** A number of the stopwatch beside what was promised. */
export interface Measured {
  readonly hours: number
  readonly at: string
  readonly drill: string
  readonly kind: DrillKind
  /** Hours that the estate promises. */
  readonly promised?: number
  /** Undefined where nothing was promised. */
  readonly kept?: boolean
}

/** The newest restore of a set on the stopwatch, and what it was restored from. */
export interface MeasuredRestore {
  readonly hours: number
  /** ISO. */
  readonly at: string
  readonly copies: readonly string[]
}

export interface SetProof {
  readonly name: string
  readonly tier?: 'it' | 'ot' | 'edge'
  /** What the estate promises. */
  readonly promised: { readonly rtoHours?: number; readonly rpoHours?: number }
  readonly application: Practice
  /** Full scenarios that it was part of. */
  readonly full: Practice
  /** Of the last drill in which it served. */
  readonly rto?: Measured
  readonly rpo?: Measured
  readonly copies: readonly CopyProof[]
}

/** Whether somebody looked at what is in a copy. */
export interface CopyProof {
  readonly name: string
  /** Days, as the estate says. */
  readonly everyDays?: number
  readonly last?: Practised & { readonly good: boolean }
  /** `failed`: the last look found it bad; `overdue`: longer ago than the estate says; `never`: nobody looked. */
  readonly state: 'good' | 'failed' | 'overdue' | 'never'
}

/** The sets of one tier together: the longest of what was measured is what the tier takes. */
export interface TierProof {
  readonly tier: 'it' | 'ot' | 'edge' | 'unnamed'
  readonly sets: number
  readonly rto?: Worst
  readonly rpo?: Worst
  /** Sets of which no drill measured how long they take. */
  readonly unmeasured: readonly string[]
  /** Sets whose promise the stopwatch did not keep. */
  readonly broken: readonly string[]
}

export interface Worst {
  readonly hours: number
  /** The set that took so long. */
  readonly of: string
  readonly at: string
}

/** A drill as it is read: with what it measured, what it proved and what it did not. */
export interface DrillProof {
  readonly id: string
  readonly kind: DrillKind
  readonly at: string
  readonly end: 'served' | 'failed' | 'abandoned'
  readonly sets: readonly string[]
  /** It counts: it served, by the runbook, in the hands of somebody who did not write it. */
  readonly counts: boolean
  readonly served: readonly ServedSet[]
  readonly proved: readonly string[]
  readonly notProved: readonly string[]
}

export interface Overdue {
  readonly what: 'full' | 'application' | 'verification'
  /** The set or the copy; for the full scenario of the whole estate, `the estate`. */
  readonly of: string
  readonly everyDays: number
  readonly last?: Practised
  /** ISO. */
  readonly due?: string
}

export interface Proof {
  /** ISO: as of when. */
  readonly at: string
  /** The last full scenario, whatever it was of. */
  readonly full: Practice
  readonly sets: readonly SetProof[]
  readonly tiers: readonly TierProof[]
  /** Those that have ended, the newest first. */
  readonly drills: readonly DrillProof[]
  readonly overdue: readonly Overdue[]
}
