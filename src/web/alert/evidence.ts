// The records behind an alert: as the house reads them, and as they came.
import { isObject } from '../../lib/json.ts'
import type { Alert } from '../../model/alert.ts'
import type { Event } from '../../model/event.ts'
import { type Html, html } from '../frame/html.ts'
import { exactly } from '../frame/times.ts'
import { tellChange } from '../frame/words.ts'
import { texts } from '../texts/common.ts'

const longestOriginal = 40_000
const mostFields = 120

/** @param unfolded everything open, for paper */
export function evidence({ evidence: events }: Alert, unfolded: boolean): Html {
  if (events.length === 0) return html`<p>${texts.part.noEvidence}</p>`
  return html`${events.map(
    (event, index) =>
      html`<details data-key="event ${event.event.id}"${(index === 0 || unfolded) && { html: ' open' }}><summary><b>${event.event.code}</b> ${event.event.outcome === 'failure' && html`<span class="tag refused">refused</span>`} <small>${exactly(event['@timestamp'])}</small></summary>${recordPart(event)}</details>`,
  )}`
}

/** One record: what it changed, its fields as read, and the record as it came. */
export const recordPart = (event: Event): Html =>
  html`${changed(event)}
<div class="sides"><section><h3>${texts.part.asRead}</h3><div class="fields" tabindex="0"><table><tbody>${fields(event)}</tbody></table></div></section>
<section><h3>${texts.part.asCame}</h3><pre tabindex="0">${pretty(event.event.original)}</pre></section></div>`

function changed({ backup }: Event): Html | undefined {
  const all = backup?.changes ?? (backup?.change ? [backup.change] : [])
  const told = all.filter(({ from, to }) => from !== undefined || to !== undefined).slice(0, 8)
  if (told.length === 0) return undefined
  return html`<p class="fromto">${told.map(tellChange).map(({ setting, from, to }) => html`<span>${setting} <span class="from">${from}</span> → <b>${to}</b></span>`)}</p>`
}

/** Dotted names and values, what matters to a reader first. */
function fields(event: Event): readonly Html[] {
  const rows: (readonly [string, string])[] = []
  const walk = (value: unknown, path: string, depth: number): void => {
    if (rows.length >= mostFields || path === 'event.original') return
    if (isObject(value) && depth < 6) {
      for (const [key, member] of Object.entries(value)) walk(member, path === '' ? key : `${path}.${key}`, depth + 1)
      return
    }
    if (value !== undefined)
      rows.push([path, (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 600)])
  }
  walk(event, '', 0)
  return rows
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)
}

const order = ['@timestamp', 'event.', 'backup.', 'user.', 'source.', 'cloud.', 'error.', 'user_agent.']

function place(name: string): number {
  const found = order.findIndex((start) => name.startsWith(start))
  return found === -1 ? order.length : found
}

/** JSON laid out for reading; anything else, and JSON too deep to lay out, as it is. */
function pretty(text: string): string {
  const cut = (long: string): string =>
    long.length > longestOriginal
      ? `${long.slice(0, longestOriginal)}\n… ${long.length - longestOriginal} further characters`
      : long
  if (text.length > longestOriginal * 2) return cut(text)
  try {
    return cut(JSON.stringify(JSON.parse(text), null, 2))
  } catch {
    return cut(text)
  }
}
