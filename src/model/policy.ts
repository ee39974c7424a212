// The paging policy: who is woken for what, through which channels, and who next. Complete and checked; durations in milliseconds.
import type { AlertClass, Priority } from './alert.ts'

/** What a channel may be sent where nobody says otherwise: more than one attack needs, and as much as a person can read. */
export const usualTiers = [
  { pages: 30, per: 300_000 },
  { pages: 90, per: 3_600_000 },
] as const satisfies readonly Tier[]

export interface Policy {
  /** The file it came from; undefined for the built-in one: every pager gets every page. */
  readonly file?: string
  /** IANA name, where a person or a rotation names none. */
  readonly zone: string
  readonly people: Readonly<Record<string, Person>>
  readonly rotations: Readonly<Record<string, Rotation>>
  readonly escalations: Readonly<Record<string, Escalation>>
  /** The first that fits an alert decides. The last one fits all. */
  readonly routes: readonly Route[]
  /** How long nobody is told of what need not wake anybody; page-now never waits. */
  readonly quiet: readonly QuietHours[]
  /** The quietest priority that pages. */
  readonly floor: Priority
  /** After that long an acknowledgement no longer holds, and an alert that is still open rings again. Infinity: it holds for ever. */
  readonly acknowledgementLasts: number
  readonly bundle: Bundling
  /** What one channel may be sent, over every span that is named; what exceeds it goes out as one summary. */
  readonly limits: Readonly<Record<string, readonly Tier[]>>
  /** How the site's domain-controller alerts ring; what pages at once must ring no less. */
  readonly domainController?: DomainController
}

/** A role or a person; the key is what overrides and logs call them. */
export interface Person {
  readonly title: string
  readonly zone?: string
  /** In the order in which they ring. */
  readonly channels: readonly Channel[]
}

export interface Channel {
  /** Name of a pager in the configuration. */
  readonly pager: string
  /** The next channel rings when this one did not take the page within that time. */
  readonly accepted: number
  /** The next channel rings when nobody acknowledged within that time; undefined: only the step's own time counts. */
  readonly answered?: number
}

/** Turns by local time: a handover at 08:00 is at 08:00 on the day the clocks change too. */
export interface Rotation {
  readonly zone: string
  readonly members: readonly string[]
  /** Length of one turn in days or in hours. */
  readonly turn: { readonly days: number } | { readonly hours: number }
  /** Local date and time of the first member's first turn: `2026-01-05T08:00`. Nobody has a turn before it. */
  readonly since: string
  /** Where two overlap, the later in the list holds. */
  readonly overrides: readonly Override[]
}

export interface Override {
  /** ISO with zone, or local to the rotation; from (inclusive) to (exclusive). */
  readonly from: string
  readonly to: string
  readonly who: string
}

export interface Escalation {
  readonly steps: readonly Step[]
  /** How often all steps are gone through again when nobody answers; `always` until somebody does. */
  readonly repeat: number | 'always'
}

export interface Step {
  readonly notify: readonly Target[]
  /** The next step begins after that long without an acknowledgement. */
  readonly wait: number
}

/** A person, whoever has their turn, or channels behind which a provider's own rota stands. */
export type Target =
  | { readonly person: string }
  | { readonly rotation: string }
  | { readonly channels: readonly Channel[] }

export interface Route {
  readonly name: string
  /** Each list that is there must hold the alert's own. */
  readonly match: {
    readonly site?: readonly string[]
    readonly class?: readonly AlertClass[]
    readonly priority?: readonly Priority[]
    readonly platform?: readonly string[]
  }
  /** Name of an escalation. */
  readonly escalation: string
}

export interface QuietHours {
  readonly zone: string
  /** Local `HH:MM`; over midnight where `to` is not after `from`. */
  readonly from: string
  readonly to: string
  /** 1 is Monday (ISO 8601); every day where it is empty. */
  readonly days: readonly number[]
  readonly priority: readonly Exclude<Priority, 'page-now'>[]
}

/** What follows a first page and belongs to it waits that long and goes out as one; the first page never waits. */
export interface Bundling {
  readonly within: number
  readonly by: readonly ('actor' | 'site' | 'class')[]
  /** So many pages go out alone within the time before the rest is bundled. */
  readonly alone: number
}

export interface Tier {
  readonly pages: number
  readonly per: number
}

export interface DomainController {
  /** Names of pagers through which they ring. */
  readonly pagers: readonly string[]
  /** Name of the escalation that they use. */
  readonly escalation: string
  /** As the provider names them in its webhooks; compared with what it says of a test page. */
  readonly service?: string
  readonly urgency?: string
  readonly escalationPolicy?: string
}
