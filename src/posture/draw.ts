// The picture of the graph: who on the left, what they get in the middle, copies on the right. An SVG by itself, in light and dark.
import { escapeMarkup } from '../lib/markup.ts'
import { credentialClasses, type Relation, type Survival } from '../model/posture.ts'
import { type Layout, layOut, type Spot } from './layout.ts'
import { tellNode } from './names.ts'

const [boxWidth, boxHeight, gapWidth, rowHeight, margin, head, foot] = [240, 44, 76, 58, 24, 66, 56]
const columnWidth = boxWidth + gapWidth
/** What is larger is no picture any more: it shows what falls by the ways that lead to copies of last resort. */
const mostWays = 180
const mostDrawn = 90

/**
 * @param bare without colours of its own, for a page that has a style sheet
 * @returns an SVG; of what is too much for one, the ways to the copies of last resort, and it says so
 */
export function drawGraph(survival: Survival, { bare = false } = {}): string {
  const { relations, cut } = shownOf(survival)
  const edges = relations.flatMap(({ needs, gives }) => needs.map((from) => ({ from, to: gives })))
  const drawn = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const copies = survival.copies.map(({ name }) => `copy:${name}`).filter((node) => !cut || drawn.has(node))
  const credentials = survival.credentials.map(({ node }) => node).filter((node) => drawn.has(node))
  const nodes = [...new Set([...credentials, ...drawn, ...copies])]
  const layout = layOut(nodes, edges, isCopy)
  const width = margin * 2 + layout.columns * columnWidth - gapWidth
  const height = Math.round(head + layout.rows * rowHeight + foot)
  const trails = layout.trails.values()
  const lines = relations.flatMap((relation) => relation.needs.map(() => edge(relation, trails.next().value ?? [])))
  const said = `${edges.length} ways to ${copies.length} copies${cut ? ', of those to copies of last resort alone: all would be too many for a picture' : ''}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" class="graph" aria-label="${safe(`Who can turn it off: ${said}`)}">
${bare ? '' : `<style>${style}</style>\n<rect class="paper" width="${width}" height="${height}"/>\n`}<defs><marker id="to" class="to" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 .6 7.6 4 0 7.4z"/></marker><marker id="kills" class="to kill" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 .6 7.6 4 0 7.4z"/></marker></defs>
<text x="${margin}" y="26" class="head">Who can turn it off</text><text x="${margin}" y="46" class="small">${safe(said)}</text>
${lines.join('\n')}
${nodes.map((node) => box(node, layout, survival)).join('\n')}
${legend(height - foot / 2 + 4)}
</svg>
`
}

const isCopy = (node: string): boolean => node.startsWith('copy:')

const style = `:root{color-scheme:light dark}text{font:13px system-ui,"Segoe UI","DejaVu Sans",sans-serif;fill:#17191e}.head{font-weight:650;font-size:16px}.small{font-size:11px;fill:#575d6b}
.paper{fill:#fff}.box{fill:#f7f7f8;stroke:#8b92a1;stroke-width:1.2}.credential .box{fill:#e9eff6;stroke:#3d5673}.copy .box{fill:#e4f4ea;stroke:#1b6a40}.copy.falls .box{fill:#fdeae8;stroke:#b42318}.last .box{stroke-width:3}
.edge{fill:none;stroke:#8b92a1;stroke-width:1.4}.edge.kill{stroke:#b42318}.edge.assumed{stroke-dasharray:5 4}.edge.observed{stroke-width:2.6}.to path{fill:#8b92a1}.to.kill path{fill:#b42318}
@media (prefers-color-scheme:dark){text{fill:#e9ebef}.small{fill:#a3a9b7}.paper{fill:#16181d}.box{fill:#1d2026;stroke:#7b8393}.credential .box{fill:#1b2735;stroke:#aac4e0}.copy .box{fill:#12291c;stroke:#80d8a6}.copy.falls .box{fill:#3a1815;stroke:#ff8f85}.edge{stroke:#7b8393}.edge.kill{stroke:#ff8f85}.to path{fill:#7b8393}.to.kill path{fill:#ff8f85}}
@media print{.paper{fill:none}}`

/** Ways that nobody can go do not help anybody to see; of what is too much, those to the copies of last resort. */
function shownOf({ relations, copies, hands }: Survival): { readonly relations: readonly Relation[]; cut: boolean } {
  const last = new Set(copies.flatMap(({ name, lastResort }) => (lastResort ? [name] : [])))
  const usedBy = (only: (copy: string) => boolean): Set<string> => {
    const used = new Set<string>()
    for (const { falls } of hands)
      for (const { copy, path } of falls)
        if (only(copy)) for (const { from, to, way } of path) used.add(`${from.join(' ')} ${way} ${to}`)
    return used
  }
  const all = usedBy(() => true)
  const cut = all.size > mostWays
  const used = cut ? usedBy((copy) => last.has(copy)) : all
  const shown = relations.filter(({ needs, way, gives }) => used.has(`${needs.join(' ')} ${way} ${gives}`))
  const once = new Map(shown.map((one) => [`${one.needs.join(' ')} ${one.gives}`, one]))
  return { relations: [...once.values()].slice(0, cut ? mostDrawn : mostWays), cut }
}

const xOf = ({ column }: Spot): number => margin + column * columnWidth
const yOf = ({ row }: Spot): number => Math.round(head + row * rowHeight + boxHeight / 2)

/** From box to box; between them it runs level through its place in each column. */
function edge({ gives, way, basis, because }: Relation, trail: readonly Spot[]): string {
  const [start] = trail
  const end = trail.at(-1)
  if (!start || !end) return ''
  const kill = isCopy(gives)
  const classes = ['edge', kill ? 'kill' : '', basis === 'declared' ? '' : basis].filter((one) => one !== '').join(' ')
  return `<path class="${classes}" marker-end="url(#${kill ? 'kills' : 'to'})" d="${end.column > start.column ? along(trail) : around(start, end)}"><title>${safe(`${way}: ${because}`)}</title></path>`
}

function along(trail: readonly Spot[]): string {
  const parts: string[] = []
  for (const [at, spot] of trail.entries()) {
    const before = trail[at - 1]
    if (!before) {
      parts.push(`M${xOf(spot) + boxWidth} ${yOf(spot)}`)
      continue
    }
    const [x1, y1, x2, y2] = [xOf(before) + boxWidth, yOf(before), xOf(spot), yOf(spot)]
    parts.push(`C${x1 + gapWidth * 0.55} ${y1} ${x2 - gapWidth * 0.55} ${y2} ${x2} ${y2}`)
    if (at < trail.length - 1) parts.push(`H${x2 + boxWidth}`)
  }
  return parts.join('')
}

/** One that leads back, or down its own column: under the boxes. */
function around(from: Spot, to: Spot): string {
  const [x1, y1, x2, y2] = [xOf(from) + boxWidth * 0.7, yOf(from), xOf(to) + boxWidth * 0.3, yOf(to)]
  const below = yOf(from) <= yOf(to) ? -1 : 1
  const [start, end] = [y1 - (below * boxHeight) / 2, y2 + (below * boxHeight) / 2]
  return `M${x1} ${start}C${x1} ${(start + end) / 2} ${x2} ${(start + end) / 2} ${x2} ${end}`
}

function box(node: string, { spots }: Layout, { copies, credentials, hands }: Survival): string {
  const spot = spots.get(node)
  if (!spot) return ''
  const name = node.slice(node.indexOf(':') + 1)
  const copy = isCopy(node) ? copies.find((one) => one.name === name) : undefined
  const held = credentials.filter((one) => one.node === node)
  const count = copy
    ? hands.filter(({ kind, falls }) => kind === 'one' && falls.some((one) => one.copy === name)).length
    : 0
  const classes = copy
    ? ['copy', count > 0 ? 'falls' : '', copy.lastResort ? 'last' : ''].filter((one) => one !== '').join(' ')
    : held.length > 0
      ? 'credential'
      : 'thing'
  const under = copy
    ? `${copy.lastResort ? 'last resort, ' : ''}${count === 0 ? 'stands against each alone' : `falls to ${count} of ${credentials.length}`}`
    : held[0]
      ? credentialClasses[held[0].class]
      : tellNode(node)
          .replace(name, '')
          .replace(/[“”]/g, '')
          .replace(/ of (?= |$)/, ' ')
          .trim()
  const [x, y] = [xOf(spot), yOf(spot) - boxHeight / 2]
  return `<g class="${classes}"><title>${safe(`${tellNode(node)}${copy ? `: ${copy.mechanism.value}` : ''}`)}</title><rect class="box" x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="7"/><text x="${x + 11}" y="${y + 18}">${safe(short(name, 33))}</text><text x="${x + 11}" y="${y + 34}" class="small">${safe(short(under, 41))}</text></g>`
}

/** What colours and lines mean, for whoever does not know it. */
function legend(y: number): string {
  const swatches: readonly (readonly [classes: string, words: string, width: number])[] = [
    ['credential', 'what an attacker may hold', 190],
    ['thing', 'what he gets by it', 140],
    ['copy falls', 'a copy that falls', 130],
    ['copy', 'a copy that stands', 140],
    ['copy falls last', 'thick: of last resort', 0],
  ]
  let x = margin
  const boxes = swatches.map(([classes, words, width]) => {
    const drawn = `<g class="${classes}"><rect class="box" x="${x}" y="${y - 11}" width="18" height="12" rx="3"/><text class="small" x="${x + 24}" y="${y}">${words}</text></g>`
    x += width
    return drawn
  })
  const lines = `<path class="edge observed" d="M${margin} ${y + 14}h18"/><text class="small" x="${margin + 24}" y="${y + 18}">thick: a record showed it</text><path class="edge assumed" d="M${margin + 190} ${y + 14}h18"/><text class="small" x="${margin + 214}" y="${y + 18}">broken: nobody said it, so the worse is taken</text>`
  return `${boxes.join('')}${lines}`
}

const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
const safe = (text: string): string => escapeMarkup(text.replace(/[^\P{Cc}]/gu, ' '))
