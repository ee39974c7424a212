// Findings: each with its evidence, why it matters, how to mend it, who answers for it, and the detection that watches it until then.
import type { Estate } from '../../model/estate.ts'
import type { Finding, Survival } from '../../model/posture.ts'
import { ownerOf, sentence } from '../../report/words.ts'
import { type Html, html } from '../frame/html.ts'
import { inline } from './frame.ts'
import { words } from './texts.ts'

const { findings: say } = words
const mostFindings = 200
const weights = ['breaks', 'weakens'] as const
export type Weight = (typeof weights)[number]

export const readWeight = (given: unknown): Weight | undefined => weights.find((one) => one === given)

export interface Around {
  readonly estate: Estate | undefined
  /** Ids of the rules by their files. */
  readonly rules: ReadonlyMap<string, string>
}

export function findingsPart({ findings }: Survival, only: Weight | undefined, around: Around): Html {
  const shown = findings.filter(({ weight }) => only === undefined || weight === only)
  const count = (weight: Weight): number => findings.filter((one) => one.weight === weight).length
  const link = (weight: Weight | undefined, title: string, number: number): Html =>
    html`<a href="/survive/findings${weight !== undefined && `?weight=${weight}`}" data-swap${weight === only && { html: ' aria-current="true"' }}>${title} <b>${number}</b></a>`
  return html`<p class="lead">${say.lead}</p>
<nav class="choices" aria-label="${words.parts.findings}">${link(undefined, say.all, findings.length)}${weights.map((weight) => link(weight, say[weight], count(weight)))}</nav>
${shown.length === 0 && html`<section class="panel empty"><h2>${say.none}</h2></section>`}
${shown.slice(0, mostFindings).map((one) => article(one, around))}
${shown.length > mostFindings && html`<p class="note-on">${shown.length - mostFindings} ${inline(say.more)}</p>`}`
}

function article({ kind, weight, on, evidence, why, mend, watch }: Finding, { estate, rules }: Around): Html {
  const owner = estate && ownerOf({ on }, estate)
  return html`<article class="panel finding ${weight}"><p class="tags"><span class="tag ${weight === 'breaks' ? 'page-now' : 'notify'}" title="${weight === 'breaks' ? say.breaksWhat : say.weakensWhat}">${say[weight]}</span><span class="kind">${sentence(kind.replaceAll('-', ' '))}</span></p>
<h3>${on}</h3>
<dl><div><dt>${say.evidence}</dt><dd><ul class="plain">${evidence.map((one) => html`<li>${sentence(one)}</li>`)}</ul></dd></div>
<div><dt>${say.why}</dt><dd>${sentence(why)}</dd></div>
<div><dt>${say.mend}</dt><dd>${inline(mend)}</dd></div>
<div><dt>${say.owner}</dt><dd>${owner ?? html`<span class="wrong">${say.noOwner}</span>`}</dd></div>
<div><dt>${say.watch}</dt><dd>${watch.length === 0 ? html`<span class="wrong">${say.unwatched}</span>` : watch.map((file) => watcher(file, rules.get(file)))}</dd></div></dl></article>`
}

const watcher = (file: string, id: string | undefined): Html =>
  id === undefined
    ? html`<code>${file}</code> `
    : html`<a href="/detections/${encodeURIComponent(id)}"><code>${file}</code></a> `
