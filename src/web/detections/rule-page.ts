// One rule: its text, the cases that ran, its runbook, when it is a false alarm, where it fires, and what it was worth.

import { tellDuration } from '../../lib/duration.ts'
import type { Alert } from '../../model/alert.ts'
import type { CaseProof, CoverageCell, Proof, RuleEntry } from '../../model/detections.ts'
import type { Subject } from '../../model/people.ts'
import { type Html, html } from '../frame/html.ts'
import { icon } from '../frame/icons.ts'
import { markdown } from '../frame/markdown.ts'
import { shell } from '../frame/shell.ts'
import { moment } from '../frame/times.ts'
import { classWords, statusWords } from '../frame/words.ts'
import { texts as common } from '../texts/common.ts'
import type { RuleFigures } from './figures.ts'
import { judgedTold, priorityTag, proofLine, queuePath, useTag } from './list-page.ts'
import { texts } from './texts.ts'

export interface RuleView {
  readonly rule: RuleEntry
  readonly text: string | undefined
  /** Markdown. */
  readonly runbook: string | undefined
  readonly proof: Proof
  readonly cases: readonly CaseProof[]
  readonly coverage: readonly CoverageCell[]
  readonly figures: RuleFigures
  readonly recent: readonly Alert[]
  readonly tries: boolean
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

const { rule: words } = texts

export function rulePage(view: RuleView): string {
  const { rule, text, site, reader, tries } = view
  const { title, priority, use, description, class: row, trouble } = rule
  return shell(
    { title, site, here: 'detections', ...(reader && { reader }) },
    html`<article class="detections rule-page"><p class="crumb"><a href="/detections" data-swap>${icon('left')}${words.back}</a></p>
<header class="headline ${priority ?? ''}"><p class="tags">${priority !== undefined && priorityTag(priority)}${useTag(use)}${row !== undefined && html`<span class="kind">${classWords[row]}</span>`}</p>
<h1>${title}</h1></header>
${trouble !== undefined && html`<p class="panel wrong" role="alert">${words.trouble} ${trouble}</p>`}
${description !== undefined && html`<p class="lead">${description}</p>`}
${tries && rule.kind === 'rule' && html`<p><a class="button" href="/detections/explain?rule=${encodeURIComponent(rule.id)}" data-swap>${icon('search')}${words.explain}</a></p>`}
<div class="columns"><div>
<section class="panel"><h2>${words.text}</h2><pre tabindex="0"><code>${text}</code></pre></section>
${casesPart(view)}
${runbookPart(view)}
</div><aside>
${facts(view)}
${listed(words.falsePositives, rule.falsepositives, words.noFalsePositives)}
${recentPart(view)}
${rule.fields.length > 0 && html`<section class="panel"><h2>${words.fields}</h2><ul class="plain">${rule.fields.map((field) => html`<li><code>${field}</code></li>`)}</ul></section>`}
${rule.references.length > 0 && html`<section class="panel"><h2>${words.references}</h2><ul class="plain">${rule.references.map(reference)}</ul></section>`}
</aside></div></article>`,
  )
}

const listed = (title: string, items: readonly string[], none: string): Html =>
  html`<section class="panel"><h2>${title}</h2>${items.length === 0 ? html`<p class="kind">${none}</p>` : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`}</section>`

/** A rule of somebody else may name anything as its reference. */
const reference = (address: string): Html =>
  /^https?:\/\//.test(address)
    ? html`<li><a href="${address}" rel="noreferrer">${address}</a></li>`
    : html`<li>${address}</li>`

function casesPart({ cases, rule, proof }: RuleView): Html {
  const fires = cases.filter(({ fired }) => fired.includes(rule.id))
  const quiet = cases.filter(({ fired }) => !fired.includes(rule.id))
  const part = (title: string, all: readonly CaseProof[]): Html | undefined =>
    all.length === 0 ? undefined : html`<h3>${title} <span class="kind">${all.length}</span></h3>${all.map(caseTold)}`
  return html`<section class="panel cases" id="cases"><h2>${words.cases}</h2>${proofLine(proof)}${proof.state === 'done' && cases.length === 0 && html`<p>${words.noCases}</p>`}${part(words.fires, fires)}${part(words.quiet, quiet)}</section>`
}

function caseTold({ name, passed, differences, alerts, text, file, line }: CaseProof): Html {
  const mark = passed
    ? html`<span class="ok">${icon('check')}<span class="hidden">${words.passed}</span></span>`
    : html`<b class="wrong">✗ <span class="hidden">${words.failed}</span></b>`
  const came =
    alerts.length === 0
      ? html`<span class="kind">${words.nothing}</span>`
      : [...new Set(alerts.map(({ priority }) => priority))].map(priorityTag)
  return html`<details data-key="case ${file} ${name}"${!passed && { html: ' open' }}><summary>${mark} <span class="name">${name}</span> <span class="came">${came}</span></summary>
${differences.map((difference) => html`<p class="wrong">${difference}</p>`)}
${alerts.slice(0, 20).map(({ priority, summary }) => html`<p class="raised">${priorityTag(priority)} ${summary}</p>`)}
<pre tabindex="0"><code>${text}</code></pre><small>${file}${line !== undefined && `:${line}`}</small></details>`
}

function runbookPart({ runbook }: RuleView): Html {
  if (runbook === undefined)
    return html`<section class="panel"><h2>${words.runbook}</h2><p>${words.noRunbook}</p></section>`
  return html`<section class="panel" id="runbook"><h2>${words.runbook}</h2><div class="runbook">${markdown(runbook)}</div></section>`
}

function facts({ rule, figures, coverage, now, zone }: RuleView): Html {
  const { fact } = words
  const {
    id,
    level,
    status,
    join = 'resource',
    stage,
    state,
    wait,
    logsource,
    techniques,
    file,
    line,
    class: row,
  } = rule
  const joins = words.joins[join as keyof typeof words.joins] ?? join
  const systems = [...new Set(coverage.map(({ source }) => source))].sort()
  const rows: readonly (readonly [string, Html | undefined])[] = [
    [fact.alerts, figures.alerts === 0 ? html`0` : html`<a href="${queuePath(id)}">${figures.alerts}</a>`],
    [fact.judged, figures.alerts === 0 ? undefined : judgedTold(figures)],
    [fact.last, figures.last === undefined ? undefined : moment(figures.last, now, zone)],
    [fact.class, row && html`${classWords[row]}`],
    [fact.join, row && html`${joins}`],
    [fact.stage, stage === undefined ? undefined : html`${stage}`],
    [fact.state, state && html`${common.picture.states[state]}`],
    [fact.wait, wait === undefined ? undefined : html`${tellDuration(wait)}`],
    [fact.level, level === undefined ? undefined : html`${level}`],
    [fact.status, status === undefined ? undefined : html`${status}`],
    [fact.logsource, rule.kind === 'rule' ? html`<code>${Object.values(logsource).join(' · ')}</code>` : undefined],
    [fact.techniques, techniques.length === 0 ? undefined : html`${techniques.map(technique)}`],
    [
      fact.systems,
      systems.length === 0
        ? undefined
        : html`${systems.map((name) => html`<a class="chip" href="/detections?source=${encodeURIComponent(name)}" data-swap>${name}</a>`)}`,
    ],
    [fact.file, html`<code>${file}</code>${line !== undefined && html`<small>${words.line} ${line}</small>`}`],
    [fact.id, html`<code>${id}</code>`],
  ]
  return html`<section class="panel facts" data-key="facts"><h2>${words.facts}</h2><dl>${rows.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`
}

export const technique = (id: string): Html =>
  html`<a class="chip" href="https://attack.mitre.org/techniques/${id.replace('.', '/')}/" rel="noreferrer">${id}</a>`

function recentPart({ recent, rule, now, zone }: RuleView): Html {
  if (recent.length === 0)
    return html`<section class="panel"><h2>${words.recent}</h2><p class="kind">${words.noRecent}</p></section>`
  return html`<section class="panel recent"><h2>${words.recent}</h2><ul class="plain">${recent.map(({ id, summary, status, at }) => html`<li><a href="/alerts/${encodeURIComponent(id)}" data-swap>${summary}</a><small>${statusWords[status]} · ${moment(at, now, zone)}</small></li>`)}</ul><p><a href="${queuePath(rule.id)}">${words.queue}</a></p></section>`
}
