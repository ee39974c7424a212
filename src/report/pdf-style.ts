// What every page of a PDF is drawn with: paper is white, so there is one set of colours.
import type { Tint } from '../model/scene.ts'

export type Pdf = PDFKit.PDFDocument

export const margin = 46
export const fonts = { plain: 'Helvetica', bold: 'Helvetica-Bold', mono: 'Courier' } as const

export const colours = {
  ink: '#17191e',
  soft: '#575d6b',
  line: '#dfe2e8',
  grey: '#8b92a1',
  fall: '#b42318',
  stand: '#1b6a40',
  hold: '#3d5673',
} as const

/** The edge and the inside of a box; the colour of a text or a line is the edge's. */
export const tints: Readonly<Record<Tint, { readonly edge: string; readonly inside: string }>> = {
  plain: { edge: colours.grey, inside: '#f7f7f8' },
  hold: { edge: colours.hold, inside: '#e9eff6' },
  fall: { edge: colours.fall, inside: '#fdeae8' },
  stand: { edge: colours.stand, inside: '#e4f4ea' },
  soft: { edge: colours.soft, inside: '#ffffff' },
  ink: { edge: colours.ink, inside: '#ffffff' },
}

export const widthOf = (pdf: Pdf): number => pdf.page.width - margin * 2

/** A new page, lying as the one before where nothing else is said. */
export function turnPage(pdf: Pdf, layout?: 'portrait' | 'landscape'): void {
  const same = pdf.page.layout === 'landscape' ? 'landscape' : 'portrait'
  pdf.addPage({ size: 'A4', layout: layout ?? same, margin })
}
