// The head of an alert: one sentence, what can be done to it, what changed, and the notes.
import { type Alert, dispositions } from '../../model/alert.ts'
import { type Html, html } from '../frame/html.ts'
import { type Icon, icon } from '../frame/icons.ts'
import { exactly, moment } from '../frame/times.ts'
import { classWords, priorityWords, statusWords, tellChange } from '../frame/words.ts'
import { dispositionWords, planTags } from '../plans/words.ts'
import { texts } from '../texts/common.ts'
import type { AlertView } from './page.ts'

const { alert: words } = texts

export function headline({ alert, now, zone, print }: AlertView): Html {
  const { priority, status, disposition, assignee, summary, at } = alert
  return html`${!print && html`<p class="crumb"><a href="/" id="back" data-swap>${icon('left')}${texts.queue.title}</a><span class="siblings"><a id="before" data-swap hidden>↑<span class="hidden">${texts.keys.up}</span></a><a id="after" data-swap hidden>↓<span class="hidden">${texts.keys.down}</span></a></span></p>`}
<header class="headline ${priority} ${status}">
<p class="tags"><span class="tag ${priority}">${priorityWords[priority]}</span><span class="tag ${status}">${statusWords[status]}</span>${disposition && html`<span class="tag">${dispositionWords[disposition]}</span>`}${planTags(alert)}<span class="kind">${classWords[alert.class] ?? alert.class}</span>${assignee !== undefined && html`<span class="kind">${icon('person')} ${assignee}</span>`}</p>
<h1>${summary}</h1>
<p class="when">${moment(at, now, zone)} · ${exactly(at, zone)}</p>
</header>`
}

/** Forms, so that they work without a script; with one they send the version that was seen. */
export function buttons({ alert: { id, status, assignee }, reader, others }: AlertView): Html {
  const address = (act: string): string => `/alerts/${encodeURIComponent(id)}/${act}`
  const button = (
    act: string,
    label: string,
    sign: Icon,
    key: string,
    more: { first?: boolean; field?: Html; does?: string } = {},
  ): Html =>
    html`<form method="post" action="${address(act)}" data-key="act ${more.does ?? act}">${more.field}<button class="${more.first && 'first'}" data-act="${more.does ?? act}">${icon(sign)}<span>${label}</span><kbd class="scripted">${key}</kbd></button></form>`
  const open = (does: string, label: string, sign: Icon, key: string): Html =>
    html`<button type="button" class="scripted" data-act="${does}" data-key="act ${does}">${icon(sign)}<span>${label}</span><kbd>${key}</kbd></button>`
  const exports = html`<details class="more" data-key="export"><summary class="button">${icon('download')}<span>${words.export}</span></summary><div class="choices"><a href="/api/alerts/${encodeURIComponent(id)}/export?as=json" download>JSON</a><a href="/api/alerts/${encodeURIComponent(id)}/export?as=markdown" download>Markdown</a><a href="/alerts/${encodeURIComponent(id)}/print">${words.print}</a></div></details>`
  if (status === 'closed')
    return html`<div class="acts">${button('reopen', words.reopen, 'reopen', 'r', { first: true })}${open('note', words.note, 'note', 'n')}${exports}</div>`
  const mine = reader?.person
  const takes = mine !== undefined && assignee !== mine && others.includes(mine)
  const take = html`<input type="hidden" name="to" value="${mine}">`
  return html`<div class="acts">${status === 'open' && button('ack', words.acknowledge, 'check', 'a', { first: true })}${takes && button('assign', words.take, 'person', 't', { field: take, does: 'take' })}${open('assign', words.assign, 'people', 'i')}${open('note', words.note, 'note', 'n')}${open('close', words.close, 'close', 'c')}
<details class="close unscripted"><summary class="button">${words.close}</summary><form method="post" action="${address('close')}">
<label for="disposition">${words.what}</label><select id="disposition" name="disposition">${dispositions.map((one) => html`<option value="${one}">${dispositionWords[one]}</option>`)}<option value="">${words.unjudged}</option></select>
<label for="reason">${words.reason}</label><textarea id="reason" name="text" rows="2" maxlength="4000" placeholder="${words.reasonHint}"></textarea>
<button>${words.closeIt}</button></form></details>${exports}</div>`
}

export function changes({ changes: all }: Alert): Html | undefined {
  const told = all.filter(({ from, to }) => from !== undefined || to !== undefined).slice(0, 12)
  if (told.length === 0) return undefined
  return html`<section class="panel change"><h2>${texts.part.changed}</h2><dl>${told.map((change) => {
    const { setting, from, to } = tellChange(change)
    return html`<div class="${change.direction ?? 'unknown'}"><dt>${setting}</dt><dd><span class="from">${from}</span><span class="arrow" aria-label="to">→</span><span class="to">${to}</span></dd></div>`
  })}</dl></section>`
}

/** What people wrote, and a field for more. */
export function notes({ alert: { id }, history, handles, print, now, zone }: AlertView): Html | undefined {
  const written = history.actions.filter(({ text, act }) => text !== undefined && act !== 'tick' && act !== 'untick')
  if (written.length === 0 && (!handles || print)) return undefined
  return html`<section class="panel notes" data-key="notes"><h2>${words.notes}</h2>${written.map(({ by, at, text }) => html`<div class="written"><p><b>${by}</b> ${moment(at, now, zone)}</p><blockquote>${text}</blockquote></div>`)}${handles && !print && html`<form class="note" method="post" action="/alerts/${encodeURIComponent(id)}/note" data-swap><label class="hidden" for="note">${words.note}</label><textarea id="note" name="text" rows="3" maxlength="4000" required placeholder="${words.noteHint}"></textarea><button>${words.addNote}</button></form>`}</section>`
}
