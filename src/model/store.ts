// The alert store's words: a projection of the journal for people to search. Paging never waits for it.
import type { Alert, AlertClass, AlertStatus, Priority } from './alert.ts'
import type { Delivery, Page } from './page.ts'
import type { Action, Decision } from './wire.ts'

export interface AlertStore {
  /** Writes what the projection read. Idempotent: alerts by id and version, the rest by id. */
  put(entries: readonly StoreEntry[]): Promise<void>
  find(query: AlertQuery): Promise<AlertList>
  get(id: string): Promise<Alert | undefined>
  /** What was told about an alert and what people did, oldest first. */
  history(id: string): Promise<AlertHistory>
  counts(): Promise<AlertCounts>
  /** True when nothing was ever written: the projection must be rebuilt from the journal's beginning. */
  fresh(): Promise<boolean>
  close(): Promise<void>
}

export type StoreEntry =
  | { readonly type: 'alert'; readonly alert: Alert }
  | { readonly type: 'page'; readonly page: Page }
  | { readonly type: 'delivery'; readonly delivery: Delivery }
  | { readonly type: 'action'; readonly action: Action }
  | { readonly type: 'decision'; readonly decision: Decision }

export interface AlertQuery {
  readonly status?: readonly AlertStatus[]
  readonly priority?: readonly Priority[]
  readonly class?: readonly AlertClass[]
  /** Words that must all occur in summary, title, actor, resource or account. */
  readonly text?: string
  /** ISO; event time of the last record that counts, from (inclusive) and to (exclusive). */
  readonly from?: string
  readonly to?: string
  /** As the list before gave it. */
  readonly cursor?: string
  readonly limit: number
}

export interface AlertList {
  /** Newest first. */
  readonly alerts: readonly Alert[]
  readonly total: number
  /** Undefined at the end. */
  readonly next?: string
}

export interface AlertHistory {
  readonly pages: readonly Page[]
  readonly deliveries: readonly Delivery[]
  readonly actions: readonly Action[]
  /** Who was rung when and why, and what was kept quiet. */
  readonly decisions: readonly Decision[]
}

export type AlertCounts = Readonly<Record<AlertStatus, number>> & { readonly waking: number }
