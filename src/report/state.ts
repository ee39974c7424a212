// What a report is written from: the estate at the month's beginning and at its end, by the same analysis.
import type { Finding, ObservedFact, Survival } from '../model/posture.ts'
import type { Proof } from '../model/proof.ts'
import type { ReportInput } from '../model/report.ts'
import { survive } from '../posture/survive.ts'

export interface MonthState {
  readonly input: ReportInput
  readonly before: Survival
  readonly now: Survival
  readonly proof: Proof
  /** What records showed within the month, oldest first. */
  readonly news: readonly ObservedFact[]
  readonly newFindings: readonly Finding[]
  readonly mended: readonly Finding[]
  /** Copies that fall to credentials to which they did not fall before, and those that fall to fewer. */
  readonly worse: readonly Shift[]
  readonly better: readonly Shift[]
}

export interface Shift {
  readonly copy: string
  readonly lastResort: boolean
  readonly credentials: readonly string[]
}

/** Facts and drills from behind the month’s end count for nothing. */
export function stateOf(input: ReportInput): MonthState {
  const { estate, facts, drills, month, at } = input
  const asOf = (time: string): Survival => {
    const known = (moment: string | undefined): boolean => moment !== undefined && Date.parse(moment) < Date.parse(time)
    const seen = facts.filter((fact) => known(fact.at))
    return survive(estate, seen, { at: time, drills: drills.filter(({ finishedAt }) => known(finishedAt)) })
  }
  const [before, now] = [asOf(month.from), asOf(at)]
  const { proof } = now
  if (!proof) throw new Error('an analysis as of a moment has its proof')
  const [were, are] = [fallsOf(before), fallsOf(now)]
  return {
    input,
    before,
    now,
    proof,
    news: now.facts
      .filter((fact) => Date.parse(fact.at) >= Date.parse(month.from))
      .toSorted((one, other) => order(one.at, other.at) || order(keyOfFact(one), keyOfFact(other))),
    newFindings: without(now.findings, before.findings),
    mended: without(before.findings, now.findings),
    worse: shifts(now, are, were),
    better: shifts(now, were, are),
  }
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const keyOfFact = ({ kind, of, fact, event }: ObservedFact): string => [kind, of, fact, event].join(' ')

function without(some: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const known = new Set(others.map(({ kind, on }) => `${kind} ${on}`))
  return some.filter(({ kind, on }) => !known.has(`${kind} ${on}`))
}

/** Titles of the single credentials to which each copy falls. */
function fallsOf({ hands }: Survival): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { kind, title, falls } of hands)
    if (kind === 'one')
      for (const { copy } of falls) {
        const known = found.get(copy) ?? new Set()
        found.set(copy, known.add(title))
      }
  return found
}

const shifts = (
  { copies }: Survival,
  more: ReadonlyMap<string, ReadonlySet<string>>,
  less: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Shift[] =>
  copies.flatMap(({ name, lastResort }) => {
    const credentials = [...(more.get(name) ?? [])].filter((one) => !less.get(name)?.has(one))
    return credentials.length === 0 ? [] : [{ copy: name, lastResort, credentials }]
  })
