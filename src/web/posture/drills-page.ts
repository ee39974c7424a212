// Restore proof: what is overdue, what the stopwatch measured by tier and set, the drill that runs, and what each one proved.
import { tellDuration } from '../../lib/duration.ts'
import type { Drill } from '../../model/drill.ts'
import type { Survival } from '../../model/posture.ts'
import type {
  CopyProof,
  DrillProof,
  Measured,
  Overdue,
  Practised,
  Proof,
  SetProof,
  TierProof,
} from '../../model/proof.ts'
import { list, sentence, tellHours } from '../../report/words.ts'
import { type Html, html } from '../frame/html.ts'
import { moment } from '../frame/times.ts'
import type { Clock } from './copies-page.ts'
import { finishForm, startForm, stepForm } from './drill-forms.ts'
import { words } from './texts.ts'

const { drills: say } = words
const mostDrills = 50

export interface DrillsView extends Clock {
  readonly survival: Survival
  readonly drills: readonly Drill[]
  readonly names: { readonly sets: readonly string[]; readonly copies: readonly string[] }
  /** Whether the reader may run the stopwatch. */
  readonly practises: boolean
  readonly wrong?: string
  readonly given?: unknown
}

export function drillsPart(view: DrillsView): Html {
  const { survival, drills, practises, wrong } = view
  const { proof } = survival
  if (!proof) throw new Error('an analysis of the running service has its proof')
  const running = drills.filter(({ status }) => status === 'running')
  return html`<p class="lead">${say.lead}</p>
${wrong && html`<p role="alert" class="panel wrong">${wrong}</p>`}
${running.map((drill) => runs(drill, view))}
${overduePart(proof.overdue, view)}
<section class="panel"><h2>${say.tiers}</h2>${table([say.tier, say.many, say.rto, say.rpo, say.unmeasured], proof.tiers.map(tierCells))}</section>
<section class="panel"><h2>${say.sets}</h2>${table(
    [say.set, say.rto, say.rpo, say.practised],
    proof.sets.map((set) => setCells(set, view)),
  )}</section>
<section class="panel"><h2>${say.copies}</h2>${table(
    [words.copies.copy, words.copies.looked],
    proof.sets.flatMap((set) => set.copies).map((copy) => copyCells(copy, view)),
  )}</section>
${practises && startForm({ ...view, ...view.names, open: view.given !== undefined })}
<section class="plans"><h2>${say.done}</h2>${proof.drills.length === 0 ? html`<p>${say.noDrills}</p>` : ended(proof, view)}</section>`
}

/** @param rows the first cell of each is its head */
function table(titles: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return html`<div class="wide-table" tabindex="0" role="group" aria-label="${titles[0]}"><table class="cards"><thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows.map((cells) => html`<tr>${cells.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td data-label="${titles[index]}"><div>${cell}</div></td>`))}</tr>`)}</tbody></table></div>`
}

function overduePart(overdue: readonly Overdue[], { now, zone }: Clock): Html {
  const one = ({ what, of, everyDays, last, due }: Overdue): Html =>
    html`<li><b>${say.kinds[what]}</b>: ${of === 'the estate' ? say.estate : of}<small>${say.every} ${Math.round(everyDays)} ${words.days}, ${last ? html`${say.lastAt} ${moment(last.at, now, zone)}` : say.never}${due !== undefined && html`, ${say.due} ${moment(due, now, zone)}`}</small></li>`
  return html`<section class="panel ${overdue.length > 0 && 'late'}"><h2>${say.overdue}</h2>${overdue.length === 0 ? html`<p class="ok">${say.nothing}</p>` : html`<ul class="plain">${overdue.slice(0, 100).map(one)}</ul>`}</section>`
}

const missing = html`<span class="wrong">${say.notMeasured}</span>`

function tierCells({ tier, sets, rto, rpo, unmeasured }: TierProof): readonly Html[] {
  const worst = (one: TierProof['rto']): Html =>
    one ? html`<b>${tellHours(one.hours)}</b><small>${one.of}, ${one.at.slice(0, 10)}</small>` : missing
  return [
    html`${say.tierNames[tier]}`,
    html`${sets}`,
    worst(rto),
    worst(rpo),
    html`${unmeasured.length === 0 ? words.copies.none : list(unmeasured, 8)}`,
  ]
}

function setCells({ name, promised, rto, rpo, application, full }: SetProof, { now, zone }: Clock): readonly Html[] {
  const measured = (one: Measured | undefined, hours: number | undefined): Html =>
    html`${one ? html`<b class="${one.kept === false ? 'wrong' : one.kept ? 'ok' : ''}">${tellHours(one.hours)}</b>` : missing}<small>${hours !== undefined && `${say.promised} ${tellHours(hours)}`}</small>`
  const last = [application.last, full.last].flatMap((one) => one ?? []).sort(newest)[0]
  return [
    html`${name}`,
    measured(rto, promised.rtoHours),
    measured(rpo, promised.rpoHours),
    last
      ? html`${moment(last.at, now, zone)}<small>${last.ref}</small>`
      : html`<span class="wrong">${say.never}</span>`,
  ]
}
const newest = (one: Practised, other: Practised): number => Date.parse(other.at) - Date.parse(one.at)

const copyCells = ({ name, everyDays, last, state }: CopyProof, { now, zone }: Clock): readonly Html[] => [
  html`${name}`,
  html`<span class="${state === 'good' ? 'ok' : 'wrong'}">${say.states[state]}</span>${last && html` ${moment(last.at, now, zone)}<small>${last.ref}</small>`}${everyDays !== undefined && html`<small>${say.every} ${Math.round(everyDays)} ${words.days}</small>`}`,
]

/** The drill under way: how long since the decision, its steps, and what is to be told next. */
function runs(drill: Drill, view: DrillsView): Html {
  const { now, zone, practises } = view
  const { id, kind, sets, scenario, decidedAt, steps, executedBy, writtenBy, runbook } = drill
  return html`<section class="panel running" id="${id}"><h2>${say.running}</h2>
<p class="watch"><b>${tellDuration(Math.max(0, now - Date.parse(decidedAt)))}</b> ${say.since}</p>
<p class="tags"><span class="tag notify">${say.kinds[kind]}</span><code>${id}</code>${sets.map((set) => html`<span class="tag">${set}</span>`)}</p>
<h3>${scenario}</h3><p class="kind">${runbook}; ${say.wrote} ${writtenBy.join(', ')}, ${say.executed} ${executedBy}</p>
${stepList(drill, { now, zone })}
${practises && html`<div class="two">${stepForm(drill, steps.length)}${finishForm(drill)}</div>`}</section>`
}

function stepList({ decidedAt, steps }: Drill, { now, zone }: Clock): Html {
  if (steps.length === 0) return html`<p class="kind">${say.noSteps}</p>`
  return html`<ol class="steps">${steps.map(
    ({ name, at, by, serves, words: remark }) =>
      html`<li><b>${tellDuration(Math.max(0, Date.parse(at) - Date.parse(decidedAt)))}</b> ${name}${serves !== undefined && html` <span class="tag stands">${serves}</span>`}<small>${by.name}, ${moment(at, now, zone)}${remark !== undefined && `: ${remark}`}</small></li>`,
  )}</ol>`
}

function ended({ drills: proofs }: Proof, { drills, now, zone }: DrillsView): Html {
  const byId = new Map(drills.map((drill) => [drill.id, drill]))
  const one = ({ id, kind, at, end, sets, counts, served, proved, notProved }: DrillProof): Html => {
    const drill = byId.get(id)
    return html`<article class="panel finding ${counts ? 'served' : 'breaks'}" id="${id}"><p class="tags"><span class="tag ${counts ? 'stands' : 'page-now'}">${say.ends[end]}, ${counts ? say.counts : say.countsNot}</span><span class="kind">${say.kinds[kind]}, ${moment(at, now, zone)}</span><code>${id}</code></p>
<h3>${list(sets, 10)}</h3>${drill && html`<p class="kind">${drill.scenario} · ${drill.runbook} · ${say.wrote} ${drill.writtenBy.join(', ')}, ${say.executed} ${drill.executedBy}${drill.copies.length > 0 && ` · ${say.from} ${list(drill.copies, 6)}`}</p>`}
${served.length > 0 && html`<p class="measured">${served.map(({ of, rtoHours, rpoHours }) => html`<span>${of}: ${say.rto} <b>${tellHours(rtoHours)}</b>${rpoHours !== undefined && html`, ${say.rpo} <b>${tellHours(rpoHours)}</b>`}</span>`)}</p>`}
<dl>${told(say.proved, proved)}${told(say.notProved, notProved)}</dl>
${drill && html`<details><summary>${say.steps} (${drill.steps.length})</summary>${stepList(drill, { now, zone })}</details>`}</article>`
  }
  return html`${proofs.slice(0, mostDrills).map(one)}`
}

const told = (title: string, lines: readonly string[]): Html | undefined =>
  lines.length === 0
    ? undefined
    : html`<div><dt>${title}</dt><dd><ul class="plain">${lines.map((line) => html`<li>${sentence(line)}</li>`)}</ul></dd></div>`
