// One dead letter: why it could not be read, field by field, the record whole, and what came of putting it back.
import type { Subject } from '../../model/people.ts'
import type { DeadLetterEntry } from '../deps.ts'
import { type Html, html } from '../frame/html.ts'
import { icon } from '../frame/icons.ts'
import { shell } from '../frame/shell.ts'
import { exactly, moment } from '../frame/times.ts'
import { letterTexts as words } from '../texts/letters.ts'
import { stateOf, tellBytes } from './page.ts'

export interface LetterView {
  readonly entry: DeadLetterEntry
  /** Nothing waits before the sources any more. */
  readonly idle: boolean
  /** What was asked for could not be done. */
  readonly wrong?: string
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

const longestShown = 256_000
const hexShown = 4_096

export function letterPage(view: LetterView): string {
  const { entry, site, reader, wrong } = view
  const { letter, id } = entry
  const bytes = Buffer.from(letter.record, 'base64')
  return shell(
    { title: `${letter.source} ${id}`, site, here: 'letters', still: true, ...(reader && { reader }) },
    html`<p class="back"><a href="/dead-letters">${icon('left')} ${words.back}</a></p>
<h1>${letter.source}: ${letter.reason.slice(0, 300)}</h1>
${wrong !== undefined && html`<p role="alert" class="panel wrong">${wrong}</p>`}
<div class="columns letter-page"><div>
${reasons(entry)}
<section class="panel"><h2>${words.record}</h2>${recordOf(bytes)}</section></div>
<aside>${outcome(view)}${place(view, bytes.length)}</aside></div>`,
  )
}

function reasons({ letter }: DeadLetterEntry): Html {
  const { reason, field, part, parts = [], badParts = parts.length } = letter
  const only = { reason, ...(field !== undefined && { field }), ...(part !== undefined && { part }) }
  const all = parts.length > 0 ? parts : [only]
  return html`<section class="panel"><h2>${words.why}</h2>${badParts > 1 && html`<p>${badParts} ${words.parts}.${badParts > all.length && ` ${words.onlyFirst}`}</p>`}
<dl class="pairs">${all.map(
    (one) =>
      html`<div><dt>${one.field === undefined ? words.whole : html`<code>${one.field}</code>`}${one.part !== undefined && html`<small>${words.part} ${one.part}</small>`}</dt><dd>${one.reason}</dd></div>`,
  )}</dl></section>`
}

/** JSON is laid out for reading; what is no text is shown as bytes. */
function recordOf(bytes: Buffer): Html {
  const text = bytes.subarray(0, longestShown).toString('utf8')
  // A character may be cut in two where the rest is left out.
  if (/[\uFFFD\0]/.test(text.slice(0, -1)))
    return html`<p>${words.binary}</p><pre tabindex="0">${hexOf(bytes.subarray(0, hexShown))}</pre>`
  return html`${bytes.length > longestShown && html`<p>${words.shortened}</p>`}<pre tabindex="0" class="record">${laidOut(text)}</pre>`
}

function laidOut(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? JSON.stringify(value, undefined, 2) : text
  } catch {
    return text
  }
}

function hexOf(bytes: Buffer): string {
  const rows: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const pairs = bytes
      .subarray(at, at + 16)
      .toString('hex')
      .replaceAll(/../g, '$& ')
    rows.push(`${at.toString(16).padStart(6, '0')}  ${pairs.trim()}`)
  }
  return rows.join('\n')
}

function outcome({ entry, idle, now, zone }: LetterView): Html {
  const { id, replayed, again, letter } = entry
  const state = stateOf(entry, idle)
  const first = replayed === undefined
  const told = state in words.stateWhat ? words.stateWhat[state as keyof typeof words.stateWhat] : undefined
  return html`<section class="panel outcome"><h2>${words.outcome}</h2><p><span class="tag ${state}">${words.states[state]}</span></p>
${first ? html`<p>${letter.cut ? words.cut : words.never}</p>` : html`<p>${words.putBack} ${moment(replayed.at, now, zone)} ${words.by} <b>${replayed.by}</b>.</p>`}
${told !== undefined && html`<p>${told}${again !== undefined && html` <a href="/dead-letters/${encodeURIComponent(again)}">${again}</a>`}</p>`}
${!letter.cut && html`<form method="post" action="/dead-letters/${encodeURIComponent(id)}/replay">${!first && html`<input type="hidden" name="again" value="true">`}<button${first && { html: ' class="first"' }}>${first ? words.replay : words.replayAgain}</button></form>`}</section>`
}

function place({ entry, now, zone }: LetterView, bytes: number): Html {
  const { at, id, letter } = entry
  const { position, received, sha256, key, tries, before, shipped } = letter
  const link = before !== undefined && html`<a href="/dead-letters/${encodeURIComponent(before)}">${before}</a>`
  const rows: readonly (readonly [string, Html | string | false | undefined])[] = [
    [words.at, html`${moment(at, now, zone)} <small>${exactly(at, zone)}</small>`],
    [words.received, received !== '' && exactly(received, zone)],
    [words.place, html`<code>${position.topic}</code> ${position.partition} @ ${position.offset}`],
    [words.way, shipped && html`<code>${Object.values(shipped).join(' · ')}</code>`],
    [words.key, key !== undefined && html`<code>${key}</code>`],
    [words.tries, tries !== undefined && String(tries)],
    [words.before, link],
    [words.bytes, tellBytes(bytes)],
    [words.hash, html`<code>${sha256}</code>`],
  ]
  const told = rows.filter(([, value]) => value !== undefined && value !== false)
  return html`<section class="panel"><h2>${id}</h2><dl class="pairs">${told.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p><a class="button" href="/dead-letters/${encodeURIComponent(id)}/record" download>${icon('download')} ${words.download}</a></p></section>`
}
