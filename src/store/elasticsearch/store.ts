// The alert store in Elasticsearch: ECS documents in one index a month, the newest version of each alert, found as in SQLite.
import type { Alert, AlertStatus } from '../../model/alert.ts'
import type { ElasticsearchConfig, StoreConfig } from '../../model/config.ts'
import type { AlertStore, EventStore, StoreEntry } from '../../model/store.ts'
import type { EventRecord } from '../../model/wire.ts'
import { cursorOf } from '../cursor.ts'
import { rankOf } from '../listed.ts'
import { elasticsearch } from './ask.ts'
import { changesSince } from './changes.ts'
import { documentsOf, eventDocument } from './document.ts'
import { findEvents } from './events.ts'
import { dropDocuments, dropMonths, forgetDone } from './forget.ts'
import { deliveriesIn, historyOf, readLog } from './history.ts'
import { openIncidents } from './incidents.ts'
import { search, searchIn } from './indices.ts'
import { countSearch, type Faceted, facetSearch, facetsIn, listSearch } from './query.ts'
import { latestOf } from './refused.ts'
import { type Tallied, talliesOf } from './tallies.ts'
import { makeWriter, type WriterParts } from './write.ts'

export interface ElasticsearchStoreParts extends Pick<WriterParts, 'onRefused'> {
  readonly connection: ElasticsearchConfig
  readonly store: Extract<StoreConfig, { kind: 'elasticsearch' }>
}

interface Hits {
  readonly hits: {
    readonly total: { readonly value: number }
    readonly hits: readonly { readonly _source: { readonly lastcopy: { readonly body: string } } }[]
  }
}

/** Opens no connection yet: nothing here waits for a cluster that is down, and each call says that it is. */
export function elasticsearchStore({ connection, store, onRefused }: ElasticsearchStoreParts): AlertStore & EventStore {
  const { prefix, replicas } = store
  const nodes = elasticsearch(connection)
  const write = makeWriter({ nodes, prefix, onRefused, ...(replicas === undefined ? {} : { replicas }) })
  const alerts = async (body: object): Promise<{ readonly alerts: readonly Alert[]; readonly total: number }> => {
    const { hits } = await search<Hits>(nodes, searchIn(prefix, 'alerts'), body)
    const found = hits.hits.map(({ _source }) => JSON.parse(_source.lastcopy.body) as Alert)
    return { alerts: found, total: hits.total.value }
  }
  const byIds = (ids: readonly string[]): Promise<{ readonly alerts: readonly Alert[] }> => {
    const sort = [{ 'lastcopy.alert.version': { order: 'desc', unmapped_type: 'long' } }]
    return alerts({
      size: ids.length,
      _source: ['lastcopy.body'],
      query: { terms: { 'lastcopy.alert.id': ids } },
      sort,
    })
  }
  const get = async (id: string): Promise<Alert | undefined> => (await byIds([id])).alerts[0]
  const history: AlertStore['history'] = (id) => historyOf(nodes, prefix, id)
  const incidents = openIncidents(nodes, prefix, { get, history })
  return {
    put: (entries: readonly StoreEntry[]) => write(latestOf(entries.flatMap(documentsOf))),
    async rewrite(entries) {
      await write(latestOf(entries.flatMap(documentsOf)).map((document) => ({ ...document, anew: true as const })))
    },
    forget: (before) => forgetDone(nodes, prefix, before),
    dropEvents: (events) => dropDocuments(nodes, prefix, events.map(eventDocument)),
    forgetEvents: (before) => dropMonths(nodes, prefix, { kinds: ['events', 'set-aside'], before }),
    putEvents: (events: readonly EventRecord[]) => write(latestOf(events.map(eventDocument))),
    findEvents: (query) => findEvents(nodes, prefix, query),
    async find(query) {
      const found = await alerts(listSearch(query))
      const page = found.alerts.slice(0, query.limit)
      const last = page.at(-1)
      const place = last && { rank: rankOf(last), at: last.at, id: last.id }
      return {
        alerts: page,
        total: found.total,
        ...(found.alerts.length > query.limit && place ? { next: cursorOf(place, query.sort ?? 'newest') } : {}),
      }
    },
    facets: async (query) =>
      facetsIn(await search<Faceted>(nodes, searchIn(prefix, 'alerts'), facetSearch(query)), query),
    changes: (after, limit) =>
      changesSince(nodes, prefix, {
        after,
        limit,
        find: async (ids) => (ids.length === 0 ? [] : (await byIds(ids)).alerts),
      }),
    get,
    history,
    incidents: incidents.list,
    incident: incidents.find,
    newestOf: incidents.newestOf,
    log: (span) => readLog(nodes, prefix, span),
    deliveries: (query) => deliveriesIn(nodes, prefix, query),
    async counts() {
      const { aggregations } = await search<Counted>(nodes, searchIn(prefix, 'alerts'), countSearch)
      const counts = { open: 0, acknowledged: 0, resolved: 0, closed: 0, waking: aggregations?.waking.doc_count ?? 0 }
      for (const { key, doc_count } of aggregations?.status.buckets ?? []) counts[key] = doc_count
      return counts
    },
    tallies: () => talliesOf((body) => search<Tallied>(nodes, searchIn(prefix, 'alerts'), body)),
    fresh: async () => (await alerts({ size: 0, track_total_hits: 1 })).total === 0,
    close: () => nodes.close(),
  }
}

interface Counted {
  readonly aggregations?: {
    readonly status: { readonly buckets: readonly { readonly key: AlertStatus; readonly doc_count: number }[] }
    readonly waking: { readonly doc_count: number }
  }
}
