// Documents of any index in the order of their times, as they stood at one moment: nothing that is written meanwhile comes between.
import type { JsonObject } from '../../lib/json.ts'
import type { ElasticsearchConfig } from '../../model/config.ts'
import { StoreTrouble } from '../../model/store.ts'
import { elasticsearch, reasonOf } from './ask.ts'
import { search } from './indices.ts'

export interface ReadAsk {
  /** A name, or several with commas and `*`. */
  readonly index: string
  /** The field of type date that orders them. */
  readonly timeField: string
  /** ISO, from (inclusive) and to (exclusive). */
  readonly since?: string
  readonly until?: string
}

const piece = 500
const keep = '5m'

interface Hits {
  readonly pit_id?: string
  readonly hits: { readonly hits: readonly { readonly _source: JsonObject; readonly sort: readonly unknown[] }[] }
}

/** Oldest first, a piece at a time. @throws StoreTrouble when the cluster does not answer, or has no such index */
export async function* readDocuments(
  connection: ElasticsearchConfig,
  { index, timeField, since, until }: ReadAsk,
): AsyncGenerator<JsonObject> {
  const nodes = elasticsearch(connection)
  const names = index.split(',').map(encodeURIComponent).join(',')
  let pit: string | undefined
  try {
    const opened = await nodes.ask('POST', `/${names}/_pit?keep_alive=${keep}&allow_no_indices=false`)
    if (opened.status !== 200)
      throw new StoreTrouble(`Elasticsearch refuses to read ${index}: ${reasonOf(opened.body)}`)
    pit = (opened.body as { readonly id: string }).id
    const range = { ...(since === undefined ? {} : { gte: since }), ...(until === undefined ? {} : { lt: until }) }
    let after: readonly unknown[] | undefined
    for (;;) {
      const found: Hits = await search<Hits>(nodes, '/_search?allow_partial_search_results=false', {
        size: piece,
        pit: { id: pit, keep_alive: keep },
        track_total_hits: false,
        query: { range: { [timeField]: range } },
        sort: [{ [timeField]: { order: 'asc', format: 'strict_date_optional_time_nanos' } }, { _shard_doc: 'asc' }],
        ...(after === undefined ? {} : { search_after: after }),
      })
      pit = found.pit_id ?? pit
      for (const { _source } of found.hits.hits) yield _source
      after = found.hits.hits.at(-1)?.sort
      if (found.hits.hits.length < piece) return
    }
  } finally {
    if (pit !== undefined) await nodes.ask('DELETE', '/_pit', { id: pit }).catch(() => undefined)
    await nodes.close()
  }
}
