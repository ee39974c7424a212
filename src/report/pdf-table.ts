// A table in a PDF: columns by their parts of the width, cells that wrap, and its head again on each new page.
import type { Block, Cell } from '../model/report.ts'
import { printable } from './letters.ts'
import { colours, fonts, margin, type Pdf, tints, turnPage, widthOf } from './pdf-style.ts'

type Table = Extract<Block, { kind: 'table' }>
const [size, gap, padding] = [8.5, 9, 3.2]

export function drawTable(pdf: Pdf, { columns, rows, none }: Table): void {
  if (rows.length === 0) {
    if (none === '') return
    pdf
      .font(fonts.plain)
      .fontSize(9)
      .fillColor(colours.soft)
      .text(printable(none), margin, pdf.y, { width: widthOf(pdf) })
    pdf.moveDown(0.9)
    return
  }
  const parts = sum(columns.map(({ wide }) => wide))
  const widths = columns.map(({ wide }) => (wide / parts) * (widthOf(pdf) + gap) - gap)
  const titles = columns.map(({ title }): Cell => ({ text: title, tint: 'soft', bold: true }))
  const heights = [titles, ...rows.slice(0, mostTogether)].map((row) => heightOf(pdf, row, widths))
  // A short table stays whole; of a long one at least its head and its first row stand together.
  const whole = rows.length <= mostTogether && sum(heights) < (pdf.page.height - margin * 2) / 3
  if (pdf.y + sum(whole ? heights : heights.slice(0, 2)) > bottom(pdf)) turnPage(pdf)
  drawRow(pdf, titles, widths, colours.grey)
  for (const row of rows) {
    if (pdf.y + heightOf(pdf, row, widths) > bottom(pdf)) {
      turnPage(pdf)
      drawRow(pdf, titles, widths, colours.grey)
    }
    drawRow(pdf, row, widths, colours.line)
  }
  pdf.x = margin
  pdf.font(fonts.plain).fontSize(9.5).moveDown(0.9)
}

const mostTogether = 12
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
const bottom = (pdf: Pdf): number => pdf.page.height - margin

const cellOf = (given: string | Cell): Cell => (typeof given === 'string' ? { text: given } : given)

/** A word that is longer than its column is broken: nothing is cut off. */
function shape(pdf: Pdf, given: string | Cell, width: number): { readonly text: string; readonly colour: string } {
  const { text, tint = 'ink', bold, mono } = cellOf(given)
  pdf.font(mono ? fonts.mono : bold ? fonts.bold : fonts.plain).fontSize(mono ? size - 1.5 : size)
  const words = printable(text).split(' ')
  return { text: words.map((word) => broken(pdf, word, width)).join(' '), colour: tints[tint].edge }
}

function broken(pdf: Pdf, word: string, width: number): string {
  // Where it has hyphens it is broken there by itself.
  const longest = Math.max(...word.split('-').map((piece) => pdf.widthOfString(`${piece}-`)))
  if (pdf.widthOfString(word) <= width || longest <= width) return word
  const lines: string[] = ['']
  for (const letter of word) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && pdf.widthOfString(line + letter) > width) lines.push(letter)
    else lines[lines.length - 1] = line + letter
  }
  return lines.join('\n')
}

function heightOf(pdf: Pdf, row: readonly (string | Cell)[], widths: readonly number[]): number {
  const heights = row.map((given, index) => {
    const width = widths[index] ?? 0
    const { text } = shape(pdf, given, width)
    return pdf.heightOfString(text, { width, lineGap: 0.8 })
  })
  return Math.max(...heights) + padding * 2
}

function drawRow(pdf: Pdf, row: readonly (string | Cell)[], widths: readonly number[], line: string): void {
  const [top, height] = [pdf.y, heightOf(pdf, row, widths)]
  let x = margin
  for (const [index, given] of row.entries()) {
    const width = widths[index] ?? 0
    const { text, colour } = shape(pdf, given, width)
    pdf.fillColor(colour).text(text, x, top + padding, { width, lineGap: 0.8, height: height - padding })
    x += width + gap
  }
  const y = top + height
  pdf
    .moveTo(margin, y)
    .lineTo(margin + widthOf(pdf), y)
    .lineWidth(0.6)
    .strokeColor(line)
    .stroke()
  pdf.y = y
}
