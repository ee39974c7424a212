// Who and where else: the other alerts that share the actor, an address, the account or the copy, and all events that name it.
import type { Alert } from '../../model/alert.ts'
import { type AlertStore, type EventField, mostCounted } from '../../model/store.ts'
import type { WebDeps } from '../deps.ts'
import { eventsOf } from '../events/page.ts'
import { type Html, html } from '../frame/html.ts'
import { type Icon, icon, loudness } from '../frame/icons.ts'
import { moment } from '../frame/times.ts'
import { priorityWords } from '../frame/words.ts'
import { texts } from '../texts/common.ts'
import { eventTexts } from '../texts/events.ts'
import type { AlertView } from './page.ts'

export interface Elsewhere {
  readonly kind: 'actor' | 'address' | 'key' | 'account' | 'copy' | 'container'
  readonly value: string
  readonly total: number
  readonly alerts: readonly Alert[]
  /** How many events name it, no more than `mostCounted`; 0 where events are not kept. */
  readonly events: number
}

const mostKeys = 8
const mostOfKey = 4
const longest = 400
const { elsewhere: words } = texts
const signs: Readonly<Record<Elsewhere['kind'], Icon>> = {
  actor: 'person',
  address: 'place',
  key: 'tokens',
  account: 'people',
  copy: 'sources',
  container: 'sources',
}

/** A container is found among the copies. */
const fields: Readonly<Record<Elsewhere['kind'], EventField>> = {
  actor: 'actor',
  address: 'address',
  key: 'key',
  account: 'account',
  copy: 'copy',
  container: 'copy',
}

/** What else is known of whatever the alert has in common with others. */
export async function elsewhereOf(
  alert: Alert,
  store: AlertStore,
  events: WebDeps['events'],
): Promise<readonly Elsewhere[]> {
  const all = await Promise.all(
    keysOf(alert).map(async ([kind, value]) => {
      const [{ alerts, total }, named] = await Promise.all([
        store.find({ text: value, limit: mostOfKey + 1 }),
        events?.findEvents({ text: `${fields[kind]}:"${value.replaceAll('"', ' ')}"`, limit: 1 }),
      ])
      const others = alerts.filter(({ id }) => id !== alert.id)
      return {
        kind,
        value,
        total: total - (others.length < alerts.length ? 1 : 0),
        alerts: others.slice(0, mostOfKey),
        events: named?.total ?? 0,
      }
    }),
  )
  // What only this alert's own records name says nothing.
  return all.filter(({ alerts, events: named }) => alerts.length > 0 || named > alert.eventCount)
}

function keysOf({ actor, resource, account, evidence }: Alert): readonly (readonly [Elsewhere['kind'], string])[] {
  const credential = evidence.map(({ backup }) => backup?.actor?.credential).find((one) => one !== undefined)
  const keys: readonly (readonly [Elsewhere['kind'], string | undefined])[] = [
    ['actor', actor.name || actor.id],
    ...actor.addresses.slice(0, 3).map((address) => ['address', address] as const),
    ['key', credential],
    ['copy', resource.name || resource.id],
    ['container', resource.container],
    ['account', account],
  ]
  const seen = new Set<string>()
  return keys
    .flatMap(([kind, value]): readonly (readonly [Elsewhere['kind'], string])[] => {
      const text = value?.trim() ?? ''
      if (text.length < 3 || text.length > longest || seen.has(text)) return []
      seen.add(text)
      return [[kind, text]]
    })
    .slice(0, mostKeys)
}

export function elsewherePart({ elsewhere, now, zone }: AlertView): Html {
  const all = { status: 'open,acknowledged,resolved,closed' }
  const groups = elsewhere.map(
    ({
      kind,
      value,
      total,
      alerts,
      events,
    }) => html`<div class="also" data-key="${kind} ${value}"><h3>${icon(signs[kind])} <span>${words[kind]}</span> <b>${value}</b></h3>
<ul>${alerts.map(({ id, summary, at, priority }) => html`<li><a href="/alerts/${encodeURIComponent(id)}"><span title="${priorityWords[priority]}">${loudness(priority)}</span><span>${summary}</span></a><small>${moment(at, now, zone)}</small></li>`)}</ul><p>${total > alerts.length && html`<a href="/?${new URLSearchParams({ ...all, text: value }).toString()}">${total} ${texts.queue.alerts}</a> `}${events > 0 && html`<a href="${eventsOf(fields[kind], value)}">${events}${events === mostCounted && html` ${eventTexts.more}`} ${events === 1 ? eventTexts.event : eventTexts.events}</a>`}</p></div>`,
  )
  return html`<section class="panel elsewhere" data-key="elsewhere"><h2>${texts.part.elsewhere}</h2>${groups.length === 0 ? html`<p>${texts.part.noElsewhere}</p>` : groups}</section>`
}
