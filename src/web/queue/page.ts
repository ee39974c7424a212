// The queue: what needs somebody first, views and facets as plain links, one line an alert.
import type { Alert } from '../../model/alert.ts'
import type { SavedView, Subject } from '../../model/people.ts'
import type { Plan } from '../../model/plan.ts'
import type { AlertCounts, AlertFacets, AlertList, AlertSort } from '../../model/store.ts'
import type { Readiness } from '../deps.ts'
import { type Html, html } from '../frame/html.ts'
import { icon, loudness } from '../frame/icons.ts'
import { shell } from '../frame/shell.ts'
import { moment } from '../frame/times.ts'
import { classWords, priorityWords, statusWords } from '../frame/words.ts'
import { planTags } from '../plans/words.ts'
import { texts } from '../texts/common.ts'
import { planTexts } from '../texts/plans.ts'
import { type Asked, addressOf, isSameView } from './address.ts'
import { facetsPart } from './facets.ts'

export interface QueueView {
  readonly list: AlertList
  readonly facets: AlertFacets
  readonly counts: AlertCounts
  readonly readiness: Readiness
  /** The address's own words: what is looked for. */
  readonly asked: Asked
  readonly sort: AlertSort
  /** The address of the next alerts; undefined at the end. */
  readonly more: string | undefined
  readonly saved: readonly SavedView[]
  readonly accounts: readonly string[]
  readonly handles: boolean
  /** Mutes in force. */
  readonly mutes: readonly Plan[]
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

const { queue: words } = texts
const live = 'open,acknowledged'
/** An address that says nothing is this view. */
export const usual: Asked = { status: live }

export function queuePage(view: QueueView): string {
  const { list, site, reader, counts, handles, asked, facets } = view
  return shell(
    { title: words.title, site, here: 'alerts', waking: counts.waking, ...(reader && { reader }) },
    html`<div class="queue"${handles && { html: ' data-handles' }}>
${stateOf(view)}
${mutesOf(view)}
${views(view)}
${bar(view)}
<div class="body">${facetsPart(facets, asked, reader?.person)}
<div class="list">${list.alerts.length === 0 ? nothing(view) : html`<ol id="rows">${list.alerts.map((alert) => row(alert, view))}</ol>`}
${view.more !== undefined && html`<p id="more"><a class="button" href="${view.more}">${words.older}</a></p>`}</div></div>
${handles && bulk(view)}
<datalist id="accounts">${view.accounts.map((name) => html`<option value="${name}"></option>`)}</datalist></div>`,
  )
}

function stateOf({ counts, readiness }: QueueView): Html {
  const calm = counts.waking === 0
  const behind = readiness.stages.filter(({ state }) => state !== 'running')
  const trouble = [...behind.map(({ name, reason, state }) => `${name} ${reason ?? state}`), ...readiness.problems]
  return html`<header class="state ${calm ? 'calm' : 'loud'}"><h1>${calm ? words.calm : counts.waking === 1 ? words.one : `${counts.waking} ${words.many}`}</h1>
<p>${counts.open} open, ${counts.acknowledged} acknowledged, ${counts.resolved + counts.closed} done. ${readiness.ready ? html`<span class="ok">${words.watching}</span>` : html`<span class="wrong">${words.unwell} ${trouble.join('; ')}.</span>`}</p></header>`
}

/** What is not told now, for whoever looks: a mute that nobody sees would be forgotten. */
function mutesOf({ mutes, now, zone }: QueueView): Html | undefined {
  if (mutes.length === 0) return undefined
  const { one, many, until } = planTexts.strip
  return html`<p class="muted-strip" data-key="mutes">${icon('silent')} ${mutes.length} ${mutes.length === 1 ? one : many} ${mutes.slice(0, 5).map(({ id, reason, to }, index) => html`${index > 0 && '; '}<a href="/mutes#${id}">${reason.slice(0, 80)}</a> ${until} ${moment(to, now, zone)}`)}</p>`
}

const builtIn = [
  ['now', { status: live, priority: 'page-now' }],
  ['open', usual],
  ['mine', { status: live, assignee: 'me' }],
  ['unassigned', { status: live, assignee: '-' }],
  ['done', { status: 'resolved,closed' }],
  ['all', { status: 'open,acknowledged,resolved,closed' }],
] as const satisfies readonly (readonly [keyof typeof words.builtIn, Asked])[]

function views({ asked, saved, reader }: QueueView): Html {
  const { sort: _, ...plain } = asked
  const link = (name: string, view: Asked, more?: Html): Html =>
    html`<span data-key="view ${name}"><a href="${addressOf(isSameView(view, usual) ? {} : view)}" data-swap${isSameView(plain, view) && { html: ' aria-current="page"' }}>${name}</a>${more}</span>`
  const forget = (name: string): Html =>
    html`<form method="post" action="/views/forget" data-swap><input type="hidden" name="name" value="${name}"><button class="quiet" title="${words.forget}" aria-label="${words.forget}: ${name}">×</button></form>`
  return html`<nav id="views" aria-label="${words.views}">${builtIn.filter(([name]) => name !== 'mine' || reader?.person !== undefined).map(([name, view]) => link(words.builtIn[name], view))}${saved.map(({ name, query }) => link(name, Object.fromEntries(new URLSearchParams(query)), forget(name)))}<button type="button" id="save-view" class="quiet scripted" title="${words.save} (v)">${icon('star')}<span>${words.save}</span></button></nav>`
}

function bar({ asked, list, sort }: QueueView): Html {
  const { text, ...others } = asked
  const sorts = (Object.keys(words.sorts) as AlertSort[]).map(
    (one) =>
      html`<a href="${addressOf(asked, { sort: one })}" data-swap${one === sort && { html: ' aria-current="true"' }}>${words.sorts[one]}</a>`,
  )
  return html`<div class="bar"><form role="search" action="/" method="get" data-swap>${Object.entries(others).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label class="hidden" for="text">${words.search}</label>${icon('search')}<input id="text" type="search" name="text" value="${text ?? ''}" placeholder="${words.searchHint}" autocomplete="off"><button class="hidden">${words.search}</button></form>
<p id="found" role="status">${list.total} ${list.total === 1 ? words.alert : words.alerts}</p>
<nav id="sort" aria-label="${words.sort}">${sorts}</nav></div>`
}

function row(alert: Alert, { now, zone, handles }: QueueView): Html {
  const { id, actor, resource, priority, status, version, assignee, summary } = alert
  return html`<li data-key="${id}" data-alert="${id}" data-version="${version}" data-status="${status}" data-assignee="${assignee ?? ''}" data-summary="${summary}" class="${priority} ${status}">${handles && html`<label class="pick"><input type="checkbox" aria-label="${words.select}: ${summary}"></label>`}
<a href="/alerts/${encodeURIComponent(id)}" data-swap><span class="loud" title="${priorityWords[priority]}">${loudness(priority)}<span class="hidden">${priorityWords[priority]}</span></span><span class="age">${moment(alert.at, now, zone)}</span><strong>${summary}</strong>
<span class="tags">${planTags(alert)}<span class="kind">${classWords[alert.class] ?? alert.class}</span></span><span class="system">${resource.platform || resource.type}</span><span class="actor">${actor.name || actor.id}</span>${alert.eventCount > 1 && html`<span class="count">${alert.eventCount} ${words.records}</span>`}</a>
<span class="holder">${assignee === undefined ? undefined : html`<span class="initials" title="${assignee}">${assignee.slice(0, 2)}</span>`}</span><span class="tag ${status}">${statusWords[status]}</span></li>`
}

const bulk = ({ reader }: QueueView): Html => {
  const button = (name: string, icon_: Parameters<typeof icon>[0], label: string, key: string): Html =>
    html`<button type="button" data-bulk="${name}">${icon(icon_)}<span>${label}</span><kbd>${key}</kbd></button>`
  return html`<div id="bulk" role="toolbar" aria-label="${words.selected}" hidden><output></output>${button('ack', 'check', texts.alert.acknowledge, 'a')}${reader?.person !== undefined && button('take', 'person', texts.alert.take, 't')}${button('assign', 'people', texts.alert.assign, 'i')}${button('note', 'note', texts.alert.note, 'n')}${button('close', 'close', texts.alert.close, 'c')}${button('reopen', 'reopen', texts.alert.reopen, 'r')}<button type="button" class="quiet" data-bulk="clear" aria-label="${words.unselect}">×</button></div>`
}

const nothing = ({ asked, counts }: QueueView): Html =>
  html`<section class="empty"><h2>${asked.text === undefined ? words.empty : words.notFound}</h2>
<p>${counts.open + counts.acknowledged + counts.resolved + counts.closed === 0 ? words.never : words.elsewhere}</p></section>`
