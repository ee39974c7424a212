// The audit log as a page: whether it is whole, and who did what, newest first.
import { type AuditEntry, auditActs } from '../../model/audit.ts'
import type { Subject } from '../../model/people.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { exactly, moment } from '../frame/times.ts'
import { texts } from '../texts/common.ts'
import { auditTexts as words } from '../texts/people.ts'
import type { AuditQuery, AuditState } from './book.ts'

export interface AuditView {
  readonly state: AuditState
  readonly entries: readonly AuditEntry[]
  /** The address of what is older. */
  readonly older?: string
  readonly query: AuditQuery
  readonly reader: Subject
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly wrong?: string
}

export function auditPage(view: AuditView): string {
  const { entries, older, query, reader, site, wrong } = view
  return shell(
    { title: texts.places.audit, site, reader, here: 'audit', still: true },
    html`<h1>${texts.places.audit}</h1><p class="lead">${words.lead}</p>
${state(view)}
${wrong !== undefined && html`<p class="panel wrong" role="alert">${wrong}</p>`}
${filters(query)}
<section class="panel">${
      entries.length === 0
        ? html`<p class="kind">${words.none}</p>`
        : html`<table class="wide"><thead><tr><th>${words.number}</th><th>${words.at}</th><th>${words.who}</th><th>${words.what}</th><th>${words.on}</th><th>${words.where}</th></tr></thead><tbody>${entries.map((entry) => row(entry, view))}</tbody></table>`
    }
<p class="leaves">${query.before !== undefined && html`<a href="/audit">${words.newest}</a>`}${older !== undefined && html`<a class="button" href="${older}">${words.older}</a>`}<a href="/api/audit" download="audit.ndjson">${words.export}</a></p></section>`,
  )
}

function state({ state: { entries, head, findings, since }, now, zone }: AuditView): Html {
  const whole = findings.length === 0
  return html`<section class="panel verified ${whole ? 'whole' : 'broken'}"><p><span class="tag ${whole ? 'resolved' : 'page-now'}">${whole ? words.whole : words.broken}</span> ${entries} ${words.entries}, ${words.looked} ${moment(new Date(since).toISOString(), now, zone)}. <a href="/audit?anew=yes">${words.again}</a></p>
${findings.slice(0, 10).map(({ message }) => html`<p class="wrong">${message}</p>`)}
<p>${words.head}: <code class="secret">${head.seq} ${head.hash}</code></p><p class="kind">${words.keep}</p></section>`
}

function filters({ act, who, outcome, text, from, to }: AuditQuery): Html {
  const option = (value: string, says: string, chosen: string | undefined): Html =>
    html`<option value="${value}"${value === (chosen ?? '') && { html: ' selected' }}>${says}</option>`
  const time = (iso: string | undefined): string => iso?.slice(0, 16) ?? ''
  return html`<form class="filters panel" method="get" action="/audit">
<label>${words.act}<select name="act">${option('', words.anyAct, act)}${[...new Set(auditActs)].sort().map((one) => option(one, one, act))}</select></label>
<label>${words.who}<input name="who" value="${who ?? ''}" autocapitalize="none" spellcheck="false"></label>
<label>${words.outcome}<select name="outcome">${option('', words.any, outcome)}${option('done', words.done, outcome)}${option('refused', words.refused, outcome)}</select></label>
<label>${words.text}<input name="text" value="${text ?? ''}" spellcheck="false"></label>
<label>${words.from}<input type="datetime-local" name="from" value="${time(from)}"></label>
<label>${words.to}<input type="datetime-local" name="to" value="${time(to)}"></label>
<button>${words.filter}</button></form>`
}

function row({ seq, at, act, outcome, reason, detail, personal }: AuditEntry, { zone }: AuditView): Html {
  const { who, on, from, words: said } = personal ?? {}
  const facts = detail === undefined ? [] : Object.entries(detail).map(([name, value]) => `${name} ${plain(value)}`)
  return html`<tr id="e${seq}"><td data-head="${words.number}">${seq}</td><td data-head="${words.at}">${exactly(at, zone)}</td><td data-head="${words.who}">${who ? html`${who.name}${who.role !== undefined && html`<small>${who.role}</small>`}` : html`<em>${words.erased}</em>`}</td>
<td data-head="${words.what}"><b>${act}</b>${outcome === 'refused' && html` <span class="tag refused">${words.refused}${reason !== undefined && `: ${reason}`}</span>`}${facts.length > 0 && html`<small>${facts.join(', ')}</small>`}${said !== undefined && html`<small>“${said}”</small>`}</td>
<td data-head="${words.on}">${on && html`${on.kind} <code>${on.id}</code>`}</td><td class="origin" data-head="${words.where}">${from !== undefined && html`<code>${from}</code>`}</td></tr>`
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
