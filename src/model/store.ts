// The alert store's words: a projection of the journal for people to search. Paging never waits for it.
import type { Alert, AlertClass, AlertStatus, Disposition, Priority } from './alert.ts'
import type { Incident, IncidentList, IncidentQuery, IncidentStory, LogEntry } from './incident.ts'
import type { Delivery, Page, RingsAt } from './page.ts'
import type { Action, Decision, EventRecord } from './wire.ts'

export interface AlertStore {
  /** Writes what the projection read. Idempotent: alerts by id and version, the rest by id. */
  put(entries: readonly StoreEntry[]): Promise<void>
  /** Writes entries anew, also alerts of the version that stands there: what one of them named was erased. */
  rewrite(entries: readonly StoreEntry[]): Promise<void>
  /** Forgets alerts that are done and were last heard of before (ISO), with all that was told of them. @returns how many alerts */
  forget(before: string): Promise<number>
  find(query: AlertQuery): Promise<AlertList>
  /** How many alerts of the query have which value of each facet, as though nothing were chosen in that facet itself. */
  facets(query: AlertQuery): Promise<AlertFacets>
  /**
   * What was written since: alerts that have a new version, or of which something was told or done, in the order in which it
   * was written, each once, as they are now. Without `after` nothing but the place from which to go on.
   */
  changes(after: string | undefined, limit: number): Promise<AlertChanges>
  get(id: string): Promise<Alert | undefined>
  /** What was told about an alert and what people did, oldest first. */
  history(id: string): Promise<AlertHistory>
  /** Incidents that people were paged for. */
  incidents(query: IncidentQuery): Promise<IncidentList>
  /** By its key at the providers, by a beginning of it that fits no other, or by its alert, of which the newest stage counts. */
  incident(key: string): Promise<IncidentStory | undefined>
  /** Of what this pager accepted the newest that nobody has answered, else the newest. */
  newestOf(pager: string): Promise<Incident | undefined>
  /** Everything that was told and done, oldest first; ISO, from (inclusive) and to (exclusive). */
  log(span: { readonly from?: string; readonly to?: string }): AsyncIterable<LogEntry>
  /** Attempts to deliver pages and what the relay decided, newest first. */
  deliveries(query: DeliveryQuery): Promise<DeliveryList>
  counts(): Promise<AlertCounts>
  /** What became of the alerts that each rule opened, one line for each status and judgement that occurs. */
  tallies(): Promise<readonly RuleTally[]>
  /** True when nothing was ever written: the projection must be rebuilt from the journal's beginning. */
  fresh(): Promise<boolean>
  close(): Promise<void>
}

export type StoreEntry =
  | { readonly type: 'alert'; readonly alert: Alert }
  | { readonly type: 'page'; readonly page: Page }
  | { readonly type: 'delivery'; readonly delivery: Delivery }
  | { readonly type: 'action'; readonly action: Action }
  | { readonly type: 'rings'; readonly rings: RingsAt }
  | { readonly type: 'decision'; readonly decision: Decision }

export interface AlertQuery {
  readonly status?: readonly AlertStatus[]
  readonly priority?: readonly Priority[]
  readonly class?: readonly AlertClass[]
  readonly site?: readonly string[]
  /** The platforms of the resources. */
  readonly system?: readonly string[]
  /** Of the copies that are at stake. */
  readonly tier?: readonly string[]
  /** Accounts; an empty text stands for nobody. */
  readonly assignee?: readonly string[]
  /** Ids of the rules that opened the alert. */
  readonly rule?: readonly string[]
  /** Words that must all occur in summary, title, actor, resource or account. */
  readonly text?: string
  /** ISO; event time of the last record that counts, from (inclusive) and to (exclusive). */
  readonly from?: string
  readonly to?: string
  /** Newest first, when left out. */
  readonly sort?: AlertSort
  /** As the list before gave it. */
  readonly cursor?: string
  readonly limit: number
}

/** `urgent`: what should have somebody awake first, then by priority; what has waited longest first within each. */
export const alertSorts = ['newest', 'oldest', 'urgent'] as const
export type AlertSort = (typeof alertSorts)[number]

export const facetNames = ['status', 'priority', 'class', 'site', 'system', 'tier', 'assignee', 'rule'] as const
export type FacetName = (typeof facetNames)[number]

/** Of each facet the values that occur, the most frequent first, at most `mostFacetValues`. An empty value: it has none. */
export type AlertFacets = Readonly<Record<FacetName, readonly FacetCount[]>>
export const mostFacetValues = 100

export interface FacetCount {
  readonly value: string
  readonly count: number
  /** What a rule is called. */
  readonly label?: string
}

export interface AlertChanges {
  readonly alerts: readonly Alert[]
  /** Where to go on. */
  readonly next: string
  /** There are more already. */
  readonly more: boolean
  /** `after` is no place of this store (any more): whoever asks must look at everything anew. */
  readonly reset?: true
}

export interface AlertList {
  /** In the order that was asked for. */
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
  /** How its pages ring, as the providers say. */
  readonly rings: readonly RingsAt[]
}

/** What came of an attempt; `rang` and `kept`: decisions that let a channel ring, or nobody. */
export const deliveryOutcomes = ['accepted', 'retry', 'refused', 'rang', 'kept'] as const
export type DeliveryOutcome = (typeof deliveryOutcomes)[number]

export interface DeliveryQuery {
  /** Name of a pager. */
  readonly pager?: string
  readonly outcome?: DeliveryOutcome
  /** Id of an alert. */
  readonly alert?: string
  readonly limit: number
  /** As the list before gave it. */
  readonly cursor?: string
}

export type DeliveryEntry = Extract<StoreEntry, { type: 'delivery' | 'decision' }> & { readonly at: string }

export interface DeliveryList {
  readonly entries: readonly DeliveryEntry[]
  /** Undefined at the end. */
  readonly next?: string
}

export type AlertCounts = Readonly<Record<AlertStatus, number>> & { readonly waking: number }

export interface RuleTally {
  /** Its id. */
  readonly rule: string
  readonly status: AlertStatus
  /** Of closed alerts, where whoever closed them judged. */
  readonly disposition?: Disposition
  readonly alerts: number
  /** ISO: event time of the last record of them. */
  readonly last: string
}

/** Keeps events beside the alerts, for searching evidence. */
export interface EventStore {
  /** Idempotent: each by its source, its id and its place. */
  putEvents(events: readonly EventRecord[]): Promise<void>
  /** Forgets these. */
  dropEvents(events: readonly EventRecord[]): Promise<void>
  /** Forgets what is older (ISO). @returns how many events, or months of them */
  forgetEvents(before: string): Promise<number>
  /** The newest first. */
  findEvents(query: EventQuery): Promise<EventList>
  close(): Promise<void>
}

/** What a search of events may name: `actor:maria.k`. */
export const eventFields = [
  'actor',
  'address',
  'key',
  'copy',
  'account',
  'source',
  'action',
  'host',
  'id',
  'outcome',
] as const
export type EventField = (typeof eventFields)[number]

export interface EventQuery {
  /** Words that must all occur, and words in a field. */
  readonly text?: string
  /** ISO; event time, from (inclusive) and to (exclusive). */
  readonly from?: string
  readonly to?: string
  /** As the list before gave it. */
  readonly cursor?: string
  readonly limit: number
}

export interface EventList {
  readonly events: readonly EventRecord[]
  /** No more than `mostCounted`: what is over it is not counted. */
  readonly total: number
  /** Undefined at the end. */
  readonly next?: string
}

export const mostCounted = 10_000

/** The store cannot answer or take anything now: what is asked may be asked again later, and nothing else waits for it. */
export class StoreTrouble extends Error {}
