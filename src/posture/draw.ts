// A picture as SVG: by itself with colours for light and dark, or bare for a page that has a style sheet.
import { escapeMarkup } from '../lib/markup.ts'
import type { Survival } from '../model/posture.ts'
import type { Scene, SceneItem } from '../model/scene.ts'
import { graphScene } from './scene.ts'

/** The picture of the graph by itself. */
export const drawGraph = (survival: Survival): string => drawScene(graphScene(survival))

/** @param bare without colours of its own */
export function drawScene({ width, height, says, items }: Scene, { bare = false } = {}): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" class="scene" aria-label="${safe(says)}">
${bare ? '' : `<style>${style}</style>\n<rect class="paper" width="${width}" height="${height}"/>\n`}${items.some((one) => one.kind === 'line' && one.arrow) ? `<defs>${arrow('plain')}${arrow('fall')}</defs>\n` : ''}${items.map(drawn).join('\n')}
</svg>
`
}

const arrow = (tint: string): string =>
  `<marker id="to-${tint}" class="to ${tint}" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 .6 7.6 4 0 7.4z"/></marker>`

const style = `:root{color-scheme:light dark}text{font-family:system-ui,"Segoe UI","DejaVu Sans",sans-serif}.ink{fill:#17191e}text.soft{fill:#575d6b}text.hold{fill:#3d5673}text.fall{fill:#b42318}text.stand{fill:#1b6a40}.bold{font-weight:650}
.paper{fill:#fff}.box{stroke-width:1.2}.box.strong{stroke-width:3}.box.plain{fill:#f7f7f8;stroke:#8b92a1}.box.hold{fill:#e9eff6;stroke:#3d5673}.box.stand{fill:#e4f4ea;stroke:#1b6a40}.box.fall{fill:#fdeae8;stroke:#b42318}.box.solid.stand{fill:#1b6a40}.box.solid.fall{fill:#b42318}.box.solid.plain{fill:#8b92a1}
.line{fill:none;stroke:#8b92a1;stroke-width:1.4}.line.fall{stroke:#b42318}.line.broken{stroke-dasharray:5 4}.line.strong{stroke-width:2.6}.to path{fill:#8b92a1}.to.fall path{fill:#b42318}
@media (prefers-color-scheme:dark){.ink{fill:#e9ebef}text.soft{fill:#a3a9b7}text.hold{fill:#aac4e0}text.fall{fill:#ff8f85}text.stand{fill:#80d8a6}.paper{fill:#16181d}.box.plain{fill:#1d2026;stroke:#7b8393}.box.hold{fill:#1b2735;stroke:#aac4e0}.box.stand{fill:#12291c;stroke:#80d8a6}.box.fall{fill:#3a1815;stroke:#ff8f85}.box.solid.stand{fill:#80d8a6}.box.solid.fall{fill:#ff8f85}.line{stroke:#7b8393}.line.fall{stroke:#ff8f85}.to path{fill:#7b8393}.to.fall path{fill:#ff8f85}}`

function drawn(item: SceneItem): string {
  if (item.kind === 'text') {
    const anchor = item.anchor === undefined ? '' : ` text-anchor="${item.anchor}"`
    return `<text class="${item.tint}${item.bold ? ' bold' : ''}" x="${item.x}" y="${item.y}" font-size="${item.size}"${anchor}>${safe(item.text)}</text>`
  }
  const title = item.title === undefined ? '' : `<title>${safe(item.title)}</title>`
  if (item.kind === 'box') {
    const { x, y, width, height, radius, tint } = item
    return `<rect class="box ${tint}${item.strong ? ' strong' : ''}${item.solid ? ' solid' : ''}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}">${title}</rect>`
  }
  const end = item.arrow ? ` marker-end="url(#to-${item.tint === 'fall' ? 'fall' : 'plain'})"` : ''
  return `<path class="line ${item.tint}${item.broken ? ' broken' : ''}${item.strong ? ' strong' : ''}"${end} d="${item.d}">${title}</path>`
}

const safe = (text: string): string => escapeMarkup(text.replace(/\p{Cc}/gu, ' '))
