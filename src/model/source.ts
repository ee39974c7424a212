// A log source: what reads one record of one vendor. Sources are listed from their folder.
import type { Result } from '../lib/result.ts'
import type { Event } from './event.ts'
import type { Mapping } from './mapping.ts'

export interface Source {
  /** As in the contract, section 6: `aws.cloudtrail`. */
  readonly name: string
  /** Sigma log sources that the events answer to: a rule whose logsource names only these values sees them. */
  readonly logsource: readonly LogSource[]
  /** Names that public Sigma rules use for the vendor's own fields, and where an event holds them (dotted path). */
  fieldPath?(sigmaField: string): string | undefined
  /**
   * Reads one record.
   * @param record the bytes as they came
   * @param received Kafka's timestamp in epoch milliseconds, for records without a year or a zone
   */
  read(record: Uint8Array, received: number): Reading
  /**
   * A cheap look at the bytes. When it answers, `read` would give nothing but generic events (`event.action` is `other`
   * or `read`) with exactly this code and provider; or, where it names an action, one event of that action that memory
   * learns nothing from (`src/memory/learns.ts`). Undefined means: read it.
   */
  glimpse?(record: Uint8Array): Glimpse | undefined
  /** A source of its own for a console that a site describes: there on those that know a form and no vendor. */
  mapped?(mapping: Mapping): Source
}

export interface Glimpse {
  readonly code: string
  readonly provider?: string
  /** An everyday act that succeeded, of somebody who is neither a product nor the provider. */
  readonly action?: 'key-used' | 'object-written'
}

/** The events of a record, or why it cannot be read. Parts of one record (a `Records` file) fail one by one. */
export type Reading = Result<{ readonly events: readonly Event[]; readonly rejects: readonly Reject[] }, Reject>

export interface Reject {
  /** One sentence: what is wrong. */
  readonly reason: string
  /** The field that is at fault, as a dotted path in the record, when it is one. */
  readonly field?: string
  /** Which part of the record, counted from 0, when it has several. */
  readonly part?: number
}

export interface LogSource {
  readonly category?: string
  readonly product?: string
  readonly service?: string
}
