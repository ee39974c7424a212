// The configuration as the house sees it: complete, checked and frozen; durations in milliseconds, sizes in bytes.
import type { Json } from '../lib/json.ts'
import type { Priority } from './alert.ts'
import type { Estate } from './estate.ts'
import type { Expected, Watcher } from './heartbeat.ts'
import type { IntakeConfig } from './intake.ts'
import type { Mapping } from './mapping.ts'
import type { AccessRole } from './people.ts'
import type { Policy } from './policy.ts'
import type { SelfTest } from './self-test.ts'

/** What one process does; together they are the whole line. */
export const roles = ['intake', 'normalize', 'detect', 'page', 'project', 'console'] as const
export type Role = (typeof roles)[number]

export interface Config {
  /** The file it came from; undefined when the built-in values stand alone. */
  readonly file?: string
  readonly site: string
  /** IANA name; pages tell the time in it beside UTC. */
  readonly zone?: string
  readonly roles: readonly Role[]
  readonly journal: JournalConfig
  /** There when the journal is Kafka, or when records come from Kafka. */
  readonly kafka?: KafkaConfig
  /** Raw topics and the source that reads each. */
  readonly topics: Readonly<Record<string, string>>
  /** Sources that the site describes itself. */
  readonly sources: readonly Mapping[]
  readonly intake: IntakeConfig
  /** Folder of rules, cases and runbooks. */
  readonly detections: string
  /** What the site says of its copies; undefined where it says nothing. */
  readonly estate?: Estate
  readonly pagers: readonly PagerConfig[]
  readonly paging: PagingConfig
  /** Who must be heard from. */
  readonly expected: readonly Expected[]
  /** Who outside notices when Lastcopy says nothing any more. */
  readonly watchers: readonly Watcher[]
  /** Sources and streams that the site does not have: nobody asks for their records. */
  readonly ready: { readonly without: readonly string[] }
  /** There when the store is Elasticsearch, or when it is only read from. */
  readonly elasticsearch?: ElasticsearchConfig
  readonly store: StoreConfig
  readonly web: WebConfig
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' }
  /** Milliseconds that a stop may take before what is left is cut off. */
  readonly shutdown: number
  /** Every value that must never be shown: logs are searched for them. */
  readonly secrets: readonly string[]
}

export interface JournalConfig {
  readonly kind: 'sqlite' | 'kafka'
  readonly path: string
  readonly prefix: string
  readonly partitions: number
  readonly replication: number
  readonly retention: { readonly age: number }
}

/** How to reach the brokers. */
export interface KafkaConfig {
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly groupPrefix: string
  readonly ssl?: {
    readonly ca?: string
    readonly cert?: string
    readonly key?: string
    readonly servername?: string
    readonly rejectUnauthorized: boolean
  }
  readonly sasl?: KafkaSasl
}

export type KafkaSasl =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
      readonly username: string
      readonly password: string
    }
  | {
      readonly mechanism: 'oauthbearer'
      /** A token as it is, or where to get one by client credentials (RFC 6749, section 4.4). */
      readonly token?: string
      readonly tokenUrl?: string
      readonly clientId?: string
      readonly clientSecret?: string
      readonly scope?: string
    }

/** How to reach Elasticsearch, 8.x or 9.x; signed in by key, by name or by certificate, or not at all. */
export interface ElasticsearchConfig {
  readonly nodes: readonly string[]
  readonly apiKey?: string
  readonly username?: string
  readonly password?: string
  readonly tls?: {
    readonly ca?: string
    readonly cert?: string
    readonly key?: string
    readonly rejectUnauthorized: boolean
  }
  /** Milliseconds that one request may take. */
  readonly timeout: number
}

export type StoreConfig = StoreKind & {
  /** Milliseconds that alerts which are done, and events, are kept; undefined: for ever. */
  readonly retention?: number
}

type StoreKind =
  | {
      readonly kind: 'sqlite'
      readonly path: string
      /** Whether events are kept in a file beside it, for searching evidence. */
      readonly events: boolean
      /** So many; of what is over it the oldest go. */
      readonly mostEvents: number
    }
  | {
      readonly kind: 'elasticsearch'
      /** Begins the names of its indices. */
      readonly prefix: string
      /** Undefined: one where there is a second node. */
      readonly replicas?: number
      /** Whether events are kept there too, for searching evidence and for backtests. */
      readonly events: boolean
    }

export interface PagerConfig {
  readonly name: string
  readonly kind: string
  readonly settings: Readonly<Record<string, Json>>
}

export interface PagingConfig {
  readonly floor: Priority
  /** Milliseconds between repeats until somebody acknowledges. */
  readonly repeat: number
  /** Undefined: every pager gets every page at once. */
  readonly policy?: Policy
  /** Addresses and networks that pages may go to although they are not on the internet. */
  readonly allow: readonly string[]
  readonly selfTest?: SelfTest
}

export interface WebConfig {
  readonly host: string
  readonly port: number
  /** Where people reach it: links in pages begin with it. Undefined: the address that it listens on. */
  readonly publicUrl?: string
  /** Seals the links in pages that acknowledge without an account; undefined: a key beside the journal, with Kafka none. */
  readonly linkKey?: string
  /** Seals secrets of second factors in the journal; undefined: a key beside the journal, with Kafka none. */
  readonly factorKey?: string
  /** Who has this role or more must show a second factor. */
  readonly secondFactor?: AccessRole
  readonly oidc?: OidcConfig
  readonly tokens: readonly WebToken[]
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly proxies: readonly string[]
}

/** The OpenID provider through which people come in. */
export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string
  /** As it stands on the button. */
  readonly label: string
  /** What is asked for, beside `openid`. */
  readonly scopes: readonly string[]
  /** The claim that gives the account its name. */
  readonly nameClaim: string
  /** The claim whose values give a role. */
  readonly roleClaim: string
  /** Values of the claim that give each role; the highest counts. */
  readonly roles: Readonly<Partial<Record<AccessRole, readonly string[]>>>
  /** Accounts that come in with a password all the same. */
  readonly breakGlass: readonly string[]
}

/** A credential and the name under which its acts are recorded. */
export interface NamedToken {
  readonly name: string
  readonly token: string
}

/** One that opens the API. */
export interface WebToken extends NamedToken {
  readonly role: AccessRole
  /** The account of whoever holds it: what it does is that person's doing. */
  readonly owner?: string
}
