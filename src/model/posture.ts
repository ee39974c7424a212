// What an attacker may hold, what falls to it and by which way: the words of the analysis that commands, pages and reports share.
import type { Json } from '../lib/json.ts'
import type { AlertClass } from './alert.ts'
import type { EstateSet, Mechanism } from './estate.ts'
import type { Proof } from './proof.ts'

/** Kinds of credentials and of access, one phrase each. */
export const credentialClasses = {
  'directory-admin': 'administrator of a directory',
  'hypervisor-admin': 'administrator of a hypervisor',
  'backup-admin': 'administrator of a backup console',
  'array-admin': 'administrator of an array',
  'repository-root': 'root on a repository',
  'cloud-key': 'administrator’s key of a cloud account',
  'cloud-root': 'root of a cloud account',
  'key-admin': 'administrator of a key store',
  'media-admin': 'administrator of a tape library',
  'ot-admin': 'administrator of a plant’s systems',
  workstation: 'administrator’s workstation',
  'production-root': 'root on what is protected',
  'vendor-support': 'the vendor’s support',
  'physical-access': 'physical access',
} as const satisfies Record<string, string>
export type CredentialClass = keyof typeof credentialClasses

/** Whence a fact: a record showed it, the estate says it, or nobody said anything and the worse is taken. */
export type Basis = 'observed' | 'declared' | 'assumed'

/** A fact with where it comes from. */
export interface Known<T> {
  readonly value: T
  readonly basis: Basis
  /** ISO: when it was observed. */
  readonly at?: string
  /** The record: `source position`. */
  readonly ref?: string
  /** What the estate says, where the record says another thing. */
  readonly declared?: T
}

/** What records tell of the estate's settings, one word each. */
export const factKinds = [
  'lock-mode',
  'lock-days',
  'retention',
  'undo-window',
  'privileged-delete',
  'mfa',
  'four-eyes',
  'ssh',
  'share',
  'remote-access',
  'support-access',
  'domain-joined',
  'admin-added',
  'restore-tested',
] as const
export type FactKind = (typeof factKinds)[number]

/** The newest that a record said of one fact of one thing of the estate. */
export interface ObservedFact {
  readonly type: 'fact'
  readonly kind: 'copy' | 'platform' | 'set'
  /** Its name in the estate. */
  readonly of: string
  readonly fact: FactKind
  readonly value: Json
  /** ISO. */
  readonly at: string
  /** Who did it. */
  readonly by?: string
  readonly event: string
  readonly source: string
  readonly position: string
}

/** How one thing leads to the next. */
export const ways = {
  'signs-in': 'its accounts get in there',
  'runs-on': 'it runs there',
  'keeps-credentials': 'its credentials are kept there',
  session: 'it is administered from there',
  deletes: 'may delete what is not locked',
  bypasses: 'may override the lock',
  revokes: 'may take the lock off',
  waits: 'deletes when the lock has ended',
  'shares-fate': 'is destroyed with what it lies on',
  closes: 'goes when the account is closed',
  'destroys-key': 'cannot be read without its keys',
  reaches: 'is writable from the network',
  pushes: 'is written by what it protects',
  poisons: 'holds only spoilt points when the last good one has expired',
  'carries-off': 'can be carried off or broken',
} as const satisfies Record<string, string>
export type Way = keyof typeof ways

/** One change of the design, which takes ways away. */
export interface Mend {
  readonly id: string
  readonly text: string
}

/** Who has all of `needs` has `gives`, so many hours later. */
export interface Relation {
  readonly needs: readonly string[]
  readonly gives: string
  readonly way: Way
  readonly hours: number
  readonly basis: Basis
  /** The fact that it rests on, in words. */
  readonly because: string
  readonly mends: readonly Mend[]
}

export interface Credential {
  readonly class: CredentialClass
  /** What it opens, by the estate's name. */
  readonly of: string
  readonly node: string
}

export interface PathStep {
  readonly from: readonly string[]
  readonly to: string
  readonly way: Way
  readonly hours: number
  readonly basis: Basis
  readonly because: string
}

/** A copy that falls to a hand. */
export interface Fall {
  readonly copy: string
  readonly of: string
  readonly hours: number
  /** Steps that follow one another. */
  readonly steps: number
  /** Empty for hands of several, whose credentials have it alone. */
  readonly path: readonly PathStep[]
}

/** What an attacker holds, and what becomes of the copies. */
export interface HandResult {
  readonly id: string
  readonly title: string
  /** One credential, all of one class, or all of two classes. */
  readonly kind: 'one' | 'class' | 'pair'
  readonly classes: readonly CredentialClass[]
  /** What is held, by the estate's names. */
  readonly holds: readonly string[]
  readonly falls: readonly Fall[]
  /** Names of copies that survive. */
  readonly survive: readonly string[]
  /** Sets of which nothing is left. */
  readonly lost: readonly string[]
}

export interface BestChange extends Mend {
  /** Falls that would not happen: of copies, over all single credentials and all of a class. */
  readonly saves: number
  readonly copies: readonly string[]
  /** Sets that would be lost no more, over the same. */
  readonly sets: number
}

/** What became of a copy that does not stand. */
export interface Fate {
  readonly state: 'endangered' | 'gone'
  /** Epoch milliseconds of the act. */
  readonly since: number
  /** The class of the alert that told of it. */
  readonly class: AlertClass
}

/** One row of the immutability table. */
export interface CopyRow {
  readonly name: string
  readonly of: string
  readonly tier?: 'it' | 'ot' | 'edge'
  readonly lastResort: boolean
  readonly mechanism: Known<Mechanism>
  readonly retentionDays: Known<number>
  readonly lockDays?: Known<number>
  readonly meetsFloor: boolean
  readonly revocableBy: readonly string[]
  readonly sharesFateWith: readonly string[]
  readonly trusts: readonly string[]
  readonly keysAt: readonly string[]
  readonly restoreHours?: number
  /** Undefined: it stands, or nobody said. */
  readonly fate?: Fate
  readonly verified?: { readonly at: string; readonly ref: string; readonly good: boolean }
  /** The fewest classes of credentials that fell it; undefined: more than two. */
  readonly fewest?: readonly (readonly CredentialClass[])[]
}

/** Rules of the architecture that an estate may break, one word each. */
const findingKinds = {
  'shared-identity': 'a console trusts the directory that it must outlive',
  exposed: 'a way in stands open to the network of what is protected',
  pushed: 'the protected side can write where its copies are',
  'shared-platform': 'a copy lies on what it protects',
  'keys-inside': 'keys lie where the copies are managed',
  'no-second-factor': 'a password is enough',
  'short-retention': 'points expire before an attacker is found',
  'no-lock': 'no copy of the set is locked',
  revocable: 'one credential takes the copy of last resort',
  'not-as-declared': 'records show another setting than the estate says',
  'no-last-resort': 'no copy of the set is named that has to be there at last',
  'out-of-scope': 'nothing watches it, or nothing is said of it',
  'no-proof': 'no restore has shown that it is good',
  'drill-overdue': 'nobody has practised its restore for too long',
  'promise-broken': 'a drill took longer, or lost more, than was promised',
} as const satisfies Record<string, string>
export type FindingKind = keyof typeof findingKinds

export interface Finding {
  readonly kind: FindingKind
  /** `breaks`: the last copy can be taken by it; `weakens`: one of several. */
  readonly weight: 'breaks' | 'weakens'
  readonly on: string
  readonly evidence: readonly string[]
  readonly why: string
  readonly mend: string
  /** Files of the detections that watch it until then. */
  readonly watch: readonly string[]
}

export interface Survival {
  /** ISO: as of when; undefined where nobody said what time it is, and then nothing is overdue. */
  readonly at?: string
  /** What shows that copies are good, as of then. */
  readonly proof?: Proof
  /** So many days an attacker is taken to stay unseen. */
  readonly dwellDays: number
  readonly copies: readonly CopyRow[]
  readonly sets: readonly (Required<Pick<EstateSet, 'name'>> & { readonly copies: readonly string[] })[]
  readonly hands: readonly HandResult[]
  readonly best: readonly BestChange[]
  readonly findings: readonly Finding[]
  readonly relations: readonly Relation[]
  readonly credentials: readonly Credential[]
  readonly facts: readonly ObservedFact[]
}
