// An alert: what a person handles. Matches join it by the contract's rule, section 5.
import type { Change, Event } from './event.ts'

/** From loud to quiet: wakes somebody; told once a day; kept for the console. */
export type Priority = 'page-now' | 'notify' | 'queue'

/** The rows of the contract's table, section 5. */
export const alertClasses = {
  'protection-weakened': 1,
  'admin-added': 2,
  'repository-removed': 3,
  'parent-removed': 4,
  'points-deleted': 5,
  'key-endangered': 6,
  'key-rotated': 7,
  'copies-overwritten': 8,
  refused: 9,
  'gate-weakened': 10,
  'audit-stopped': 11,
  'protection-stopped': 12,
  'access-cut': 13,
  'clock-changed': 14,
  decisive: 15,
  chain: 16,
} as const satisfies Record<string, number>
export type AlertClass = keyof typeof alertClasses

/**
 * What may stand open on a protected set: a stopped job or copy, an opened way in, a missing proof, a cut access, a clock that
 * is wrong, a retention that was cut, a lock that is off, an audit log that stands still, a key that is off or on its way to
 * destruction, a gate (factors, four eyes, the policy before the copies) that stands open.
 */
export const openStateKinds = [
  'stop',
  'open',
  'proof',
  'access',
  'clock',
  'retention',
  'lock',
  'audit',
  'key',
  'gate',
] as const
export type OpenStateKind = (typeof openStateKinds)[number]

/** What an alert turned out to be, as whoever closed it says. */
export const dispositions = ['attack', 'drill', 'planned', 'false-positive'] as const
export type Disposition = (typeof dispositions)[number]

export type AlertStatus = 'open' | 'acknowledged' | 'resolved' | 'closed'

export interface Alert {
  /** Deterministic: a hash of site, class, joining key and the event that opened it. */
  readonly id: string
  /** Counts from 1; each change of the alert is one version. */
  readonly version: number
  /** Why this version was written. */
  readonly change: 'opened' | 'joined' | 'raised' | 'worse' | 'resolved' | 'acted'
  readonly status: AlertStatus
  readonly class: AlertClass
  readonly priority: Priority
  /** Grows with each `worse`: a page for a higher stage has a key of its own. */
  readonly stage: number
  readonly rule: { readonly id: string; readonly title: string; readonly file: string }
  readonly title: string
  /** One line: what, which copy, who, from where. At most 300 characters, no control characters. */
  readonly summary: string
  readonly site: string
  readonly actor: {
    readonly id: string
    readonly name: string
    readonly kind: string
    readonly addresses: readonly string[]
    readonly agents: readonly string[]
  }
  readonly resource: {
    readonly type: string
    readonly id: string
    readonly name: string
    readonly platform: string
    readonly container?: string
  }
  readonly account?: string
  readonly region?: string
  readonly changes: readonly Change[]
  /** Event time (ISO) of the first and of the last record that counts. */
  readonly openedAt: string
  readonly at: string
  /** Every event that counts, oldest first, at most 200 (the count says the rest). */
  readonly events: readonly EventRef[]
  readonly eventCount: number
  /** The first events whole, at most 20. */
  readonly evidence: readonly Event[]
  /** Rules that joined, by id, in the order in which they did. */
  readonly rules: readonly string[]
  /** What lies around it: before, after, still open, and what would come next. */
  readonly timeline?: Timeline
  /** What would be lost, what is left of it, and until when. */
  readonly stake?: Stake
  /** The account that it is in the hands of. */
  readonly assignee?: string
  /** Who has it, as long as its status is not open. */
  readonly answered?: Answered
  /** When it is closed. */
  readonly disposition?: Disposition
  /** The planned changes that a match fits, or differs from, and in what. */
  readonly planned?: readonly PlannedNote[]
  /** The mute that it falls under: it is shown, and told to nobody as long as it does not page at once. */
  readonly muted?: string
  /** What reverted it, when status is `resolved`. */
  readonly resolvedBy?: EventRef
}

/** The first acknowledgement that counted: whoever came later is told of it. */
export interface Answered {
  readonly by: string
  /** ISO. */
  readonly at: string
  /** The stage that the alert had then. */
  readonly stage: number
  /** The act that did it. */
  readonly action: string
  readonly via?: string
}

/** As it was when this version was written. */
export interface Stake {
  /** Every copy of the sets that the alert touches, as the estate names them; none without an estate. */
  readonly copies: readonly StakeCopy[]
  /** How many of them stand. */
  readonly left: number
  /** ISO: when data will be gone by what was done, and what happens then. */
  readonly until?: { readonly at: string; readonly why: string }
  /** ISO: the newest recovery point of the set from before the alert began. */
  readonly lastPoint?: string
  /** What to restore each set from, where a copy of it stands. */
  readonly recover?: readonly Recovery[]
}

/** A copy to restore a set from. */
export interface Recovery {
  readonly of: string
  readonly copy: string
  /** How long it takes: as a drill measured it, else as the estate says. */
  readonly hours?: number
  /** ISO: the drill that measured it. */
  readonly measuredAt?: string
  /** ISO: when somebody last looked at what is in it, and whether that went well. */
  readonly testedAt?: string
  readonly good?: boolean
}

export interface StakeCopy {
  readonly name: string
  /** The protected set. */
  readonly of: string
  readonly mechanism?: string
  readonly tier?: string
  /** The copy that has to be there when all others are gone. */
  readonly lastResort?: true
  readonly fate: 'stands' | 'endangered' | 'gone'
}

/** As it was when this version was written; each list is bounded. */
export interface Timeline {
  /** What the same actor, address, session or set led to before, and is no part of this alert; oldest first. */
  readonly before: readonly TimelineStep[]
  /** What they led to since. */
  readonly after: readonly TimelineStep[]
  /** What stands open on its sets; oldest first. */
  readonly open: readonly TimelineState[]
  /** Correlations that have begun: what they still miss, the one with the most in it first. */
  readonly next: readonly TimelineNext[]
}

export interface TimelineStep {
  readonly at: string
  /** One line. */
  readonly what: string
  /** What it has in common with this alert: `address 203.0.113.7`. */
  readonly shared: string
  readonly source: string
  readonly position: string
  /** The alert that tells of it, where there is one. */
  readonly alert?: string
  readonly priority?: Priority
}

export interface TimelineState {
  /** Key of the state: `lastcopy state show` tells more. */
  readonly key: string
  readonly kind: OpenStateKind
  readonly what: string
  readonly since: string
  readonly alert: string
}

export interface TimelineNext {
  /** Title of the correlation. */
  readonly title: string
  readonly missing: readonly string[]
  readonly shared: string
  /** ISO: then what it has begins to run out. */
  readonly until: string
}

export interface PlannedNote {
  readonly plan: string
  /** Empty: it fits. */
  readonly differs: readonly Difference[]
}

/** In what a match differs from a planned change. */
export type Difference = 'class' | 'actor' | 'resource' | 'count' | 'time' | 'never-planned'

export interface EventRef {
  readonly id: string
  readonly source: string
  /** Where the record came from: `topic-partition@offset` live, `file:line` in a replay. */
  readonly position: string
  readonly at: string
  readonly rule?: string
}
