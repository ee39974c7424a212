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
}

export interface Estate {
  readonly sites?: readonly { readonly name: string; readonly zone?: string }[]
  readonly consoles?: readonly {
    readonly name: string
    readonly source: string
    readonly site?: string
    readonly hosts?: readonly string[]
  }[]
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
