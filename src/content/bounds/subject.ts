// What has a boundary: a threshold, a window, an order or a wait of a rule, and the ways to derive its neighbours from a case.
import type { RuleMeta } from '../../model/rule.ts'
import type { Moment } from '../case-steps.ts'
import type { PlayedCase } from './played.ts'

export interface Subject {
  readonly rule: RuleMeta
  /** The threshold or window, as the rule says it. */
  readonly about: string
  /** Each is one neighbour, by the first of its ways that a case gives enough for. */
  readonly neighbours: readonly (readonly Way[])[]
}

/** Derives a neighbour from a hand-written case; undefined where that one does not give enough. */
export type Way = (played: PlayedCase) => Neighbour | undefined

export interface Neighbour {
  /** What was changed: `4 deletions instead of 5`. */
  readonly changed: string
  readonly moments: readonly Moment[]
  /** Whether the rule must fire, or must not. */
  readonly must: boolean
  /** The change left everything else as it was; where it did not, the neighbour says nothing. */
  tells(played: PlayedCase): boolean
  fires(played: PlayedCase): boolean
}
