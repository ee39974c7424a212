// What a pasted record leads to: how it is read, what it would raise, which rules say yes and why, and what the nearest lack.
import type {
  RuleEntry,
  Trial,
  TrialEvent,
  TrialGiven,
  TrialLeaf,
  TrialRecord,
  TrialRule,
} from '../../model/detections.ts'
import type { Subject } from '../../model/people.ts'
import { type Html, html } from '../frame/html.ts'
import { icon } from '../frame/icons.ts'
import { shell } from '../frame/shell.ts'
import { classWords } from '../frame/words.ts'
import { priorityTag, rulePath } from './list-page.ts'
import { texts } from './texts.ts'

export interface ExplainView {
  readonly sources: readonly string[]
  readonly rules: readonly RuleEntry[]
  readonly given: Partial<TrialGiven>
  readonly wrong?: string
  readonly trial?: Trial
  readonly site: string
  readonly reader?: Subject
}

const { explain: words } = texts
const longestEvent = 60_000

export function explainPage(view: ExplainView): string {
  const { site, reader, wrong, trial } = view
  return shell(
    { title: words.title, site, here: 'detections', still: true, ...(reader && { reader }) },
    html`<div class="detections explain-page"><p class="crumb"><a href="/detections" data-swap>${icon('left')}${texts.rule.back}</a></p><h1>${words.title}</h1><p class="lead">${words.lead}</p>
${wrong !== undefined && html`<p role="alert" class="panel wrong">${wrong}</p>`}
${question(view)}
${trial && html`<div id="answer">${trial.records.map(record)}${trial.left > 0 && html`<p class="wrong">${trial.left} ${words.left}</p>`}</div>`}</div>`,
  )
}

function question({ sources, rules, given }: ExplainView): Html {
  const option = (value: string, told: string, chosen: string | undefined): Html =>
    html`<option value="${value}"${value === (chosen ?? '') && { html: ' selected' }}>${told}</option>`
  const usable = rules.filter(({ kind, use }) => kind === 'rule' && use !== 'unused')
  return html`<form class="panel question" method="post" action="/detections/explain">
<label for="text">${words.record}</label><textarea id="text" name="text" rows="9" required spellcheck="false" autocomplete="off">${given.text}</textarea><small>${words.recordHint}</small>
<div class="filters"><label>${words.source}<select name="source">${option('', words.event, given.source)}${sources.map((name) => option(name, name, given.source))}</select></label>
<label class="wide">${words.rule}<select name="rule">${option('', words.anyRule, given.rule)}${usable.map(({ id, title }) => option(id, title, given.rule))}</select></label>
<div class="go"><button class="first">${words.go}</button></div></div></form>`
}

function record({ number, rejects, dropped, events }: TrialRecord): Html {
  return html`<section class="panel tried" data-key="record ${number}"><h2>${words.number} ${number}</h2>
${rejects.map(({ reason, field }) => html`<p class="wrong" role="alert">${words.reject} ${reason}${field !== undefined && html` (${words.field} <code>${field}</code>)`}</p>`)}
${dropped && html`<p class="dropped">${words.dropped}</p>`}
${events.length === 0 && rejects.length === 0 && html`<p>${words.noEvents}</p>`}
${events.map((event, index) => eventTold(event, `${number} ${index}`))}</section>`
}

function eventTold({ event, twin, alerts, completed, rules, asked, unasked }: TrialEvent, key: string): Html {
  const raised = alerts.map(
    ({ priority, summary, class: row }) =>
      html`<li>${priorityTag(priority)} ${summary} <span class="kind">${classWords[row]}</span></li>`,
  )
  return html`<div class="event">${twin && html`<p class="dropped">${words.twin}</p>`}
<h3>${words.alerts}</h3>${raised.length === 0 ? html`<p class="kind">${words.noAlerts}</p>` : html`<ul class="plain raises">${raised}</ul>`}
${completed.length > 0 && html`<p>${words.completed} ${completed.map(({ id, title }) => html`<a class="chip" href="${rulePath(id)}">${title}</a>`)}</p>`}
<h3>${asked} ${words.asked} ${unasked > 0 && html`<span class="kind">${unasked} ${words.unasked}</span>`}</h3><p class="kind">${words.nearest}</p>
${rules.map((rule) => ruleTold(rule, key))}
<details data-key="as read ${key}"><summary>${words.event_}</summary><pre tabindex="0"><code>${JSON.stringify(event, null, 2).slice(0, longestEvent)}</code></pre></details></div>`
}

const verdicts = { matched: words.yes, filtered: words.filtered, 'not-matched': words.no } as const

function ruleTold({ id, title, verdict, priority, sees, because }: TrialRule, key: string): Html {
  const says = verdict === 'matched'
  return html`<details class="verdict ${verdict}" data-key="verdict ${key} ${id}"${says && { html: ' open' }}><summary><span class="tag ${says ? 'resolved' : ''}">${verdicts[verdict]}</span> <b>${title}</b>${!sees && html` <span class="wrong">${words.unseen}</span>`}${!says && html` <small>${words.lacks} ${because.length}</small>`}</summary>
<p class="tags">${priority !== undefined && priorityTag(priority)}<a href="${rulePath(id)}">${words.rule}</a></p>
<div class="fields" tabindex="0"><table><thead><tr><th scope="col">${words.asks}</th><th scope="col">${words.finds}</th></tr></thead><tbody>${because.map((leaf) => leafTold(leaf, says))}</tbody></table></div></details>`
}

/** What decides a yes is there or must not be; what a no lacks is not there, or is there and must not be. */
function leafTold({ asks, for: wanted, holds, why, found }: TrialLeaf, says: boolean): Html {
  const stands = found.map(String).join(', ').slice(0, 300)
  const why_ = words.whys[why]
  return html`<tr><td>${holds !== says && html`<b>${words.not}</b> `}<code>${asks}</code> ${wanted.slice(0, 300)}</td><td>${stands !== '' && html`<code>${stands}</code>`}${why_ !== '' && html` <span class="kind">${why_}</span>`}</td></tr>`
}
