// A report as one HTML file that stands for itself: nothing is loaded, it prints well, and it is dark where the reader's system is.
import { createHash } from 'node:crypto'
import { escapeMarkup } from '../lib/markup.ts'
import type { Block, Cell, Column, ReportDocument } from '../model/report.ts'
import type { Scene } from '../model/scene.ts'
import { drawScene } from '../posture/draw.ts'

/** What is wider is printed on a page that lies on its side. */
export const widestUpright = 900

export const writeHtml = ({ title, subtitle, foot, blocks }: ReportDocument): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${safe(title)} ${safe(subtitle)} · Lastcopy</title>
<style>${style}</style>
</head>
<body>
<header><p>Lastcopy</p><h1>${safe(title)}</h1><p class="sub">${safe(subtitle)}</p></header>
<main>
${blocks.map(written).join('\n')}
</main>
<footer>${safe(foot)}</footer>
</body>
</html>
`

const safe = (text: string): string => escapeMarkup(text.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, ' '))

function written(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${safe(block.text)}</h2>`
    case 'text':
      return `<p${block.tone === undefined ? '' : ` class="${block.tone}"`}>${safe(block.text)}</p>`
    case 'figures':
      return `<dl class="figures">${block.figures.map(({ value, label, tint }) => `<div class="${tint}"><dt>${safe(label)}</dt><dd>${safe(value)}</dd></div>`).join('')}</dl>`
    case 'picture':
      return picture(block.scene)
    case 'table':
      return block.rows.length === 0
        ? block.none === ''
          ? ''
          : `<p class="none">${safe(block.none)}</p>`
        : `<div class="table" tabindex="0" role="group" aria-label="${safe(block.columns[0]?.title ?? '')}"><table>${widths(block.columns)}<thead><tr>${block.columns.map(({ title }) => `<th scope="col">${safe(title)}</th>`).join('')}</tr></thead><tbody>
${block.rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}
</tbody></table></div>`
  }
}

/** Columns as wide as their parts say: a style in an attribute would be against the policy of the pages. */
const widths = (columns: readonly Column[]): string => {
  const all = columns.reduce((sum, { wide }) => sum + wide, 0)
  return `<colgroup>${columns.map(({ wide }) => `<col width="${Math.round((wide / all) * 100)}%">`).join('')}</colgroup>`
}

const picture = (scene: Scene): string =>
  `<figure${scene.width > widestUpright ? ' class="wide"' : ''} tabindex="0">${drawScene(scene, { bare: true })}</figure>`

function cell(given: string | Cell): string {
  if (typeof given === 'string') return `<td>${safe(given)}</td>`
  const { text, tint = 'ink', bold, mono } = given
  const classes = [tint === 'ink' ? '' : tint, bold ? 'bold' : '', mono ? 'mono' : ''].filter((one) => one !== '')
  return `<td${classes.length === 0 ? '' : ` class="${classes.join(' ')}"`}>${safe(text)}</td>`
}

const style = `:root{color-scheme:light dark;--paper:light-dark(#fff,#16181d);--ink:light-dark(#17191e,#e9ebef);--soft:light-dark(#575d6b,#a3a9b7);--line:light-dark(#dfe2e8,#2d323c);--band:light-dark(#f4f5f7,#1d2026);--fall:light-dark(#b42318,#ff8f85);--fall-soft:light-dark(#fdeae8,#3a1815);--stand:light-dark(#1b6a40,#80d8a6);--stand-soft:light-dark(#e4f4ea,#12291c);--hold:light-dark(#3d5673,#aac4e0);--hold-soft:light-dark(#e9eff6,#1b2735);--grey:light-dark(#8b92a1,#7b8393)}
*{box-sizing:border-box}body{margin:0 auto;padding:2.2rem 1.4rem 3rem;max-width:72rem;background:var(--paper);color:var(--ink);font:14.5px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
header{border-bottom:3px solid var(--ink);padding-bottom:1rem;margin-bottom:1.4rem}header p{margin:0;color:var(--soft)}h1{font-size:2rem;line-height:1.2;letter-spacing:-.02em;margin:.2rem 0}.sub{font-size:1.1rem}
h2{font-size:1.25rem;letter-spacing:-.01em;margin:2.6rem 0 .7rem;break-after:avoid}p{margin:.5rem 0;max-width:64rem;overflow-wrap:anywhere}.lead{font-size:1.25rem;line-height:1.45;font-weight:560}.note,.none{color:var(--soft);font-size:.93em}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.7rem;margin:1.3rem 0}.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end;border:1px solid var(--line);border-left:4px solid var(--grey);border-radius:6px;padding:.7rem .9rem;break-inside:avoid}.figures .fall{border-left-color:var(--fall)}.figures .stand{border-left-color:var(--stand)}.figures dt{color:var(--soft);font-size:.88rem;line-height:1.35}.figures dd{margin:0 0 .2rem;font-size:1.55rem;font-weight:650;letter-spacing:-.02em}.figures .fall dd{color:var(--fall)}.figures .stand dd{color:var(--stand)}
.table{overflow-x:auto;margin:.8rem 0 1.2rem}table{border-collapse:collapse;width:100%;min-width:44rem;font-size:.92em}th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1.5px solid var(--grey);padding:.35rem .9rem .35rem 0;vertical-align:bottom}td{border-bottom:1px solid var(--line);padding:.42rem .9rem .42rem 0;vertical-align:top;overflow-wrap:break-word;font-variant-numeric:tabular-nums}tr{break-inside:avoid}td.fall{color:var(--fall)}td.stand{color:var(--stand)}td.soft{color:var(--soft)}.bold{font-weight:650}.mono{font:11px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;word-break:break-all}
figure{margin:1rem 0;overflow-x:auto;break-inside:avoid}.scene{display:block;font-family:inherit}.scene .ink{fill:var(--ink)}.scene text.soft{fill:var(--soft)}.scene text.hold{fill:var(--hold)}.scene text.fall{fill:var(--fall)}.scene text.stand{fill:var(--stand)}.scene .bold{font-weight:650}.box{stroke-width:1.2}.box.strong{stroke-width:3}.box.plain{fill:var(--band);stroke:var(--grey)}.box.hold{fill:var(--hold-soft);stroke:var(--hold)}.box.stand{fill:var(--stand-soft);stroke:var(--stand)}.box.fall{fill:var(--fall-soft);stroke:var(--fall)}.box.solid.stand{fill:var(--stand)}.box.solid.fall{fill:var(--fall)}.line{fill:none;stroke:var(--grey);stroke-width:1.4}.line.fall{stroke:var(--fall)}.line.broken{stroke-dasharray:5 4}.line.strong{stroke-width:2.6}.to path{fill:var(--grey)}.to.fall path{fill:var(--fall)}
:focus-visible{outline:2px solid var(--hold);outline-offset:2px}footer{margin-top:3rem;padding-top:.8rem;border-top:1px solid var(--line);color:var(--soft);font-size:.88rem;overflow-wrap:anywhere}
@media(min-width:60rem){.scene{max-width:100%;height:auto}}
@page{size:A4;margin:16mm 15mm}@page wide{size:A4 landscape}@media print{:root{color-scheme:light}table{min-width:0}body{padding:0;max-width:none;font-size:10pt}h2{margin-top:1.6rem}.table,figure{overflow:visible}.scene{max-width:100%;height:auto}figure.wide{page:wide;break-before:page}.wide .scene{max-height:165mm}}
@media(max-width:40rem){body{padding:1.3rem 1rem 2rem}h1{font-size:1.6rem}.lead{font-size:1.1rem}.figures{grid-template-columns:repeat(2,minmax(0,1fr))}}`

/** What a policy of content names, so that this style and no other is taken. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`
