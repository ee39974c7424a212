// Why it fired: what each rule asked, and what the record said.
import type { Alert } from '../../model/alert.ts'
import type { Event } from '../../model/event.ts'
import type { RuleExplanation, WebDeps } from '../deps.ts'
import { type Html, html } from '../frame/html.ts'
import { utc } from '../frame/times.ts'
import { whyTexts as words } from '../texts/why.ts'
import type { AlertView } from './page.ts'

/** A rule with the first record that it says yes to; without explanation it joins several records, without a title it is gone. */
export interface Reason {
  readonly rule: string
  readonly title?: string
  readonly event?: Event
  readonly explanation?: RuleExplanation
}

const mostRules = 8

export function reasonsOf(
  { rules, rule, evidence }: Alert,
  { explain, titleOf }: Pick<WebDeps, 'explain' | 'titleOf'>,
): readonly Reason[] {
  const ids = [...new Set([rule.id, ...rules])].slice(0, mostRules)
  return ids.map((id) => {
    for (const event of evidence) {
      const explanation = explain(id, event)
      if (explanation?.verdict === 'matched') return { rule: id, event, explanation }
    }
    const title = titleOf(id)
    return { rule: id, ...(title !== undefined && { title }) }
  })
}

export function whyPart({ reasons, alert }: Pick<AlertView, 'reasons' | 'alert'>): Html {
  const told = reasons.map(({ rule, title, event, explanation }, index) => {
    if (!explanation)
      return html`<p data-key="why ${rule}"><b>${title ?? (rule === alert.rule.id ? alert.rule.title : rule)}</b> <small>${title === undefined ? words.gone : words.joins}</small></p>`
    const leaves = explanation.because.slice(0, 40)
    return html`<details data-key="why ${rule}"${index === 0 && { html: ' open' }}><summary><b>${explanation.title}</b>${event && html` <small>${event.event.code} · ${utc(event['@timestamp'])}</small>`}</summary>
<div class="fields" tabindex="0"><table><thead><tr><th scope="col">${words.asks}</th><th scope="col">${words.finds}</th></tr></thead><tbody>${leaves.map(leaf)}</tbody></table></div></details>`
  })
  return html`<section class="panel" id="why"><h2>${words.title}</h2>${told}</section>`
}

/** What decides a rule that says yes is there, or is what it says must not be. */
const leaf = ({ asks, for: wanted, holds, found }: RuleExplanation['because'][number]): Html =>
  html`<tr><td>${!holds && html`<b>${words.not}</b> `}<code>${asks}</code> ${wanted.slice(0, 300)}</td><td>${found.length === 0 ? html`<span class="kind">${words.absent}</span>` : found.map(String).join(', ').slice(0, 300)}</td></tr>`
