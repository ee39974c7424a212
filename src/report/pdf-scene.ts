// A picture in a PDF: as many points wide as there is room, its letters as letters.
import type { Scene, SceneItem } from '../model/scene.ts'
import { widestUpright } from './html.ts'
import { printable } from './letters.ts'
import { fonts, margin, type Pdf, tints, turnPage, widthOf } from './pdf-style.ts'

const most = 0.9
const scaleOf = (pdf: Pdf, { width }: Scene): number => Math.min(widthOf(pdf) / width, most)

/** How high it stands on a page that lies as this one does. */
export const heightIn = (pdf: Pdf, scene: Scene): number =>
  Math.min(scene.height * scaleOf(pdf, scene), (pdf.page.height - margin * 2) * 0.9)

/** On a new page where this one has too little room left. */
export function drawInPdf(pdf: Pdf, scene: Scene): void {
  const { width, height, items } = scene
  if (width > widestUpright && pdf.page.layout !== 'landscape') turnPage(pdf, 'landscape')
  const room = (): number => pdf.page.height - margin - pdf.y
  if (height * scaleOf(pdf, scene) > room() && room() < pdf.page.height * 0.6) turnPage(pdf)
  const scale = Math.min(scaleOf(pdf, scene), room() / height)
  const top = pdf.y
  pdf.save().translate(margin, top).scale(scale)
  for (const item of items) draw(pdf, item)
  pdf.restore()
  pdf.x = margin
  pdf.y = top + height * scale
  pdf.moveDown(0.6)
}

function draw(pdf: Pdf, item: SceneItem): void {
  const { edge, inside } = tints[item.tint]
  if (item.kind === 'box') {
    pdf.roundedRect(item.x, item.y, item.width, item.height, item.radius)
    if (item.solid) pdf.fill(edge)
    else pdf.lineWidth(item.strong ? 3 : 1.2).fillAndStroke(inside, edge)
    return
  }
  if (item.kind === 'line') {
    pdf
      .path(item.d)
      .lineWidth(item.strong ? 2.6 : 1.4)
      .strokeColor(edge)
    if (item.broken) pdf.dash(5, { space: 4 })
    pdf.stroke().undash()
    if (item.arrow) arrow(pdf, item.d, edge)
    return
  }
  pdf
    .font(item.bold ? fonts.bold : fonts.plain)
    .fontSize(item.size)
    .fillColor(edge)
  const text = printable(item.text)
  const wide = item.anchor === undefined ? 0 : pdf.widthOfString(text)
  const x = item.x - (item.anchor === 'end' ? wide : wide / 2)
  // Told by its line on the picture, where PDF tells the top of the letters.
  pdf.text(text, x, item.y - item.size * 0.78, { lineBreak: false })
}

/** At the end of the line, in the direction of its last bend. */
function arrow(pdf: Pdf, d: string, colour: string): void {
  const numbers = [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map(([one]) => Number(one))
  const [bx = 0, by = 0, x = 0, y = 0] = numbers.slice(-4)
  const angle = Math.atan2(y - by, x - bx)
  pdf
    .save()
    .translate(x, y)
    .rotate((angle * 180) / Math.PI)
    .path('M-9 -4.2L0 0L-9 4.2Z')
    .fill(colour)
    .restore()
}
