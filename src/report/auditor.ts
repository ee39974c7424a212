// The report for those who check: every copy, finding, drill and alert with what it rests on, and the hash of each piece.
import { tellDuration } from '../lib/duration.ts'
import type { CopyRow, Finding, Known } from '../model/posture.ts'
import type { DrillProof } from '../model/proof.ts'
import type { AlertLine, Block, Cell } from '../model/report.ts'
import { graphScene } from '../posture/scene.ts'
import { alertsTable, waitOf } from './alerts.ts'
import { barsScene } from './bars.ts'
import { answerOf } from './board.ts'
import { type Evidence, evidenceOf, sealOf } from './evidence.ts'
import { changesPart, findingsPart, heading, plainly, practicePart, text } from './parts.ts'
import type { MonthState } from './state.ts'
import { classOf, count, dayOf, list, minuteOf, sentence, tellHours, tellKnown } from './words.ts'

/** So many with a table of their own. */
const mostFindings = 300

export function auditorBlocks(state: MonthState): readonly Block[] {
  const { now, proof, input } = state
  const evidence = evidenceOf(input)
  return [
    text(answerOf(now), 'lead'),
    text(
      `It rests on ${count(evidence.length, 'piece')} of evidence, listed at the end with the SHA-256 of each. The SHA-256 over those hashes, each on its line, is ${sealOf(evidence)}.`,
    ),
    heading('Copies'),
    copiesTable(now.copies),
    heading('What falls to which credential'),
    { kind: 'picture', scene: barsScene(now) },
    heading('What changed this month'),
    ...changesPart(state),
    heading('Findings with their evidence'),
    ...now.findings.slice(0, mostFindings).flatMap(findingBlocks),
    ...(now.findings.length > mostFindings
      ? [
          text(
            `${now.findings.length - mostFindings} more findings stand in the next list; lastcopy survive tells their evidence.`,
          ),
        ]
      : []),
    heading('Who mends what'),
    ...findingsPart(state),
    heading('Restores that were practised'),
    ...practicePart(state),
    ...proof.drills.flatMap(drillBlocks),
    heading('Alerts'),
    ...(input.alerts
      ? [alertsTable(input.alerts), alertsList(input.alerts)]
      : [text('No store of alerts was asked for this report.')]),
    heading('The ways, drawn'),
    { kind: 'picture', scene: graphScene(now) },
    heading('Evidence'),
    text(
      'Each line of the evidence file (--out FILE.ndjson) is one piece; its hash is that of the line without its end. Whoever changes a sign of a record changes its hash and the hash over all.',
      'note',
    ),
    evidenceTable(evidence),
  ]
}

const days = (value: number): string => `${Math.round(value)} d`

const copiesTable = (copies: readonly CopyRow[]): Block => ({
  kind: 'table',
  none: 'The estate names no copies.',
  columns: [
    { title: 'Copy', wide: 26 },
    { title: 'Kept as', wide: 25 },
    { title: 'Kept', wide: 22 },
    { title: 'Locked', wide: 22 },
    { title: 'Lock taken off by', wide: 17 },
    { title: 'Falls to', wide: 29 },
    { title: 'Last looked at', wide: 17 },
  ],
  rows: copies.map(copyRow),
})

function copyRow(row: CopyRow): readonly (string | Cell)[] {
  const {
    name,
    of,
    lastResort,
    mechanism,
    retentionDays,
    lockDays,
    meetsFloor,
    revocableBy,
    verified,
    fewest = [],
  } = row
  const least = Math.min(...fewest.map(({ length }) => length))
  const falls = fewest.filter(({ length }) => length === least).map((classes) => classes.join(' + '))
  const kept = (known: Known<number> | undefined): Cell => ({
    text: tellKnown(known, days),
    ...(meetsFloor || !known ? {} : { tint: 'fall' }),
  })
  return [
    { text: `${name} (${of})${lastResort ? ', of last resort' : ''}`, bold: lastResort },
    tellKnown(mechanism, (value) => value),
    kept(retentionDays),
    kept(lockDays),
    revocableBy.length === 0 ? 'nobody' : list(revocableBy, 4),
    falls.length === 0 ? { text: 'no two', tint: 'stand' } : list(falls, 8),
    verified
      ? { text: `${dayOf(verified.at)}${verified.good ? '' : ', bad'}`, tint: verified.good ? 'stand' : 'fall' }
      : 'never',
  ]
}

function findingBlocks({ kind, weight, on, evidence, why, mend, watch }: Finding): readonly Block[] {
  const lines: readonly (readonly [string, string])[] = [
    ...evidence.map((one) => ['Evidence', sentence(one)] as const),
    ['Why it matters', sentence(why)],
    ['How to mend it', plainly(mend)],
    ['Watched until then by', watch.length === 0 ? 'nothing' : watch.join(', ')],
  ]
  return [
    {
      kind: 'table',
      none: '',
      columns: [
        { title: weight === 'breaks' ? 'Breaks' : 'Weakens', wide: 22 },
        { title: `${sentence(kind.replaceAll('-', ' '))}: ${on}`, wide: 96 },
      ],
      rows: lines.map(([name, words]) => [{ text: name, tint: 'soft' }, words]),
    },
  ]
}

function drillBlocks({ id, kind, at, end, sets, counts, served, proved, notProved }: DrillProof): readonly Block[] {
  const measured = served.map(
    ({ of, rtoHours, rpoHours }) =>
      `${of}: RTO ${tellHours(rtoHours)}${rpoHours === undefined ? '' : `, RPO ${tellHours(rpoHours)}`}`,
  )
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Sets', [list(sets, 20)]],
    ['Ended', [`${end}${counts ? '' : '; it does not count as a test'}`]],
    ['Measured', measured],
    ['Proved', proved.map(sentence)],
    ['Not proved', notProved.map(sentence)],
  ]
  return [
    {
      kind: 'table',
      none: '',
      columns: [
        { title: id, wide: 22 },
        { title: `${kind === 'full' ? 'Full scenario' : 'Application'}, ${minuteOf(at)} UTC`, wide: 96 },
      ],
      rows: rows.flatMap(([name, lines]) =>
        lines.map((line, index): readonly Cell[] => [{ text: index === 0 ? name : '', tint: 'soft' }, { text: line }]),
      ),
    },
  ]
}

const alertsList = (alerts: readonly AlertLine[]): Block => ({
  kind: 'table',
  none: 'No alert was raised.',
  columns: [
    { title: 'Opened (UTC)', wide: 18 },
    { title: 'Alert', wide: 46 },
    { title: 'Class', wide: 22 },
    { title: 'State', wide: 16 },
    { title: 'Answered', wide: 22 },
    { title: 'SHA-256', wide: 34 },
  ],
  rows: alerts.map((alert) => {
    const wait = waitOf(alert)
    const after = wait === undefined ? '' : ` after ${tellDuration(wait)}`
    return [
      minuteOf(alert.openedAt),
      alert.summary,
      classOf(alert.class),
      alert.disposition === undefined ? alert.status : `${alert.status}: ${alert.disposition}`,
      alert.answered ? `${alert.answered.by}${after}` : alert.pagedAt === undefined ? 'nobody was paged' : 'nobody',
      { text: alert.sha256, mono: true },
    ]
  }),
})

const evidenceTable = (evidence: readonly Evidence[]): Block => ({
  kind: 'table',
  none: 'There is none.',
  columns: [
    { title: 'No.', wide: 7 },
    { title: 'Kind', wide: 11 },
    { title: 'What', wide: 38 },
    { title: 'When (UTC)', wide: 20 },
    { title: 'From', wide: 34 },
    { title: 'SHA-256', wide: 44 },
  ],
  rows: evidence.map(({ what, title, at, from, sha256 }, index) => [
    String(index + 1),
    what,
    title,
    minuteOf(at),
    from,
    { text: sha256, mono: true },
  ]),
})
