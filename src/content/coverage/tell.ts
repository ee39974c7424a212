// The coverage matrix for people and tools: a table of text, a page, and a layer for ATT&CK Navigator.
import { escapeMarkup } from '../../lib/markup.ts'
import { type AlertClass, alertClasses } from '../../model/alert.ts'
import type { CoverageCell } from '../../model/detections.ts'
import { type Coverage, techniquesOf } from './matrix.ts'

const marks = { 'page-now': '●', notify: '○', queue: '·' } as const
const legend = '● pages at once  ○ notify  · queue  ? told by its samples, and shown by no case or sample'

/** One row a system, one column a row of the contract's table. */
export function coverageText({ sources, classes, cells, gaps }: Coverage): string {
  const longest = Math.max(...sources.map((name) => name.length))
  const head = `${' '.repeat(longest)}  ${classes.map((name) => String(alertClasses[name]).padStart(2)).join(' ')}`
  const rows = sources.map(
    (source) =>
      `${source.padEnd(longest)}  ${classes.map((name) => ` ${markOf(cells, gaps, source, name)}`).join(' ')}`,
  )
  const names = classes.map((name) => `${String(alertClasses[name]).padStart(2)} ${name}`)
  return `${[head, ...rows, '', legend, '', ...names].join('\n')}\n`
}

type Marked = { readonly source: string; readonly class: AlertClass }

const cellOf = <T extends Marked>(all: readonly T[], source: string, name: AlertClass): T | undefined =>
  all.find((one) => one.source === source && one.class === name)

function markOf(cells: readonly CoverageCell[], gaps: readonly Marked[], source: string, name: AlertClass): string {
  const cell = cellOf(cells, source, name)
  if (cell) return marks[cell.priority]
  return cellOf(gaps, source, name) ? '?' : ' '
}

/** A layer as ATT&CK Navigator reads it, format 4.5: a technique's score is how many rules with it fired. */
export function navigatorLayer({ cells, metas }: Coverage): object {
  const techniques = techniquesOf(cells, metas)
  const titles = new Map(metas.map(({ id, title }) => [id, title]))
  return {
    name: 'Lastcopy',
    description: 'Techniques of rules that fired in a case or on a sample.',
    domain: 'enterprise-attack',
    versions: { layer: '4.5', navigator: '5.1.0' },
    techniques: techniques.map(({ id, rules }) => ({
      techniqueID: id,
      score: rules.length,
      comment: rules.map((rule) => titles.get(rule) ?? rule).join('\n'),
      enabled: true,
    })),
    gradient: {
      colors: ['#dbe9f6', '#1f5f99'],
      minValue: 0,
      maxValue: Math.max(1, ...techniques.map(({ rules }) => rules.length)),
    },
  }
}

/** A page of its own, without a script, that prints. */
export function coveragePage(coverage: Coverage): string {
  const { sources, classes, ran, failed } = coverage
  const heads = classes.map((name) => `<th scope="col"><span>${alertClasses[name]} ${name}</span></th>`).join('')
  const rows = sources.map(
    (source) =>
      `<tr><th scope="row">${escapeMarkup(source)}</th>${classes.map((name) => cellPage(coverage, source, name)).join('')}</tr>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Coverage: classes of precursors by systems</title>
<style>${style}</style>
<h1>Which precursors fire on which systems</h1>
<p>From ${ran - failed} cases that ran and passed${failed > 0 ? ` (${failed} failed and show nothing)` : ''}, and from the samples of each source. Columns are the rows of the priority table.</p>
<p class="legend">${escapeMarkup(legend)}</p>
<div class="wide"><table><thead><tr><th scope="col">System</th>${heads}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
</html>
`
}

function cellPage({ cells, gaps, metas }: Coverage, source: string, name: AlertClass): string {
  const cell = cellOf(cells, source, name)
  if (!cell) {
    const gap = cellOf(gaps, source, name)
    return gap ? `<td class="gap" title="${escapeMarkup(gap.verbs.join(', '))}">?</td>` : '<td></td>'
  }
  const titles = metas.filter(({ id }) => cell.rules.includes(id)).map(({ title }) => title)
  const shown = [`${cell.cases} cases`, `${cell.samples} alerts of samples`, ...titles].join('\n')
  return `<td class="${cell.priority}" title="${escapeMarkup(shown)}">${marks[cell.priority]}</td>`
}

const style = `
:root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}
body{margin:2rem auto;max-width:78rem;padding:0 1rem}
h1{font-size:1.4rem}
.wide{overflow-x:auto}
table{border-collapse:collapse}
td{border:1px solid color-mix(in srgb,currentColor 18%,transparent);text-align:center;min-width:2rem;height:1.7rem}
tbody th{text-align:left;font-weight:500;padding-right:1rem;white-space:nowrap}
thead th{vertical-align:bottom;font-weight:500}
thead th span{writing-mode:vertical-rl;transform:rotate(180deg);padding:.3rem 0}
thead th:first-child{text-align:left}
thead th:not(:first-child){width:2.6rem}
.page-now{color:#b3261e;background:color-mix(in srgb,#b3261e 10%,transparent)}
.notify{color:#8a5a00;background:color-mix(in srgb,#8a5a00 10%,transparent)}
.gap{opacity:.7}
tbody tr:hover{background:color-mix(in srgb,currentColor 5%,transparent)}
@media (prefers-color-scheme:dark){.page-now{color:#ff8a80}.notify{color:#ffcc66}}
`
