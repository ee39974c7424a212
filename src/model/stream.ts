// A stream: a kind of records within a source that a site may have switched off, and what nobody sees without it.
import type { AlertClass } from './alert.ts'

/** One entry of `_ready.yml`. */
export interface Stream {
  readonly source: string
  /** Its name within the source: `s3-data-events`. */
  readonly stream: string
  /** One line: what its records tell. */
  readonly what: string
  /** How a record of it is known: any of these. None: every record of the source is one. */
  readonly signs: readonly StreamSign[]
  /** Milliseconds in which one comes where all is well. */
  readonly within: number
  /** It may lie still for long where nothing happens: its absence is a hint and no finding. */
  readonly rare: boolean
  /** Sources whose presence says that this one is wanted; its own among them unless the content says otherwise. */
  readonly beside: readonly string[]
  /** `source` or `source/stream`: where one of these arrives, this one may be missing. */
  readonly instead: readonly string[]
  readonly classes: readonly AlertClass[]
  /** One sentence: what happens unseen without it. */
  readonly blind: string
  /** Exact settings that bring it. */
  readonly on: string
}

/** All that are named must fit: whole values in any case, `*` for anything. */
export interface StreamSign {
  readonly provider?: readonly string[]
  readonly code?: readonly string[]
  readonly action?: readonly string[]
}

/** What was seen of a stream at a site. Times are epoch milliseconds, as exact as a day. */
export interface SeenStream {
  readonly site: string
  readonly source: string
  readonly stream: string
  readonly first: number
  readonly last: number
  /** On how many days it was seen. */
  readonly days: number
}

/** What was heard of a source at a site, whatever its records were. */
export interface HeardSource {
  readonly site: string
  readonly source: string
  /** Epoch milliseconds; undefined where it is named and nothing was heard of it. */
  readonly first?: number
  readonly last?: number
  /** It is silent for longer than it is by nature. */
  readonly silent: boolean
  /** Milliseconds: the longest pause that is usual, as far as any is known. */
  readonly usual?: number
}

/** Why a part of the site is not seen. */
export type BlindKind =
  /** A source that is named, and nothing was heard of it. */
  | 'source-never-spoke'
  | 'source-silent'
  /** A source that nobody named, beside one that needs it. */
  | 'source-missing'
  | 'stream-missing'
  | 'stream-stopped'

export interface Blind {
  readonly kind: BlindKind
  readonly site: string
  readonly source: string
  readonly stream?: string
  readonly what: string
  /** ISO: when it was seen last; left out where never. */
  readonly last?: string
  /** True where nothing may have happened to be seen, or the source is not heard for long enough: a hint, no finding. */
  readonly perhaps: boolean
  readonly why: string
  /** Classes of the contract's table, with their rows. */
  readonly classes: readonly AlertClass[]
  readonly rows: readonly number[]
  /** Rules that judge such records. */
  readonly rules: readonly { readonly id: string; readonly title: string }[]
  readonly blind: string
  readonly on: string
  /** Where the source is explained. */
  readonly page: string
}

/** What the service knows of itself: all that is blind, and what was looked at. */
export interface BlindReport {
  /** ISO: when it was asked, or the last record of the files. */
  readonly at: string
  readonly found: readonly Blind[]
  /** Names that it was to leave out, and that are none of a source or stream. */
  readonly unknown: readonly string[]
  /** How many sources were heard, and streams seen. */
  readonly sources: number
  readonly streams: number
}
