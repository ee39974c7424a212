// What became of the alerts of each rule, as one search: counts by rule, status and judgement, with the last record of each.
import type { AlertStatus, Disposition } from '../../model/alert.ts'
import type { RuleTally } from '../../model/store.ts'

const pageSize = 1_000
const field = (name: string): string => `lastcopy.alert.${name}`
const source = (name: string, missing = false): object => ({
  [name]: { terms: { field: field(name), ...(missing ? { missing_bucket: true } : {}) } },
})

/** @param after where the page before ended */
const tallySearch = (after?: object): object => ({
  size: 0,
  aggs: {
    tallies: {
      composite: {
        size: pageSize,
        sources: [source('rule'), source('status'), source('disposition', true)],
        ...(after ? { after } : {}),
      },
      aggs: { last: { top_hits: { size: 1, sort: [{ [field('at')]: 'desc' }], _source: [field('at')] } } },
    },
  },
})

export interface Tallied {
  readonly aggregations?: {
    readonly tallies: {
      readonly after_key?: object
      readonly buckets: readonly {
        readonly key: { readonly rule: string; readonly status: AlertStatus; readonly disposition: Disposition | null }
        readonly doc_count: number
        readonly last: { readonly hits: { readonly hits: readonly Last[] } }
      }[]
    }
  }
}

interface Last {
  readonly _source: { readonly lastcopy: { readonly alert: { readonly at: string } } }
}

/** Every page, one after the other. */
export async function talliesOf(ask: (body: object) => Promise<Tallied>): Promise<readonly RuleTally[]> {
  const found: RuleTally[] = []
  let after: object | undefined
  do {
    const { aggregations } = await ask(tallySearch(after))
    const buckets = aggregations?.tallies.buckets ?? []
    for (const { key, doc_count, last } of buckets)
      found.push({
        rule: key.rule,
        status: key.status,
        ...(key.disposition === null ? {} : { disposition: key.disposition }),
        alerts: doc_count,
        last: last.hits.hits[0]?._source.lastcopy.alert.at ?? '',
      })
    after = buckets.length < pageSize ? undefined : aggregations?.tallies.after_key
  } while (after)
  return found
}
