// How each source is: when it spoke last, how far it is behind, what of it could not be read, and what nobody here knows.

export interface SourceStatus {
  readonly source: string
  readonly site: string
  /** `never`: the configuration names it, and nothing was heard of it. */
  readonly state: 'speaking' | 'silent' | 'never'
  /** ISO, event time: the first and the last record that was heard. */
  readonly first?: string
  readonly last?: string
  /** Milliseconds: the longest pause that is usual. */
  readonly usual?: number
  /** Undefined where another process reads it. */
  readonly lag?: SourceLag
  /** Since this process started; undefined where nothing came. */
  readonly read?: SourceReading
}

export interface SourceLag {
  readonly records: number
  /** Milliseconds since what was read last came in; 0 where nothing waits. */
  readonly time: number
  /** Why it stands still. */
  readonly trouble?: string
}

export interface SourceReading {
  readonly records: number
  /** ISO: when what was read last came in. */
  readonly received: string
  /** The most frequent first. */
  readonly rejects: readonly Counted[]
  /** Events that were read and that no rule and no memory uses. */
  readonly dropped: number
  /** What the vendor calls events that have no meaning of ours, the most frequent first. */
  readonly unknown: readonly Counted[]
}

export interface Counted {
  readonly what: string
  readonly count: number
}

export interface SourcesReport {
  /** ISO: when it was asked, and since when this process counts. */
  readonly at: string
  readonly since: string
  /** ISO: detection has judged everything up to this event time; undefined where this process does not detect. */
  readonly watermark?: string
  readonly sources: readonly SourceStatus[]
}
