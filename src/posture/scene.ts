// What the picture of the graph shows: who on the left, what they get in the middle, copies on the right, and what colours mean.
import { credentialClasses, type Relation, type Survival } from '../model/posture.ts'
import type { Scene, SceneItem, Tint } from '../model/scene.ts'
import { type Layout, layOut, type Spot } from './layout.ts'
import { tellNode } from './names.ts'

const [boxWidth, boxHeight, gapWidth, rowHeight, margin, head, foot] = [226, 44, 56, 58, 24, 66, 56]
const columnWidth = boxWidth + gapWidth
/** What is larger is no picture any more: it shows what falls by the ways that lead to copies of last resort. */
const mostWays = 180
const mostDrawn = 90

/** Of what is too much for one picture, the ways to the copies of last resort, and it says so. */
export function graphScene(survival: Survival): Scene {
  const { relations, cut } = shownOf(survival)
  const edges = relations.flatMap(({ needs, gives }) => needs.map((from) => ({ from, to: gives })))
  const drawn = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const copies = survival.copies.map(({ name }) => `copy:${name}`).filter((node) => !cut || drawn.has(node))
  const credentials = survival.credentials.map(({ node }) => node).filter((node) => drawn.has(node))
  const nodes = [...new Set([...credentials, ...drawn, ...copies])]
  const layout = layOut(nodes, edges, isCopy)
  const width = Math.max(780, margin * 2 + layout.columns * columnWidth - gapWidth)
  const height = Math.round(head + layout.rows * rowHeight + foot)
  const says = `${edges.length} ways to ${copies.length} copies${cut ? ', of those to copies of last resort alone: all would be too many for a picture' : ''}`
  const trails = layout.trails.values()
  return {
    width,
    height,
    says: `Who can turn it off: ${says}`,
    items: [
      { kind: 'text', x: margin, y: 26, text: 'Who can turn it off', tint: 'ink', size: 16, bold: true },
      { kind: 'text', x: margin, y: 46, text: says, tint: 'soft', size: 11 },
      ...relations.flatMap((relation) => relation.needs.flatMap(() => edge(relation, trails.next().value ?? []))),
      ...nodes.flatMap((node) => box(node, layout, survival)),
      ...legend(height - foot / 2 + 4),
    ],
  }
}

const isCopy = (node: string): boolean => node.startsWith('copy:')

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
function edge({ gives, way, basis, because }: Relation, trail: readonly Spot[]): readonly SceneItem[] {
  const [start] = trail
  const end = trail.at(-1)
  if (!start || !end) return []
  return [
    {
      kind: 'line',
      tint: isCopy(gives) ? 'fall' : 'plain',
      d: end.column > start.column ? along(trail) : around(start, end),
      arrow: true,
      ...(basis === 'assumed' ? { broken: true } : {}),
      ...(basis === 'observed' ? { strong: true } : {}),
      title: `${way}: ${because}`,
    },
  ]
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
    const bend = Math.round(gapWidth * 0.55)
    parts.push(`C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`)
    if (at < trail.length - 1) parts.push(`H${x2 + boxWidth}`)
  }
  return parts.join('')
}

/** One that leads back, or down its own column: from edge to edge of the boxes. */
function around(from: Spot, to: Spot): string {
  const [x1, y1, x2, y2] = [xOf(from) + boxWidth * 0.7, yOf(from), xOf(to) + boxWidth * 0.3, yOf(to)]
  const side = y1 <= y2 ? 1 : -1
  const [start, end] = [y1 + (side * boxHeight) / 2, y2 - (side * boxHeight) / 2]
  const middle = (start + end) / 2
  return `M${x1} ${start}C${x1} ${middle} ${x2} ${middle} ${x2} ${end}`
}

function box(node: string, { spots }: Layout, survival: Survival): readonly SceneItem[] {
  const spot = spots.get(node)
  if (!spot) return []
  const name = node.slice(node.indexOf(':') + 1)
  const { tint, under, title, strong } = isCopy(node) ? copyBox(name, survival) : thingBox(node, name, survival)
  const [x, y] = [xOf(spot), yOf(spot) - boxHeight / 2]
  return [
    { kind: 'box', tint, x, y, width: boxWidth, height: boxHeight, radius: 7, title, ...(strong ? { strong } : {}) },
    { kind: 'text', x: x + 11, y: y + 18, text: short(name, 31), tint: 'ink', size: 13 },
    { kind: 'text', x: x + 11, y: y + 34, text: short(under, 39), tint: 'soft', size: 11 },
  ]
}

interface Box {
  readonly tint: Tint
  readonly under: string
  readonly title: string
  readonly strong: boolean
}

function copyBox(name: string, { copies, credentials, hands }: Survival): Box {
  const copy = copies.find((one) => one.name === name)
  const count = hands.filter(({ kind, falls }) => kind === 'one' && falls.some((one) => one.copy === name)).length
  const falls = count === 0 ? 'stands against each alone' : `falls to ${count} of ${credentials.length}`
  const strong = copy?.lastResort === true
  return {
    tint: count === 0 ? 'stand' : 'fall',
    under: strong ? `last resort, ${falls}` : falls,
    title: `“${name}”: ${copy?.mechanism.value ?? 'none'}`,
    strong,
  }
}

function thingBox(node: string, name: string, { credentials }: Survival): Box {
  const held = credentials.find((one) => one.node === node)
  const told = tellNode(node)
  return {
    tint: held ? 'hold' : 'plain',
    under: held
      ? credentialClasses[held.class]
      : told
          .replace(name, '')
          .replace(/ of (?= |$)/, ' ')
          .trim(),
    title: told,
    strong: false,
  }
}

/** What colours and lines mean, for whoever does not know it. */
function legend(y: number): readonly SceneItem[] {
  const swatches: readonly (readonly [tint: Tint, words: string, x: number, strong?: true])[] = [
    ['hold', 'what an attacker may hold', 0],
    ['plain', 'what he gets by it', 190],
    ['fall', 'a copy that falls', 330],
    ['stand', 'a copy that stands', 460],
    ['fall', 'thick: of last resort', 600, true],
  ]
  const words = (x: number, at: number, text: string): SceneItem => ({
    kind: 'text',
    x: margin + x + 24,
    y: at,
    text,
    tint: 'soft',
    size: 11,
  })
  return [
    ...swatches.flatMap(([tint, text, x, strong]): readonly SceneItem[] => [
      {
        kind: 'box',
        tint,
        x: margin + x,
        y: y - 11,
        width: 18,
        height: 12,
        radius: 3,
        ...(strong ? { strong } : {}),
      },
      words(x, y, text),
    ]),
    { kind: 'line', tint: 'plain', d: `M${margin} ${y + 14}h18`, strong: true },
    words(0, y + 18, 'thick: a record showed it'),
    { kind: 'line', tint: 'plain', d: `M${margin + 190} ${y + 14}h18`, broken: true },
    words(190, y + 18, 'broken: nobody said it, so the worse is taken'),
  ]
}

const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
