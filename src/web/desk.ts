// What the web room asks of the desk where people are known: what is committed, what they ask, and who a provider says they are.
import type { Result } from '../lib/result.ts'
import type { Ask, AskOutcome, RecordAsk } from '../model/ask.ts'
import type { AuditHead } from '../model/audit.ts'
import type { WebToken } from '../model/config.ts'
import type { AccessRole, ProviderIdentity, Subject } from '../model/people.ts'
import type { Reader } from '../people/shelf.ts'

/** Who does something, and from which address. */
export interface Acting {
  readonly who: Subject
  readonly from?: string
}

/** Accounts, tokens, sessions, plans and the audit log, wherever the stage that keeps them runs. */
export interface PeopleDesk {
  /** What is committed; undefined until it is known, as long as the journal cannot be read. */
  known(): Reader | undefined
  /** What was decided; `late` when nobody answered in time, and it may still be done. */
  ask(ask: Ask, by: Acting): Promise<AskOutcome | 'late'>
  /** Something that is done already; durable when it resolves. */
  note(ask: RecordAsk, by: Acting): Promise<void>
  /** Entries as they lie in the log, oldest first. */
  audit(): AsyncIterable<string>
  head(): AuditHead | undefined
  /** Entries from a place in the journal on, oldest first; each with the place behind it. */
  auditFrom(place: string | undefined): AsyncIterable<{ readonly text: string; readonly next: string }>
}

/** An OpenID provider that says who somebody is. */
export interface ProviderDesk {
  /** As it stands on the button. */
  readonly label: string
  /** Accounts that come in with a password all the same, for the day on which the provider does not answer. */
  readonly breakGlass: readonly string[]
  /** Where the browser is sent, and what must come back with it. @throws when the provider does not answer */
  begin(): Promise<{ readonly address: string; readonly checks: ProviderChecks }>
  /** Who came back; the reason in words where nobody did. @throws when the provider does not answer */
  finish(
    query: string,
    checks: ProviderChecks,
  ): Promise<Result<ProviderIdentity & { readonly name: string; readonly role: AccessRole }, string>>
}

/** Kept in the reader's own browser, sealed. */
export interface ProviderChecks {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface Access {
  /** From the configuration. */
  readonly tokens: readonly WebToken[]
  /** Where people reach it, when that is not the address it listens on. */
  readonly publicUrl?: string
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly proxies?: readonly string[]
  /** Seals what of second factors is read again. Undefined: there are no codes of apps. */
  readonly factorKey?: Uint8Array
  /** Who has this role or more must show a second factor. */
  readonly secondFactor?: AccessRole
}
