// What came when: what led here, records, pages, what people did and what followed, in one line of time; and what is still open.
import type { Action } from '../../model/wire.ts'
import { type Html, html } from '../frame/html.ts'
import { utc } from '../frame/times.ts'
import { priorityWords, reasonWords } from '../frame/words.ts'
import { dispositionWords } from '../plans/words.ts'
import { texts } from '../texts/common.ts'
import type { AlertView } from './page.ts'

interface Step {
  readonly at: string
  readonly kind: 'record' | 'page' | 'person' | 'over' | 'around'
  readonly words: Html
}

const shownRecords = 60

/** Records stand at their own time, pages and people's acts at the wall clock's. */
export function timeline(view: AlertView): Html {
  const steps = [...around(view), ...records(view), ...told(view)].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  )
  const hidden = view.alert.eventCount - Math.min(view.alert.events.length, shownRecords)
  return html`<ol class="timeline">${steps.map(({ at, kind, words }) => html`<li class="${kind}"><time datetime="${at}">${utc(at)}</time><div>${words}</div></li>`)}</ol>
${hidden > 0 && html`<p class="hidden-count">${hidden} further records are not shown.</p>`}`
}

/** What the same hands did before and since, told by other alerts or by none. */
function around({ alert: { timeline: lies } }: AlertView): readonly Step[] {
  return [...(lies?.before ?? []), ...(lies?.after ?? [])].map(
    ({ at, what, shared, alert, priority, source, position }) => ({
      at,
      kind: 'around',
      words: html`${alert === undefined ? html`<span>${what}</span>` : html`<a href="/alerts/${encodeURIComponent(alert)}">${what}</a>`}${priority && html` <span class="tag ${priority}">${priorityWords[priority]}</span>`}<small>same ${shared} · ${source} · ${position}</small>`,
    }),
  )
}

/** What stands open on the sets of the alert, and what correlations that have begun still miss; undefined where there is neither. */
export function standing({ alert: { timeline: lies } }: AlertView): Html | undefined {
  const { open = [], next = [] } = lies ?? {}
  if (open.length + next.length === 0) return undefined
  return html`<section class="panel standing">${open.length > 0 && html`<h2>Still open</h2><ul>${open.map(({ what, since }) => html`<li><b>${what}</b><small>since ${utc(since)}</small></li>`)}</ul>`}${next.length > 0 && html`<h2>What would come next</h2><ul>${next.map(({ title, missing, shared, until }) => html`<li><b>${title}</b><span>would page again with: ${missing.join('; ')}</span><small>by the same ${shared} · until ${utc(until)}</small></li>`)}</ul>`}</section>`
}

function records({ alert }: AlertView): readonly Step[] {
  const whole = new Map(alert.evidence.map((event) => [event.event.id, event]))
  return alert.events.slice(0, shownRecords).map(({ id, at, source, position }) => {
    const event = whole.get(id)
    const outcome = event?.event.outcome === 'failure' && html` <span class="tag refused">refused</span>`
    return {
      at,
      kind: 'record',
      words: html`<b>${event?.event.code ?? 'Record'}</b>${outcome} ${event?.backup?.resource?.name && html`on ${event.backup.resource.name}`}<small>${source} · ${position}</small>`,
    }
  })
}

function told({ alert, history }: AlertView): readonly Step[] {
  // Decided in one moment, the first page comes before what made it worse.
  const pages = history.pages
    .toSorted((one, other) => Number(one.reason !== 'first') - Number(other.reason !== 'first'))
    .map(
      ({ decidedAt, reason }): Step => ({
        at: decidedAt,
        kind: 'page',
        words: html`<b>${reasonWords[reason] ?? reason}</b>`,
      }),
    )
  const acts = history.actions.map(
    (action): Step => ({
      at: action.at,
      kind: 'person',
      words: html`<b>${action.by}</b> ${actWords[action.act] ?? action.act}${action.disposition && html` as ${dispositionWords[action.disposition]}`}${action.act === 'assign' && html` ${action.assignee ?? 'nobody'}`}${action.text && html`<blockquote>${action.text}</blockquote>`}`,
    }),
  )
  const over: readonly Step[] = alert.resolvedBy
    ? [
        {
          at: alert.resolvedBy.at,
          kind: 'over',
          words: html`<b>Taken back</b><small>${alert.resolvedBy.source} · ${alert.resolvedBy.position}</small>`,
        },
      ]
    : []
  return [...pages, ...acts, ...over]
}

const actWords: Readonly<Record<Action['act'], string>> = texts.did
