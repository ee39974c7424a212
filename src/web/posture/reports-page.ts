// The page that offers the reports of the last months, and a form for any other.
import { type ReportKind, reportKinds } from '../../model/report.ts'
import { reportForms } from '../../report/render.ts'
import { tellMonth } from '../../report/words.ts'
import { type Html, html } from '../frame/html.ts'
import { words } from './texts.ts'

const { reports: say } = words
const shown = 6

/** @param now ISO */
export function reportsPart(now: string): Html {
  const [year, month] = [Number(now.slice(0, 4)), Number(now.slice(5, 7))]
  const months = Array.from({ length: shown }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  )
  const links = (kind: ReportKind, name: string): Html =>
    html`<span class="acts">${reportForms.map((form) => html`<a class="button" href="/reports/${kind}?month=${name}&as=${form}" aria-label="${say[kind]}, ${tellMonth(name)}, ${say[form]}">${say[form]}</a>`)}</span>`
  return html`<p class="lead">${say.lead}</p>
<section class="panel"><table class="cards reports"><thead><tr><th scope="col">${say.month}</th><th scope="col">${say.board}</th><th scope="col">${say.auditor}</th></tr></thead>
<tbody>${months.map((name, index) => html`<tr><th scope="row">${tellMonth(name)}${index === 0 && html`<small>${say.notOver}</small>`}</th>${reportKinds.map((kind) => html`<td data-label="${say[kind]}">${links(kind, name)}</td>`)}</tr>`)}</tbody></table></section>
<details class="panel propose"><summary>${say.other}</summary><form method="get" action="/reports/board" class="stack"><label for="month">${say.month}</label><input id="month" name="month" type="month" required pattern="\\d{4}-\\d\\d" value="${months[1]}">
<label for="as">${say.form}</label><select id="as" name="as">${reportForms.map((form) => html`<option value="${form}">${say[form]}</option>`)}</select>
<p class="acts"><button class="first">${say.board}</button><button formaction="/reports/auditor">${say.auditor}</button></p></form></details>`
}
