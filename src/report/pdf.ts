// A report as PDF on A4: the blocks flow from page to page, tables begin anew with their head, wide pictures lie on their side.
import type { Block, ReportDocument } from '../model/report.ts'
import { widestUpright } from './html.ts'
import { printable } from './letters.ts'
import { drawInPdf, heightIn } from './pdf-scene.ts'
import { colours, fonts, margin, type Pdf, turnPage, widthOf } from './pdf-style.ts'
import { drawTable } from './pdf-table.ts'

/** Its times come from the report, so that the same report has the same bytes. */
export async function writePdf({ title, subtitle, at, foot, blocks }: ReportDocument): Promise<Buffer> {
  const made = new Date(at)
  // Thirty megabytes that a service which writes no report does without.
  const { default: PDFDocument } = await import('pdfkit')
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: printable(`${title} ${subtitle}`), Author: 'Lastcopy', CreationDate: made, ModDate: made },
  })
  const parts: Buffer[] = []
  const ended = new Promise<void>((done, failed) => {
    pdf.on('data', (part: Buffer) => parts.push(part))
    pdf.on('end', done)
    pdf.on('error', failed)
  })
  head(pdf, title, subtitle)
  for (const [index, block] of blocks.entries()) write(pdf, block, blocks[index + 1])
  footers(pdf, foot)
  pdf.end()
  await ended
  return Buffer.concat(parts)
}

function head(pdf: Pdf, title: string, subtitle: string): void {
  pdf.font(fonts.plain).fontSize(10).fillColor(colours.soft).text('Lastcopy')
  pdf.font(fonts.bold).fontSize(22).fillColor(colours.ink).text(printable(title))
  pdf.font(fonts.plain).fontSize(12).fillColor(colours.soft).text(printable(subtitle))
  pdf.moveDown(0.6)
  pdf
    .moveTo(margin, pdf.y)
    .lineTo(margin + widthOf(pdf), pdf.y)
    .lineWidth(1.5)
    .strokeColor(colours.ink)
    .stroke()
  pdf.moveDown(0.9)
}

function write(pdf: Pdf, block: Block, next: Block | undefined): void {
  switch (block.kind) {
    case 'heading':
      heading(pdf, block.text, next)
      break
    case 'text': {
      const lead = block.tone === 'lead'
      const note = block.tone === 'note'
      pdf
        .font(lead ? fonts.bold : fonts.plain)
        .fontSize(lead ? 12.5 : note ? 8.5 : 9.5)
        .fillColor(note ? colours.soft : colours.ink)
        .text(printable(block.text), margin, pdf.y, { width: widthOf(pdf), lineGap: 1.5 })
      pdf.moveDown(0.7)
      break
    }
    case 'figures':
      figures(pdf, block)
      break
    case 'picture':
      drawInPdf(pdf, block.scene)
      break
    case 'table':
      drawTable(pdf, block)
  }
}

/** On the page of what it is the heading of. */
function heading(pdf: Pdf, text: string, next: Block | undefined): void {
  const wide = next?.kind === 'picture' && next.scene.width > widestUpright
  if (wide) turnPage(pdf, 'landscape')
  else if (pdf.page.layout === 'landscape') turnPage(pdf, 'portrait')
  else if (pdf.y + roomFor(pdf, next) > pdf.page.height - margin) turnPage(pdf)
  else if (pdf.y > margin + 10) pdf.moveDown(0.9)
  pdf
    .font(fonts.bold)
    .fontSize(13.5)
    .fillColor(colours.ink)
    .text(printable(text), margin, pdf.y, { width: widthOf(pdf) })
  pdf.outline.addItem(printable(text))
  pdf.moveDown(0.4)
}

/** What has to stand on the page with a heading: itself, and a picture whole, or the first rows of a table. */
function roomFor(pdf: Pdf, next: Block | undefined): number {
  const own = 46
  return own + (next?.kind === 'picture' ? heightIn(pdf, next.scene) : 64)
}

function figures(pdf: Pdf, { figures: all }: Extract<Block, { kind: 'figures' }>): void {
  const gap = 8
  const width = (widthOf(pdf) - gap * (all.length - 1)) / all.length
  const height = 58
  const top = pdf.y
  for (const [index, { value, label, tint }] of all.entries()) {
    const x = margin + index * (width + gap)
    const colour = tint === 'fall' ? colours.fall : tint === 'stand' ? colours.stand : colours.ink
    pdf.roundedRect(x, top, width, height, 4).lineWidth(0.7).strokeColor(colours.line).stroke()
    pdf.rect(x, top + 4, 2.5, height - 8).fill(colour)
    pdf.font(fonts.bold).fontSize(15).fillColor(colour)
    pdf.text(printable(value), x + 9, top + 8, { width: width - 14, height: 18, lineBreak: false })
    pdf.font(fonts.plain).fontSize(7.5).fillColor(colours.soft)
    pdf.text(printable(label), x + 9, top + 28, { width: width - 14, height: 27 })
  }
  pdf.x = margin
  pdf.y = top + height
  pdf.moveDown(0.9)
}

function footers(pdf: Pdf, foot: string): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page)
    const { bottom } = pdf.page.margins
    // The foot stands in the margin, where a text would begin a new page.
    pdf.page.margins.bottom = 0
    const y = pdf.page.height - 30
    pdf.font(fonts.plain).fontSize(7.5).fillColor(colours.soft)
    pdf.text(printable(foot), margin, y, { width: widthOf(pdf) - 60, lineBreak: false })
    pdf.text(`${page + 1} of ${count}`, margin + widthOf(pdf) - 60, y, { width: 60, align: 'right', lineBreak: false })
    pdf.page.margins.bottom = bottom
  }
}
