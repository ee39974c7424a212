// The estate: what a site says of its copies, and of who and what may touch them. `schemas/estate.schema.json` is its form.

/** How a copy is kept from being changed. */
export type Mechanism =
  | 'object-lock-compliance'
  | 'object-lock-governance'
  | 'hardened-repository'
  | 'snapshot-lock'
  | 'vault-lock'
  | 'worm-tape'
  | 'offline'
  | 'none'

export interface EstateCopy {
  readonly name: string
  /** The protected set: what it is a copy of. Its own name where none is given. */
  readonly of?: string
  readonly site?: string
  readonly mechanism?: Mechanism
  readonly tier?: 'it' | 'ot' | 'edge'
  /** Ids or names, as events have them, of what it lies in: buckets, vaults, repositories, volumes, pools. */
  readonly where: readonly string[]
  /** Ids or names of the keys that it is sealed with. */
  readonly keys?: readonly string[]
  /** How long points are kept: `35d`. */
  readonly retention?: string
  /** The copy that has to be there when all others are gone. */
  readonly 'last-resort'?: boolean
  /** Platforms that it lies on, and consoles that write and expire it, by name. */
  readonly on?: readonly string[]
  readonly 'managed-by'?: readonly string[]
  /** How long each point is locked: `30d`. Its retention where none is given. */
  readonly lock?: string
  /** How long what was deleted can be brought back. */
  readonly undo?: string
  /** Platforms that keep its keys; each of them alone can open it. */
  readonly 'keys-at'?: readonly string[]
  /** Whether the protected side writes it, or it is fetched. */
  readonly fill?: 'pull' | 'push'
  /** Platforms, identities, or `vendor-support`, that can take its lock off before its time. */
  readonly 'revocable-by'?: readonly string[]
  /** How often what is in it is restored and looked at. */
  readonly verify?: string
  /** How long a restore of the whole set from it is said to take. */
  readonly restore?: string
  /** The role that answers for it. */
  readonly owner?: string
}

export type PlatformKind = 'hypervisor' | 'array' | 'host' | 'cloud-account' | 'keys' | 'library' | 'workstation' | 'ot'

/** Ways in that stand open to the network of what is protected. */
export type Exposure = 'management' | 'smb' | 'nfs' | 'ssh'

/** What a console and a platform have in common: who gets in, what they stand on, and what they keep. */
export interface EstateFooting {
  readonly name: string
  readonly site?: string
  /** Names of its machines, as events have them. */
  readonly hosts?: readonly string[]
  /** Identities whose accounts get in; an empty list: it has accounts of its own only. */
  readonly identity?: readonly string[]
  /** A second factor: `directory` when the identity itself can set it anew, `own` when it cannot. */
  readonly mfa?: 'none' | 'directory' | 'own'
  /** The identity of those who must agree before something is deleted. */
  readonly 'four-eyes'?: string
  /** Platforms that it runs on: whoever has these has it. */
  readonly 'runs-on'?: readonly string[]
  /** Platforms and identities whose credentials it keeps. */
  readonly holds?: readonly string[]
  /** Workstations from which it is administered. */
  readonly 'administered-from'?: readonly string[]
  readonly exposed?: readonly Exposure[]
  /** The room or building that it stands in. */
  readonly place?: string
  /** How long what is deleted there can be brought back. */
  readonly undo?: string
  /** Whether its vendor can come in. */
  readonly support?: 'open' | 'closed'
  readonly owner?: string
}

export interface EstateConsole extends EstateFooting {
  readonly source: string
}

export interface EstatePlatform extends EstateFooting {
  readonly kind: PlatformKind
}

/** Whose accounts somebody else lets in. */
export interface EstateIdentity {
  readonly name: string
  /** Only backups are administered with it. */
  readonly 'for-backups'?: boolean
  readonly 'runs-on'?: readonly string[]
  readonly 'administered-from'?: readonly string[]
}

/** What is protected. */
export interface EstateSet {
  readonly name: string
  readonly tier?: 'it' | 'ot' | 'edge'
  readonly owner?: string
  readonly 'runs-on'?: readonly string[]
  readonly identity?: readonly string[]
  /** Names of jobs and restore tests, as events have them. */
  readonly names?: readonly string[]
  /** What was promised: how long until it serves again, and how much of its data may be lost. */
  readonly rto?: string
  readonly rpo?: string
}

export interface Estate {
  readonly sites?: readonly { readonly name: string; readonly zone?: string }[]
  readonly consoles?: readonly EstateConsole[]
  readonly platforms?: readonly EstatePlatform[]
  readonly identities?: readonly EstateIdentity[]
  readonly sets?: readonly EstateSet[]
  readonly copies?: readonly EstateCopy[]
  readonly people?: {
    /** As events name them; the id or the name. */
    readonly administrators?: readonly string[]
    readonly 'service-accounts'?: readonly string[]
  }
  /** Addresses and networks from which administrators come. */
  readonly bastions?: readonly string[]
  /** Restores that are practised, and how often. */
  readonly drills?: readonly EstateDrill[]
}

export interface EstateDrill {
  /** The protected set. */
  readonly of: string
  /** `180d`. */
  readonly every: string
  readonly kind?: 'application' | 'full'
  /** Ids or names of the jobs and plans that test it, where their records do not say what they restore. */
  readonly tests?: readonly string[]
  /** ISO date of the last one before Lastcopy listened. */
  readonly last?: string
}

/** What the ids of the estate's protected sets begin with, among those that memory knows. */
const ofEstate = 'estate/'
export const estateSet = (of: string): string => `${ofEstate}${of}`
export const isEstateSet = (id: string): boolean => id.startsWith(ofEstate)

/** Copies of one set have its name, or their own where they name none. */
export const setOf = ({ of, name }: Pick<EstateCopy, 'of' | 'name'>): string => of ?? name
