// What rules were worth so far: how often each opened an alert, what became of these, and how its cases went.
import type { AlertStatus, Disposition } from '../../model/alert.ts'
import type { CaseProof, CoverageCell, Proof, RuleEntry } from '../../model/detections.ts'
import type { RuleTally } from '../../model/store.ts'

export interface RuleFigures {
  readonly alerts: number
  /** ISO: event time of the last record of them. */
  readonly last?: string
  readonly statuses: Readonly<Partial<Record<AlertStatus, number>>>
  readonly judged: Readonly<Partial<Record<Disposition, number>>>
}

const none: RuleFigures = { alerts: 0, statuses: {}, judged: {} }

/** @returns the figures of a rule by its id */
export function figuresOf(tallies: readonly RuleTally[]): (rule: string) => RuleFigures {
  const found = new Map<string, RuleFigures>()
  for (const { rule, status, disposition, alerts, last } of tallies) {
    const before = found.get(rule) ?? none
    found.set(rule, {
      alerts: before.alerts + alerts,
      last: before.last === undefined || last > before.last ? last : before.last,
      statuses: { ...before.statuses, [status]: (before.statuses[status] ?? 0) + alerts },
      judged:
        disposition === undefined
          ? before.judged
          : { ...before.judged, [disposition]: (before.judged[disposition] ?? 0) + alerts },
    })
  }
  return (rule) => found.get(rule) ?? none
}

/** How the cases of a rule went: those in which it fires, and all that failed in its file. */
export interface CaseFigures {
  readonly fires: number
  readonly failed: number
}

export function caseFiguresOf(proof: Proof): (rule: RuleEntry) => CaseFigures | undefined {
  if (proof.state !== 'done') return () => undefined
  const fires = new Map<string, number>()
  const failed = new Map<string, number>()
  for (const { passed, fired, of } of proof.cases) {
    if (!passed) failed.set(of, (failed.get(of) ?? 0) + 1)
    for (const id of passed ? fired : []) fires.set(id, (fires.get(id) ?? 0) + 1)
  }
  return ({ id, file }) => ({ fires: fires.get(id) ?? 0, failed: failed.get(file) ?? 0 })
}

/** The cases of a rule's file, those in which it fires first. */
export function casesOf(proof: Proof, { id, file }: RuleEntry): readonly CaseProof[] {
  if (proof.state !== 'done') return []
  const fires = (one: CaseProof): number => Number(one.fired.includes(id))
  return proof.cases.filter((one) => one.of === file || one.fired.includes(id)).sort((a, b) => fires(b) - fires(a))
}

/** Where a rule fired, as far as cases and samples show it. */
export const cellsOf = (proof: Proof, id: string): readonly CoverageCell[] =>
  proof.state === 'done' ? proof.coverage.cells.filter(({ rules }) => rules.includes(id)) : []
