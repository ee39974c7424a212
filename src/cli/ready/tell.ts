// What is blind, as a table for people with the settings below it, or as lines of JSON.
import { plain } from '../../alert/summary.ts'
import type { Blind, BlindReport } from '../../model/stream.ts'
import type { Io } from '../io.ts'

export async function tellReady(
  { at, found, unknown, sources, streams }: BlindReport,
  asJson: boolean,
  io: Io,
): Promise<void> {
  for (const name of unknown) io.say(`--without ${plain(name)}: there is no such source, and no such stream of one`)
  const findings = found.filter(({ perhaps }) => !perhaps).length
  const summary = { blind: findings, perhaps: found.length - findings, sources, streams }
  if (asJson) {
    for (const one of found) await io.json({ type: 'blind', ...one })
    await io.json({ type: 'summary', at, ...summary })
    return
  }
  if (found.length > 0) await io.text(`${tableOf(found)}\n`)
  for (const one of found) await io.text(`\n${sectionOf(one)}\n`)
  const hints = summary.perhaps > 0 ? `, ${summary.perhaps} perhaps` : ''
  await io.text(
    `${found.length > 0 ? '\n' : ''}${sources} source${sources === 1 ? '' : 's'} heard, ${streams} stream${streams === 1 ? '' : 's'} of them seen; ${findings === 0 ? 'nothing' : findings} blind${hints}\n`,
  )
}

const marks = { true: 'perhaps', false: 'BLIND' } as const

function tableOf(found: readonly Blind[]): string {
  const rows = found.map((one) => [
    marks[`${one.perhaps}`],
    nameOf(one),
    one.last?.slice(0, 10) ?? 'never',
    one.rows.join(', ') || 'all',
    one.what,
  ])
  const table = [['', 'what', 'seen', 'rows', ''], ...rows].map((cells) => cells.map((cell) => plain(cell)))
  const widths = [0, 1, 2, 3].map((at) => Math.max(...table.map((cells) => cells[at]?.length ?? 0)))
  return table
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function sectionOf(one: Blind): string {
  const { why, blind, on, page, rules, classes, site } = one
  const place = site === 'default' ? '' : ` at ${plain(site)}`
  const count = rules.length > 0 ? `Classes: ${classes.join(', ')}; ${rules.length} detections judge such records.` : ''
  return [
    `${nameOf(one)}${place}: ${plain(why)}.`,
    ...wrapped(`Unseen: ${blind}`),
    ...wrapped(count),
    '  Switch it on:',
    ...on.split('\n').map((line) => `      ${line}`),
    `  More: ${page}`,
  ].join('\n')
}

const nameOf = ({ source, stream }: Blind): string => plain(stream === undefined ? source : `${source}/${stream}`)

/** Lines of a width that a terminal has. */
function wrapped(text: string, width = 110): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= width) lines.push(`  ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
