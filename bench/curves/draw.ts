// Curves as a picture that stands in a document: panels of cost over size, in the colours of the reader's screen.

export interface Curve {
  readonly title: string
  /** What grows, with its unit. */
  readonly across: string
  /** Microseconds of processor time. */
  readonly points: readonly { readonly size: number; readonly cost: number }[]
}

const [width, height] = [380, 240]
const margin = { left: 46, right: 14, top: 34, bottom: 40 }

/** Two panels in a row; both axes begin at zero, so that what is flat looks flat. */
export function draw(curves: readonly Curve[]): string {
  const rows = Math.ceil(curves.length / 2)
  const panels = curves.map(
    (curve, index) =>
      `<g transform="translate(${(index % 2) * width} ${Math.floor(index / 2) * height})">${panel(curve)}</g>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="What a record costs as more stands beside it" viewBox="0 0 ${width * 2} ${height * rows}" font-family="system-ui, sans-serif" font-size="11">
<style>text{fill:#444}.t{font-size:13px;font-weight:600;fill:#111}.a{stroke:#999}.g{stroke:#ddd}.l{stroke:#0b66c3;fill:none;stroke-width:2}.p{fill:#0b66c3}@media (prefers-color-scheme:dark){text{fill:#bbb}.t{fill:#eee}.g{stroke:#333}.a{stroke:#777}.l{stroke:#6cb2ff}.p{fill:#6cb2ff}}</style>
${panels.join('\n')}
</svg>
`
}

function panel({ title, across, points }: Curve): string {
  const most = Math.max(...points.map(({ size }) => size))
  const top = niceAbove(Math.max(...points.map(({ cost }) => cost)) * 1.25)
  const x = (size: number): number => round(margin.left + (size / most) * (width - margin.left - margin.right))
  const y = (cost: number): number =>
    round(height - margin.bottom - (cost / top) * (height - margin.top - margin.bottom))
  const lines = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const level = y(top * part)
    return `<line class="${part === 0 ? 'a' : 'g'}" x1="${margin.left}" x2="${width - margin.right}" y1="${level}" y2="${level}"/><text x="${margin.left - 6}" y="${level + 4}" text-anchor="end">${round(top * part)}</text>`
  })
  const marks = [0, 0.5, 1].map(
    (part) =>
      `<text x="${x(most * part)}" y="${height - margin.bottom + 15}" text-anchor="${part === 1 ? 'end' : 'middle'}">${Math.round(most * part).toLocaleString('en')}</text>`,
  )
  const dots = points.map(({ size, cost }) => `<circle class="p" cx="${x(size)}" cy="${y(cost)}" r="3"/>`)
  return `<text class="t" x="${margin.left}" y="18">${title}</text>${lines.join('')}${marks.join('')}<polyline class="l" points="${points.map(({ size, cost }) => `${x(size)},${y(cost)}`).join(' ')}"/>${dots.join('')}<text x="${width / 2}" y="${height - 8}" text-anchor="middle">${across}; µs a record</text>`
}

const round = (value: number): number => Math.round(value * 10) / 10

function niceAbove(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 5, 8, 10].map((step) => step * unit).find((step) => step >= value) ?? value
}
