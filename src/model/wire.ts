// What lies in the journal's topics between the stages: typed records, one JSON text each.
import type { Json } from '../lib/json.ts'
import type { Alert, Disposition } from './alert.ts'
import type { Drill } from './drill.ts'
import type { Event } from './event.ts'
import type { Beat, Expecting } from './heartbeat.ts'
import type { Shipped } from './intake.ts'
import type { DecisionReason, Delivery, Page, RingsAt } from './page.ts'
import type { Plan } from './plan.ts'
import type { ScheduleRecord, TestRecord } from './self-test.ts'
import type { Reject } from './source.ts'

/** Topic names without the prefix that the configuration gives. */
export const topics = {
  events: 'lastcopy.events',
  alerts: 'lastcopy.alerts',
  deadLetter: 'lastcopy.dead-letter',
  /** What people ask for; one partition, so that it has one order. */
  people: 'lastcopy.people',
  /** Tests of the whole way from a record to a pager begin here. */
  selfTest: 'lastcopy.self-test',
  /** What they did: the chained log. One partition, never trimmed. */
  audit: 'lastcopy.audit',
} as const

/** In `lastcopy.events`, keyed by site. */
export type EventsRecord =
  | EventRecord
  | Learned
  | Tick
  | Action
  | Tally
  | Sighting
  | Seed
  | PlanRecord
  | DrillRecord
  | Expecting
  | Beat
  | TestRecord

/** In `lastcopy.alerts`, keyed by site. */
export type AlertsRecord =
  | AlertRecord
  | Tick
  | Action
  | DeliveryRecord
  | PageRecord
  | RingsRecord
  | TestRecord
  | ScheduleRecord
  | Decision

export interface EventRecord {
  readonly type: 'event'
  readonly event: Event
  readonly ref: Position
}

/** An event of before, for memory alone: no rule is asked. */
export interface Learned {
  readonly type: 'learned'
  readonly event: Event
  /** ISO: the sane event time. */
  readonly at: string
}

export interface AlertRecord {
  readonly type: 'alert'
  readonly alert: Alert
}

/** The wall clock as a record, so that replay and live agree on everything that waits. */
export interface Tick {
  readonly type: 'tick'
  /** ISO. */
  readonly at: string
}

/** What a person did to an alert. Written to both topics in one step. */
export interface Action {
  readonly type: 'action'
  /** Deterministic where somebody else tells of it, so that what is told twice counts once. */
  readonly id: string
  /** `unacknowledge`: nobody has it any more, so it rings again; also when an acknowledgement ran out. */
  readonly act: 'acknowledge' | 'unacknowledge' | 'note' | 'close' | 'reopen' | 'assign' | 'tick' | 'untick'
  readonly alert: string
  readonly by: string
  /** ISO, by our clock. */
  readonly at: string
  readonly via?: Via
  /** The stage that it answers, of which alone it speaks; undefined: all so far. */
  readonly stage?: number
  /** The incident at the provider, and the channel, where it was answered from a page. */
  readonly dedupKey?: string
  readonly pager?: string
  /** ISO, by the provider's clock. */
  readonly saidAt?: string
  readonly text?: string
  /** The step of the runbook, by a hash of its words; with `tick` and `untick`. */
  readonly step?: string
  /** What it turned out to be; with `close`. */
  readonly disposition?: Disposition
  /** An account; with `assign`, where none means nobody. */
  readonly assignee?: string
}

/** The ways to answer: the console and its API, the link in a page, a call of the provider, and Lastcopy itself. */
export type Via = 'console' | 'api' | 'link' | 'hook' | 'lastcopy'

/** A plan that was approved, or an approved one that was taken back. */
export interface PlanRecord {
  readonly type: 'plan'
  readonly plan: Plan
}

/** A drill that has ended. */
export interface DrillRecord {
  readonly type: 'drill'
  readonly drill: Drill
}

/** What normalize dropped because nothing could use it: counted for silence and rarity. */
export interface Tally {
  readonly type: 'tally'
  readonly source: string
  readonly count: number
  /** ISO event time of the last one. */
  readonly last: string
}

/** Streams of which a record came, used or dropped: told once a day, so that what never comes is known. */
export interface Sighting {
  readonly type: 'sighting'
  readonly source: string
  readonly stream: string
  /** ISO: the latest of the batch. */
  readonly last: string
}

/** What a setting was, told by somebody instead of seen. */
export interface BaselineEntry {
  /** As events name it: an ARN where there is one. */
  readonly resource: string
  readonly setting: string
  readonly value: Json
  /** ISO. */
  readonly at: string
}

export interface Seed extends BaselineEntry {
  readonly type: 'seed'
  readonly site: string
}

export interface DeliveryRecord {
  readonly type: 'delivery'
  readonly delivery: Delivery
}

/** How a page rings at the provider, as the provider says. */
export interface RingsRecord {
  readonly type: 'rings'
  readonly rings: RingsAt
}

/** A decided page, for the log that people read. */
export interface PageRecord {
  readonly type: 'page'
  readonly page: Page
}

/** What the relay decided about an alert, and why: the log of who was rung when, and of what was kept quiet. */
export interface Decision {
  readonly type: 'decision'
  /** Deterministic. */
  readonly id: string
  readonly alert: string
  /** ISO: wall clock of the journal. */
  readonly at: string
  readonly stage: number
  readonly reason: DecisionReason
  /** The incident's key at the providers; where it was told as one of many, the summary's. */
  readonly dedupKey?: string
  /** The page that rings. */
  readonly page?: string
  readonly route?: string
  readonly escalation?: string
  /** Counts from 1. */
  readonly step?: number
  /** How often all steps were gone through before. */
  readonly round?: number
  /** A person, a rotation, or `channels`. */
  readonly who?: string
  /** Name of a pager. */
  readonly channel?: string
  /** The channel in whose place this one rings. */
  readonly instead?: string
  /** ISO: when it is looked at again. */
  readonly until?: string
  /** Who acknowledged or gave back. */
  readonly by?: string
}

/** Where a record came from. */
export interface Position {
  readonly source: string
  /** `topic-partition@offset` live, `file:line` in a replay; a part of a record adds `#n`. */
  readonly position: string
  /** ISO: the sane event time. */
  readonly at: string
}

/** In `lastcopy.dead-letter` beside the letters: which of them were put back on their raw topics. */
export interface ReplayNote {
  readonly type: 'replayed'
  readonly ids: readonly string[]
  /** ISO. */
  readonly at: string
  readonly by: string
}

/** In `lastcopy.dead-letter`: the record whole, with what was wrong. */
export interface DeadLetter {
  readonly source: string
  readonly reason: string
  readonly field?: string
  /** The first part that was bad, where the record holds several; the others were read. */
  readonly part?: number
  /** The first bad parts, each with its reason. */
  readonly parts?: readonly Reject[]
  /** How many parts were bad in all. */
  readonly badParts?: number
  readonly position: { readonly topic: string; readonly partition: number; readonly offset: string }
  /** ISO: when it was rejected is the journal's timestamp; this is when it was received. */
  readonly received: string
  readonly sha256: string
  /** The whole bytes in base64. */
  readonly record: string
  readonly key?: string
  /** How often it was tried, where that is more than once, and the letter of the try before. */
  readonly tries?: number
  readonly before?: string
  /** The way that it took, where it did not lie in Kafka. */
  readonly shipped?: Shipped
  /** Only its beginning is here: put back, it would be read as what it is not. */
  readonly cut?: true
}
