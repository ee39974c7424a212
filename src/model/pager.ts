// A pager: how a page becomes an HTTP request, and what the answer means. Nobody here opens a socket.
import type { Json } from '../lib/json.ts'
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
  /** @param at epoch milliseconds of the attempt, for signatures */
  request(page: Page, settings: S, at: number): HttpRequest
  verdict(answer: HttpAnswer): Judged
}

export interface HttpRequest {
  readonly method: 'POST' | 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type HttpAnswer =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  /** No answer: the network's word for why (`ECONNREFUSED`, `timeout`). */
  | { readonly status: 0; readonly error: string }

export interface Judged {
  readonly verdict: Verdict
  /** What the provider said, shortened. */
  readonly detail: string
  /** As the provider asked: seconds, or an HTTP date. */
  readonly retryAfter?: string
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
