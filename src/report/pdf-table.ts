// A table in a PDF: columns by their parts of the width, cells that wrap, and its head again on each new page.
import type { Block, Cell } from '../model/report.ts'
import { printable } from './letters.ts'
import { colours, fonts, margin, type Pdf, tints, turnPage, widthOf } from './pdf-style.ts'

type Table = Extract<Block, { kind: 'table' }>
const [size, gap, padding, lineGap] = [8.5, 9, 3.2, 0.8]

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
  const head = measured(pdf, titles, widths)
  const first = rows.slice(0, mostTogether).map((row) => measured(pdf, row, widths))
  // A short table stays whole; of a long one at least its head and its first row stand together.
  const heights = [head, ...first].map(({ height }) => height)
  const whole = rows.length <= mostTogether && sum(heights) < (pdf.page.height - margin * 2) / 3
  if (pdf.y + sum(whole ? heights : heights.slice(0, 2)) > bottom(pdf)) turnPage(pdf)
  drawRow(pdf, head, colours.grey)
  for (const [index, row] of rows.entries()) {
    const next = first[index] ?? measured(pdf, row, widths)
    if (pdf.y + next.height > bottom(pdf)) {
      turnPage(pdf)
      drawRow(pdf, head, colours.grey)
    }
    drawRow(pdf, next, colours.line)
  }
  pdf.x = margin
  pdf.font(fonts.plain).fontSize(9.5).moveDown(0.9)
}

const mostTogether = 12
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
const bottom = (pdf: Pdf): number => pdf.page.height - margin

interface Shape {
  readonly text: string
  readonly font: string
  readonly size: number
  readonly colour: string
  readonly width: number
}
interface Row {
  readonly shapes: readonly Shape[]
  readonly height: number
}

function measured(pdf: Pdf, row: readonly (string | Cell)[], widths: readonly number[]): Row {
  let height = 0
  const shapes = row.map((given, index) => {
    const shape = shapeOf(pdf, given, widths[index] ?? 0)
    height = Math.max(height, pdf.heightOfString(shape.text, { width: shape.width, lineGap }))
    return shape
  })
  return { shapes, height: height + padding * 2 }
}

/** A word that is longer than its column is broken: nothing is cut off. Leaves its font set. */
function shapeOf(pdf: Pdf, given: string | Cell, width: number): Shape {
  const { text, tint = 'ink', bold, mono } = typeof given === 'string' ? { text: given } : given
  const [font, own] = mono ? [fonts.mono, size - 1.5] : [bold ? fonts.bold : fonts.plain, size]
  pdf.font(font).fontSize(own)
  const words = printable(text).split(' ')
  return {
    text: words.map((word) => broken(pdf, word, width, own)).join(' '),
    font,
    size: own,
    colour: tints[tint].edge,
    width,
  }
}

function broken(pdf: Pdf, word: string, width: number, own: number): string {
  // No letter is wider than its size.
  if (word.length * own <= width || pdf.widthOfString(word) <= width) return word
  // Where it has hyphens it is broken there by itself.
  if (word.split('-').every((piece) => pdf.widthOfString(`${piece}-`) <= width)) return word
  const lines: string[] = ['']
  for (const letter of word) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && pdf.widthOfString(line + letter) > width) lines.push(letter)
    else lines[lines.length - 1] = line + letter
  }
  return lines.join('\n')
}

function drawRow(pdf: Pdf, { shapes, height }: Row, line: string): void {
  const top = pdf.y
  let x = margin
  for (const { text, font, size: own, colour, width } of shapes) {
    pdf.font(font).fontSize(own).fillColor(colour)
    pdf.text(text, x, top + padding, { width, lineGap, height: height - padding })
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
