// The audit log's words: one entry for everything that anybody does, each bound to the one before it by its hash.
import type { JsonObject } from '../lib/json.ts'
import type { Subject } from './people.ts'

/** What can be done, one word each. Those that need a decision are asked of the people stage; the others are only recorded. */
export const auditActs = [
  'started',
  'rules-loaded',
  'pagers-loaded',
  'chain-broken',
  'code-issued',
  'sign-in',
  'sign-out',
  'user-add',
  'user-role',
  'user-disable',
  'user-enable',
  'user-password',
  'user-remove',
  'user-sign-out',
  'factor-add',
  'factor-remove',
  'factor-reset',
  'recovery-codes',
  'session-end',
  'token-add',
  'token-revoke',
  'alert-acknowledge',
  'alert-unacknowledge',
  'alert-note',
  'alert-close',
  'alert-reopen',
  'alert-unacknowledge',
  'alert-assign',
  'alert-tick',
  'alert-untick',
  'alert-export',
  'change-propose',
  'change-approve',
  'change-reject',
  'change-withdraw',
  'mute-propose',
  'mute-approve',
  'mute-reject',
  'mute-withdraw',
  'drill-start',
  'drill-step',
  'drill-finish',
  'page-test',
  'page-export',
  'report-export',
  'view-save',
  'view-forget',
  'baseline-import',
  'learned',
  'dead-letter-read',
  'dead-letter-replay',
  'audit-export',
  'denied',
  'personal-data-erased',
] as const
export type AuditAct = (typeof auditActs)[number]

export interface AuditEntry {
  /** From 1, without a gap. */
  readonly seq: number
  /** ISO, by the wall clock of the process that was asked. */
  readonly at: string
  readonly act: AuditAct
  readonly outcome: 'done' | 'refused'
  /** One word, when it was refused. */
  readonly reason?: string
  /** What names nobody: roles, ids of alerts, counts, digests. */
  readonly detail?: JsonObject
  /** Left out when it was erased; the chain holds over its digest. */
  readonly personal?: Personal
  /** SHA-256 of `personal`. */
  readonly digest: string
  /** The hash of the entry before; zeros for the first. */
  readonly prev: string
  /** SHA-256 of everything above but `personal`. */
  readonly hash: string
}

/** What may name a person. Its salt keeps a guess at an erased one from being tried against the digest. */
export interface Personal {
  readonly salt: string
  readonly who: Pick<Subject, 'kind' | 'name' | 'role' | 'person'>
  /** The address it came from. */
  readonly from?: string
  readonly on?: { readonly kind: string; readonly id: string }
  /** A note, a reason. */
  readonly words?: string
}

/** An entry before it has its place in the chain. */
export type AuditDraft = Omit<AuditEntry, 'seq' | 'digest' | 'prev' | 'hash' | 'personal'> & {
  readonly personal: Personal
}

/** The last entry: whoever keeps it elsewhere will notice when the log is cut behind it. */
export interface AuditHead {
  readonly seq: number
  readonly hash: string
}
