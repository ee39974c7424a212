// What the forms of HTTP have in common: who sends, where it goes, how it is answered.
import type { IncomingMessage } from 'node:http'
import type { IntakeConfig, IntakeCounts, Sender, Shipped, Tls } from '../model/intake.ts'
import type { Journal } from '../model/journal.ts'
import type { Acks } from './hec-acks.ts'
import { type BadBody, BodyError } from './http-body.ts'
import type { Refusal } from './http-senders.ts'

export interface HttpIntakeOptions {
  /** How it is named in metrics and events. */
  readonly name: string
  readonly journal: Pick<Journal, 'append'>
  /** Raw topics and the source that reads each. */
  readonly topics: Readonly<Record<string, string>>
  readonly config: Pick<IntakeConfig, 'maxBody' | 'tokens' | 'signatures' | 'sourcetypes'>
  readonly counts: IntakeCounts
  /** Where it listens with TLS. */
  readonly tls?: Tls
}

/** With `ip` where a proxy in front is believed. */
export type Request = IncomingMessage & { readonly ip?: string | undefined }

export interface Context extends HttpIntakeOptions {
  readonly topicOf: ReadonlyMap<string, string>
  readonly acks: Acks
  /** Epoch milliseconds: when the journal refused last. */
  refusedAt: number
}

export interface Seen {
  readonly sender: Sender | undefined
  /** The body, where it had to be read to see who sends it. */
  readonly sent?: Buffer
}

export interface Answer {
  end(request: Request, what: { readonly status: number; readonly words: string; readonly accepted?: number }): void
  taken(accepted: number): void
  refused(request: Request, why: Refusal): void
  bad(request: Request, why: BadBody, most: number, accepted: number): void
  unwritten(request: Request, accepted: number): void
  busy(request: Request): void
}

/** What was accepted stays; sending it again is no harm, an event counts once. */
export function failed(
  request: Request,
  answer: Answer,
  {
    cause,
    batch,
    context,
  }: { readonly cause: unknown; readonly batch: { accepted(): number }; readonly context: Context },
): void {
  if (!(cause instanceof BodyError)) {
    answer.unwritten(request, batch.accepted())
    return
  }
  if (cause.why === 'zip') context.counts.trouble(context.name, 'bad-gzip', 1)
  if (cause.why === 'gone') context.counts.trouble(context.name, 'cut-off', 1)
  answer.bad(request, cause.why, context.config.maxBody, batch.accepted())
}

export const maySend = (sender: Sender | undefined, source: string): boolean =>
  sender === undefined || sender.sources.length === 0 || sender.sources.includes(source)

export const shippedBy = (
  request: Request,
  { name }: Context,
  sender: Sender | undefined,
  via: Shipped['via'],
): Shipped => {
  const from = (request.ip ?? request.socket.remoteAddress)?.replace(/^::ffff:/, '')
  return { via, intake: name, ...(from ? { from } : {}), ...(sender ? { as: sender.name } : {}) }
}
