// The records behind an alert: as the house reads them, and as they came.
import { isObject } from '../lib/json.ts'
import type { Alert } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import { type Html, html } from './html.ts'
import { utc } from './times.ts'

const longestOriginal = 40_000
const mostFields = 120

export function evidence({ evidence: events }: Alert): Html {
  if (events.length === 0) return html`<p>No record stands behind this: what is missing is what fired.</p>`
  return html`${events.map(
    (
      event,
      index,
    ) => html`<details${index === 0 && { html: ' open' }}><summary><b>${event.event.code}</b> ${event.event.outcome === 'failure' && html`<span class="tag refused">refused</span>`} <small>${utc(event['@timestamp'])}</small></summary>
<div class="sides"><section><h3>As read</h3><div class="fields" tabindex="0"><table><tbody>${fields(event)}</tbody></table></div></section>
<section><h3>As it came</h3><pre tabindex="0">${pretty(event.event.original)}</pre></section></div></details>`,
  )}`
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
