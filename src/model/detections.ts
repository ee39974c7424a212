// The detections as people look at them: what a rule says, what its cases showed, which systems it fires on, and what it makes of a record.

import type { Json } from '../lib/json.ts'
import type { AlertClass, OpenStateKind, Priority } from './alert.ts'
import type { LogSource } from './source.ts'

/** `live`: its alerts tell people; `staged`: on trial; `feeds`: without alerts of its own, for correlations; `unused`: cannot be used. */
export const ruleUses = ['live', 'staged', 'feeds', 'unused'] as const
export type RuleUse = (typeof ruleUses)[number]

export interface RuleEntry {
  readonly id: string
  readonly title: string
  readonly kind: 'rule' | 'correlation'
  readonly use: RuleUse
  readonly description?: string
  readonly status?: string
  readonly level?: string
  readonly class?: AlertClass
  readonly priority?: Priority
  /** Where matches join: the resource, its container, the cloud account, or the actor alone. */
  readonly join?: string
  readonly stage?: number
  /** The open state that a match begins. */
  readonly state?: OpenStateKind
  /** Milliseconds in which what reverts it keeps it a notify item. */
  readonly wait?: number
  readonly summary?: string
  readonly logsource: LogSource
  readonly tags: readonly string[]
  /** MITRE ATT&CK, as `T1490`. */
  readonly techniques: readonly string[]
  readonly fields: readonly string[]
  readonly falsepositives: readonly string[]
  readonly references: readonly string[]
  readonly file: string
  readonly line?: number
  /** Why it is not in use. */
  readonly trouble?: string
}

/** Cases that ran: `running` until they have, `failed` where they could not be run at all. */
export type Proof =
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly why: string }
  | ({ readonly state: 'done' } & ProofDone)

export interface ProofDone {
  /** ISO: when it was begun. */
  readonly at: string
  readonly seconds: number
  readonly cases: readonly CaseProof[]
  /** Case files that cannot be read, and why. */
  readonly unreadable: readonly { readonly file: string; readonly mistakes: readonly string[] }[]
  readonly coverage: CoverageMatrix
}

/** One case of a case file, and what came of it. */
export interface CaseProof {
  /** The case file. */
  readonly file: string
  /** The rule file beside it. */
  readonly of: string
  readonly name: string
  readonly line?: number
  readonly passed: boolean
  /** What is wrong, in sentences. */
  readonly differences: readonly string[]
  /** Ids of the rules that fired. */
  readonly fired: readonly string[]
  readonly alerts: readonly { readonly rule: string; readonly priority: Priority; readonly summary: string }[]
  /** As it is written. */
  readonly text: string
}

/** Which classes fire on which systems, by passing cases and by the samples of each source. */
export interface CoverageMatrix {
  readonly sources: readonly string[]
  readonly classes: readonly AlertClass[]
  readonly cells: readonly CoverageCell[]
  readonly gaps: readonly CoverageGap[]
  /** Techniques of rules that fired. */
  readonly techniques: readonly { readonly id: string; readonly rules: readonly string[] }[]
  readonly ran: number
  readonly failed: number
}

export interface CoverageCell {
  readonly source: string
  readonly class: AlertClass
  /** How many passing cases show it, and how many alerts of the source's own samples. */
  readonly cases: number
  readonly samples: number
  /** The loudest of them. */
  readonly priority: Priority
  /** Ids of the rules that fired. */
  readonly rules: readonly string[]
}

/** Verbs that the source's samples tell, that rules of the class ask for, and that neither a case nor a sample shows. */
export interface CoverageGap {
  readonly source: string
  readonly class: AlertClass
  readonly verbs: readonly string[]
}

/** A record or an event that somebody wants explained. */
export interface TrialGiven {
  /** The source that reads the records; undefined: they are ECS events already, as `normalize` prints them. */
  readonly source?: string
  /** Records, one a line, or one JSON value over several lines. */
  readonly text: string
  /** Only this rule, in full, whether or not it sees the log source. */
  readonly rule?: string
}

export const trialBounds = { bytes: 256 * 1024, records: 100, seconds: 10 } as const

export interface Trial {
  readonly records: readonly TrialRecord[]
  /** Records beyond the bound, which were not looked at. */
  readonly left: number
}

export interface TrialRecord {
  /** From 1. */
  readonly number: number
  /** Why it cannot be read. */
  readonly rejects: readonly { readonly reason: string; readonly field?: string }[]
  /** No rule could ever use it: the service would drop it unread. */
  readonly dropped: boolean
  readonly events: readonly TrialEvent[]
}

export interface TrialEvent {
  /** With what memory made of it. */
  readonly event: Json
  /** It was here before in what was pasted, and counts once. */
  readonly twin: boolean
  readonly alerts: readonly {
    readonly id: string
    readonly rule: string
    readonly title: string
    readonly class: AlertClass
    readonly priority: Priority
    readonly summary: string
  }[]
  /** Correlations that it completed. */
  readonly completed: readonly { readonly id: string; readonly title: string }[]
  /** Rules that said yes, and those that came nearest to it. */
  readonly rules: readonly TrialRule[]
  /** How many rules see its log source, and how many do not. */
  readonly asked: number
  readonly unasked: number
}

export interface TrialRule {
  readonly id: string
  readonly title: string
  readonly verdict: 'matched' | 'not-matched' | 'filtered'
  readonly priority?: Priority
  /** Whether it sees the event's log source. */
  readonly sees: boolean
  /** What decided a yes; of a no the least that would have to be otherwise. */
  readonly because: readonly TrialLeaf[]
}

export interface TrialLeaf {
  /** The field and its modifiers, as the rule writes them. */
  readonly asks: string
  readonly for: string
  readonly holds: boolean
  readonly why: 'matches' | 'absent' | 'no-value' | 'other-case' | 'other-value'
  /** What stands there. */
  readonly found: readonly (string | number | boolean)[]
}
