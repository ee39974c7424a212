// The index templates: every field that is searched, and no other; the whole entry stands beside them as a text.
import { eventFields } from '../../model/store.ts'

/** Grows when a template changes; older indices get the fields that came since. */
export const templateVersion = 3

export const indexKinds = ['alerts', 'history', 'incidents', 'events', 'set-aside'] as const
export type IndexKind = (typeof indexKinds)[number]

const keyword = { type: 'keyword', ignore_above: 8_000 } as const
const date = { type: 'date', ignore_malformed: true } as const
const ip = { type: 'ip', ignore_malformed: true } as const
const long = { type: 'long' } as const
/** Kept and given back, and never looked into. */
const kept = { type: 'keyword', index: false, doc_values: false } as const
const named = { properties: { id: keyword, name: keyword } }

const ecs = {
  '@timestamp': date,
  ecs: { properties: { version: keyword } },
  message: { type: 'text' },
  event: {
    properties: {
      id: keyword,
      kind: keyword,
      category: keyword,
      type: keyword,
      action: keyword,
      code: keyword,
      outcome: keyword,
      provider: keyword,
      dataset: keyword,
      module: keyword,
      severity: long,
      risk_score: { type: 'float' },
      reason: keyword,
      start: date,
      end: date,
      created: date,
    },
  },
  user: { properties: { id: keyword, name: keyword, domain: keyword, target: named } },
  user_agent: { properties: { original: keyword } },
  source: { properties: { ip, address: keyword } },
  host: { properties: { id: keyword, name: keyword } },
  cloud: { properties: { provider: keyword, region: keyword, account: { properties: { id: keyword } } } },
  observer: { properties: { vendor: keyword, product: keyword, name: keyword, type: keyword } },
  organization: named,
  related: { properties: { ip, user: keyword, hosts: keyword } },
  rule: { properties: { id: keyword, name: keyword, category: keyword, ruleset: keyword } },
  error: { properties: { code: keyword, message: keyword } },
  tags: keyword,
  backup: {
    properties: {
      platform: keyword,
      actor: { properties: { id: keyword, name: keyword, kind: keyword } },
      resource: {
        properties: { type: keyword, id: keyword, name: keyword, container: keyword },
      },
      change: { properties: { setting: keyword, from: keyword, to: keyword, unit: keyword, direction: keyword } },
    },
  },
}

/** Of events: the words by which they are found, by field, and all together. */
const words = {
  any: { type: 'keyword', doc_values: false },
  ...Object.fromEntries(
    [...eventFields, 'other'].map((name) => [
      name,
      { type: 'keyword', doc_values: false, copy_to: 'lastcopy.words.any' },
    ]),
  ),
}

const own: Readonly<Record<IndexKind, object>> = {
  alerts: {
    ...ecs,
    lastcopy: {
      properties: {
        site: keyword,
        body: kept,
        touched: long,
        alert: {
          properties: {
            id: keyword,
            version: long,
            status: keyword,
            priority: keyword,
            class: keyword,
            site: keyword,
            system: keyword,
            tier: keyword,
            rule: keyword,
            rank: long,
            stage: long,
            change: keyword,
            at: keyword,
            // Until version 2, whose processes may still write it.
            search: { type: 'keyword' },
            grams: { type: 'text', analyzer: 'whitespace', norms: false },
            short: { type: 'keyword', doc_values: false },
            events: long,
            assignee: keyword,
            disposition: keyword,
            copies_left: long,
            refused: keyword,
          },
        },
      },
    },
  },
  history: {
    '@timestamp': date,
    lastcopy: {
      properties: {
        body: kept,
        touched: long,
        history: {
          properties: {
            alert: keyword,
            kind: keyword,
            id: keyword,
            at: keyword,
            incident: keyword,
            pager: keyword,
            verdict: keyword,
          },
        },
      },
    },
  },
  incidents: {
    lastcopy: { properties: { incident: { properties: { id: keyword, alert: keyword, stage: long, at: keyword } } } },
  },
  events: {
    ...ecs,
    lastcopy: {
      properties: { site: keyword, body: kept, position: keyword, at: keyword, words: { properties: words } },
    },
  },
  'set-aside': {
    '@timestamp': date,
    lastcopy: { properties: { body: kept, refused: { properties: { kind: keyword, id: keyword, reason: keyword } } } },
  },
}

/** Words and their pieces are looked up, never given back. */
const lookedUp: Readonly<Partial<Record<IndexKind, readonly string[]>>> = {
  events: ['lastcopy.words'],
  alerts: ['lastcopy.alert.grams', 'lastcopy.alert.short'],
}

/** The mapping of a kind of index: what is not in it is refused, so that no record can add fields. */
export const mappingOf = (kind: IndexKind): object => ({
  dynamic: 'strict',
  ...(lookedUp[kind] ? { _source: { excludes: lookedUp[kind] } } : {}),
  _meta: { product: 'lastcopy', version: templateVersion },
  properties: own[kind],
})

/** The composable index template (8.x, 9.x). @param replicas left out: one where there is a second node */
export const templateOf = (prefix: string, kind: IndexKind, replicas?: number): object => ({
  index_patterns: [`${prefix}-${kind}-*`],
  // Above the templates that come with the product, which take `logs-*-*` and the like.
  priority: 500,
  version: templateVersion,
  _meta: { product: 'lastcopy', version: templateVersion },
  template: {
    settings: {
      number_of_shards: 1,
      ...(replicas === undefined ? { auto_expand_replicas: '0-1' } : { number_of_replicas: replicas }),
    },
    mappings: mappingOf(kind),
    aliases: { [`${prefix}-${kind}`]: {} },
  },
})
