// Parts that reports have in common: what survives, what changed, what was practised, and what is to be mended.
import type { Finding } from '../model/posture.ts'
import type { Overdue, Practised, SetProof, TierProof } from '../model/proof.ts'
import type { Block, Cell } from '../model/report.ts'
import type { MonthState, Shift } from './state.ts'
import { count, dayOf, list, minuteOf, ownerOf, sentence, tellFact, tellHours } from './words.ts'

export const heading = (text: string): Block => ({ kind: 'heading', text })
export const text = (words: string, tone?: 'lead' | 'note'): Block => ({
  kind: 'text',
  text: words,
  ...(tone === undefined ? {} : { tone }),
})

/** What became worse and better since the month began, and what records showed in it. */
export function changesPart({ news, newFindings, mended, worse, better }: MonthState): readonly Block[] {
  const shift = ({ copy, lastResort, credentials }: Shift, tint: Cell['tint'], words: string): readonly Cell[] => [
    { text: copy, bold: lastResort },
    { text: words, ...(tint === undefined ? {} : { tint }) },
    { text: list(credentials, 4) },
  ]
  const shifts = [
    ...worse.map((one) => shift(one, 'fall', 'falls now also to')),
    ...better.map((one) => shift(one, 'stand', 'stands now against')),
  ]
  return [
    text(
      `${count(newFindings.length, 'finding')} new, ${mended.length} mended, ${count(news.length, 'setting')} seen to change or to be looked at. Of each setting the newest record is known: what was before it is taken from what the estate declares.`,
    ),
    ...(shifts.length > 0
      ? [
          {
            kind: 'table',
            none: '',
            columns: [
              { title: 'Copy', wide: 34 },
              { title: 'Change', wide: 22 },
              { title: 'Credential', wide: 60 },
            ],
            rows: shifts,
          } satisfies Block,
        ]
      : []),
    {
      kind: 'table',
      none: 'No record of the month showed a setting of the estate.',
      columns: [
        { title: 'When (UTC)', wide: 20 },
        { title: 'What', wide: 34 },
        { title: 'Seen', wide: 38 },
        { title: 'By', wide: 26 },
      ],
      rows: news.map((fact) => [minuteOf(fact.at), fact.of, tellFact(fact), fact.by ?? 'not told']),
    },
  ]
}

/** Measured times by tier and by set, and what is overdue. */
export function practicePart({ proof }: MonthState): readonly Block[] {
  return [
    {
      kind: 'table',
      none: 'The estate names no sets.',
      columns: [
        { title: 'Tier', wide: 14 },
        { title: 'Sets', wide: 9 },
        { title: 'Measured RTO', wide: 30 },
        { title: 'Measured RPO', wide: 30 },
        { title: 'Not measured', wide: 40 },
      ],
      rows: proof.tiers.map(tierRow),
    },
    {
      kind: 'table',
      none: 'The estate names no sets.',
      columns: [
        { title: 'Set', wide: 24 },
        { title: 'RTO promised', wide: 18 },
        { title: 'measured', wide: 22 },
        { title: 'RPO promised', wide: 18 },
        { title: 'measured', wide: 22 },
        { title: 'Last practised', wide: 26 },
      ],
      rows: proof.sets.map(setRow),
    },
    {
      kind: 'table',
      none: 'Nothing is overdue.',
      columns: [
        { title: 'Overdue', wide: 34 },
        { title: 'Of', wide: 34 },
        { title: 'Every', wide: 14 },
        { title: 'Last', wide: 20 },
        { title: 'Was due', wide: 20 },
      ],
      rows: proof.overdue.map(overdueRow),
    },
  ]
}

const never: Cell = { text: 'not measured', tint: 'fall' }

function tierRow({ tier, sets, rto, rpo, unmeasured }: TierProof): readonly (string | Cell)[] {
  const worst = (one: TierProof['rto']): string | Cell =>
    one ? `${tellHours(one.hours)} (${one.of}, ${dayOf(one.at)})` : never
  return [tierWords[tier], String(sets), worst(rto), worst(rpo), unmeasured.length === 0 ? '–' : list(unmeasured, 5)]
}
const tierWords = { it: 'IT', ot: 'OT', edge: 'Edge', unnamed: 'No tier' } as const

function setRow({ name, promised, rto, rpo, application, full }: SetProof): readonly (string | Cell)[] {
  const said = (hours: number | undefined): string => (hours === undefined ? 'nothing' : tellHours(hours))
  const measured = (one: SetProof['rto']): Cell =>
    one ? { text: tellHours(one.hours), tint: one.kept === false ? 'fall' : one.kept ? 'stand' : 'ink' } : never
  const last = [application.last, full.last].flatMap((one) => one ?? []).sort(newest)[0]
  return [
    name,
    said(promised.rtoHours),
    measured(rto),
    said(promised.rpoHours),
    measured(rpo),
    last ? dayOf(last.at) : { text: 'never', tint: 'fall' },
  ]
}
const newest = (one: Practised, other: Practised): number => Date.parse(other.at) - Date.parse(one.at)

const overdueWords = {
  full: 'Full scenario',
  application: 'Restore of the application',
  verification: 'Look at what is in the copy',
} as const satisfies Record<Overdue['what'], string>

const overdueRow = ({ what, of, everyDays, last, due }: Overdue): readonly (string | Cell)[] => [
  { text: overdueWords[what], tint: 'fall' },
  of,
  `${Math.round(everyDays)} days`,
  last ? dayOf(last.at) : 'never',
  due === undefined ? '–' : dayOf(due),
]

/** Without the marks that set words of commands apart where it is Markdown. */
export const plainly = (words: string): string => words.replaceAll('`', '')

/** Those first by which the last copy can be taken. */
export function findingsPart({ now, newFindings, input }: MonthState): readonly Block[] {
  const fresh = new Set(newFindings.map(({ kind, on }) => `${kind} ${on}`))
  const told = ({ kind, weight, on, mend }: Finding): readonly (string | Cell)[] => {
    const owner = ownerOf({ on }, input.estate)
    return [
      { text: weight === 'breaks' ? 'Breaks' : 'Weakens', tint: weight === 'breaks' ? 'fall' : 'soft', bold: true },
      { text: `${sentence(kind.replaceAll('-', ' '))}${fresh.has(`${kind} ${on}`) ? ' (new)' : ''}` },
      on,
      owner ?? { text: 'nobody is named', tint: 'fall' },
      plainly(mend),
    ]
  }
  return [
    {
      kind: 'table',
      none: 'The estate breaks no rule of the architecture.',
      columns: [
        { title: 'Weight', wide: 14 },
        { title: 'Finding', wide: 24 },
        { title: 'On', wide: 26 },
        { title: 'Owner', wide: 20 },
        { title: 'How to mend it', wide: 56 },
      ],
      rows: now.findings.map(told),
    },
  ]
}
