// What the people stage is asked, and what it answers: in `lastcopy.people`, one partition, so that everybody's acts have one order.
import type { JsonObject } from '../lib/json.ts'
import type { AuditAct, AuditEntry, Personal } from './audit.ts'
import type { DrillDraft, DrillEnd, DrillStep } from './drill.ts'
import type { AccessRole, ApiToken, Factors, Passkey, ProviderIdentity, SavedView, Subject } from './people.ts'
import type { PlanDraft, PlanKind } from './plan.ts'

export interface AskRecord {
  readonly type: 'ask'
  readonly id: string
  /** ISO, by the clock of the process that was asked. */
  readonly at: string
  /** Random, for the audit entry. */
  readonly salt: string
  readonly who: Subject
  readonly from?: string
  readonly ask: Ask
}

/** Acts that something is decided about; all others are done already, and recorded. */
export type Ask =
  | RecordAsk
  | EraseAsk
  | { readonly act: 'code-issued'; readonly code: string; readonly expiresAt: string }
  | UserAdd
  | { readonly act: 'user-role'; readonly name: string; readonly role: AccessRole }
  | {
      readonly act: 'user-disable' | 'user-enable' | 'user-remove' | 'user-sign-out' | 'factor-reset'
      readonly name: string
    }
  | { readonly act: 'user-password'; readonly name: string; readonly password: string; readonly renew?: string }
  | SignIn
  | { readonly act: 'sign-out'; readonly session: string }
  | FactorAdd
  /** `totp`, or the id of a passkey. */
  | { readonly act: 'factor-remove'; readonly name: string; readonly factor: string }
  | { readonly act: 'recovery-codes'; readonly name: string; readonly recovery: readonly string[] }
  /** By the id that lists show. */
  | { readonly act: 'session-end'; readonly name: string; readonly id: string }
  | { readonly act: 'token-add'; readonly token: Omit<ApiToken, 'createdAt' | 'madeBy'> }
  | { readonly act: 'token-revoke'; readonly token: string }
  | {
      readonly act: 'change-propose' | 'mute-propose'
      readonly plan: PlanDraft
      readonly id: string
      readonly site: string
    }
  | { readonly act: `${PlanKind}-${PlanVerb}`; readonly plan: string; readonly words?: string }
  | { readonly act: 'drill-start'; readonly drill: DrillDraft; readonly id: string; readonly site: string }
  | {
      readonly act: 'drill-step'
      readonly drill: string
      /** Done now, where it says no time. */
      readonly step: Omit<DrillStep, 'at' | 'by'> & { readonly at?: string }
    }
  | {
      readonly act: 'drill-finish'
      readonly drill: string
      readonly end: DrillEnd
      readonly at?: string
      /** ISO: the point that data was brought back to, of sets of which no step said it. */
      readonly point?: string
      readonly words?: string
    }
  | { readonly act: 'view-save'; readonly view: Omit<SavedView, 'owner'> }
  | { readonly act: 'view-forget'; readonly view: string }
  | {
      readonly act: 'rules-loaded'
      readonly digest: string
      readonly rules: number
      readonly paging: readonly string[]
    }
  | PagersLoaded
  | { readonly act: 'chain-broken'; readonly seq: number; readonly fault: string }

/** The pagers of a process that pages, and the policy that decides whom they reach: digests, under a key that no topic has. */
export interface PagersLoaded {
  readonly act: 'pagers-loaded'
  readonly pagers: readonly { readonly name: string; readonly digest: string }[]
  readonly policy: string
}

export type PlanVerb = 'approve' | 'reject' | 'withdraw'

/** What was shown is right as far as it can be told without knowing what was used up: that is decided where acts have one order. */
export interface SignIn {
  readonly act: 'sign-in'
  readonly name: string
  readonly session: string
  readonly expiresAt: string
  readonly instead?: string
  readonly agent?: string
  readonly proof?: Proof
  /** A challenge that may be answered once. */
  readonly once?: { readonly id: string; readonly until: string }
  readonly provider?: ProviderIdentity & { readonly role: AccessRole }
  /** A local account where everybody else comes through a provider. */
  readonly breakGlass?: true
}

/** What was shown beside the password, or instead of it. */
export type Proof =
  | { readonly kind: 'totp'; readonly step: number }
  | { readonly kind: 'passkey'; readonly id: string; readonly counter: number }
  | { readonly kind: 'recovery'; readonly hash: string }

/** `renew`: the hash of the session that takes the place of the one it came with, whose rights grow by this. */
export interface FactorAdd {
  readonly act: 'factor-add'
  readonly name: string
  readonly factor:
    | ({ readonly kind: 'totp' } & Pick<NonNullable<Factors['totp']>, 'sealed' | 'step'>)
    | ({ readonly kind: 'passkey' } & Omit<Passkey, 'addedAt' | 'usedAt'>)
  /** Given with the first factor. */
  readonly recovery?: readonly string[]
  readonly renew?: string
}

/** Hashes stand for the code and the password: what is secret never lies in a topic. */
export interface UserAdd {
  readonly act: 'user-add'
  readonly name: string
  readonly role: AccessRole
  readonly password: string
  /** The one-time code instead of an admin: what it makes is an admin. */
  readonly code?: string
}

/** Entries of the audit log without what names a person: they take the place of those that do. */
export interface EraseAsk {
  readonly act: 'personal-data-erased'
  readonly bare: readonly BareEntry[]
  /** What else was erased, in numbers. */
  readonly detail: JsonObject
}
export type BareEntry = Omit<AuditEntry, 'personal'>

/** An act that is done, or was refused where it was asked. */
export interface RecordAsk {
  readonly act: RecordedAct
  readonly record: true
  readonly reason?: string
  readonly detail?: JsonObject
  readonly on?: NonNullable<Personal['on']>
  readonly words?: string
}
export type RecordedAct = Exclude<AuditAct, 'personal-data-erased'>

/** Why an ask was refused. */
export const refusals = {
  'not-allowed': 'you may not do that (any more)',
  'name-taken': 'there is an account of that name already',
  'no-such-user': 'there is no account of that name',
  'no-such-token': 'there is no such token',
  'no-such-plan': 'there is no such proposal',
  'last-admin': 'that is the last admin who can sign in; make another first',
  'wrong-code': 'that code is not valid, or not any more; a restart of the service prints a new one',
  'no-such-view': 'there is no view of that name',
  'no-entry': 'that is no entry of the audit log',
  'no-such-drill': 'there is no such drill',
  'no-such-set': 'the drill is not about that set',
  'known-step': 'that step was noted already',
  'before-decision': 'that is before it was decided to restore',
  'before-step': 'a step was done later than that',
  'point-after-loss': 'that point is newer than the loss: what it holds is damaged or was never lost',
  ahead: 'that has not happened yet',
  'not-open': 'it was decided already',
  'own-proposal': 'whoever proposed it cannot approve it: it takes two people',
  'no-person': 'a token that belongs to nobody cannot approve: it takes a person',
  over: 'its time is over',
  'too-many': 'there are too many already',
  'too-powerful': 'a token cannot have a higher role than its owner',
  disabled: 'that account is disabled',
  'needs-factor': 'a second factor of the account is needed for that',
  'used-up': 'that was used already; take a new one',
  'no-such-factor': 'the account has no such second factor',
  'no-such-session': 'there is no such session',
  'by-provider': 'the provider that the account signs in through decides that',
  'other-identity': 'an account of that name is somebody else’s',
} as const satisfies Record<string, string>
export type RefusedReason = keyof typeof refusals

export interface AskOutcome {
  readonly id: string
  /** Undefined: it is done. */
  readonly refused?: RefusedReason
}
