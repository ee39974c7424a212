// Alerts that an earlier release wrote, whose documents lack fields that came since: written once more from what they hold.
import type { Alert } from '../../model/alert.ts'
import type { Elasticsearch } from './ask.ts'
import { type Line, writeBulk } from './bulk.ts'
import { alertDocument } from './document.ts'
import { search, searchIn } from './indices.ts'

interface Hits {
  readonly hits: {
    readonly hits: readonly {
      readonly _index: string
      readonly _source: {
        readonly lastcopy: {
          readonly body: string
          readonly touched?: number
          readonly alert?: { readonly refused?: string }
        }
      }
      readonly sort: readonly unknown[]
    }[]
  }
}

const step = 500

/**
 * Each stands where it stood, with its number in the order of changes: for who reads along, nothing has changed. A newer
 * version that is written meanwhile stands over it.
 * @returns how many
 * @throws StoreTrouble when no node answers
 */
export async function regrow(nodes: Elasticsearch, prefix: string): Promise<number> {
  let count = 0
  for (let after: readonly unknown[] | undefined; ; ) {
    const { hits } = await search<Hits>(nodes, searchIn(prefix, 'alerts'), {
      size: step,
      _source: ['lastcopy.body', 'lastcopy.touched', 'lastcopy.alert.refused'],
      query: { bool: { must_not: [{ exists: { field: 'lastcopy.alert.short' } }] } },
      sort: [{ 'lastcopy.alert.id': { order: 'asc', unmapped_type: 'keyword' } }],
      ...(after ? { search_after: after } : {}),
    })
    const last = hits.hits.at(-1)
    if (!last) return count
    await writeBulk(
      nodes,
      hits.hits.map(({ _index, _source: { lastcopy } }) => lineOf(_index, lastcopy)),
    )
    count += hits.hits.length
    after = last.sort
  }
}

type Kept = Hits['hits']['hits'][number]['_source']['lastcopy']

function lineOf(index: string, { body, touched, alert }: Kept): Line {
  const { id, version, fields, least } = alertDocument(JSON.parse(body) as Alert)
  const told = (alert?.refused === undefined ? undefined : least?.(alert.refused)) ?? fields
  const { lastcopy, ...rest } = told as { readonly lastcopy?: object }
  return {
    index,
    id,
    fields: { ...rest, lastcopy: { ...lastcopy, ...(touched === undefined ? {} : { touched }) } },
    ...(version === undefined ? {} : { version }),
    anew: true,
  }
}
