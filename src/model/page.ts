// A page: what a person is told through a pager; a delivery: what came of one attempt.
import type { Alert, Priority } from './alert.ts'

/** Why somebody is told, or is not: closed, the same word in log, metric, console and test. */
export type PageReason = 'first' | 'worse' | 'repeat' | 'resolved' | 'acknowledged' | 'summary' | 'test'
export type QuietReason = 'below-floor' | 'unchanged' | 'acknowledged' | 'already-paged' | 'closed' | 'muted'
/** Why a channel rings, or does not although the alert does. */
export type RingReason =
  /** The next channel: the one before refused, did not take the page in time, or nobody acknowledged there in time. */
  | 'refused'
  | 'not-accepted'
  | 'not-answered'
  /** The next step of the escalation. */
  | 'step'
  | 'acknowledgement-over'
  | 'unacknowledged'
  | 'quiet-hours-over'
  /** Told as one of many. */
  | 'bundled'
  | 'limited'
  | 'channel-down'
  | 'quiet-hours'
  /** Whoever should be rung is nobody now: a rotation with a gap, a person without channels. */
  | 'nobody'
  /** All steps were gone through as often as the policy says. */
  | 'escalation-over'
  /** Nobody need be told any more. */
  | 'withdrawn'
export type DecisionReason = PageReason | QuietReason | RingReason
export type PageDecision =
  | { readonly page: true; readonly reason: PageReason }
  | { readonly page: false; readonly reason: QuietReason }

export interface Page {
  /** Deterministic: a hash of alert, stage, reason and (for a repeat) its number. */
  readonly id: string
  /** The incident's key at the provider: at most 255 characters, a hash of alert and stage. */
  readonly dedupKey: string
  readonly alert: string
  /** The alert's stage that the incident stands for. */
  readonly stage?: number
  readonly reason: PageReason
  /** `acknowledge`: somebody answered elsewhere, so it need not ring here any more. */
  readonly action: 'trigger' | 'acknowledge' | 'resolve'
  readonly priority: Priority
  /** The event time that caused it (ISO), and the wall clock of the decision (ISO). */
  readonly at: string
  readonly decidedAt: string
  /** ISO: when the record came in that led to it; the way from there to the provider is measured. */
  readonly recordedAt?: string
  /** One line, at most 1,024 characters. */
  readonly summary: string
  readonly text: PageText
  readonly details: Readonly<Record<string, string>>
  readonly link?: string
  /** Acknowledges without an account, once; its own for each channel. */
  readonly acknowledgeLink?: string
}

/** What the on-call reads, in this order. */
export interface PageText {
  readonly headline: string
  readonly stake: string
  /** The first three steps of the runbook. */
  readonly steps: readonly string[]
  /** Who else was woken. */
  readonly others?: string
  readonly link?: string
}

export interface Delivery {
  readonly page: string
  /** The incident that the page belongs to. */
  readonly dedupKey: string
  readonly alert: string
  readonly pager: string
  /** Counts from 1. */
  readonly attempt: number
  readonly at: string
  readonly verdict: Verdict
  /** Nothing reached the provider: nobody there needs to hear that it is over. */
  readonly unsent?: true
  /** What the provider said, shortened, without secrets. */
  readonly detail: string
  readonly tookMs: number
  /** ISO; when the next attempt is due, if there is one. */
  readonly nextAt?: string
}

/** `accepted`; worth another try; or final: a person has to mend the settings. */
export type Verdict = 'accepted' | 'retry' | 'refused'

/** What a provider said of an incident of ours: compared with how the site's domain-controller alerts ring. */
export interface RingsAt {
  /** The provider's message: told twice, it counts once. */
  readonly id: string
  readonly dedupKey: string
  readonly alert: string
  readonly pager: string
  /** ISO, by our clock. */
  readonly at: string
  readonly service?: string
  readonly urgency?: string
  readonly escalationPolicy?: string
}

export interface PageHistory {
  readonly lastPagedAt?: string
  readonly lastStage?: number
  readonly lastPriority?: Priority
  readonly pages: number
  readonly acknowledged: boolean
  /** The incident was resolved at the pagers, and nothing came since. */
  readonly resolved?: boolean
}

export type AlertInput = Pick<Alert, 'id' | 'version' | 'status' | 'priority' | 'stage' | 'at' | 'muted'>
