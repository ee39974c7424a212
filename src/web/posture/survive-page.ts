// Who can turn it off: credentials against copies, the way on a click, and the single change that saves most.

import type { BestChange, CopyRow, Fall, HandResult, PathStep, Survival } from '../../model/posture.ts'
import { ways } from '../../model/posture.ts'
import { tellSaved } from '../../posture/best.ts'
import { tellNode } from '../../posture/names.ts'
import { answerOf, figuresOf } from '../../report/board.ts'
import { list, tellHours } from '../../report/words.ts'
import { type Html, html } from '../frame/html.ts'
import { basisTag } from './frame.ts'
import { words } from './texts.ts'

/** More columns than these nobody reads: the copies of last resort first, then those that fall most. */
const mostColumns = 14
const mostRows = 200

export interface Asked {
  readonly dwell: number
  /** The way that is shown. */
  readonly hand?: string
  readonly copy?: string
}

export function survivePart(survival: Survival, asked: Asked): Html {
  const { hands } = survival
  const rows = hands.filter((hand) => hand.kind === 'one' || takesMore(hand, hands)).toSorted(worst)
  return html`<p class="answer">${answerOf(survival)}</p>
<dl class="key-figures">${figuresOf(survival, undefined).map(({ value, label, tint }) => html`<div class="${tint}"><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${bestPart(survival.best)}
${wayPart(survival, asked)}
<section class="panel" data-key="matrix"><h2>${words.matrix}</h2>${matrix(rows.slice(0, mostRows), columnsOf(survival), survival, asked)}
<p class="note-on">${words.matrixHint} ${words.basisHint}</p></section>
${pairsPart(hands)}
${dwellForm(asked)}`
}

/** All of one kind together take a set that none of them takes alone. */
const takesMore = ({ kind, classes, lost }: HandResult, hands: readonly HandResult[]): boolean =>
  kind === 'class' &&
  lost.some((set) =>
    hands.every((one) => one.kind !== 'one' || one.classes[0] !== classes[0] || !one.lost.includes(set)),
  )

const worst = (one: HandResult, other: HandResult): number =>
  other.lost.length - one.lost.length || other.falls.length - one.falls.length

function columnsOf({ copies, hands }: Survival): readonly CopyRow[] {
  const falls = new Map<string, number>()
  for (const hand of hands)
    if (hand.kind === 'one') for (const { copy } of hand.falls) falls.set(copy, (falls.get(copy) ?? 0) + 1)
  const weight = ({ name, lastResort }: CopyRow): number => (lastResort ? 1_000_000 : 0) + (falls.get(name) ?? 0)
  return copies.toSorted((one, other) => weight(other) - weight(one)).slice(0, mostColumns)
}

function matrix(rows: readonly HandResult[], columns: readonly CopyRow[], { copies }: Survival, asked: Asked): Html {
  const more = copies.length - columns.length
  return html`<div class="wide-table" tabindex="0" role="group" aria-label="${words.matrix}"><table class="takes cards">
<thead><tr><th scope="col">${words.credential}</th>${columns.map(({ name, lastResort }) => html`<th scope="col"><span>${name}</span>${lastResort && html`<small>${words.copies.last}</small>`}</th>`)}<th scope="col">${words.lost}</th></tr></thead>
<tbody>${rows.map((hand) => {
    const falls = new Map(hand.falls.map((fall) => [fall.copy, fall]))
    return html`<tr><th scope="row">${hand.title}</th>${columns.map(({ name }) => cell(hand, name, falls.get(name), asked))}${lostCell(hand)}</tr>`
  })}</tbody></table></div>${more > 0 && html`<p class="note-on">${more} ${words.more} <a href="/survive/copies">${words.allCopies}</a>.</p>`}`
}

const lostCell = ({ lost, falls }: HandResult): Html =>
  lost.length > 0
    ? html`<td class="fall" data-label="${words.lost}"><b>${list(lost, 3)}</b></td>`
    : html`<td class="kind">${falls.length === 0 && words.nothing}</td>`

function cell(hand: HandResult, copy: string, fall: Fall | undefined, asked: Asked): Html {
  if (!fall)
    return html`<td class="stand"><span aria-hidden="true">●</span><span class="hidden">${words.stands}</span></td>`
  const told = soon(fall.hours)
  if (fall.path.length === 0) return html`<td class="fall" data-label="${copy}"><span>${told}</span></td>`
  const query = new URLSearchParams({ hand: hand.id, copy, dwell: String(asked.dwell) })
  const chosen = asked.hand === hand.id && asked.copy === copy
  return html`<td class="fall" data-label="${copy}"><a href="/survive?${query.toString()}#way" data-swap${chosen && { html: ' aria-current="true"' }}>${told}</a></td>`
}

const soon = (hours: number): string => (hours === 0 ? 'at once' : `in ${tellHours(hours)}`)

function wayPart({ hands }: Survival, { hand: id, copy }: Asked): Html | undefined {
  if (id === undefined || copy === undefined) return undefined
  const hand = hands.find((one) => one.id === id)
  const fall = hand?.falls.find((one) => one.copy === copy)
  if (!hand || !fall) return html`<section class="panel" id="way"><h2>${words.way}</h2><p>${words.noWay}</p></section>`
  return html`<section class="panel way" id="way" data-key="way"><h2>${words.way}: ${hand.title} → “${copy}”, ${soon(fall.hours)}</h2>
<ol>${fall.path.map(step)}</ol></section>`
}

const step = ({ from, to, way, hours, because, basis }: PathStep): Html =>
  html`<li><p><b>${from.map(tellNode).join(' and ')}</b> <span class="kind">${ways[way]}</span> → <b>${tellNode(to)}</b>${hours > 0 && html` <span class="tag notify">after ${tellHours(hours)}</span>`}</p><small>${because} ${basisTag(basis)}</small></li>`

function bestPart([first, ...rest]: readonly BestChange[]): Html | undefined {
  if (!first) return undefined
  return html`<section class="panel best"><h2>${words.best}</h2><p><b>${upper(first.text)}</b><small>${upper(tellSaved(first))}</small></p>${rest.length > 0 && html`<details><summary>${words.others}</summary><ol start="2">${rest.map((one) => html`<li>${upper(one.text)}<small>${upper(tellSaved(one))}</small></li>`)}</ol></details>`}</section>`
}

const upper = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Sets that two kinds take together, and neither alone. */
function pairsPart(hands: readonly HandResult[]): Html {
  const alone = new Map<string, Set<string>>()
  for (const { kind, classes, lost } of hands)
    if (kind !== 'pair') for (const name of classes) alone.set(name, new Set([...(alone.get(name) ?? []), ...lost]))
  const found = hands.flatMap(({ kind, title, classes, lost }) => {
    const more = kind === 'pair' ? lost.filter((set) => classes.every((name) => !alone.get(name)?.has(set))) : []
    return more.length === 0 ? [] : [{ title, more }]
  })
  return html`<section class="panel"><h2>${words.pairs}</h2>${found.length === 0 ? html`<p>${words.noPairs}</p>` : html`<ul class="plain">${found.slice(0, 30).map(({ title, more }) => html`<li>${title}: <b>${list(more, 5)}</b></li>`)}</ul>`}</section>`
}

const dwellForm = ({ dwell }: Asked): Html =>
  html`<form class="dwell" method="get" action="/survive" data-swap><label for="dwell">${words.dwell}</label><select id="dwell" name="dwell">${[7, 14, 30, 60, 90, 180].map((days) => html`<option value="${days}"${days === dwell && { html: ' selected' }}>${days} ${words.days}</option>`)}</select><button>${words.weigh}</button></form>`
