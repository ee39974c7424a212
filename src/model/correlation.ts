// What a correlation asks for, and what comes of it. The Sigma room reads it; the correlate room counts.
import type { RuleMeta } from './rule.ts'

export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'temporal'
  | 'temporal_ordered'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile'
  | 'value_median'

export interface Bound {
  readonly order: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq'
  readonly value: number
}

/** A condition over names, as `a and not (b or c)` says it. */
export type NameTree =
  | { readonly op: 'and' | 'or'; readonly of: readonly NameTree[] }
  | { readonly op: 'not'; readonly of: NameTree }
  | { readonly op: 'name'; readonly name: string }

export interface Correlation {
  readonly kind: 'correlation'
  readonly meta: RuleMeta
  /** `name:` of the correlation, by which other correlations may call it. */
  readonly name?: string
  readonly type: CorrelationType
  /** Ids or names of rules or correlations. */
  readonly rules: readonly string[]
  readonly groupBy: readonly string[]
  /** Alias, then rule, then field. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Milliseconds. */
  readonly timespan: number
  /** What it is made of is told on its own too. */
  readonly generate: boolean
  readonly field?: readonly string[]
  readonly percentile?: number
  /** All must hold. */
  readonly bounds: readonly Bound[]
  /** For temporal types: which of the rules must match and which must not; undefined: all of them. */
  readonly expression?: NameTree
}

/** A correlation said yes to a set of matches. */
export interface Firing<Id = number> {
  readonly correlation: RuleMeta
  /** In the order of their times. */
  readonly events: readonly Id[]
  readonly group: Readonly<Record<string, string | number | boolean>>
  /** Time of the event that completed it; for what waits, the end of its window. Epoch milliseconds. */
  readonly at: number
}
