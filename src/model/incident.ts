// An incident: what the providers hold for one stage of an alert, told from its pages, their deliveries and the answers.
import type { Answered, Priority } from './alert.ts'
import type { PageReason, RingsAt, Verdict } from './page.ts'
import type { AlertHistory, StoreEntry } from './store.ts'

export interface Incident {
  /** Its key at the providers. */
  readonly id: string
  readonly alert: string
  readonly stage: number
  /** `over`: the alert is closed or resolved, or a later stage has an incident of its own. */
  readonly status: 'open' | 'answered' | 'over'
  readonly priority: Priority
  /** As the last page tells it. */
  readonly summary: string
  /** ISO: when the first and the last page were decided. */
  readonly firstAt: string
  readonly lastAt: string
  readonly pages: number
  /** Why the last page was sent. */
  readonly reason: PageReason
  readonly channels: readonly IncidentChannel[]
  /** Who was first. */
  readonly answered?: Answered
  /** How it rings there, as the providers say. */
  readonly rings: readonly RingsAt[]
}

/** What came of an incident's pages through one pager. */
export interface IncidentChannel {
  readonly pager: string
  readonly attempts: number
  /** Of the last attempt. */
  readonly verdict: Verdict
  readonly detail: string
  /** ISO: when the provider first accepted one. */
  readonly acceptedAt?: string
}

/** An incident with everything that was told of it and done. */
export interface IncidentStory extends AlertHistory {
  readonly incident: Incident
}

export interface IncidentQuery {
  /** Of alerts that are neither closed nor resolved, and of no alert; else all. */
  readonly open: boolean
  readonly limit: number
  /** As the list before gave it. */
  readonly cursor?: string
}

export interface IncidentList {
  /** Newest page first. */
  readonly incidents: readonly Incident[]
  /** Undefined at the end. */
  readonly next?: string
}

/** One line of the log of pages: what was told or done, and when (ISO). */
export type LogEntry = Exclude<StoreEntry, { type: 'alert' }> & { readonly at: string }
