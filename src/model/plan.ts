// What two people agree on beforehand: a planned change that may happen unpaged, or a mute of what only tells.
import type { AlertClass } from './alert.ts'
import type { Verb } from './verb.ts'

export const planKinds = ['change', 'mute'] as const
export type PlanKind = (typeof planKinds)[number]
export type PlanStatus = 'proposed' | 'approved' | 'rejected' | 'withdrawn'

/**
 * What is proposed. A list that is empty says nothing, so a plan names classes or verbs, actors and resources; only of a mute of a
 * rule it stands for anybody and anything.
 */
export interface PlanDraft {
  readonly kind: PlanKind
  /** Rows of the contract's table, and vendor-neutral verbs: a match fits when its class or its verb is named. */
  readonly classes: readonly AlertClass[]
  readonly actions: readonly Verb[]
  /** Ids of rules; only of a mute, for which a rule's name is enough. */
  readonly rules?: readonly string[]
  /** Ids or names; `*` stands for any characters. */
  readonly actors: readonly string[]
  /** Ids or names of resources or of what they lie in; `*` as above. */
  readonly resources: readonly string[]
  /** How often, at most; a mute has no count. */
  readonly count?: number
  /** ISO, event time: from (inclusive) to (inclusive). */
  readonly from: string
  readonly to: string
  readonly reason: string
}

export interface Plan extends PlanDraft {
  readonly id: string
  readonly site: string
  readonly status: PlanStatus
  readonly proposedBy: Proposer
  readonly proposedAt: string
  readonly decidedBy?: Proposer
  /** ISO. An approved plan covers nothing that happened before. */
  readonly decidedAt?: string
  readonly words?: string
}

export interface Proposer {
  readonly name: string
  /** The account behind it, where there is one. */
  readonly person?: string
  /** Others who could have done it in that name: whoever made the token, or gave the password within a day. */
  readonly hands?: readonly string[]
}

/** What no plan covers, whatever two people agree on: key destruction, stopped audit, weakened MFA or four eyes. Contract, section 5. */
export const neverPlanned = {
  classes: ['key-endangered', 'audit-stopped', 'gate-weakened', 'chain'],
  actions: [
    'key-destruction-scheduled',
    'key-disabled',
    'key-material-deleted',
    'mfa-changed',
    'four-eyes-changed',
    'audit-changed',
  ],
} as const satisfies { readonly classes: readonly AlertClass[]; readonly actions: readonly Verb[] }
