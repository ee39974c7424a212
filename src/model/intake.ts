// Ways in beside Kafka: what is configured of each, and what a record says of the way that it took.
import type { NamedToken } from './config.ts'

export interface IntakeConfig {
  /** Bytes of a request, unzipped; of a record in a file as well. */
  readonly maxBody: number
  readonly tokens: readonly SenderToken[]
  readonly signatures: readonly Signature[]
  /** Splunk's sourcetypes and the source that reads each. */
  readonly sourcetypes: Readonly<Record<string, string>>
  readonly http: readonly HttpIntake[]
  readonly syslog: readonly SyslogIntake[]
  readonly files: readonly FileIntake[]
  readonly stdin?: { readonly source: string }
}

/** Who may send what. */
export interface Sender {
  readonly name: string
  /** None: all. One: also what is meant where a record names none. */
  readonly sources: readonly string[]
}

export interface SenderToken extends NamedToken, Sender {}

export interface Signature extends Sender {
  readonly secret: string
  /** Lower case; undefined: as Standard Webhooks are signed. */
  readonly header?: string
}

export interface Tls {
  readonly cert: string
  readonly key: string
  readonly ca?: string
  readonly requireClient: boolean
  readonly clients: readonly string[]
}

interface Listening {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly tls?: Tls
}

export type HttpIntake = Listening

export interface SyslogIntake extends Listening {
  readonly transport: 'udp' | 'tcp' | 'tls'
  readonly source?: string
  readonly senders: readonly { readonly from: readonly string[]; readonly source: string }[]
  /** Bytes. */
  readonly maxMessage: number
  /** Milliseconds. */
  readonly idle: number
  readonly unfinished: number
  readonly maxConnections: number
}

export interface FileIntake {
  readonly name: string
  /** Absolute, with patterns in them. */
  readonly paths: readonly string[]
  readonly source: string
  readonly begin: 'start' | 'end'
  readonly format: 'lines' | 'json'
}

/** How a record was shipped. */
export interface Shipped {
  readonly via: 'http' | 'splunk-hec' | 'syslog-udp' | 'syslog-tcp' | 'syslog-tls' | 'file' | 'stdin'
  /** The intake's name. */
  readonly intake: string
  /** The sender's address, or the file's path. */
  readonly from?: string
  /** The name that it showed: of a token, a signature or a certificate. */
  readonly as?: string
}

/** The header of a record that holds it. */
export const shippedHeader = 'lastcopy-shipped'

/** Why something that came in is no record, or what of it is gone for good. */
export type IntakeTrouble =
  | 'too-long'
  | 'cut-off'
  | 'no-framing'
  | 'unknown-sender'
  | 'too-many-connections'
  | 'tls-failed'
  | 'denied'
  | 'busy'
  | 'bad-gzip'
  | 'queue-full'
  | 'lost-in-kernel'
  | 'truncated-unread'

/** Told for counters; must not throw. */
export interface IntakeCounts {
  records(intake: string, source: string, count: number): void
  trouble(intake: string, trouble: IntakeTrouble, count: number): void
  connections(intake: string, open: number): void
  /** Bytes that were received and are not in the journal yet. */
  waiting(intake: string, bytes: number): void
}
