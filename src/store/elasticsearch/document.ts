// Alerts, what was told and done about them, and events, as ECS documents that Kibana and Elastic Security understand.
import { hashOf } from '../../lib/hash.ts'
import { tellJson } from '../../lib/json.ts'
import type { Alert, Priority } from '../../model/alert.ts'
import type { Change, Event } from '../../model/event.ts'
import type { Page } from '../../model/page.ts'
import type { StoreEntry } from '../../model/store.ts'
import type { EventRecord } from '../../model/wire.ts'
import { wordsOfEvent } from '../event-words.ts'
import { type Listed, listedOf } from '../listed.ts'
import { channelOf, type Told, toldOf } from '../told.ts'
import { type Grams, gramsOf } from './grams.ts'
import type { IndexKind } from './template.ts'

export interface Document {
  readonly kind: IndexKind
  readonly id: string
  /** Newer ones stand over older ones; undefined: the last one that is written. */
  readonly version?: number
  /** It stands over the same version too. */
  readonly anew?: true
  /** Numbered when it is written, so that it is known what came since: each time, or only where it is new. */
  readonly touched?: 'always' | 'first'
  /** ISO; which index it lies in. */
  readonly at: string
  readonly fields: object
  /** Its least form, for when the fields are refused: whatever is in them, the alert is listed and can be opened. */
  readonly least?: (reason: string) => object
}

const ecsVersion = '8.17.0'
/** Elastic Security's own figures for its severities critical, medium and low. */
const risk: Readonly<Record<Priority, number>> = { 'page-now': 99, notify: 47, queue: 21 }
const severity: Readonly<Record<Priority, number>> = { 'page-now': 1, notify: 3, queue: 5 }

export function documentsOf(entry: StoreEntry): readonly Document[] {
  if (entry.type === 'alert') return [alertDocument(entry.alert)]
  return entry.type === 'page' ? [historyDocument(entry), incidentDocument(entry.page)] : [historyDocument(entry)]
}

/** An alert, found by what lists are filtered and searched by. */
export function alertDocument(alert: Alert): Document {
  const { id, version } = alert
  const body = JSON.stringify(alert)
  const found = foundBy(listedOf(alert))
  return {
    kind: 'alerts',
    id: idOf(id),
    version,
    touched: 'always',
    at: alert.openedAt,
    fields: tidy({
      ...alertFields(alert),
      lastcopy: { site: alert.site, body, alert: { ...found, ...moreOf(alert) } },
    }),
    least: (reason) => tidy({ event: { kind: 'alert' }, lastcopy: { body, alert: { ...found, refused: reason } } }),
  }
}

const foundBy = ({ search, ...listed }: Listed): Omit<Listed, 'search'> & Grams => ({ ...listed, ...gramsOf(search) })

const moreOf = ({ stage, change, eventCount, disposition, stake }: Alert): object => ({
  stage,
  change,
  events: eventCount,
  disposition,
  copies_left: stake?.left,
})

function alertFields(alert: Alert): object {
  const { id, priority, rule, summary, actor, resource, at, openedAt, changes } = alert
  const [latest] = [...alert.evidence].reverse()
  return {
    '@timestamp': at,
    ecs: { version: ecsVersion },
    message: summary,
    event: {
      id,
      kind: 'alert',
      category: latest?.event.category ?? ['configuration'],
      type: latest?.event.type ?? ['info'],
      action: latest?.event.action,
      outcome: latest?.event.outcome,
      dataset: 'lastcopy.alert',
      module: 'lastcopy',
      provider: 'lastcopy',
      severity: severity[priority],
      risk_score: risk[priority],
      reason: summary,
      start: openedAt,
      end: at,
    },
    rule: { id: rule.id, name: rule.title, category: alert.class, ruleset: 'lastcopy' },
    user: { id: actor.id, name: actor.name },
    user_agent: { original: actor.agents[0] },
    source: addressOf(actor.addresses[0]),
    cloud: { account: { id: alert.account }, region: alert.region },
    host: { name: latest?.host?.name },
    observer: { vendor: 'Lastcopy', product: 'Lastcopy', type: 'backup-watch' },
    related: { ip: actor.addresses, user: [actor.name, actor.id] },
    backup: {
      platform: resource.platform,
      actor: { id: actor.id, name: actor.name, kind: actor.kind },
      resource: { type: resource.type, id: resource.id, name: resource.name, container: resource.container },
      change: changes.map(changeOf),
    },
  }
}

const changeOf = ({ setting, from, to, unit, direction }: Change): object => ({
  setting,
  from: from === undefined ? undefined : tellJson(from),
  to: to === undefined ? undefined : tellJson(to),
  unit,
  direction,
})

function historyDocument(entry: Told): Document {
  const [alert, id, at, body] = toldOf(entry)
  return {
    kind: 'history',
    id: hashOf(alert, entry.type, id),
    touched: 'first',
    at,
    fields: tidy({
      '@timestamp': at,
      lastcopy: { body: JSON.stringify(body), history: { alert, kind: entry.type, id, at, ...deliveryOf(entry) } },
    }),
  }
}

const deliveryOf = (entry: Told): object =>
  entry.type === 'delivery' ? { incident: entry.delivery.dedupKey, ...channelOf(entry) } : channelOf(entry)

/** Its newest page stands over the earlier ones. */
function incidentDocument({ dedupKey, alert, stage = 1, decidedAt }: Page): Document {
  return {
    kind: 'incidents',
    id: idOf(dedupKey),
    version: Math.max(0, Date.parse(decidedAt) || 0),
    at: '',
    fields: tidy({ lastcopy: { incident: { id: dedupKey, alert, stage, at: decidedAt } } }),
  }
}

/** An event as it came to detection. */
export function eventDocument({ event, ref }: EventRecord): Document {
  const { backup, user, source, host, cloud, observer, organization, related, error } = event
  const actor = backup?.actor
  const resource = backup?.resource
  return {
    kind: 'events',
    id: hashOf(event.event.dataset, event.event.id, ref.position),
    at: ref.at,
    fields: tidy({
      '@timestamp': event['@timestamp'],
      ecs: { version: ecsVersion },
      message: event.message,
      event: eventMeta(event),
      user: { id: user?.id, name: user?.name, domain: user?.domain, target: named(user?.target) },
      user_agent: { original: event.user_agent?.original },
      source: { ip: source?.ip, address: source?.address ?? source?.ip },
      host: named(host),
      cloud: { provider: cloud?.provider, region: cloud?.region, account: { id: cloud?.account?.id } },
      observer: { vendor: observer?.vendor, product: observer?.product, name: observer?.name },
      organization: named(organization),
      related: { ip: related?.ip, user: related?.user, hosts: related?.hosts },
      error: { code: error?.code, message: error?.message },
      backup: {
        platform: backup?.platform,
        actor: { id: actor?.id, name: actor?.name, kind: actor?.kind },
        resource: { type: resource?.type, id: resource?.id, name: resource?.name, container: resource?.container?.id },
        change: (backup?.changes ?? (backup?.change ? [backup.change] : [])).map(changeOf),
      },
      lastcopy: {
        site: backup?.site,
        position: ref.position,
        at: ref.at,
        words: wordsOfEvent(event),
        body: JSON.stringify(event),
      },
    }),
  }
}

function eventMeta({ event }: Event): object {
  const { id, kind, category, type, action, code, outcome, provider, dataset, module, reason, created } = event
  return { id, kind, category, type, action, code, outcome, provider, dataset, module, reason, created }
}

const named = (value: { readonly id?: string; readonly name?: string } | undefined): object => ({
  id: value?.id,
  name: value?.name,
})

/** Addresses may be names or anything that a record said: what is no IP is left out of `source.ip` by the mapping. */
const addressOf = (address: string | undefined): object => ({ ip: address, address })

/** Ids are at most 512 bytes. */
const idOf = (id: string): string => (id.length <= 100 ? id : hashOf(id))

const longestText = 8_000

/** Bounded where they are made. */
const whole: ReadonlySet<string> = new Set(['body', 'grams', 'short'])

/** Without what is empty; texts well-formed, and the long ones cut except those that are made to be whole. */
function tidy(value: object): object {
  return tidied(value, '') as object
}

function tidied(value: unknown, name: string): unknown {
  if (typeof value === 'string') return whole.has(name) ? value : value.slice(0, longestText).toWellFormed()
  if (Array.isArray(value)) {
    const members = value.slice(0, whole.has(name) ? undefined : 200).map((member) => tidied(member, name))
    return members.length === 0 ? undefined : members
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const parts = Object.entries(value).flatMap(([key, part]) => {
    const kept = tidied(part, key)
    return kept === undefined ? [] : [[key, kept] as const]
  })
  return parts.length === 0 ? undefined : Object.fromEntries(parts)
}
