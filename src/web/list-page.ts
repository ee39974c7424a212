// The list of alerts: what is open, loudest words first, filters that are plain links.
import type { Alert } from '../model/alert.ts'
import type { Subject } from '../model/people.ts'
import type { AlertCounts, AlertList, AlertQuery } from '../model/store.ts'
import type { Readiness } from './deps.ts'
import { type Html, html, shell } from './html.ts'
import { planTags } from './plan-words.ts'
import { classWords, moment, priorityWords, statusWords } from './words.ts'

export interface ListView {
  readonly list: AlertList
  readonly counts: AlertCounts
  readonly readiness: Readiness
  readonly query: AlertQuery
  /** The address's own words, to keep what was asked while one part changes. */
  readonly asked: Readonly<Record<string, unknown>>
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

const refreshSeconds = 15

export function listPage(view: ListView): string {
  const { list, query, site, reader } = view
  const title = view.counts.waking > 0 ? `(${view.counts.waking}) Alerts` : 'Alerts'
  return shell(
    {
      title,
      site,
      here: 'alerts',
      ...(reader && { reader }),
      ...(query.cursor === undefined && query.text === undefined ? { refresh: refreshSeconds } : {}),
    },
    html`${stateOf(view)}
${filters(view)}
${list.alerts.length === 0 ? nothing(view) : html`<ol class="alerts">${list.alerts.map((alert) => row(alert, view))}</ol>`}
${list.next && html`<p class="more"><a class="button" href="${addressOf(view.asked, { cursor: list.next })}">Older alerts</a></p>`}`,
  )
}

function stateOf({ counts, readiness }: ListView): Html {
  const calm = counts.waking === 0
  const behind = readiness.stages.filter(({ state }) => state !== 'running')
  return html`<section class="state ${calm ? 'calm' : 'loud'}">
  <h1>${calm ? 'Nothing that should wake anybody' : counts.waking === 1 ? 'One alert needs somebody now' : `${counts.waking} alerts need somebody now`}</h1>
  <p>${counts.open} open, ${counts.acknowledged} acknowledged, ${counts.resolved + counts.closed} done.
  ${readiness.ready ? html`<span class="ok">Watching.</span>` : html`<span class="wrong">Not all is well: ${[...behind.map(({ name, reason, state }) => `${name} ${reason ?? state}`), ...readiness.problems].join('; ')}.</span>`}</p>
</section>`
}

const views = [
  ['Open', { status: 'open,acknowledged' }],
  ['Page now', { status: 'open,acknowledged', priority: 'page-now' }],
  ['Done', { status: 'resolved,closed' }],
  ['All', { status: 'open,acknowledged,resolved,closed' }],
] as const satisfies readonly (readonly [string, { status: string; priority?: string }])[]

function filters({ query, asked, list }: ListView): Html {
  const status = query.status?.join(',')
  const priority = query.priority?.join(',')
  const links = views.map(([name, part]) => {
    const here = status === part.status && priority === ('priority' in part ? part.priority : undefined)
    const address = addressOf({ text: asked.text }, part)
    return html`<a href="${address}"${here && { html: ' aria-current="page"' }}>${name}</a>`
  })
  return html`<div class="bar"><nav aria-label="Views">${links}</nav>
<form role="search" action="/" method="get">
<input type="hidden" name="status" value="${status}">${priority && html`<input type="hidden" name="priority" value="${priority}">`}
<label class="hidden" for="text">Search</label><input id="text" type="search" name="text" value="${query.text ?? ''}" placeholder="Copy, actor, address, account">
<button>Search</button></form></div>
<p class="found" role="status">${list.total === 1 ? '1 alert' : `${list.total} alerts`}${query.text && html` with “${query.text}”`}</p>`
}

function row(alert: Alert, { now, zone }: ListView): Html {
  const { actor, resource } = alert
  return html`<li class="alert ${alert.priority} ${alert.status}"><a href="/alerts/${encodeURIComponent(alert.id)}">
<span class="tags"><span class="tag ${alert.priority}">${priorityWords[alert.priority]}</span><span class="tag ${alert.status}">${statusWords[alert.status]}</span>${planTags(alert)}<span class="kind">${classWords[alert.class] ?? alert.class}</span></span>
<strong>${alert.summary}</strong>
<span class="meta"><span>${moment(alert.at, now, zone)}</span><span>${resource.platform || resource.type}</span><span>${actor.name || actor.id}</span>${alert.account && html`<span>account ${alert.account}</span>`}${alert.assignee && html`<span>in the hands of ${alert.assignee}</span>`}${alert.eventCount > 1 && html`<span>${alert.eventCount} records</span>`}</span>
</a></li>`
}

const nothing = ({ query, counts }: ListView): Html =>
  html`<section class="panel empty"><h2>${query.text === undefined ? 'Nothing here' : 'Nothing found'}</h2>
<p>${counts.open + counts.acknowledged + counts.resolved + counts.closed === 0 ? 'No alert was ever raised. A test of the pagers: lastcopy init.' : 'Another view may have it.'}</p></section>`

function addressOf(asked: Readonly<Record<string, unknown>>, change: Readonly<Record<string, string>>): string {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...asked, ...change }))
    if (typeof value === 'string' && value !== '') all.set(name, value)
  return `/?${all}`
}
