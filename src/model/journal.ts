// The journal's words: the durable log between the stages. Two implementations, one contract suite.

/** A record as it lies in a topic. */
export interface JournalRecord {
  readonly topic: string
  readonly partition: number
  /** Decimal text, as Kafka's client gives it: 64 bits do not fit a number. */
  readonly offset: string
  readonly key: string | undefined
  /** Undefined: a tombstone. */
  readonly value: Uint8Array | undefined
  /** Epoch milliseconds given by the broker or by whoever appended. */
  readonly timestamp: number
  readonly headers: Readonly<Record<string, string>>
}

/** A record to be written. `key` chooses the partition unless `partition` says it. */
export interface NewRecord {
  readonly topic: string
  readonly partition?: number
  readonly key?: string
  /** Undefined: a tombstone. */
  readonly value: Uint8Array | string | undefined
  /** Epoch milliseconds; when it is appended, where left out. */
  readonly timestamp?: number
  /** Takes the place of what lies under its key: at once, or, in a compacted topic of Kafka, when that is compacted next. */
  readonly instead?: true
  readonly headers?: Readonly<Record<string, string>>
}

/** What a stage remembers for one of its partitions: read in the batch, written with the batch's results. */
export interface StateView {
  get(key: string): string | undefined
  /** Keys that begin with the prefix, in order. Bounded by `limit`. */
  scan(prefix: string, limit: number): readonly (readonly [key: string, value: string])[]
}

/** How far another log was read. */
export interface Mark {
  /** A topic; or, for what is none, a path that begins with its kind, as `file/...`. */
  readonly topic: string
  readonly partition: number
  /** The next offset to read. */
  readonly offset: string
  /** Whatever else the reader wants to find again. */
  readonly note?: string
}

/** Undefined deletes. */
export type StateChange = readonly [key: string, value: string | undefined]

export interface StageResult {
  readonly records: readonly NewRecord[]
  readonly state: readonly StateChange[]
}

/** A stage: consume a batch, produce its results, commit the position, as one atomic step. */
export interface Stage {
  /** Consumer group and name of the state: `normalize`, `detect`, `page`, `project`. */
  readonly name: string
  /** Topics it reads. A stage with state reads one topic only, so that its state and its partition go together. */
  readonly topics: readonly string[]
  readonly stateful: boolean
  /**
   * Milliseconds from the beginning of a step to the beginning of the next, while it keeps up: what comes meanwhile is one step,
   * and costs one commit. The first record after a silence does not wait, nor does a stage that is behind.
   */
  readonly gathers?: number
  /** One partition's next records, in order. May be called again with the same records after a crash. */
  process(batch: readonly JournalRecord[], state: StateView): StageResult | Promise<StageResult>
  /** After the commit, for effects that only committed results may have. */
  committed?(batch: readonly JournalRecord[], result: StageResult): void
  /** This process now owns (true) or has lost (false) the partition. */
  owned?(partition: number, owns: boolean, state: StateView): void
}

export interface StageHandle {
  /** Ends after the batch that is under way. */
  stop(): Promise<void>
  /** For /readyz and /metrics. */
  lag(): Promise<readonly StageLag[]>
  /** False until what this process is to work on is known and restored; left out where that is so from the start. */
  begun?(): boolean
}

export interface StageLag {
  readonly topic: string
  readonly partition: number
  /** Records not yet committed by this stage. */
  readonly records: number
  /** Epoch milliseconds of the last progress, by the wall clock. */
  readonly progressAt: number
  /** Epoch milliseconds: none of those that wait is older, where that is known. */
  readonly oldest?: number
  /** Why it stands still, when it does. */
  readonly trouble?: string
}

/** What happened to a topic, to where a stage was to read on, or to what it remembers. */
export type GapKind = 'truncated' | 'recreated' | 'hole' | 'offsets-moved' | 'offsets-deleted' | 'state-deleted'

/** A record that the journal can never take. The others of the step were not written either. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError'
}

/** Records that are gone before a stage read them, or offsets that somebody moved: an alert, never a silent restart. */
export interface Gap {
  readonly stage: string
  readonly topic: string
  readonly partition: number
  readonly kind: GapKind
  /** The next offset that was to be read, and the one that was found in its place; empty when none was. */
  readonly expected: string
  readonly found: string
  /** Epoch milliseconds: the timestamp of the last record that was read before. */
  readonly last?: number | undefined
}

export interface Followed {
  readonly view: StateView
  stop(): Promise<void>
}

/** Told of a gap. @returns records to be written in the same step that moves the position over it */
export type TellGap = (gap: Gap) => readonly NewRecord[]

export interface Journal {
  /** Creates or checks what it needs: file, tables, topics. */
  open(): Promise<void>
  /** Durable when it resolves; all or nothing. */
  append(records: readonly NewRecord[]): Promise<void>
  run(stage: Stage): Promise<StageHandle>
  /**
   * The state of a stage's first partition as it is committed, wherever the stage runs: for a process that must know what
   * another decides. Resolves when all that was committed before is known. The stage must have been run once somewhere.
   */
  follow(stage: string, hear: (changes: readonly StateChange[]) => void): Promise<Followed>
  /**
   * A topic's records from an offset (inclusive) on, up to now, in batches. For lists and replays, not for stages. With Kafka
   * "now" may lie some milliseconds before what was just appended.
   */
  read(topic: string, from?: string): AsyncIterable<JournalRecord>
  /** Appends what came of another log's records and notes how far that was read, as one step. */
  take(records: readonly NewRecord[], mark: Mark): Promise<void>
  /** What `take` noted last. For journals apart from Kafka. */
  taken?(topic: string, partition: number): Mark | undefined
  /**
   * What `take` noted of all logs whose name begins so. Whoever asks owns them from then on: what another process that asked
   * before still writes is refused.
   */
  marks(prefix: string): Promise<readonly Mark[]>
  /** Of a log that is gone for good. */
  forget(mark: Mark): Promise<void>
  /** Forgets records that every stage has committed and that are older (epoch milliseconds). Kafka does so by itself. */
  trim?(olderThan: number): Promise<number>
  close(): Promise<void>
}
