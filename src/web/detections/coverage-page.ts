// The coverage as a table: classes of precursors by systems, from cases that ran and samples; and the ATT&CK techniques shown.
import { type AlertClass, alertClasses } from '../../model/alert.ts'
import type { CoverageMatrix, Proof, RuleEntry } from '../../model/detections.ts'
import type { Subject } from '../../model/people.ts'
import { type Html, html } from '../frame/html.ts'
import { icon } from '../frame/icons.ts'
import { shell } from '../frame/shell.ts'
import { classWords } from '../frame/words.ts'
import { proofLine, rulePath } from './list-page.ts'
import { technique } from './rule-page.ts'
import { texts } from './texts.ts'

export interface CoverageView {
  readonly proof: Proof
  readonly rules: readonly RuleEntry[]
  readonly site: string
  readonly reader?: Subject
}

const { coverage: words } = texts

export function coveragePage({ proof, rules, site, reader }: CoverageView): string {
  return shell(
    { title: words.title, site, here: 'detections', still: true, ...(reader && { reader }) },
    html`<div class="detections coverage-page"><p class="crumb"><a href="/detections" data-swap>${icon('left')}${texts.rule.back}</a></p><h1>${words.title}</h1><p class="lead">${words.lead}</p>
${proofLine(proof)}
${proof.state === 'done' && [matrix(proof.coverage), attack(proof.coverage, rules)]}</div>`,
  )
}

function matrix(coverage: CoverageMatrix): Html {
  const { sources, classes, cells, gaps } = coverage
  const at = new Map(cells.map((cell) => [`${cell.source} ${cell.class}`, cell]))
  const open = new Map(gaps.map((gap) => [`${gap.source} ${gap.class}`, gap]))
  const field = (source: string, row: AlertClass): Html => {
    const cell = at.get(`${source} ${row}`)
    if (cell) {
      const told = `${source}, ${classWords[row]}: ${words.legend[cell.priority]}, ${cell.cases} ${words.cases}, ${cell.samples} ${words.samples}`
      return html`<td class="${cell.priority}"><a href="/detections?class=${row}&amp;source=${encodeURIComponent(source)}" title="${told}" aria-label="${told}" data-swap>${words.marks[cell.priority]}</a></td>`
    }
    const gap = open.get(`${source} ${row}`)
    return gap
      ? html`<td class="gap" title="${gap.verbs.join(', ')}">${words.marks.gap}<span class="hidden">${words.legend.gap}: ${gap.verbs.join(', ')}</span></td>`
      : html`<td></td>`
  }
  const legend = (['page-now', 'notify', 'queue', 'gap'] as const).map(
    (mark) => html`<span class="${mark}"><b>${words.marks[mark]}</b> ${words.legend[mark]}</span>`,
  )
  return html`<p class="sums"><b>${cells.length}</b> ${words.cells} <b>${sources.length * classes.length}</b> ${words.shown}</p><p class="legend">${legend}</p>
<div class="panel matrix" tabindex="0" role="region" aria-label="${words.title}"><table><thead><tr><th scope="col">${words.system}</th>${classes.map((row) => html`<th scope="col"><span>${alertClasses[row]} ${classWords[row]}</span></th>`)}</tr></thead><tbody>${sources.map((source) => html`<tr><th scope="row">${source}</th>${classes.map((row) => field(source, row))}</tr>`)}</tbody></table></div>`
}

function attack({ techniques }: CoverageMatrix, rules: readonly RuleEntry[]): Html {
  const titles = new Map(rules.map(({ id, title }) => [id, title]))
  return html`<section class="panel attack" id="attack"><h2>${words.attack}</h2><p class="kind">${words.attackLead}</p><table><thead><tr><th scope="col">${words.technique}</th><th scope="col">${words.rules}</th></tr></thead><tbody>${techniques.map(
    ({ id, rules: fired }) =>
      html`<tr><th scope="row">${technique(id)}</th><td>${fired.map((rule) => html`<a href="${rulePath(rule)}" data-swap>${titles.get(rule) ?? rule}</a>`)}</td></tr>`,
  )}</tbody></table></section>`
}
