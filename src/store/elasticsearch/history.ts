// What was told and done about alerts, read from its documents: of one alert, of a pager, of a span of time.
import type { LogEntry } from '../../model/incident.ts'
import type { AlertHistory, DeliveryEntry, DeliveryList, DeliveryQuery } from '../../model/store.ts'
import { cursorOf, readCursor } from '../cursor.ts'
import { sortTold } from '../told.ts'
import type { Elasticsearch } from './ask.ts'
import { search, searchIn } from './indices.ts'

interface Hits {
  readonly hits: {
    readonly hits: readonly {
      readonly _source: {
        readonly lastcopy: {
          readonly body: string
          readonly history: { readonly kind: string; readonly at: string; readonly incident?: string }
        }
      }
      readonly sort: readonly unknown[]
    }[]
  }
}

const most = 3_000
const piece = 500
const order = (...names: readonly string[]): readonly object[] =>
  names.map((name) => ({ [`lastcopy.history.${name}`]: { order: 'asc', unmapped_type: 'keyword' } }))

/** Oldest first. */
export async function historyOf(store: Elasticsearch, prefix: string, alert: string): Promise<AlertHistory> {
  const { hits } = await search<Hits>(store, searchIn(prefix, 'history'), {
    size: most,
    query: { term: { 'lastcopy.history.alert': alert } },
    sort: order('at', 'id'),
  })
  return sortTold(hits.hits.map(({ _source: { lastcopy } }) => ({ kind: lastcopy.history.kind, body: lastcopy.body })))
}

/** Oldest first, in pieces. @param span ISO, from (inclusive) and to (exclusive) */
export async function* readLog(
  store: Elasticsearch,
  prefix: string,
  { from = '', to = '9' }: { readonly from?: string; readonly to?: string },
): AsyncIterable<LogEntry> {
  let after: readonly unknown[] | undefined
  for (;;) {
    const { hits } = await search<Hits>(store, searchIn(prefix, 'history'), {
      size: piece,
      query: { range: { 'lastcopy.history.at': { gte: from, lt: to } } },
      sort: order('at', 'alert', 'kind', 'id'),
      ...(after === undefined ? {} : { search_after: after }),
    })
    for (const { _source, sort } of hits.hits) {
      after = sort
      const { kind, at } = _source.lastcopy.history
      yield { type: kind, at, [kind]: JSON.parse(_source.lastcopy.body) } as unknown as LogEntry
    }
    if (hits.hits.length < piece) return
  }
}

/** Attempts and decisions, newest first. */
export async function deliveriesIn(
  store: Elasticsearch,
  prefix: string,
  { pager, outcome, alert, limit, cursor }: DeliveryQuery,
): Promise<DeliveryList> {
  const after = cursor === undefined ? undefined : readCursor(cursor, 'newest')
  const term = (name: string, value: string | undefined): readonly object[] =>
    value === undefined ? [] : [{ term: { [`lastcopy.history.${name}`]: value } }]
  const { hits } = await search<Hits>(store, searchIn(prefix, 'history'), {
    size: limit + 1,
    query: {
      bool: {
        filter: [
          { terms: { 'lastcopy.history.kind': ['delivery', 'decision'] } },
          ...term('pager', pager),
          ...term('verdict', outcome),
          ...term('alert', alert),
        ],
      },
    },
    sort: ['at', 'id'].map((name) => ({ [`lastcopy.history.${name}`]: { order: 'desc', unmapped_type: 'keyword' } })),
    ...(after ? { search_after: [after.at, after.id] } : {}),
  })
  const page = hits.hits.slice(0, limit)
  const entries = page.map(({ _source: { lastcopy } }) => {
    const { kind, at } = lastcopy.history
    return { type: kind, at, [kind]: JSON.parse(lastcopy.body) } as unknown as DeliveryEntry
  })
  const [at, id] = page.at(-1)?.sort ?? []
  const more = hits.hits.length > limit
  return { entries, ...(more ? { next: cursorOf({ at: String(at), id: String(id) }, 'newest') } : {}) }
}

/** Keys of the incidents whose pages this pager accepted last, the newest first. */
export async function acceptedBy(store: Elasticsearch, prefix: string, pager: string): Promise<readonly string[]> {
  const term = (name: string, value: string): object => ({ term: { [`lastcopy.history.${name}`]: value } })
  const { hits } = await search<Hits>(store, searchIn(prefix, 'history'), {
    size: 50,
    query: { bool: { filter: [term('kind', 'delivery'), term('pager', pager), term('verdict', 'accepted')] } },
    collapse: { field: 'lastcopy.history.incident' },
    sort: [{ 'lastcopy.history.at': { order: 'desc', unmapped_type: 'keyword' } }],
  })
  return hits.hits.flatMap(({ _source }) => _source.lastcopy.history.incident ?? [])
}
