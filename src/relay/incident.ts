// What the page stage remembers of an alert that it told somebody of, and when something is due for it.
import type { Alert } from '../model/alert.ts'
import type { PageHistory, PageReason } from '../model/page.ts'
import type { Book } from './book.ts'
import { type Climb, dueOf } from './escalate.ts'

export interface Paged {
  /** Without evidence: what a page needs to be written. */
  readonly alert: Alert
  readonly history: PageHistory
}

export interface Progress {
  readonly site: string
  readonly route: string
  readonly escalation: string
  /** The page that rings in this round; made again with the newest state wherever it rings. */
  readonly page?: { readonly id: string; readonly reason: PageReason; readonly before: number }
  /** Undefined: nobody is rung, as somebody acknowledged, or it is over. */
  readonly climb?: Climb
  /** Incidents at the providers, newest last. */
  readonly keys: readonly Key[]
  /** How often the alert was given a fresh incident although its stage is the same. */
  readonly renewed: number
  readonly acknowledged?: true
  /** Then an acknowledgement runs out, quiet hours end, or what was gone through is begun anew. */
  readonly wakesAt?: number
  /** What rings then. */
  readonly wakes?: 'acknowledgement-over' | 'quiet-hours-over' | 'repeat'
  /** Keys of the summaries through which it is told, by pager. */
  readonly bundled: Readonly<Record<string, string>>
  /** Decisions so far: each has a number. */
  readonly decisions: number
  /** As it stands in the list of what is due. */
  readonly due?: number
}

export interface Key {
  readonly key: string
  readonly stage: number
  /** Somebody acknowledged it, or it is over: what is told of it later is that. */
  readonly over?: 'acknowledge' | 'resolve'
  readonly told: Readonly<Record<string, Told>>
}

/** What a channel knows of an incident. */
export interface Told {
  /** The page that it was given last. */
  readonly page: string
  readonly attempts: number
  /** Whether the provider took any of them; `unknown` before the first attempt, `perhaps` where no answer said so. */
  readonly took: 'yes' | 'perhaps' | 'no' | 'unknown'
}

const alertPrefix = 'alert\u0000'
const climbPrefix = 'climb\u0000'
const duePrefix = 'due\u0000'

export const pagedOf = (book: Book, id: string): Paged | undefined => book.get<Paged>(alertPrefix + id)

export const progressOf = (book: Book, id: string): Progress | undefined => book.get<Progress>(climbPrefix + id)

export const putPaged = (book: Book, paged: Paged): void => book.put(alertPrefix + paged.alert.id, paged)

/** Writes the progress and moves it in the list of what is due. */
export function putProgress(book: Book, id: string, progress: Progress): void {
  const { due: before, ...rest } = progress
  const due = nextDue(progress)
  if (before !== due) {
    if (before !== undefined) book.put(dueKey(before, id), undefined)
    if (due !== undefined) book.put(dueKey(due, id), 1)
  }
  book.put(climbPrefix + id, { ...rest, ...(due === undefined ? {} : { due }) } satisfies Progress)
}

/** When the first of them is due; undefined: none is. */
export function firstDue(book: Book): number | undefined {
  const [first] = book.scan(duePrefix, 1)
  return first && timeIn(first[0])
}

/** Ids of alerts for which something is due, the longest due first. */
export function dueAlerts(book: Book, now: number, limit: number): readonly string[] {
  const due = (rows: number): readonly string[] =>
    book
      .scan(duePrefix, rows)
      .filter(([key]) => timeIn(key) <= now)
      .map(([key]) => key.slice(duePrefix.length + digits + 1))
  // Most seconds nothing is due.
  return due(1).length === 0 ? [] : due(limit)
}

function nextDue({ climb, wakesAt }: Progress): number | undefined {
  // What waits for a moment rings no sooner.
  return wakesAt ?? (climb && dueOf(climb))
}

const digits = 15
const timeIn = (key: string): number => Number(key.slice(duePrefix.length, duePrefix.length + digits))
const dueKey = (time: number, id: string): string =>
  `${duePrefix}${String(Math.ceil(time)).padStart(digits, '0')}\u0000${id}`

/** The alert without what a page never shows. */
export const slim = (alert: Alert): Alert => ({
  ...alert,
  evidence: alert.evidence
    .slice(-1)
    .map((event) => ({ ...event, event: { ...event.event, original: '' }, aws: undefined })),
  events: alert.events.slice(-5),
})
