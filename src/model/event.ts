// An event: one thing that happened, in ECS, without judgement. Design: what ECS lacks stands under `backup`.
import type { Json } from '../lib/json.ts'
import type { Shipped } from './intake.ts'
import type { Plane } from './platform.ts'

export interface Event {
  /** ISO 8601 with zone: the source's time of the act. */
  readonly '@timestamp': string
  readonly message?: string
  readonly event: EventMeta
  readonly user?: EcsUser
  readonly user_agent?: { readonly original: string }
  readonly source?: { readonly ip?: string; readonly address?: string; readonly port?: number }
  readonly host?: { readonly name?: string; readonly ip?: readonly string[]; readonly id?: string }
  readonly cloud?: {
    readonly provider?: string
    readonly region?: string
    readonly account?: { readonly id: string; readonly name?: string }
  }
  readonly observer?: {
    readonly vendor?: string
    readonly product?: string
    readonly name?: string
    readonly version?: string
  }
  readonly organization?: { readonly id?: string; readonly name?: string }
  readonly error?: { readonly code?: string; readonly message?: string }
  readonly related?: {
    readonly ip?: readonly string[]
    readonly user?: readonly string[]
    readonly hosts?: readonly string[]
  }
  readonly backup?: Backup
  /** The vendor's own fields under the vendor's name, as Elastic's integrations do (`aws.cloudtrail.*`). */
  readonly [vendor: string]: unknown
}

/** Lastcopy's own log: its times are the wall clock's, and what waits in the time of other records must not be driven by them. */
export const isOwnLog = ({ event }: Event): boolean => event.module === 'lastcopy'

export interface EventMeta {
  /** The vendor's id, else a hash of source and bytes. */
  readonly id: string
  /** Ours, from the list in model/verb.ts. */
  readonly action: string
  /** The vendor's name or number of the event. */
  readonly code: string
  readonly provider?: string
  readonly outcome: 'success' | 'failure' | 'unknown'
  readonly kind: 'event' | 'state'
  readonly category: readonly string[]
  readonly type: readonly string[]
  /** The source that read it: `aws.cloudtrail`. */
  readonly dataset: string
  /** The vendor: `aws`. */
  readonly module: string
  readonly created?: string
  readonly ingested?: string
  readonly reason?: string
  /** The whole record as text, secrets masked. */
  readonly original: string
  /** SHA-256 of the untouched bytes, there only when `original` was masked. */
  readonly hash?: string
}

export interface EcsUser {
  readonly id?: string
  readonly name?: string
  readonly domain?: string
  readonly email?: string
  readonly roles?: readonly string[]
  /** The person or account that the act was done to. */
  readonly target?: { readonly id?: string; readonly name?: string; readonly group?: { readonly name?: string } }
}

export interface Backup {
  /** The product or service that guards the copy: `aws.s3`, `aws.backup`, `aws.kms`, `veeam.vbr`. */
  readonly platform?: string
  readonly site?: string
  /** The way that the record took, where it did not come through Kafka. */
  readonly shipped?: Shipped
  /** The same in every record of one act, where the vendor logs it more than once: docs/facts.md, "Twins". */
  readonly act?: string
  /** What the resource lies in at last, from the nearest up: resource group, subscription, tenant; SVM, cluster; console. */
  readonly parents?: readonly string[]
  /** What shippers put around the record, from the outside in: `event-hubs`, `filebeat`, `rsyslog`. */
  readonly carriers?: readonly string[]
  /** The kind of the platform, added by memory: model/platform.ts. */
  readonly plane?: Plane
  readonly actor?: Actor
  readonly resource?: Resource
  /** The change that matters most: the normalizer's first, memory's worst. */
  readonly change?: Change
  /** All changes, when one record makes several. One record is one event, so that one act is one for every count. */
  readonly changes?: readonly Change[]
  /** Further facts from the record itself that rules ask for: docs/facts.md. */
  readonly detail?: Readonly<Record<string, Json>>
  readonly copy?: CopyFacts
  /** What memory counts and remembers, written as plain fields for rules: see docs/facts.md. */
  readonly history?: Readonly<Record<string, Json>>
  /** A further resource: the copy that a key protects, the target of a replication, the policy that an object moved to. */
  readonly related?: readonly Resource[]
}

/** Who did it, in a form that survives an account hop. */
export interface Actor {
  /** The principal that stays the same from session to session: a user's or a role's ARN, `DOMAIN\user`. */
  readonly id: string
  readonly name?: string
  readonly kind: 'person' | 'service' | 'product' | 'provider' | 'unknown'
  /** What the person signed in with or as: a role session, a logon id. */
  readonly session?: string
  /** Access key, token, certificate. */
  readonly credential?: string
  /** Added by memory: never seen for this actor before in 180 days. */
  readonly new_address?: boolean
  readonly new_agent?: boolean
  /** Whole days since it was first seen. */
  readonly known_days?: number
  readonly new?: boolean
  /** The same of the credential, whoever brings it. */
  readonly new_credential?: boolean
  readonly credential_new_address?: boolean
  /** Added by memory where the record tells no address: the one that the actor last signed in from, within twelve hours. */
  readonly signed_in_from?: string
  /** Added by memory: the contract's habit, section 3. */
  readonly habit?: boolean
  /** By the estate: what it calls the account, and whether the address is a bastion's. */
  readonly known?: 'administrator' | 'service'
  readonly bastion?: boolean
}

export interface Resource {
  /** One of the list in docs/facts.md: `bucket`, `vault`, `recovery-point`, `job`, `key`, `user` … */
  readonly type: string
  /** Stable and unique: an ARN where there is one. */
  readonly id: string
  readonly name?: string
  /** Further ids of the same thing: a UUID beside a name, the name that it had or will have. */
  readonly aliases?: readonly string[]
  /** What it lies in: an object's bucket, a recovery point's vault. */
  readonly container?: { readonly type: string; readonly id: string; readonly name?: string }
  readonly tags?: Readonly<Record<string, string>>
  readonly description?: string
}

/** A change of a setting, as a fact. */
export interface Change {
  /** `retention`, `lock`, `versioning`, `lock-mode`, `mfa-delete` ... one documented list in model/setting.ts. */
  readonly setting: string
  readonly from?: Json
  readonly to?: Json
  readonly unit?: string
  readonly direction?: 'weakened' | 'strengthened' | 'unchanged' | 'unknown'
  /** Added by memory: why the direction is believed. */
  readonly basis?: 'record' | 'verb' | 'remembered' | 'first-sight' | 'baseline' | 'no-value'
  /** Added by memory: the value of 24 h before, set again by the same actor. */
  readonly reverted?: boolean
}

/** What memory knows of the resource as a copy. */
export interface CopyFacts {
  readonly is?: boolean
  /** Why it counts: `always`, `name`, `tag`, `description`, `product`, `lock`, `target`, `estate`, `remembered`. */
  readonly sign?: readonly string[]
  readonly locked?: boolean
  readonly mechanism?: string
  readonly tier?: string
  /** By the estate: how many other copies of the same set stand, and whether this is the one of last resort. */
  readonly left?: number
  readonly last_resort?: boolean
  /** By the analysis of the estate: copies that fall to more credentials by this event, these, and whether one is of last resort. */
  readonly falls?: readonly string[]
  readonly falls_to?: readonly string[]
  readonly last_resort_falls?: boolean
  readonly [fact: string]: Json | undefined
}
