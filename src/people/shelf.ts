// What the people stage keeps, by key, as JSON; a batch reads through its own changes.
import type { PagersLoaded } from '../model/ask.ts'
import type { AuditHead } from '../model/audit.ts'
import type { Drill } from '../model/drill.ts'
import type { StateChange, StateView } from '../model/journal.ts'
import type { Account, ApiToken, Factors, SavedView, Session } from '../model/people.ts'
import type { Plan } from '../model/plan.ts'
import { beginning } from './chain.ts'

/** One-time codes that are still good, newest first. */
export interface Code {
  readonly hash: string
  readonly expiresAt: string
}

/** The rule set that was loaded last. */
export interface KnownRules {
  readonly digest: string
  /** Ids of the rules that page. */
  readonly paging: readonly string[]
}

/** The pagers and the policy that were loaded last. */
export type KnownPagers = Pick<PagersLoaded, 'pagers' | 'policy'>

interface Kinds {
  readonly account: Account
  /** By the hash of the token. */
  readonly token: ApiToken
  /** By the hash of what the browser keeps. */
  readonly session: Session
  /** By the account's name. */
  readonly factors: Factors
  /** When a challenge that was answered is forgotten, by its id. */
  readonly once: { readonly id: string; readonly until: string }
  readonly plan: Plan
  readonly drill: Drill
  /** By owner and name. */
  readonly view: SavedView
  readonly codes: readonly Code[]
  readonly rules: KnownRules
  readonly pagers: KnownPagers
  readonly chain: AuditHead
  /** The last place where the chain was found broken. */
  readonly broken: number
  /** How many entries of the audit log were erased. */
  readonly erased: number
}
export type Kind = keyof Kinds

/** Kinds of which there is one. */
const single = ''
const most = 5_000

export interface Reader {
  get<K extends Kind>(kind: K, key?: string): Kinds[K] | undefined
  all<K extends Kind>(kind: K): readonly Kinds[K][]
  any(kind: Kind): boolean
}

export interface Shelf extends Reader {
  put<K extends Kind>(kind: K, key: string, value: Kinds[K] | undefined): void
  changes(): readonly StateChange[]
}

const nameOf = (kind: Kind, key: string): string => `${kind}\u0000${key}`

/** Reads what is committed. */
export const readerOver = (state: StateView): Reader => ({
  get: <K extends Kind>(kind: K, key = single) => parse<Kinds[K]>(state.get(nameOf(kind, key))),
  all: <K extends Kind>(kind: K) => state.scan(nameOf(kind, ''), most).map(([, text]) => JSON.parse(text) as Kinds[K]),
  any: (kind) => state.scan(nameOf(kind, ''), 1).length > 0,
})

export function shelfOver(state: StateView): Shelf {
  const changed = new Map<string, string | undefined>()
  return {
    get<K extends Kind>(kind: K, key = single) {
      const name = nameOf(kind, key)
      return parse<Kinds[K]>(changed.has(name) ? changed.get(name) : state.get(name))
    },
    all<K extends Kind>(kind: K) {
      const prefix = nameOf(kind, '')
      const found = new Map<string, string | undefined>(state.scan(prefix, most))
      for (const [name, text] of changed) if (name.startsWith(prefix)) found.set(name, text)
      return [...found.values()].flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Kinds[K]]))
    },
    any(kind) {
      return this.all(kind).length > 0
    },
    put: (kind, key, value) =>
      void changed.set(nameOf(kind, key), value === undefined ? undefined : JSON.stringify(value)),
    changes: () => [...changed],
  }
}

/** Where the chain ends. */
export const headOf = (reader: Reader): AuditHead => reader.get('chain') ?? beginning

/** What was written under a kind is read under it. */
function parse<T>(text: string | undefined): T | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as T)
}
