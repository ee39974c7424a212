// A report before it is written: what it is made of, and its blocks, which HTML and PDF write alike.
import type { AlertClass, AlertStatus, Disposition, Priority } from './alert.ts'
import type { AuditHead } from './audit.ts'
import type { Drill } from './drill.ts'
import type { Estate } from './estate.ts'
import type { ObservedFact } from './posture.ts'
import type { Scene, Tint } from './scene.ts'

/** For those who decide, and for those who check. */
export const reportKinds = ['board', 'auditor'] as const
export type ReportKind = (typeof reportKinds)[number]

export interface Month {
  /** `2026-10`. */
  readonly name: string
  /** ISO, in UTC: from (inclusive) and to (exclusive). */
  readonly from: string
  readonly to: string
}

/** Everything that a report rests on: of the same input every report has the same bytes. */
export interface ReportInput {
  readonly month: Month
  /** ISO: the month's end, or the moment of asking where it is not over. */
  readonly at: string
  readonly site: string
  readonly estate: Estate
  readonly facts: readonly ObservedFact[]
  readonly drills: readonly Drill[]
  /** Those of the month, oldest first; undefined where no store was asked. */
  readonly alerts?: readonly AlertLine[]
  /** Where the audit log stood. */
  readonly head?: AuditHead
}

/** What a report tells of one alert. */
export interface AlertLine {
  readonly id: string
  readonly openedAt: string
  readonly class: AlertClass
  readonly priority: Priority
  readonly status: AlertStatus
  readonly summary: string
  readonly rule: string
  readonly records: number
  /** ISO: when somebody was first told. */
  readonly pagedAt?: string
  readonly answered?: { readonly by: string; readonly at: string }
  readonly disposition?: Disposition
  /** Of the alert with its pages, deliveries and answers, as its JSON export has it. */
  readonly sha256: string
}

export interface Cell {
  readonly text: string
  readonly tint?: Tint
  readonly bold?: boolean
  /** A hash, an id: every letter as wide as the other. */
  readonly mono?: boolean
}

export interface Column {
  readonly title: string
  /** Its part of the width, beside those of the others. */
  readonly wide: number
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: 'lead' | 'note' }
  | { readonly kind: 'figures'; readonly figures: readonly KeyFigure[] }
  | {
      readonly kind: 'table'
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly (string | Cell)[])[]
      /** What stands there when there are none. */
      readonly none: string
    }
  | { readonly kind: 'picture'; readonly scene: Scene }

export interface KeyFigure {
  readonly value: string
  readonly label: string
  readonly tint: Tint
}

export interface ReportDocument {
  readonly title: string
  readonly subtitle: string
  /** ISO: what the file says of when it was made, so that its bytes depend on nothing else. */
  readonly at: string
  /** Stands at the foot of each page. */
  readonly foot: string
  readonly blocks: readonly Block[]
}
