// Events as a page: a search by words and fields, the newest first, each with what else is known of whom and what it names.
import type { Event } from '../../model/event.ts'
import type { Subject } from '../../model/people.ts'
import { type EventField, type EventList, type EventQuery, eventFields, mostCounted } from '../../model/store.ts'
import type { EventRecord } from '../../model/wire.ts'
import { recordPart } from '../alert/evidence.ts'
import { type Html, html } from '../frame/html.ts'
import { icon } from '../frame/icons.ts'
import { shell } from '../frame/shell.ts'
import { briefly } from '../frame/times.ts'
import { texts } from '../texts/common.ts'
import { eventTexts as words } from '../texts/events.ts'

export interface EventsView {
  readonly query: EventQuery
  /** Undefined: events are not kept. */
  readonly found: EventList | undefined
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

export function eventsPage(view: EventsView): string {
  const { found, site, reader } = view
  return shell(
    { title: words.title, site, here: 'events', still: true, ...(reader && { reader }) },
    html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${found === undefined ? blank(words.off, words.offWhy) : html`${form(view, found)}${list(view, found)}`}`,
  )
}

/** The address of a search for one value in one field. */
export const eventsOf = (field: EventField, value: string): string =>
  `/events?${new URLSearchParams({ text: `${field}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', ' ')}"` : value}` })}`

function form({ query: { text, from, to } }: EventsView, { total }: EventList): Html {
  const minutes = (iso: string | undefined): string => iso?.slice(0, 16) ?? ''
  const count = `${total}${total === mostCounted ? ` ${words.more}` : ''}`
  return html`<form class="search" role="search" action="/events" method="get" data-swap>
<div class="words"><label class="hidden" for="text">${words.search}</label>${icon('search')}<input id="text" type="search" name="text" value="${text ?? ''}" placeholder="${words.hint}" autocomplete="off"></div>
<label>${words.from}<input type="datetime-local" name="from" value="${minutes(from)}"></label>
<label>${words.to}<input type="datetime-local" name="to" value="${minutes(to)}"></label>
<button class="first">${words.search}</button></form>
<p class="about"><span id="found" role="status">${count} ${total === 1 ? words.event : words.events}</span><span>${words.fields} ${eventFields.map((field) => html`<code>${field}:</code> `)}</span></p>`
}

function list({ query, zone }: EventsView, { events, next }: EventList): Html {
  const { text, from, to } = query
  if (events.length === 0)
    return text === undefined && from === undefined && to === undefined
      ? blank(words.empty, words.emptyWhy)
      : blank(words.none, words.noneWhy)
  const asked = { ...(text && { text }), ...(from && { from }), ...(to && { to }) }
  const more = next && `/events?${new URLSearchParams({ ...asked, cursor: next })}`
  return html`<ol id="events">${events.map((record) => html`<li>${one(record, zone)}</li>`)}</ol>${more && html`<p id="more"><a class="button" href="${more}">${words.older}</a></p>`}`
}

function one({ event, ref }: EventRecord, zone: string | undefined): Html {
  const { backup, source } = event
  const { code, action, dataset, outcome, id } = event.event
  const resource = backup?.resource
  const who = backup?.actor?.name ?? backup?.actor?.id ?? event.user?.name
  return html`<details data-key="${dataset} ${id} ${ref.position}"><summary><span class="at">${briefly(ref.at, zone)}</span><b class="code"><span>${code}</span>${outcome === 'failure' && html`<span class="tag refused">${words.refused}</span>`}</b><span class="who">${who}</span><span class="on">${resource?.name ?? resource?.id}</span><span class="from">${source?.ip ?? source?.address}</span><span class="kind">${dataset}</span></summary>
<p class="known">${words.of} ${knownOf(event).map(([field, value]) => html`<a href="${eventsOf(field, value)}" data-swap>${texts.elsewhere[field]} <b>${value}</b></a>`)}<span class="kind">${action}</span></p>${recordPart(event)}</details>`
}

type Known = Extract<EventField, keyof typeof texts.elsewhere>

/** What a reader may want to know more of. */
function knownOf({ backup, source, cloud, user }: Event): readonly (readonly [Known, string])[] {
  const all: readonly (readonly [Known, string | undefined])[] = [
    ['actor', backup?.actor?.id ?? user?.name],
    ['address', source?.ip ?? source?.address],
    ['key', backup?.actor?.credential],
    ['copy', backup?.resource?.id],
    ['account', cloud?.account?.id],
  ]
  return all.flatMap(([field, value]) => (value === undefined || value === '' ? [] : [[field, value] as const]))
}

const blank = (title: string, why: string): Html =>
  html`<section class="empty"><h2>${title}</h2><p>${why}</p></section>`
