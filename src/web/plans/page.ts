// Planned changes, or mutes, as a page: each with who, what, where, when, and who agreed.
import { hour } from '../../lib/duration.ts'
import { type AlertClass, alertClasses } from '../../model/alert.ts'
import type { Subject } from '../../model/people.ts'
import { neverPlanned, type Plan, type PlanKind } from '../../model/plan.ts'
import { isAtLeast } from '../../people/roles.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { inZone, moment, utc } from '../frame/times.ts'
import { classWords } from '../frame/words.ts'
import { planTexts as words } from '../texts/plans.ts'

export interface PlansView {
  readonly kind: PlanKind
  /** Of that kind. */
  readonly plans: readonly Plan[]
  /** The rules in use: what a mute may name. */
  readonly rules: readonly { readonly id: string; readonly title: string }[]
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
  /** A mistake in what was given, and what was given. */
  readonly wrong?: string
  readonly given?: unknown
}

export const planPath = (kind: PlanKind): string => (kind === 'change' ? '/changes' : '/mutes')

export function plansPage(view: PlansView): string {
  const { kind, plans, site, now, reader, wrong } = view
  const told = words.kinds[kind]
  const waits = plans.filter((plan) => plan.status === 'proposed' && Date.parse(plan.to) > now)
  const holds = plans.filter((plan) => plan.status === 'approved' && Date.parse(plan.to) > now)
  const rest = plans.filter((plan) => !waits.includes(plan) && !holds.includes(plan)).slice(0, 100)
  return shell(
    { title: told.title, site, here: kind === 'change' ? 'changes' : 'mutes', ...(reader && { reader }) },
    html`<h1>${told.title}</h1>
<p class="lead">${told.lead}</p>
${wrong && html`<p role="alert" class="panel wrong">${wrong}</p>`}
<div class="columns"><div>
${group(words.waits, waits, view)}
${group(words.holds, holds, view)}
${rest.length > 0 && group(words.over, rest, view)}
${plans.length === 0 && html`<section class="panel empty"><h2>${told.empty}</h2><p>${words.emptyWhat}</p></section>`}
</div><aside>${isAtLeast(reader?.role, 'analyst') && proposalForm(view)}</aside></div>`,
  )
}

const group = (title: string, plans: readonly Plan[], view: PlansView): Html | undefined =>
  plans.length === 0
    ? undefined
    : html`<section class="plans"><h2>${title}</h2>${plans.map((plan) => one(plan, view))}</section>`

function one(plan: Plan, view: PlansView): Html {
  const { id, kind, status, reason, proposedBy, proposedAt, decidedBy, decidedAt } = plan
  const { now, zone } = view
  const over = status === 'approved' && Date.parse(plan.to) <= now
  const list = (names: readonly string[], none: string): Html | string =>
    names.length === 0 ? none : html`${names.map((name) => html`<code>${name}</code>`)}`
  return html`<article class="panel plan ${status}" id="${id}">
<p class="tags"><span class="tag ${status === 'approved' && !over ? 'resolved' : ''}">${over ? words.over : words.statuses[status]}</span><span class="kind">${words.kinds[kind].one}</span><code>${id}</code></p>
<h3>${reason}</h3>
<dl><div><dt>${words.what}</dt><dd>${whatOf(plan, view)}</dd></div>
<div><dt>${words.who}</dt><dd>${list(plan.actors, words.anybody)}</dd></div>
<div><dt>${words.on}</dt><dd>${list(plan.resources, words.anything)}</dd></div>
<div><dt>${words.when}</dt><dd>${utc(plan.from)} ${words.to} ${utc(plan.to)}${zone !== undefined && html`<small>${inZone(Date.parse(plan.from), zone)} ${words.to} ${inZone(Date.parse(plan.to), zone)}</small>`}</dd></div>
<div><dt>${words.proposed}</dt><dd>${proposedBy.name} ${moment(proposedAt, now, zone)}</dd></div>
${decidedBy && decidedAt && html`<div><dt>${words.decided[status]}</dt><dd>${decidedBy.name} ${moment(decidedAt, now, zone)}</dd></div>`}</dl>
${buttons(plan, view)}</article>`
}

function whatOf({ classes, actions, rules = [], count }: Plan, view: PlansView): Html {
  const titleOf = (id: string): string => view.rules.find((rule) => rule.id === id)?.title ?? id
  const named = [...classes.map((row) => classWords[row] ?? row), ...actions, ...rules.map(titleOf)].join(', ')
  return html`${named}${count !== undefined && html`, ${count === 1 ? words.once : `${count} ${words.times}`} ${words.most}`}`
}

function buttons(plan: Plan, { reader, now }: PlansView): Html | undefined {
  if (Date.parse(plan.to) <= now || !reader) return undefined
  const button = (verb: 'approve' | 'reject' | 'withdraw', look = ''): Html =>
    html`<form method="post" action="${planPath(plan.kind)}/${encodeURIComponent(plan.id)}/${verb}"><button class="${look}">${words[verb]}</button></form>`
  const own =
    plan.proposedBy.person === undefined
      ? plan.proposedBy.name === reader.name
      : plan.proposedBy.person === reader.person
  const decides = isAtLeast(reader.role, 'engineer')
  if (plan.status === 'proposed')
    return html`<div class="acts">${decides && !own && reader.person !== undefined && button('approve', 'first')}${decides && !own && button('reject')}${own && button('withdraw')}${own && html`<p class="kind">${words.another}</p>`}</div>`
  if (plan.status === 'approved' && (own || decides)) return html`<div class="acts">${button('withdraw')}</div>`
  return undefined
}

function proposalForm({ kind, given, now, plans, rules }: PlansView): Html {
  const field = (name: string): string => {
    const value = typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[name] : undefined
    return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : ''
  }
  const { form } = words
  const isMute = kind === 'mute'
  const minutes = (time: number): string => new Date(time).toISOString().slice(0, 16)
  const rows = (Object.keys(alertClasses) as AlertClass[]).filter((row) => isMute || !never.has(row))
  const chosen = field('classes').split(/,\s*/)
  const needed = !isMute && { html: ' required' }
  const sorted = rules.toSorted((first, other) => first.title.localeCompare(other.title, 'en'))
  const byRule =
    isMute &&
    html`<label for="rules">${words.rule}</label><select id="rules" name="rules"><option value="">${words.anyRule}</option>${sorted.map(({ id, title }) => html`<option value="${id}"${field('rules') === id && { html: ' selected' }}>${title}</option>`)}</select><small>${form.ruleHint}</small>`
  return html`<details class="panel propose"${(given !== undefined || plans.length === 0) && { html: ' open' }}><summary>${form.open}</summary><form method="post" action="${planPath(kind)}">
${byRule}
<fieldset><legend>${words.what}</legend>${rows.map((row) => html`<label class="check"><input type="checkbox" name="classes" value="${row}"${chosen.includes(row) && { html: ' checked' }}>${classWords[row]}</label>`)}</fieldset>
<label for="actors">${words.who}</label><input id="actors" name="actors" value="${field('actors')}"${needed} placeholder="${form.whoHint}"><small><code>*</code> ${form.star}</small>
<label for="resources">${form.onWhat}</label><input id="resources" name="resources" value="${field('resources')}"${needed} placeholder="${form.onHint}">
${!isMute && html`<label for="count">${form.count}</label><input id="count" name="count" type="number" min="1" max="10000" value="${field('count') || '1'}">`}
<label for="from">${form.from}</label><input id="from" name="from" type="datetime-local" value="${field('from') || minutes(now)}" required>
<label for="to">${form.to}</label><input id="to" name="to" type="datetime-local" value="${field('to') || minutes(now + 4 * hour)}" required><small>${words.kinds[kind].longest}</small>
<label for="why">${form.reason}</label><textarea id="why" name="reason" rows="2" maxlength="1000" required>${field('reason')}</textarea>
<button class="first">${form.propose}</button></form></details>`
}

const never: ReadonlySet<string> = new Set(neverPlanned.classes)
