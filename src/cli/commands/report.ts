// `lastcopy report`: what the board and the auditor are told of a month, as HTML, as PDF, or the evidence under it.
import { writeFileSync } from 'node:fs'
import { type ReportKind, reportKinds } from '../../model/report.ts'
import { endOf, readMonth } from '../../report/month.ts'
import { type ReportForm, renderReport, reportForms } from '../../report/render.ts'
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs, required } from '../args.ts'
import { type Command, StopError, UsageError } from '../command.ts'
import { readEstateFile } from '../estate.ts'
import type { Io } from '../io.ts'
import { drillsFrom } from '../report/drills.ts'
import { factsFrom } from '../survive/facts.ts'

export default {
  summary: 'writes what the board or the auditor is told of a month, as HTML or PDF',
  usage: [
    `report board|auditor --month 2026-10 --out FILE.html|FILE.pdf|FILE.ndjson ${apiUsage}   of the running service`,
    'report … --estate FILE [--from EVENTS.ndjson|MANIFEST.json] [--drills DRILLS.ndjson] [--at ISO]   of files, without alerts',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      month: { type: 'string' },
      out: { type: 'string' },
      estate: { type: 'string' },
      from: { type: 'string' },
      drills: { type: 'string' },
      at: { type: 'string' },
    })
    const [kind, more] = positionals
    if (!isKind(kind) || more !== undefined) throw new UsageError(`which? ${reportKinds.join(', ')}`)
    const month = readMonth(required(values.month, '--month'))
    if (!month.ok) throw new UsageError(`--month: ${month.error}`)
    const out = required(values.out, '--out')
    const form = formOf(out)
    const { estate, from, drills, at } = values
    if (estate === undefined) {
      const alone = { from, drills, at }
      const odd = Object.entries(alone).find(([, value]) => value !== undefined)
      if (odd) throw new UsageError(`--${odd[0]} goes with --estate`)
      const api = await openApi(values, io)
      if (!api) return 2
      write(out, await api.bytes(`api/reports/${kind}?month=${month.value.name}&as=${form}`))
      return told(out, io)
    }
    if (at !== undefined && Number.isNaN(Date.parse(at))) throw new UsageError('--at is no ISO time')
    const said = readEstateFile(estate)
    const input = {
      month: month.value,
      at: endOf(month.value, new Date(at ?? Date.now()).toISOString()),
      site: 'default',
      estate: said,
      facts: from === undefined ? [] : await factsFrom(from, said, io),
      drills: drills === undefined ? [] : await drillsFrom(drills, io),
    }
    if (input.at < input.month.from) throw new UsageError(`${month.value.name} has not begun`)
    write(out, await renderReport({ kind, form, input }))
    return told(out, io)
  },
} satisfies Command

const isKind = (text: string | undefined): text is ReportKind => reportKinds.some((kind) => kind === text)

function formOf(out: string): ReportForm {
  const form = reportForms.find((one) => out.endsWith(`.${one}`))
  if (!form) throw new UsageError(`--out: the file ends with ${reportForms.map((one) => `.${one}`).join(', ')}`)
  return form
}

function write(path: string, content: Uint8Array): void {
  try {
    writeFileSync(path, content)
  } catch (cause) {
    throw new StopError(`${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function told(out: string, io: Io): number {
  io.say(`written: ${out}`)
  return 0
}
