// Planned changes and mutes as a page: each with who, what, where, when, and who agreed.
import { type AlertClass, alertClasses } from '../model/alert.ts'
import type { Subject } from '../model/people.ts'
import { neverPlanned, type Plan } from '../model/plan.ts'
import { isAtLeast } from '../people/roles.ts'
import { type Html, html } from './html.ts'
import { planStatusWords } from './plan-words.ts'
import { shell } from './shell.ts'
import { inZone, moment, utc } from './times.ts'
import { classWords } from './words.ts'

export interface PlansView {
  readonly plans: readonly Plan[]
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
  /** A mistake in what was given, and what was given. */
  readonly wrong?: string
  readonly given?: unknown
}

export function plansPage(view: PlansView): string {
  const { plans, site, now, reader, wrong } = view
  const waits = plans.filter((plan) => plan.status === 'proposed' && Date.parse(plan.to) > now)
  const holds = plans.filter((plan) => plan.status === 'approved' && Date.parse(plan.to) > now)
  const rest = plans.filter((plan) => !waits.includes(plan) && !holds.includes(plan)).slice(0, 100)
  return shell(
    { title: 'Planned changes', site, here: 'changes', ...(reader && { reader }) },
    html`<h1>Planned changes and mutes</h1>
<p class="lead">What two people agreed on beforehand pages nobody, as long as it stays within what they agreed on. Key destruction, the last copy of a set, stopped audit, weakened MFA and four eyes always page.</p>
${wrong && html`<p role="alert" class="panel wrong">${wrong}</p>`}
<div class="columns"><div>
${group('Waiting for a second person', waits, view)}
${group('Agreed on', holds, view)}
${rest.length > 0 && group('Over', rest, view)}
${plans.length === 0 && html`<section class="panel empty"><h2>Nothing is planned</h2><p>A proposal of one person takes effect when another approves it.</p></section>`}
</div><aside>${isAtLeast(reader?.role, 'analyst') && proposalForm(view)}</aside></div>`,
  )
}

const group = (title: string, plans: readonly Plan[], view: PlansView): Html | undefined =>
  plans.length === 0
    ? undefined
    : html`<section class="plans"><h2>${title}</h2>${plans.map((plan) => one(plan, view))}</section>`

function one(plan: Plan, view: PlansView): Html {
  const { id, kind, status, count, reason, proposedBy, proposedAt, decidedBy, decidedAt } = plan
  const { now, zone } = view
  const over = status === 'approved' && Date.parse(plan.to) <= now
  return html`<article class="panel plan ${status}" id="${id}">
<p class="tags"><span class="tag ${status === 'approved' && !over ? 'resolved' : ''}">${over ? 'Over' : planStatusWords[status]}</span><span class="kind">${kind === 'change' ? 'Planned change' : 'Mute'}</span><code>${id}</code></p>
<h3>${reason}</h3>
<dl><div><dt>What</dt><dd>${[...plan.classes.map((row) => classWords[row] ?? row), ...plan.actions].join(', ')}${count !== undefined && html`, ${count === 1 ? 'once' : `${count} times`} at most`}</dd></div>
<div><dt>Who</dt><dd>${plan.actors.map((name) => html`<code>${name}</code>`)}</dd></div>
<div><dt>On</dt><dd>${plan.resources.map((name) => html`<code>${name}</code>`)}</dd></div>
<div><dt>When</dt><dd>${utc(plan.from)} to ${utc(plan.to)}${zone !== undefined && html`<small>${inZone(Date.parse(plan.from), zone)} to ${inZone(Date.parse(plan.to), zone)}</small>`}</dd></div>
<div><dt>Proposed</dt><dd>${proposedBy.name} ${moment(proposedAt, now, zone)}</dd></div>
${decidedBy && decidedAt && html`<div><dt>${status.charAt(0).toUpperCase()}${status.slice(1)}</dt><dd>${decidedBy.name} ${moment(decidedAt, now, zone)}</dd></div>`}</dl>
${buttons(plan, view)}</article>`
}

function buttons(plan: Plan, { reader, now }: PlansView): Html | undefined {
  if (Date.parse(plan.to) <= now || !reader) return undefined
  const button = (verb: string, words: string, kind = ''): Html =>
    html`<form method="post" action="/changes/${encodeURIComponent(plan.id)}/${verb}"><button class="${kind}">${words}</button></form>`
  const own =
    plan.proposedBy.person === undefined
      ? plan.proposedBy.name === reader.name
      : plan.proposedBy.person === reader.person
  const decides = isAtLeast(reader.role, 'engineer')
  if (plan.status === 'proposed')
    return html`<div class="acts">${decides && !own && reader.person !== undefined && button('approve', 'Approve', 'first')}${decides && !own && button('reject', 'Reject')}${own && button('withdraw', 'Withdraw')}${own && html`<p class="kind">Another person has to approve it.</p>`}</div>`
  if (plan.status === 'approved' && (own || decides))
    return html`<div class="acts">${button('withdraw', 'Withdraw')}</div>`
  return undefined
}

function proposalForm({ given, now, plans }: PlansView): Html {
  const field = (name: string): string => {
    const value = typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[name] : undefined
    return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : ''
  }
  const minutes = (time: number): string => new Date(time).toISOString().slice(0, 16)
  const rows = (Object.keys(alertClasses) as AlertClass[]).filter((row) => !never.has(row))
  const chosen = field('classes').split(/,\s*/)
  return html`<details class="panel propose"${(given !== undefined || plans.length === 0) && { html: ' open' }}><summary>Propose one</summary><form method="post" action="/changes">
<label for="kind">Kind</label><select id="kind" name="kind"><option value="change">Planned change</option><option value="mute"${field('kind') === 'mute' && { html: ' selected' }}>Mute (what only tells)</option></select>
<fieldset><legend>What</legend>${rows.map((row) => html`<label class="check"><input type="checkbox" name="classes" value="${row}"${chosen.includes(row) && { html: ' checked' }}>${classWords[row]}</label>`)}</fieldset>
<label for="actors">Who</label><input id="actors" name="actors" value="${field('actors')}" required placeholder="Id or name; commas between"><small><code>*</code> stands for any characters.</small>
<label for="resources">On what</label><input id="resources" name="resources" value="${field('resources')}" required placeholder="Id or name, or what it lies in">
<label for="count">How often, at most</label><input id="count" name="count" type="number" min="1" max="10000" value="${field('count') || '1'}">
<label for="from">From (UTC)</label><input id="from" name="from" type="datetime-local" value="${field('from') || minutes(now)}" required>
<label for="to">To (UTC)</label><input id="to" name="to" type="datetime-local" value="${field('to') || minutes(now + 4 * 3_600_000)}" required><small>At most 24 hours; a mute 30 days.</small>
<label for="why">Reason</label><textarea id="why" name="reason" rows="2" maxlength="1000" required>${field('reason')}</textarea>
<button class="first">Propose</button></form></details>`
}

const never: ReadonlySet<string> = new Set(neverPlanned.classes)
