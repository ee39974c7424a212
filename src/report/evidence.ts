// The evidence under a report: each fact, drill and alert as one line, with its hash, and one hash over all of them.
import { createHash } from 'node:crypto'
import { canonical } from '../lib/json.ts'
import type { ReportInput } from '../model/report.ts'

export interface Evidence {
  readonly what: 'estate' | 'fact' | 'drill' | 'alert' | 'audit-log'
  readonly title: string
  /** ISO. */
  readonly at: string
  /** Where it comes from: the record, or whoever did it. */
  readonly from: string
  /** As it is written out, without the line's end. */
  readonly line: string
  /** Of the line. */
  readonly sha256: string
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Everything that the report of the month rests on, in one order. */
export function evidenceOf({ estate, facts, drills, alerts = [], head, at }: ReportInput): readonly Evidence[] {
  const until = (time: string): boolean => Date.parse(time) < Date.parse(at)
  const told = facts.filter((fact) => until(fact.at))
  const practised = drills.filter(({ finishedAt }) => finishedAt !== undefined && until(finishedAt))
  return [
    piece('estate', 'The estate as it is declared', at, 'the configuration', estate),
    ...told
      .map((fact) =>
        piece('fact', `${fact.kind} ${fact.of}: ${fact.fact}`, fact.at, `${fact.source} ${fact.position}`, fact),
      )
      .sort(byTime),
    ...practised
      .map((drill) => piece('drill', drill.id, drill.finishedAt ?? drill.startedAt, drill.startedBy.name, drill))
      .sort(byTime),
    ...alerts.map((alert) => piece('alert', alert.id, alert.openedAt, alert.rule, alert)),
    ...(head ? [piece('audit-log', `entry ${head.seq}`, at, 'lastcopy.audit', head)] : []),
  ]
}

const byTime = (one: Evidence, other: Evidence): number =>
  one.at < other.at ? -1 : one.at > other.at ? 1 : one.sha256 < other.sha256 ? -1 : 1

function piece(what: Evidence['what'], title: string, at: string, from: string, record: unknown): Evidence {
  const line = canonical({ what, record })
  return { what, title, at, from, line, sha256: sha256(line) }
}

/** Over the hashes, each on its line. */
export const sealOf = (evidence: readonly Evidence[]): string =>
  sha256(evidence.map((one) => `${one.sha256}\n`).join(''))

/** The evidence as a file: one line each. */
export const evidenceLines = (evidence: readonly Evidence[]): string => evidence.map(({ line }) => `${line}\n`).join('')
