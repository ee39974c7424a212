// A report as a file: the document as HTML or PDF, or the evidence under it.
import type { ReportInput, ReportKind } from '../model/report.ts'
import { evidenceLines, evidenceOf } from './evidence.ts'
import { writeHtml } from './html.ts'
import { writePdf } from './pdf.ts'
import { makeReport } from './report.ts'

export const reportForms = ['html', 'pdf', 'ndjson'] as const
export type ReportForm = (typeof reportForms)[number]

export interface ReportOrder {
  readonly kind: ReportKind
  readonly form: ReportForm
  readonly input: ReportInput
}

export async function renderReport({ kind, form, input }: ReportOrder): Promise<Uint8Array> {
  if (form === 'ndjson') return Buffer.from(evidenceLines(evidenceOf(input)))
  const report = makeReport(kind, input)
  return form === 'pdf' ? writePdf(report) : Buffer.from(writeHtml(report))
}
