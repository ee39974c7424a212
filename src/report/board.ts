// The report for those who decide: would the last copy survive, what changed, what a restore takes, and what to do.
import { tellDuration } from '../lib/duration.ts'
import type { Survival } from '../model/posture.ts'
import type { AlertLine, Block, KeyFigure } from '../model/report.ts'
import { tellSaved } from '../posture/best.ts'
import { drillSource } from '../posture/drill-facts.ts'
import { graphScene } from '../posture/scene.ts'
import { alertsTable, medianOf, waitsOf } from './alerts.ts'
import { barsScene } from './bars.ts'
import { changesPart, findingsPart, heading, practicePart, text } from './parts.ts'
import type { MonthState } from './state.ts'
import { count, list, sentence, tellHours } from './words.ts'

export function boardBlocks(state: MonthState): readonly Block[] {
  const { now, input } = state
  const [first] = now.best
  return [
    text(answerOf(now), 'lead'),
    { kind: 'figures', figures: figuresOf(now, input.alerts) },
    ...(first ? [text(`What would help most: ${first.text}. It ${tellSaved(first)}.`)] : []),
    heading('What would survive which stolen credential'),
    { kind: 'picture', scene: barsScene(now) },
    text(basisOf(now), 'note'),
    heading('What changed this month'),
    ...changesPart(state),
    heading('What a restore takes, as measured'),
    ...practicePart(state),
    heading('Alerts, and how soon somebody answered'),
    ...(input.alerts ? [alertsTable(input.alerts)] : [text('No store of alerts was asked for this report.')]),
    heading('Findings, whose they are, and how to mend them'),
    ...findingsPart(state),
    heading('The ways, drawn'),
    { kind: 'picture', scene: graphScene(now) },
  ]
}

/** The question, answered in one sentence. */
export function answerOf({ sets, hands }: Survival): string {
  const single = hands.filter(({ kind }) => kind === 'one')
  const lost = [...new Set(single.flatMap((hand) => hand.lost))]
  if (lost.length > 0) {
    const by = single.filter((hand) => hand.lost.length > 0)
    return `No. One stolen credential can take everything that is left of ${lost.length} of ${count(sets.length, 'set')}: ${list(lost)}. ${sentence(count(by.length, 'credential'))} of ${single.length} can do that.`
  }
  const pairs = hands.filter(({ kind, lost: gone }) => kind === 'pair' && gone.length > 0)
  return pairs.length === 0
    ? `Yes. No credential, and no two kinds of credentials together, take everything that is left of a set.`
    : `No single credential takes everything that is left of a set. Two kinds together can: ${list(
        pairs.map(({ title }) => title),
        3,
      )}.`
}

/** The numbers that decide: sets, copies of last resort, restores, tests, and answers where alerts are known. */
export function figuresOf(now: Survival, alerts: readonly AlertLine[] | undefined): readonly KeyFigure[] {
  const single = now.hands.filter(({ kind }) => kind === 'one')
  const lost = new Set(single.flatMap((hand) => hand.lost)).size
  const last = now.copies.filter(({ lastResort }) => lastResort)
  const standing = last.filter(({ name }) => single.every(({ falls }) => falls.every(({ copy }) => copy !== name)))
  const rto = (now.proof?.tiers ?? [])
    .flatMap((tier) => tier.rto ?? [])
    .sort((one, other) => other.hours - one.hours)[0]
  const overdue = now.proof?.overdue.length ?? 0
  const waits = waitsOf(alerts ?? [])
  const median = medianOf(waits)
  return [
    {
      value: `${lost} of ${now.sets.length}`,
      label: 'sets that one credential can wipe out',
      tint: lost > 0 ? 'fall' : 'stand',
    },
    {
      value: `${standing.length} of ${last.length}`,
      label: 'copies of last resort that stand against each',
      tint: standing.length < last.length || last.length === 0 ? 'fall' : 'stand',
    },
    { value: rto ? tellHours(rto.hours) : 'unknown', label: 'longest restore, measured', tint: rto ? 'ink' : 'fall' },
    {
      value: String(overdue),
      label: 'tests of restores overdue',
      tint: overdue > 0 ? 'fall' : 'stand',
    },
    ...(alerts
      ? [
          {
            value: median === undefined ? '–' : tellDuration(median),
            label: `median to answer, ${count(alerts.length, 'alert')}`,
            tint: 'ink',
          } satisfies KeyFigure,
        ]
      : []),
  ]
}

/** How much of it was seen, and how much somebody only said, or nobody. */
function basisOf({ relations, dwellDays, facts }: Survival): string {
  const shown = facts.filter(({ source }) => source !== drillSource).length
  const by = (basis: string): number => relations.filter((one) => one.basis === basis).length
  return `Red falls, green stands; an attacker is taken to stay unseen for ${dwellDays} days. Of ${count(relations.length, 'way')} by which one thing leads to the next, ${by('observed')} rest on what records showed (${count(shown, 'fact')}), ${by('declared')} on what the estate declares, and ${by('assumed')} on the worse, because nobody said anything.`
}
