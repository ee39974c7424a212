// What a correlation asks for, and what comes of it. The Sigma room reads it; the correlate room counts.
import type { EventRef } from './alert.ts'
import type { Event } from './event.ts'
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
  | 'value_min'
  | 'value_max'

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
  /** `lastcopy.link`: steps belong together when they share any of these, besides what `group-by` asks for. */
  readonly link?: readonly LinkKind[]
  /** `lastcopy.states`: the rules begin open states, and it is these that are counted on a set, however old they are. */
  readonly states?: StatesWanted
}

/** What survives when an attacker changes accounts: docs/detections.md. */
export const linkKinds = ['actor', 'identity', 'address', 'session', 'asset', 'set', 'account'] as const
export type LinkKind = (typeof linkKinds)[number]

/** The group of a linked correlation is called so. */
export const linkName = 'link'
/** The field that holds what an event shares with others, for these kinds. */
export const linkField = (kinds: readonly LinkKind[]): string => `lastcopy.link:${kinds.join(',')}`

export interface StatesWanted {
  /** States of different kinds on one protected set. */
  readonly atLeast: number
  /** What one actor begins within this time is one episode, judged when it is over. Milliseconds. */
  readonly episode: number
}

/** An event as windows remember it: enough to find it and to tell of it. */
export interface EventMark {
  readonly ref: EventRef
  /** Alerts that it became part of. */
  readonly alerts: readonly string[]
  /** One line for people. */
  readonly say: string
  /** For what may fire when no event comes: as much of the event as an alert needs. */
  readonly event?: Event
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
