// One alert: what happened, what changed, who and from where, what to do now, and everything that shows it.
import { type Alert, dispositions } from '../model/alert.ts'
import type { Subject } from '../model/people.ts'
import type { AlertHistory } from '../model/store.ts'
import { evidence } from './evidence.ts'
import { type Html, html } from './html.ts'
import { markdown } from './markdown.ts'
import { dispositionWords, plannedPart, planTags } from './plan-words.ts'
import { shell } from './shell.ts'
import { stakePanel } from './stake.ts'
import { standing, timeline } from './timeline.ts'
import { inZone, moment, utc } from './times.ts'
import { classWords, priorityWords, statusWords, tellChange, verdictWords } from './words.ts'

export interface AlertView {
  readonly alert: Alert
  readonly history: AlertHistory
  /** Markdown. */
  readonly runbook: string | undefined
  /** How many alerts should have somebody awake. */
  readonly waking: number
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
  /** Whether the reader may act on it. */
  readonly handles: boolean
  /** Accounts that it can be given to. */
  readonly others: readonly string[]
}

export function alertPage(view: AlertView): string {
  const { alert, runbook, site, reader, handles } = view
  return shell(
    { title: alert.summary, site, here: 'alerts', ...(reader && { reader }) },
    html`<p class="crumb"><a href="/">Alerts</a></p>
<header class="headline ${alert.priority} ${alert.status}">
<p class="tags"><span class="tag ${alert.priority}">${priorityWords[alert.priority]}</span><span class="tag ${alert.status}">${statusWords[alert.status]}</span>${alert.disposition && html`<span class="tag">${dispositionWords[alert.disposition]}</span>`}${planTags(alert)}<span class="kind">${classWords[alert.class] ?? alert.class}</span></p>
<h1>${alert.summary}</h1>
<p class="when">${when(alert.at, view)}</p>
</header>
${handles && buttons(view)}
${plannedPart(alert)}
<div class="columns"><div>
${stakePanel(alert, view.now, view.zone)}
${changes(alert)}
<section class="panel"><h2>What to do</h2><div class="runbook">${runbook === undefined ? html`<p>There is no runbook beside this rule.</p>` : markdown(withoutTitle(runbook))}</div></section>
${standing(view)}
<section class="panel"><h2>Timeline</h2>${timeline(view)}</section>
<section class="panel"><h2>Evidence</h2>${evidence(alert)}</section>
</div><aside>
${facts(view)}
${deliveries(view)}
${handles && notes(alert)}
</aside></div>`,
  )
}

const when = (iso: string, { now, zone }: AlertView): Html =>
  html`${moment(iso, now, zone)} · ${utc(iso)}${zone !== undefined && html` · ${inZone(Date.parse(iso), zone)}`}`

/** The page's own heading says what the runbook is for. */
const withoutTitle = (text: string): string => text.replace(/^\s*#\s.*\n+/, '')

function buttons({ alert: { id, status, assignee }, reader, others }: AlertView): Html {
  const address = (act: string): string => `/alerts/${encodeURIComponent(id)}/${act}`
  const button = (act: string, words: string, kind = '', field?: Html): Html =>
    html`<form method="post" action="${address(act)}">${field}<button class="${kind}">${words}</button></form>`
  if (status === 'closed') return html`<div class="acts">${button('reopen', 'Open again')}</div>`
  const mine = reader?.person
  const take = html`<input type="hidden" name="to" value="${mine}">`
  return html`<div class="acts">${status === 'open' && button('ack', 'Acknowledge', 'first')}${mine !== undefined && assignee !== mine && others.includes(mine) && button('assign', 'Take it', '', take)}
<details class="close"><summary class="button">Close</summary><form method="post" action="${address('close')}">
<label for="disposition">What was it?</label><select id="disposition" name="disposition">${dispositions.map((one) => html`<option value="${one}">${dispositionWords[one]}</option>`)}<option value="">not judged</option></select>
<label for="reason">Reason</label><textarea id="reason" name="text" rows="2" maxlength="4000" placeholder="Needed for a false alarm"></textarea>
<button>Close the alert</button></form></details></div>`
}

function changes({ changes: all }: Alert): Html | undefined {
  const told = all.filter(({ from, to }) => from !== undefined || to !== undefined).slice(0, 12)
  if (told.length === 0) return undefined
  return html`<section class="panel change"><h2>What changed</h2><dl>${told.map((change) => {
    const { setting, from, to } = tellChange(change)
    return html`<div class="${change.direction ?? 'unknown'}"><dt>${setting}</dt><dd><span class="from">${from}</span><span class="arrow" aria-label="to">→</span><span class="to">${to}</span></dd></div>`
  })}</dl></section>`
}

function facts({ alert, now, zone }: AlertView): Html {
  const { actor, resource } = alert
  const rows: readonly (readonly [string, Html | undefined])[] = [
    [
      'Which copy',
      html`<b>${resource.name || resource.id}</b>${resource.id !== resource.name && html`<code>${resource.id}</code>`}<small>${[resource.type, resource.platform].filter(Boolean).join(' · ')}</small>`,
    ],
    ['In', resource.container === undefined ? undefined : html`<code>${resource.container}</code>`],
    [
      'Who',
      html`<b>${actor.name || actor.id}</b>${actor.id !== actor.name && html`<code>${actor.id}</code>`}<small>${actor.kind}</small>`,
    ],
    [
      'From where',
      actor.addresses.length === 0
        ? html`<small>The record names no address.</small>`
        : html`${actor.addresses.slice(0, 8).map((address) => html`<code>${address}</code>`)}${actor.agents.slice(0, 3).map((agent) => html`<small>${agent.slice(0, 160)}</small>`)}`,
    ],
    [
      'Account',
      alert.account === undefined
        ? undefined
        : html`<code>${alert.account}</code>${alert.region && html`<small>${alert.region}</small>`}`,
    ],
    ['In the hands of', alert.assignee === undefined ? undefined : html`<b>${alert.assignee}</b>`],
    ['First seen', html`${moment(alert.openedAt, now, zone)}<small>${utc(alert.openedAt)}</small>`],
    ['Records', html`${alert.eventCount}`],
    ['Rule', html`${alert.rule.title}<code>${alert.rule.file}</code>`],
    ['Alert', html`<code>${alert.id}</code><small>version ${alert.version}</small>`],
  ]
  return html`<section class="panel facts"><h2>Facts</h2><dl>${rows.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`
}

function deliveries({ history: { pages, deliveries: all }, now, zone }: AlertView): Html {
  if (pages.length === 0) return html`<section class="panel"><h2>Pages</h2><p>Nobody was paged for this.</p></section>`
  const attempts = (page: string) => all.filter((delivery) => delivery.page === page)
  return html`<section class="panel pages"><h2>Pages</h2><ol>${pages.slice(-30).map(
    (page) => html`<li><b>${page.reason}</b> ${moment(page.decidedAt, now, zone)}
<ul>${attempts(page.id).map(({ pager, verdict, detail, tookMs, attempt }) => html`<li class="${verdict}"><b>${pager}</b> ${verdictWords[verdict] ?? verdict}<small>${detail.slice(0, 200)} · ${tookMs} ms${attempt > 1 && ` · attempt ${attempt}`}</small></li>`)}${attempts(page.id).length === 0 && html`<li>no pager has it yet</li>`}</ul></li>`,
  )}</ol></section>`
}

const notes = ({ id }: Alert): Html =>
  html`<section class="panel"><h2>Note</h2><form class="note" method="post" action="/alerts/${encodeURIComponent(id)}/note"><label class="hidden" for="note">Note</label><textarea id="note" name="text" rows="3" maxlength="4000" required placeholder="What you found, what you did"></textarea><button>Add note</button></form></section>`
