// A pager: how a page becomes what is sent, what the answer means, and what the provider calls back with. Nobody here opens a socket.
import type { Json } from '../lib/json.ts'
import type { Result } from '../lib/result.ts'
import type { Page, Verdict } from './page.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

export interface Pager<S = Readonly<Record<string, Json>>> {
  /** As `kind` in the configuration. */
  readonly name: string
  /** What people call it. */
  readonly title: string
  /** What it does with a page, and what whoever sets it up must know. For docs/pagers.md. */
  readonly about: string
  /** JSON Schema of the settings, with a description each: the configuration is checked and documented from it. */
  readonly settings: JsonSchema
  /** Settings whose values must never be shown. */
  readonly secrets: readonly (keyof S & string)[]
  /** It shows a page, and wakes nobody whose phone is silent. */
  readonly silent?: true
  /**
   * @param at epoch milliseconds of the attempt, for signatures
   * @returns undefined where the channel has nothing to say of this: the page then counts as accepted
   */
  request(page: Page, settings: S, at: number): Outgoing | undefined
  /**
   * Where one request is not enough (look first, then write): what follows the accepted ones.
   * @param answers those so far, oldest first
   * @returns undefined when the page is told
   */
  next?(page: Page, settings: S, answers: readonly HttpAnswer[]): Outgoing | undefined
  verdict(answer: HttpAnswer): Judged
  /** What the provider sends back when somebody answers there; without it nobody can answer from the channel. */
  readonly hook?: Hook<S>
  /** What of it the provider ends, and when, where that is known: told at the start and by `relay check`. */
  ends?(settings: Partial<S>): string | undefined
  /** What the provider documents as the most it takes: no more is sent to it. */
  readonly limits?: readonly { readonly pages: number; readonly per: number }[]
}

/** Reads what a provider calls us with. */
export interface Hook<S> {
  /**
   * Believes nothing that is not signed.
   * @param now epoch milliseconds: signatures that carry a time are refused outside their tolerance
   */
  read(call: HookCall, settings: S, now: number): Result<readonly Answered[], string>
  /** What the provider wants to hear of a call that was believed; 204 where this is not there. */
  reply?(call: HookCall, told: readonly Answered[]): HookReply
}

export interface HookReply {
  readonly contentType: string
  readonly body: string
}

export interface HookCall {
  /** The whole public address that was called, as the signature of some providers covers it. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** As it came, before any parsing. */
  readonly body: Uint8Array
}

/** What somebody did at the provider. */
export interface Answered {
  /** The provider's id of this message: told twice, it counts once. */
  readonly id: string
  /** Our key of the incident, or a prefix by which the page is found; '' is the newest page that this pager took. */
  readonly dedupKey: string
  readonly act: 'triggered' | 'acknowledge' | 'unacknowledge' | 'resolve'
  /** As the provider names them. */
  readonly by: string
  /** ISO. */
  readonly at: string
  /** How it rings there, where the provider says so. */
  readonly rings?: { readonly service?: string; readonly urgency?: string; readonly escalationPolicy?: string }
}

/** What leaves the house for a page. */
export type Outgoing = HttpRequest | Mail | SyslogLine

/** A message by SMTP. */
export interface Mail {
  readonly via: 'smtp'
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, `starttls` demanded, or `none`. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user?: string
  readonly password?: string
  readonly ca?: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

/** One line to another collector. */
export interface SyslogLine {
  readonly via: 'udp' | 'tcp' | 'tls'
  readonly host: string
  readonly port: number
  readonly ca?: string
  readonly line: string
}

export interface HttpRequest {
  readonly via?: 'http'
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type HttpAnswer =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  /** No answer: the network's word for why (`ECONNREFUSED`, `timeout`). */
  | {
      readonly status: 0
      readonly error: string
      /** Nothing was sent, and nothing will be until a person mends the settings. */
      readonly refused?: true
    }

export interface Judged {
  readonly verdict: Verdict
  /** What the provider said, shortened. */
  readonly detail: string
  /** As the provider asked: seconds, or an HTTP date. */
  readonly retryAfter?: string
  /** Nothing reached the provider, so nothing rings there. */
  readonly unsent?: true
}

/** A page that waits for its delivery through one pager. */
export interface OutboxEntry {
  readonly key: string
  readonly pager: string
  readonly page: Page
  /** Decides the partition that its deliveries go to. */
  readonly site: string
  /** Attempts made. */
  readonly attempts: number
  /** ISO; not before. Undefined: at once. */
  readonly nextAt?: string
}
