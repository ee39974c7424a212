// The deliveries as a page: how each channel is, and what was tried and decided, each with its reason and its alert.
import type { Subject } from '../../model/people.ts'
import {
  type DeliveryEntry,
  type DeliveryList,
  type DeliveryOutcome,
  type DeliveryQuery,
  deliveryOutcomes,
} from '../../model/store.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { moment } from '../frame/times.ts'
import { texts } from '../texts/common.ts'
import { deliveryTexts as words } from '../texts/deliveries.ts'

export interface DeliveriesView {
  readonly list: DeliveryList
  readonly asked: Pick<DeliveryQuery, 'pager' | 'outcome' | 'alert'>
  /** Every pager that is configured, with the newest attempt, where there is one. */
  readonly channels: readonly { readonly pager: string; readonly last?: DeliveryEntry }[]
  /** What alerts are called, by id; only those that the store has. */
  readonly summaries: ReadonlyMap<string, string>
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

export function deliveriesPage(view: DeliveriesView): string {
  const { list, site, reader } = view
  return shell(
    { title: texts.places.deliveries, site, here: 'deliveries', ...(reader && { reader }) },
    html`<h1>${texts.places.deliveries}</h1><p class="lead">${words.lead}</p>
${channels(view)}
${filters(view)}
${list.entries.length === 0 ? nothing(view) : html`<ol class="lines" id="lines">${list.entries.map((entry) => line(entry, view))}</ol>`}
${list.next !== undefined && html`<p class="more"><a class="button" href="${addressOf({ ...view.asked, cursor: list.next })}" data-swap>${words.older}</a></p>`}`,
  )
}

/** The address of a choice. */
function addressOf(asked: Readonly<Record<string, string | undefined>>): string {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries(asked)) if (value !== undefined && value !== '') all.set(name, value)
  const text = all.toString()
  return text === '' ? '/deliveries' : `/deliveries?${text}`
}

function channels({ channels: all, now, zone }: DeliveriesView): Html {
  const told = all.map(({ pager, last }) => {
    const delivery = last?.type === 'delivery' ? last.delivery : undefined
    return html`<li data-key="channel ${pager}"><a href="${addressOf({ pager })}" data-swap><b>${pager}</b>${
      delivery
        ? html`<span class="tag ${delivery.verdict}">${words.outcomes[delivery.verdict]}</span><small>${moment(delivery.at, now, zone)} · ${delivery.detail.slice(0, 120)}</small>`
        : html`<small>${words.notYet}</small>`
    }</a></li>`
  })
  return html`<section class="panel channels" data-key="channels"><h2>${words.channels}</h2>${all.length === 0 ? html`<p>${words.noChannels}</p>` : html`<ul>${told}</ul>`}</section>`
}

function filters({ asked, channels: all }: DeliveriesView): Html {
  const known = new Set([...all.map(({ pager }) => pager), ...(asked.pager === undefined ? [] : [asked.pager])])
  const option = (value: string, label: string, chosen: string | undefined): Html =>
    html`<option value="${value}"${value === chosen && { html: ' selected' }}>${label}</option>`
  const some = Object.values(asked).some((value) => value !== undefined)
  return html`<form class="finder" method="get" action="/deliveries" data-swap data-key="filters">
<label>${words.pager}<select name="pager"><option value="">${words.anyPager}</option>${[...known].map((name) => option(name, name, asked.pager))}</select></label>
<label>${words.outcome}<select name="outcome"><option value="">${words.anyOutcome}</option>${deliveryOutcomes.map((name) => option(name, words.outcomes[name], asked.outcome))}</select></label>
<label>${words.alert}<input name="alert" value="${asked.alert ?? ''}" placeholder="${words.alertHint}" autocomplete="off"></label>
<button>${words.filter}</button>${some && html`<a class="button quiet" href="/deliveries" data-swap>${words.clear}</a>`}</form>`
}

function line(entry: DeliveryEntry, { summaries, now, zone }: DeliveriesView): Html {
  const told = entry.type === 'delivery' ? attempt(entry.delivery, now, zone) : decision(entry.decision, now, zone)
  const { alert, key, outcome, pager } = told
  const summary = summaries.get(alert)
  const about =
    summary === undefined
      ? html`<span class="kind">${alert === 'test' ? words.isTest : words.isSummary}</span>`
      : html`<a href="/alerts/${encodeURIComponent(alert)}">${summary}</a>`
  return html`<li data-key="${key}" class="${outcome}"><span class="age">${moment(entry.at, now, zone)}</span><span class="tag ${outcome}">${words.outcomes[outcome]}</span><b class="channel">${pager ?? '–'}</b>
<div class="said"><p>${told.what}</p><small>${told.more}</small></div><div class="of-alert">${about}</div></li>`
}

interface Told {
  readonly alert: string
  readonly key: string
  readonly outcome: DeliveryOutcome
  readonly pager: string | undefined
  readonly what: string
  readonly more: Html
}

function attempt(
  delivery: Extract<DeliveryEntry, { type: 'delivery' }>['delivery'],
  now: number,
  zone: string | undefined,
): Told {
  const { alert, page, pager, verdict, detail, tookMs, nextAt, attempt: count } = delivery
  return {
    alert,
    key: `${page} ${pager} ${count}`,
    outcome: verdict,
    pager,
    what: detail.slice(0, 300),
    more: html`${words.attempt} ${count} · ${tookMs} ms${nextAt !== undefined && html` · ${words.again} ${moment(nextAt, now, zone)}`}`,
  }
}

function decision(
  {
    alert,
    id,
    page,
    channel,
    reason,
    who,
    escalation,
    step,
    round,
    instead,
    until,
    by,
  }: Extract<DeliveryEntry, { type: 'decision' }>['decision'],
  now: number,
  zone: string | undefined,
): Told {
  const parts: readonly (Html | false)[] = [
    who !== undefined && html`${words.who} ${who}`,
    escalation !== undefined && escalation !== '' && html`${escalation}`,
    step !== undefined && html`${words.step} ${step}`,
    round !== undefined && round > 0 && html`${words.round} ${round + 1}`,
    instead !== undefined && html`${words.instead} ${instead}`,
    by !== undefined && html`${by}`,
    until !== undefined && html`${words.until} ${moment(until, now, zone)}`,
  ]
  const some = parts.filter((part) => part !== false)
  return {
    alert,
    key: id,
    outcome: page === undefined ? 'kept' : 'rang',
    pager: channel,
    what: words.reasons[reason] ?? reason,
    more: html`${some.map((part, index) => html`${index > 0 && ' · '}${part}`)}`,
  }
}

function nothing({ asked }: DeliveriesView): Html {
  const some = Object.values(asked).some((value) => value !== undefined)
  return html`<section class="panel empty"><h2>${some ? words.notFound : words.empty}</h2><p>${some ? words.notFoundWhat : words.emptyWhat}</p></section>`
}
