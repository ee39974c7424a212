// What a store in Elasticsearch forgets: months that are older than evidence is kept for, as whole indices, and single documents.
import { StoreTrouble } from '../../model/store.ts'
import { type Elasticsearch, reasonOf } from './ask.ts'
import type { Document } from './document.ts'
import { indexFor, search, searchIn } from './indices.ts'
import type { IndexKind } from './template.ts'

interface Months {
  readonly kinds: readonly IndexKind[]
  /** ISO: months that ended before. */
  readonly before: string
  /** False for months that must stay. */
  readonly may?: (month: string) => boolean
}

/** Deletes indices. @returns how many */
export async function dropMonths(
  store: Elasticsearch,
  prefix: string,
  { kinds, before, may = () => true }: Months,
): Promise<number> {
  const last = before.slice(0, 7).replace('-', '.')
  const { body } = await done(store.ask('GET', `/${prefix}-*/_alias?ignore_unavailable=true&allow_no_indices=true`))
  const names = Object.keys(body as object)
  const gone = names.filter((name) => {
    const [, kind, month = ''] = /^(.+)-(\d{4}\.\d{2})$/.exec(name.slice(prefix.length + 1)) ?? []
    return kinds.some((known) => known === kind) && month < last && may(month)
  })
  for (const name of gone) await done(store.ask('DELETE', `/${name}`))
  return gone.length
}

interface Standing {
  readonly aggregations?: { readonly first: { readonly value_as_string?: string } }
}

/**
 * Months of alerts that are all done, with what was told of them in those months. As long as one of a month is not, that month
 * and those after it stay: it may have been told of in each.
 * @returns how many alerts
 */
export async function forgetDone(store: Elasticsearch, prefix: string, before: string): Promise<number> {
  const month = `${before.slice(0, 7)}-01T00:00:00.000Z`
  const { aggregations } = await search<Standing>(store, searchIn(prefix, 'alerts'), {
    size: 0,
    query: { terms: { 'lastcopy.alert.status': ['open', 'acknowledged'] } },
    aggs: { first: { min: { field: '@timestamp', format: 'yyyy.MM' } } },
  })
  const first = aggregations?.first.value_as_string ?? '9999.99'
  const may = (found: string): boolean => found < first
  const until = first < month.slice(0, 7).replace('-', '.') ? `${first.replace('.', '-')}-01T00:00:00.000Z` : month
  const { hits } = await search<{ readonly hits: { readonly total: { readonly value: number } } }>(
    store,
    searchIn(prefix, 'alerts'),
    { size: 0, track_total_hits: true, query: { range: { '@timestamp': { lt: until } } } },
  )
  await dropMonths(store, prefix, { kinds: ['alerts', 'history'], before, may })
  return hits.total.value
}

/** Deletes documents, wherever they are found to lie. */
export async function dropDocuments(
  store: Elasticsearch,
  prefix: string,
  documents: readonly Document[],
): Promise<void> {
  for (let from = 0; from < documents.length; from += 500) {
    const lines = documents
      .slice(from, from + 500)
      .map((document) => `${JSON.stringify({ delete: { _index: indexFor(prefix, document), _id: document.id } })}\n`)
    await done(store.ask('POST', '/_bulk?refresh=true', lines.join('')))
  }
}

async function done(asked: ReturnType<Elasticsearch['ask']>): ReturnType<Elasticsearch['ask']> {
  const answer = await asked
  if (answer.status >= 300) throw new StoreTrouble(`Elasticsearch refuses to forget: ${reasonOf(answer.body)}`)
  return answer
}
