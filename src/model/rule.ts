// What a rule says of itself to the rest of the house. The Sigma room compiles it; nobody else looks inside.
import type { AlertClass, OpenStateKind, PlannedNote, Priority } from './alert.ts'
import type { LogSource } from './source.ts'

export interface RuleMeta {
  readonly id: string
  readonly title: string
  readonly description?: string
  readonly level?: 'informational' | 'low' | 'medium' | 'high' | 'critical'
  readonly status?: string
  readonly tags: readonly string[]
  readonly logsource: LogSource
  readonly fields: readonly string[]
  readonly falsepositives: readonly string[]
  readonly references: readonly string[]
  readonly file: string
  /** Where in the file its detection, filter or correlation stands, from 1. */
  readonly line?: number
  /** Our namespaced block of the rule: contract, section 5. */
  readonly lastcopy?: RuleBlock
}

/** `lastcopy:` in a rule file. */
export interface RuleBlock {
  readonly class: AlertClass
  readonly priority: Priority
  /** One line for the page, with `{dotted.field}` in braces; the alert room fills it. */
  readonly summary?: string
  /** Where matches join: the resource (default), its container, the cloud account, or the actor alone. */
  readonly join?: 'resource' | 'container' | 'account' | 'actor'
  /** Stages of one class, lowest first; a higher stage of an open alert pages `worse`. */
  readonly stage?: number
  /** The match begins an open state of this kind: it stays until what reverts it is seen. Contract, section 5. */
  readonly state?: OpenStateKind
  /** The priority holds only after so many milliseconds in which nothing reverts it; until then the match is a notify item. */
  readonly wait?: number
  /** On trial: its alerts stand in the queue and wake nobody, whatever priority the file gives it. */
  readonly staged?: true
}

/** A rule said yes to an event. */
export interface Match {
  readonly rule: RuleMeta
  /** The planned change that it fits, or comes near to. */
  readonly planned?: PlannedNote
  /** The mute that it falls under. */
  readonly muted?: string
}

/** A rule file's mistake: contract, section 1, and the Sigma room. */
export interface Problem {
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** The rule's id, else undefined. */
  readonly rule?: string
  /** Which document of the file, from 0. */
  readonly document?: number
  readonly message: string
  /** What was probably meant. */
  readonly hint?: string
}
