// The picture of the graph: who on the left, what they get in the middle, copies on the right. An SVG by itself, in light and dark.
import { escapeMarkup } from '../lib/markup.ts'
import type { Credential, Relation, Survival } from '../model/posture.ts'
import { tellNode } from './names.ts'

const [columnWidth, rowHeight, boxWidth, boxHeight, margin] = [250, 54, 200, 38, 24]
/** What is larger is no picture any more: it shows what falls by the ways that lead to copies of last resort. */
const mostNodes = 90

interface Placed {
  readonly node: string
  readonly x: number
  readonly y: number
}

/** @returns the picture, or one that says that there is too much for one */
export function drawGraph(survival: Survival): string {
  const relations = shownOf(survival)
  const layers = layersOf(relations, survival.credentials)
  const placed = placeAll(layers)
  const width = margin * 2 + layers.length * columnWidth
  const height = margin * 2 + 30 + Math.max(1, ...layers.map(({ length }) => length)) * rowHeight
  const fallen = fallenOf(survival)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Who has what has what: ${relations.length} ways to ${survival.copies.length} copies">
<style>${style}</style>
<text x="${margin}" y="${margin + 6}" class="head">Who can turn it off: ways from what an attacker holds to each copy</text>
${relations.map((relation) => edges(relation, placed)).join('\n')}
${[...placed.values()].map((one) => box(one, fallen, survival)).join('\n')}
</svg>
`
}

const style = `:root{color-scheme:light dark}text{font:12px system-ui,sans-serif;fill:#1c2330}.head{font-weight:600;font-size:14px}.small{font-size:10px;fill:#5a6475}
rect{fill:#f4f6f9;stroke:#8a94a6;rx:6}.credential rect{fill:#e8edf8;stroke:#3b5ba5}.copy rect{fill:#e5f4ea;stroke:#2f8f4e}.copy.falls rect{fill:#fdeaea;stroke:#c0392b}.last rect{stroke-width:3}
path{fill:none;stroke:#8a94a6;stroke-width:1.2;opacity:.75}path.assumed{stroke-dasharray:4 3}path.kill{stroke:#c0392b}
@media (prefers-color-scheme:dark){text{fill:#e6e9ef}.small{fill:#a3acbb}rect{fill:#1e2530;stroke:#6c7789}.credential rect{fill:#1d2a47;stroke:#7d9be6}.copy rect{fill:#17331f;stroke:#58c37d}.copy.falls rect{fill:#3d1c1c;stroke:#ef7b6d}path{stroke:#8a94a6}path.kill{stroke:#ef7b6d}}`

/** Ways that nobody can go do not help anybody to see; of what is too much, those to the copies of last resort. */
function shownOf({ relations, copies, hands }: Survival): readonly Relation[] {
  const used = new Set<string>()
  const last = new Set(copies.flatMap(({ name, lastResort }) => (lastResort ? [name] : [])))
  const note = (only: (copy: string) => boolean): void => {
    for (const { falls } of hands)
      for (const { copy, path } of falls)
        if (only(copy)) for (const { from, to, way } of path) used.add(`${from.join(' ')} ${way} ${to}`)
  }
  note(() => true)
  const sized = used.size > mostNodes * 2
  if (sized) {
    used.clear()
    note((copy) => last.has(copy))
  }
  const shown = relations.filter(({ needs, way, gives }) => used.has(`${needs.join(' ')} ${way} ${gives}`))
  const once = new Map(shown.map((one) => [`${one.needs.join(' ')} ${one.gives}`, one]))
  return [...once.values()].slice(0, mostNodes * 3)
}

/** Each node stands one column right of what it needs, as far as there is no circle. */
function layersOf(relations: readonly Relation[], credentials: readonly Credential[]): readonly (readonly string[])[] {
  const depth = new Map<string, number>()
  const held = new Set(credentials.map(({ node }) => node))
  for (const { needs } of relations) for (const need of needs) if (held.has(need)) depth.set(need, 0)
  const nodes = new Set(relations.flatMap(({ needs, gives }) => [...needs, gives]))
  for (let turn = 0; turn < 4; turn += 1)
    for (const { needs, gives } of relations) {
      if (gives.startsWith('copy:')) continue
      const from = Math.max(...needs.map((need) => depth.get(need) ?? 0))
      depth.set(gives, Math.min(4, Math.max(depth.get(gives) ?? 0, from + 1)))
    }
  const last = Math.max(0, ...depth.values()) + 1
  for (const node of nodes) if (node.startsWith('copy:')) depth.set(node, last)
  const layers = Array.from({ length: last + 1 }, (_, at) =>
    [...nodes].filter((node) => (depth.get(node) ?? 0) === at).sort(),
  )
  return layers.filter(({ length }) => length > 0)
}

const placeAll = (layers: readonly (readonly string[])[]): ReadonlyMap<string, Placed> =>
  new Map(
    layers.flatMap((layer, column) =>
      layer.map((node, row): readonly [string, Placed] => [
        node,
        { node, x: margin + column * columnWidth, y: margin + 30 + row * rowHeight },
      ]),
    ),
  )

function edges({ needs, gives, way, basis, because }: Relation, placed: ReadonlyMap<string, Placed>): string {
  const to = placed.get(gives)
  return needs
    .flatMap((need) => {
      const from = placed.get(need)
      if (!from || !to) return []
      const [x1, y1, x2, y2] = [from.x + boxWidth, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2]
      const bend = Math.max(24, Math.abs(x2 - x1) / 2)
      const kind = [gives.startsWith('copy:') ? 'kill' : '', basis === 'assumed' ? 'assumed' : ''].join(' ').trim()
      return [
        `<path${kind === '' ? '' : ` class="${kind}"`} d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"><title>${safe(`${way}: ${because}`)}</title></path>`,
      ]
    })
    .join('')
}

const fallenOf = ({ hands }: Survival): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { kind, falls } of hands)
    if (kind === 'one') for (const { copy } of falls) counts.set(copy, (counts.get(copy) ?? 0) + 1)
  return counts
}

function box({ node, x, y }: Placed, fallen: ReadonlyMap<string, number>, { copies, credentials }: Survival): string {
  const name = node.slice(node.indexOf(':') + 1)
  const copy = node.startsWith('copy:') ? copies.find((one) => one.name === name) : undefined
  const kinds = copy
    ? ['copy', (fallen.get(name) ?? 0) > 0 ? 'falls' : '', copy.lastResort ? 'last' : ''].join(' ').trim()
    : credentials.some((one) => one.node === node)
      ? 'credential'
      : 'thing'
  const count = fallen.get(name) ?? 0
  const under = copy
    ? `${copy.mechanism.value}${copy.lastResort ? ', last resort' : ''}; falls to ${count}`
    : tellNode(node).replace(name, '').replace(/ of $/, '').trim()
  return `<g class="${kinds}"><title>${safe(tellNode(node))}</title><rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}"/><text x="${x + 8}" y="${y + 16}">${safe(short(name))}</text><text x="${x + 8}" y="${y + 30}" class="small">${safe(short(under))}</text></g>`
}

const short = (text: string): string => (text.length > 32 ? `${text.slice(0, 31)}…` : text)
const safe = (text: string): string => escapeMarkup(text.replace(/[^\P{Cc}]/gu, ' '))
