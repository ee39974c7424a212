// The dead letters as a list: by source, reason and time, to be looked at, and put back one by one or together.
import type { Subject } from '../../model/people.ts'
import type { DeadLetterLine, LetterQuery } from '../deps.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { moment } from '../frame/times.ts'
import { texts } from '../texts/common.ts'
import { letterTexts as words } from '../texts/letters.ts'

export interface LettersView {
  readonly letters: readonly DeadLetterLine[]
  /** There may be more than are shown. */
  readonly more: boolean
  readonly sources: readonly string[]
  readonly asked: LetterQuery
  /** Nothing waits before the sources any more. */
  readonly idle: boolean
  /** What an order to put back came to. */
  readonly done?: { readonly replayed: number; readonly before: number }
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

export type LetterState = keyof typeof words.states

/** What became of a letter. @param idle nothing waits before the sources any more */
export function stateOf(
  {
    letter,
    replayed,
    again,
  }: Pick<DeadLetterLine, 'replayed' | 'again'> & { readonly letter: { readonly cut?: true } },
  idle: boolean,
): LetterState {
  if (letter.cut) return 'cut'
  if (replayed === undefined) return 'new'
  if (again !== undefined) return 'again'
  return idle ? 'read' : 'waiting'
}

export function lettersPage(view: LettersView): string {
  const { letters, asked, site, reader, done, more } = view
  const some = asked.source !== undefined || asked.reason !== undefined || asked.since !== undefined
  const list = html`<form method="post" action="/dead-letters/replay" class="letters">
<ol class="lines">${letters.map((one) => line(one, view))}</ol>
${more && html`<p class="kind">${words.newest}</p>`}
<div class="acts"><button name="which" value="selected" class="first">${words.replaySelected}</button><button name="which" value="all">${words.replayAll}</button></div>${hidden(asked)}</form>`
  return shell(
    { title: texts.places.letters, site, here: 'letters', still: true, ...(reader && { reader }) },
    html`<h1>${texts.places.letters}</h1><p class="lead">${words.lead}</p>
${done && told(done)}
${filters(view, some)}
${letters.length === 0 ? html`<section class="panel empty"><h2>${some ? words.notFound : words.empty}</h2><p>${some ? words.notFoundWhat : words.emptyWhat}</p></section>` : list}`,
  )
}

function told({ replayed, before }: NonNullable<LettersView['done']>): Html {
  const count = (number: number, { one, many }: { readonly one: string; readonly many: string }): string =>
    `${number} ${number === 1 ? one : many}.`
  const none = replayed === 0 && before === 0
  return html`<p role="status" class="panel ${none ? 'wrong' : 'right'}">${none ? words.noneSelected : count(replayed, words.done)}${before > 0 && ` ${count(before, words.before_)}`}</p>`
}

function filters({ sources, asked }: LettersView, some: boolean): Html {
  const names = new Set([...sources, ...(asked.source === undefined ? [] : [asked.source])])
  return html`<form class="finder" method="get" action="/dead-letters">
<label>${words.source}<select name="source"><option value="">${words.anySource}</option>${[...names].map((name) => html`<option value="${name}"${name === asked.source && { html: ' selected' }}>${name}</option>`)}</select></label>
<label>${words.reason}<input name="reason" value="${asked.reason ?? ''}" placeholder="${words.reasonHint}" autocomplete="off"></label>
<label>${words.since}<input name="since" type="datetime-local" value="${asked.since?.slice(0, 16) ?? ''}"></label>
<button>${words.filter}</button>${some && html`<a class="button quiet" href="/dead-letters">${words.clear}</a>`}</form>`
}

const hidden = ({ source, reason, since }: LetterQuery): readonly Html[] =>
  Object.entries({ source, reason, since }).flatMap(([name, value]) =>
    value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}">`],
  )

function line(one: DeadLetterLine, { idle, now, zone }: LettersView): Html {
  const { id, at, letter, bytes } = one
  const state = stateOf(one, idle)
  return html`<li class="letter" data-key="${id}"><label class="pick"><input type="checkbox" name="id" value="${id}" aria-label="${words.select} ${id}"${letter.cut && { html: ' disabled' }}></label>
<span class="age">${moment(at, now, zone)}</span><span class="tag ${state}">${words.states[state]}</span><b class="channel">${letter.source}</b>
<div class="said"><p><a href="/dead-letters/${encodeURIComponent(id)}">${letter.reason.slice(0, 300)}</a></p><small>${letter.field === undefined ? words.whole : html`${words.field} <code>${letter.field}</code>`}${letter.part !== undefined && html` · ${words.part} ${letter.part}`} · ${tellBytes(bytes)}</small></div></li>`
}

export const tellBytes = (bytes: number): string =>
  bytes < 1_000
    ? `${bytes} B`
    : bytes < 1_000_000
      ? `${(bytes / 1_000).toFixed(1)} kB`
      : `${(bytes / 1_000_000).toFixed(1)} MB`
