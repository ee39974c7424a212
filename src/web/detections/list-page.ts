// The list of detections: each rule with how it is used, how its cases went, how often it fired and how that was judged.
import { type AlertClass, dispositions, type Priority } from '../../model/alert.ts'
import { type Proof, type RuleEntry, ruleUses } from '../../model/detections.ts'
import type { Subject } from '../../model/people.ts'
import { type Html, html } from '../frame/html.ts'
import { icon } from '../frame/icons.ts'
import { shell } from '../frame/shell.ts'
import { moment } from '../frame/times.ts'
import { classWords, priorityWords } from '../frame/words.ts'
import { dispositionWords } from '../plans/words.ts'
import type { CaseFigures, RuleFigures } from './figures.ts'
import { classes, priorities, type RuleFilter } from './filter.ts'
import { texts } from './texts.ts'

export interface ListView {
  readonly rules: readonly RuleEntry[]
  /** All that there are, whatever was asked for. */
  readonly all: readonly RuleEntry[]
  readonly filter: RuleFilter
  readonly proof: Proof
  readonly sources: readonly string[]
  figures(rule: string): RuleFigures
  cases(rule: RuleEntry): CaseFigures | undefined
  /** Whether the reader may try records. */
  readonly tries: boolean
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

const { list: words } = texts

export function listPage(view: ListView): string {
  const { rules, site, reader, tries } = view
  const groups = [...classes, undefined].flatMap((row) => {
    const own = rules.filter((rule) => rule.class === row)
    return own.length === 0 ? [] : [group(row, own, view)]
  })
  return shell(
    { title: words.title, site, here: 'detections', ...(reader && { reader }) },
    html`<div class="detections"><div class="heading"><h1>${words.title}</h1><div class="ways"><a class="button" href="/detections/coverage" data-swap>${icon('filter')}${words.coverage}</a>${tries && html`<a class="button" href="/detections/explain" data-swap>${icon('search')}${words.explain}</a>`}</div></div>
<p class="lead">${words.lead}</p>
${sums(view)}
${filters(view)}
${groups.length === 0 ? html`<section class="panel empty"><h2>${words.none}</h2></section>` : groups}</div>`,
  )
}

function sums({ all, proof }: ListView): Html {
  const count = (use: RuleEntry['use']): number => all.filter((rule) => rule.use === use).length
  const [feeds, unused] = [count('feeds'), count('unused')]
  return html`<p class="sums"><b>${all.length}</b> ${words.rules} · <b>${count('live')}</b> ${words.live} · <b>${count('staged')}</b> ${words.staged}${feeds > 0 && html` · <b>${feeds}</b> ${words.feeds}`}${unused > 0 && html` · <b class="wrong">${unused}</b> ${words.unused}`}</p>${proofLine(proof)}`
}

/** Where the cases stand. */
export function proofLine(proof: Proof): Html {
  if (proof.state === 'running')
    return html`<p class="proof" role="status">${words.running} <a href="" data-swap>${words.again}</a></p>`
  if (proof.state === 'failed')
    return html`<p class="proof wrong" role="alert">${words.cannot} ${proof.why.slice(0, 500)}</p>`
  const { ran, failed } = proof.coverage
  const broken =
    proof.unreadable.length > 0 &&
    html`<p class="proof wrong">${words.broken}: ${proof.unreadable.map(({ file }) => file).join(', ')}</p>`
  return html`<p class="proof">${icon('check')} <b>${ran - failed}</b> ${words.passed}${failed > 0 && html`, <b class="wrong">${failed} ${words.failed}</b>`} <span class="kind">· ${proof.seconds} s</span></p>${broken}`
}

function filters({ filter, sources, proof }: ListView): Html {
  const select = (
    name: keyof RuleFilter,
    label: string,
    options: readonly (readonly [value: string, words: string])[],
  ): Html =>
    html`<label>${label}<select name="${name}"><option value="">${words.any}</option>${options.map(([value, told]) => html`<option value="${value}"${filter[name] === value && { html: ' selected' }}>${told}</option>`)}</select></label>`
  const shown = proof.state === 'done' ? proof.coverage.sources : sources
  return html`<form class="panel filters" method="get" action="/detections" data-swap>
<label class="wide">${words.search}<input type="search" name="text" value="${filter.text}" placeholder="${words.searchHint}" maxlength="200"></label>
${select(
  'class',
  words.class,
  classes.map((row) => [row, classWords[row]]),
)}
${select(
  'priority',
  words.priority,
  priorities.map((one) => [one, priorityWords[one]]),
)}
${select(
  'use',
  words.use,
  ruleUses.map((use) => [use, words.uses[use]]),
)}
${select(
  'source',
  words.system,
  shown.map((name) => [name, name]),
)}
<div class="go"><button>${words.show}</button>${Object.keys(filter).length > 0 && html`<a class="button" href="/detections" data-swap>${words.all}</a>`}</div></form>`
}

function group(row: AlertClass | undefined, rules: readonly RuleEntry[], view: ListView): Html {
  const title = row === undefined ? words.noClass : classWords[row]
  const heads = [words.rule, words.priority, words.use, words.cases, words.alerts, words.last, words.judged]
  return html`<section class="panel rules" data-key="group ${row ?? ''}"><h2>${title}</h2>
<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rules.map((rule) => line(rule, view))}</tbody></table></section>`
}

function line(rule: RuleEntry, view: ListView): Html {
  const { id, title, file, priority, use } = rule
  const { alerts, last } = view.figures(id)
  return html`<tr data-key="rule ${id}"><th scope="row"><a href="${rulePath(id)}" data-swap>${title}</a><small>${file}</small></th>
<td data-name="${words.priority}">${priority === undefined ? html`<span class="kind">–</span>` : priorityTag(priority)}</td>
<td data-name="${words.use}">${useTag(use)}</td>
<td data-name="${words.cases}">${casesTold(view.cases(rule))}</td>
<td data-name="${words.alerts}" class="number">${alerts === 0 ? html`<span class="kind">0</span>` : html`<a href="${queuePath(id)}">${alerts}</a>`}</td>
<td data-name="${words.last}">${last === undefined ? html`<span class="kind">${words.never}</span>` : moment(last, view.now, view.zone)}</td>
<td data-name="${words.judged}">${judgedTold(view.figures(id))}</td></tr>`
}

export const rulePath = (id: string): string => `/detections/${encodeURIComponent(id)}`

/** Its alerts, whatever became of them. */
export const queuePath = (id: string): string =>
  `/?rule=${encodeURIComponent(id)}&status=open,acknowledged,resolved,closed&sort=newest`

export const priorityTag = (priority: Priority): Html =>
  html`<span class="tag ${priority}">${priorityWords[priority]}</span>`

export const useTag = (use: RuleEntry['use']): Html =>
  html`<span class="use use-${use}" title="${words.useHint[use]}">${words.uses[use]}</span>`

function casesTold(figures: CaseFigures | undefined): Html {
  if (!figures) return html`<span class="kind">…</span>`
  const { fires, failed } = figures
  if (failed > 0) return html`<b class="wrong">${failed} ${words.failed}</b>`
  return fires === 0
    ? html`<span class="wrong">${words.untried}</span>`
    : html`<span class="ok">${icon('check')}</span> ${fires}`
}

/** How alerts of a rule were judged; what is still open is no judgement. */
export function judgedTold({ alerts, statuses, judged }: RuleFigures): Html {
  if (alerts === 0) return html`<span class="kind">–</span>`
  const open = (statuses.open ?? 0) + (statuses.acknowledged ?? 0)
  const named = dispositions.flatMap((one) => (judged[one] === undefined ? [] : [[one, judged[one]] as const]))
  const rest = alerts - open - named.reduce((sum, [, count]) => sum + count, 0)
  const parts = [
    ...named.map(([one, count]) => html`<span class="judged ${one}">${count} ${dispositionWords[one]}</span>`),
    ...(open > 0 ? [html`<span class="judged">${open} ${words.open}</span>`] : []),
    ...(rest > 0 ? [html`<span class="judged">${rest} ${words.unjudged}</span>`] : []),
  ]
  return html`${parts}`
}
