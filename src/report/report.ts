// A report of a month: the document, and the evidence under it. Of the same input always the same.
import type { ReportDocument, ReportInput, ReportKind } from '../model/report.ts'
import { auditorBlocks } from './auditor.ts'
import { boardBlocks } from './board.ts'
import { evidenceOf, sealOf } from './evidence.ts'
import { stateOf } from './state.ts'
import { minuteOf, tellMonth } from './words.ts'

const titles = {
  board: 'Would the last copy survive?',
  auditor: 'The last copy: evidence',
} as const satisfies Record<ReportKind, string>

export function makeReport(kind: ReportKind, input: ReportInput): ReportDocument {
  const state = stateOf(input)
  const { month, at, site } = input
  const seal = sealOf(evidenceOf(input))
  const whole = at === month.to
  return {
    title: titles[kind],
    subtitle: `${tellMonth(month.name)}${site === 'default' ? '' : `, ${site}`}${whole ? '' : `, up to ${minuteOf(at)} UTC`}`,
    at,
    foot: `Lastcopy, report for the ${kind}, ${month.name}. Evidence ${seal.slice(0, 16)}`,
    blocks: kind === 'board' ? boardBlocks(state) : auditorBlocks(state),
  }
}
