// What people ask of the alert list, as a search: conditions, the order, where a page goes on, and counts by facets.
import {
  type AlertFacets,
  type AlertQuery,
  type AlertSort,
  type FacetCount,
  type FacetName,
  facetNames,
  mostFacetValues,
} from '../../model/store.ts'
import { readCursor } from '../cursor.ts'
import { hasWords } from './grams.ts'

const field = (name: string): string => `lastcopy.alert.${name}`

const orders = {
  newest: [by('at', 'desc'), by('id', 'desc')],
  oldest: [by('at', 'asc'), by('id', 'asc')],
  urgent: [by('rank', 'asc', 'long'), by('at', 'asc'), by('id', 'asc')],
} as const satisfies Record<AlertSort, readonly object[]>

function by(name: string, order: 'asc' | 'desc', unmapped = 'keyword'): object {
  return { [`lastcopy.alert.${name}`]: { order, unmapped_type: unmapped } }
}

/** One more than asked for, so that it is known whether the list goes on. */
export function listSearch(query: AlertQuery): object {
  const { sort = 'newest', cursor, limit } = query
  const after = cursor === undefined ? undefined : readCursor(cursor, sort)
  return {
    size: limit + 1,
    _source: ['lastcopy.body'],
    track_total_hits: true,
    query: { bool: { filter: [...ground(query), ...chosen(query)] } },
    sort: orders[sort],
    ...(after ? { search_after: [...(sort === 'urgent' ? [after.rank] : []), after.at, after.id] } : {}),
  }
}

/** Text and time. */
function ground({ text, from, to }: AlertQuery): readonly object[] {
  const time = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) }
  return [
    ...hasWords(text ?? '', field),
    ...(from === undefined && to === undefined ? [] : [{ range: { [field('at')]: time } }]),
  ]
}

/** What is chosen in the facets, but one. */
const chosen = (query: AlertQuery, but?: FacetName): readonly object[] =>
  facetNames.flatMap((facet) =>
    facet === but || query[facet] === undefined ? [] : [{ terms: { [field(facet)]: query[facet] } }],
  )

/** Each facet counted as though nothing were chosen in it; what is chosen is asked for by name too, however rare. */
export function facetSearch(query: AlertQuery): object {
  const terms = (facet: FacetName, more: object): object => ({
    terms: { field: field(facet), order: [{ _count: 'desc' }, { _key: 'asc' }], shard_size: 1_000, ...more },
    ...(facet === 'rule' ? { aggs: { label: { terms: { field: 'rule.name', size: 1 } } } } : {}),
  })
  const one = (facet: FacetName): object => ({
    filter: { bool: { filter: chosen(query, facet) } },
    aggs: {
      most: terms(facet, { size: mostFacetValues }),
      ...(query[facet]?.length ? { named: terms(facet, { size: query[facet].length, include: query[facet] }) } : {}),
    },
  })
  return {
    size: 0,
    query: { bool: { filter: ground(query) } },
    aggs: Object.fromEntries(facetNames.map((facet) => [facet, one(facet)])),
  }
}

interface Buckets {
  readonly buckets: readonly {
    readonly key: string
    readonly doc_count: number
    readonly label?: { readonly buckets: readonly { readonly key: string }[] }
  }[]
}

export interface Faceted {
  readonly aggregations?: Readonly<Record<FacetName, { readonly most?: Buckets; readonly named?: Buckets }>>
}

export function facetsIn({ aggregations }: Faceted, query: AlertQuery): AlertFacets {
  const one = (facet: FacetName): readonly FacetCount[] => {
    const found = new Map<string, FacetCount>((query[facet] ?? []).map((value) => [value, { value, count: 0 }]))
    const { most, named } = aggregations?.[facet] ?? {}
    for (const { key, doc_count, label } of [...(most?.buckets ?? []), ...(named?.buckets ?? [])]) {
      const told = label?.buckets[0]?.key
      found.set(key, { value: key, count: doc_count, ...(told === undefined ? {} : { label: told }) })
    }
    return [...found.values()]
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, mostFacetValues)
  }
  return Object.fromEntries(facetNames.map((facet) => [facet, one(facet)])) as unknown as AlertFacets
}

export const countSearch = {
  size: 0,
  aggs: {
    status: { terms: { field: field('status'), size: 10 } },
    waking: {
      filter: {
        bool: { filter: [{ term: { [field('status')]: 'open' } }, { term: { [field('priority')]: 'page-now' } }] },
      },
    },
  },
}
