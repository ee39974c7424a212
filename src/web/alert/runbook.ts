// The runbook with its steps to tick: a tick is an act like any other, so everybody sees who did what.
import { hashOf } from '../../lib/hash.ts'
import type { Action } from '../../model/wire.ts'
import { type Html, html } from '../frame/html.ts'
import { icon } from '../frame/icons.ts'
import { markdown } from '../frame/markdown.ts'
import { moment } from '../frame/times.ts'
import { texts } from '../texts/common.ts'
import type { AlertView } from './page.ts'

const { part: words } = texts

/** Marks of steps are of their words, so that a runbook that gets a further step keeps its ticks. */
const stepOf = (said: string): string => hashOf('step', said).slice(0, 16)

export function runbookPart({ alert, history, runbook, handles, print, now, zone }: AlertView): Html {
  const ticks = new Map<string, Action>()
  for (const action of history.actions) if (action.step !== undefined) ticks.set(action.step, action)
  const mark = (said: string): Html => {
    const step = stepOf(said)
    const last = ticks.get(step)
    const done = last?.act === 'tick'
    const by = done && html`<span class="by">${last?.by} ${moment(last?.at ?? '', now, zone)}</span>`
    if (!handles || print) return html`<span class="tick ${done && 'on'}">${done && icon('check')}</span>${by}`
    const act = done ? 'untick' : 'tick'
    return html`<form class="ticking" method="post" action="/alerts/${encodeURIComponent(alert.id)}/${act}" data-swap data-key="step ${step}"><input type="hidden" name="step" value="${step}"><input type="hidden" name="text" value="${said.slice(0, 500)}"><button class="tick ${done && 'on'}" role="checkbox" aria-checked="${String(done)}" aria-label="${said.slice(0, 120)}" title="${done ? words.untick : words.tick}">${done && icon('check')}</button></form>${by}`
  }
  if (runbook === undefined)
    return html`<section class="panel" id="runbook"><h2>${words.whatToDo}</h2><p>${words.noRunbook}</p></section>`
  const [first, rest] = parted(withoutTitle(runbook))
  const more =
    rest !== '' &&
    html`<details data-key="rest"${print && { html: ' open' }}><summary>${words.whole}</summary>${markdown(rest, mark)}</details>`
  return html`<section class="panel" id="runbook"><h2>${words.whatToDo}</h2><div class="runbook">${markdown(first, mark)}${more}</div></section>`
}

/** The steps that come first, and what stands below further headings. */
function parted(text: string): readonly [first: string, rest: string] {
  const at = text.search(/^#{1,3}\s/m)
  return at <= 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
}

/** The page's own heading says what the runbook is for. */
const withoutTitle = (text: string): string => text.replace(/^\s*#\s.*\n+/, '')
