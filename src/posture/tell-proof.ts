// Proof in lines that people read: each set with its last restore and what the stopwatch showed, tiers, drills, what they prove.
import type { DrillProof, Measured, Practice, Proof, SetProof, TierProof, Worst } from '../model/proof.ts'

const mostDrills = 5

const cell = (text: string, width: number): string =>
  text.length > width - 1 ? `${text.slice(0, width - 2)}… ` : text.padEnd(width)

/** The tables of proof, the newest drills, and what these proved and did not. */
export function tellProof({ at, sets, tiers, drills, full }: Proof): readonly string[] {
  return [
    `RESTORES, AS OF ${at.slice(0, 10)}             RESTORED LAST        FULL SCENARIO        TAKES                   LOSES`,
    ...sets.map(setLine),
    '',
    `  last full scenario: ${tellPractice(full)}`,
    ...tiers.map(tierLine),
    ...(drills.length > 0 ? ['', 'DRILLS', ...drills.slice(0, mostDrills).flatMap(drillLines)] : []),
    ...(drills.length > mostDrills ? [`  and ${drills.length - mostDrills} before`] : []),
  ]
}

const setLine = ({ name, application, full, rto, rpo, promised }: SetProof): string =>
  [
    `  ${cell(name, 37)}`,
    cell(tellPractice(application), 21),
    cell(full.last ? tellPractice(full) : '-', 21),
    cell(tellMeasured(rto, promised.rtoHours), 24),
    tellMeasured(rpo, promised.rpoHours),
  ]
    .join('')
    .trimEnd()

const tellPractice = ({ last, overdue }: Practice): string =>
  last ? `${last.at.slice(0, 10)}${overdue ? ' overdue' : ''}` : 'never'

function tellMeasured(one: Measured | undefined, promised: number | undefined): string {
  const beside = promised === undefined ? '' : ` of ${promised} h`
  return one ? `${one.hours} h${beside}${one.kept === false ? ' !' : ''}` : `not measured${beside}`
}

function tierLine({ tier, sets, rto, rpo, unmeasured }: TierProof): string {
  const told = (verb: string, one: Worst | undefined): readonly string[] =>
    one ? [`${verb} ${one.hours} h (${one.of}, ${one.at.slice(0, 10)})`] : []
  const known = [...told('takes', rto), ...told('loses', rpo)]
  const open = unmeasured.length > 0 ? [`${unmeasured.length} of ${sets} sets not measured`] : []
  return `  tier ${tier}: ${[...known, ...open].join(', ')}`
}

const drillLines = ({ id, kind, at, end, sets, counts, proved, notProved }: DrillProof): readonly string[] => [
  `  ${id} ${at.slice(0, 10)} ${kind} of ${sets.join(', ')}: ${end}${end === 'served' && !counts ? ', and does not count' : ''}`,
  ...proved.map((one) => `      proved: ${one}`),
  ...notProved.map((one) => `      not:    ${one}`),
]
