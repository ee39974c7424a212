// The immutability table: what keeps each copy, who can undo it, what it shares its fate with, and whether anybody looked.
import type { CopyRow, Known, ObservedFact, Survival } from '../../model/posture.ts'
import { credentialClasses } from '../../model/posture.ts'
import { list, tellFact, tellHours } from '../../report/words.ts'
import { type Html, html } from '../frame/html.ts'
import { moment } from '../frame/times.ts'
import { basisTag } from './frame.ts'
import { words } from './texts.ts'

const { copies: say } = words
const mostCopies = 500
const mostFacts = 200

export interface Clock {
  readonly now: number
  readonly zone: string | undefined
}

export function copiesPart({ copies, facts }: Survival, clock: Clock): Html {
  const sorted = copies.toSorted((one, other) => Number(other.lastResort) - Number(one.lastResort))
  const titles = [say.copy, say.mechanism, say.kept, say.revocable, say.falls, say.depends, say.restore, say.looked]
  return html`<p class="lead">${say.lead}</p>
<section class="panel"><div class="wide-table" tabindex="0" role="group" aria-label="${say.copy}"><table class="cards copies"><thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${sorted.slice(0, mostCopies).map((row) => copyRow(row, titles, clock))}</tbody></table></div></section>
${copies.length > mostCopies && html`<p class="note-on">${copies.length - mostCopies} ${words.more} <code>lastcopy survive</code></p>`}
<p class="note-on">${words.basisHint}</p>
${factsPart(facts, clock)}`
}

function copyRow(row: CopyRow, titles: readonly string[], { now, zone }: Clock): Html {
  const { name, of, tier, lastResort, mechanism, revocableBy, restoreHours, verified } = row
  const cells: readonly Html[] = [
    html`<b>${name}</b><small>${of}${tier && `, ${tier.toUpperCase()}`}</small>${lastResort && html`<span class="tag">${say.last}</span>`}`,
    html`${mechanism.value} ${basisTag(mechanism.basis, mechanism.at)}${mechanism.declared !== undefined && html`<small class="wrong">${words.declared}: ${mechanism.declared}</small>`}`,
    kept(row),
    revocableBy.length === 0 ? html`<span class="ok">${say.nobody}</span>` : html`${list(revocableBy, 6)}`,
    fallsTo(row),
    dependsOn(row),
    html`${restoreHours === undefined ? say.unknown : tellHours(restoreHours)}`,
    verified
      ? html`${moment(verified.at, now, zone)}${!verified.good && html` <span class="wrong">${say.bad}</span>`}<small>${verified.ref}</small>`
      : html`<span class="wrong">${say.never}</span>`,
  ]
  return html`<tr>${cells.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td data-label="${titles[index]}"><div>${cell}</div></td>`))}</tr>`
}

function dependsOn({ sharesFateWith, trusts, keysAt }: CopyRow): Html {
  const line = (title: string, names: readonly string[]): Html | undefined =>
    names.length === 0 ? undefined : html`<span><span class="kind">${title}</span> ${list(names, 6)}</span>`
  return html`<span class="stack">${line(say.fate, sharesFateWith)}${line(say.trusts, trusts)}${line(say.keys, keysAt)}</span>`
}

function kept({ retentionDays, lockDays, meetsFloor, lastResort }: CopyRow): Html {
  const days = ({ value, basis, at, declared }: Known<number>, suffix: string): Html =>
    html`<span>${Math.round(value)} d${suffix} ${basisTag(basis, at)}${declared !== undefined && html`<small class="wrong">${words.declared}: ${declared} d</small>`}</span>`
  const short = !meetsFloor && lastResort
  return html`<span class="stack ${short && 'wrong'}">${days(retentionDays, '')}${lockDays ? days(lockDays, ` ${say.locked}`) : html`<span class="kind">${say.notLocked}</span>`}</span>${short && html`<small class="wrong">${say.floor}</small>`}`
}

function fallsTo({ fewest = [] }: CopyRow): Html {
  if (fewest.length === 0) return html`<span class="ok">${say.noTwo}</span>`
  const least = Math.min(...fewest.map(({ length }) => length))
  const all = fewest.filter(({ length }) => length === least)
  const told = (classes: (typeof all)[number]): string => classes.map((name) => credentialClasses[name]).join(' + ')
  return html`<ul class="plain">${all.slice(0, 4).map((classes) => html`<li>${told(classes)}</li>`)}</ul>${all.length > 4 && html`<details><summary>+ ${all.length - 4}</summary><ul class="plain">${all.slice(4, 40).map((classes) => html`<li>${told(classes)}</li>`)}</ul></details>`}`
}

function factsPart(facts: readonly ObservedFact[], { now, zone }: Clock): Html {
  const newest = facts.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at)).slice(0, mostFacts)
  const titles = [words.when, words.what, words.shown, words.by, words.record]
  return html`<section class="panel"><h2>${words.facts}</h2>${
    newest.length === 0
      ? html`<p>${words.noFacts}</p>`
      : html`<div class="wide-table" tabindex="0" role="group" aria-label="${words.facts}"><table class="cards"><thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${newest.map((fact) => html`<tr><td data-label="${words.when}">${moment(fact.at, now, zone)}</td><td data-label="${words.what}"><b>${fact.of}</b></td><td data-label="${words.shown}"><span>${tellFact(fact)}</span></td><td data-label="${words.by}"><span>${fact.by ?? say.none}</span></td><td data-label="${words.record}"><small>${fact.source} ${fact.position}</small></td></tr>`)}</tbody></table></div>`
  }</section>`
}
