// Which index a document lies in: one a month, so that old months go as a whole, and the one that has it already before any other.
import { StoreTrouble } from '../../model/store.ts'
import { type Elasticsearch, reasonOf } from './ask.ts'
import type { Document } from './document.ts'
import { type IndexKind, indexKinds, mappingOf, templateOf, templateVersion } from './template.ts'

/** `lastcopy-alerts-2026.03`; what has no time of our era lies in `-undated`. Incidents are few words each and lie in one. */
export function indexFor(prefix: string, { kind, at }: Pick<Document, 'kind' | 'at'>): string {
  if (kind === 'incidents') return `${prefix}-incidents-all`
  const month = /^(\d{4})-(\d{2})/.exec(at)
  return `${prefix}-${kind}-${month ? `${month[1]}.${month[2]}` : 'undated'}`
}

/** A search over all indices of some kinds, also where there is none yet. */
export const searchIn = (prefix: string, ...kinds: readonly IndexKind[]): string =>
  `/${kinds.map((kind) => `${prefix}-${kind}-*`).join(',')}/_search?ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false`

/**
 * Puts the templates, and the fields that came since into the indices that are there.
 * @throws StoreTrouble when it may not, or when no node answers
 */
export async function prepare(
  store: Elasticsearch,
  { prefix, replicas }: { readonly prefix: string; readonly replicas?: number },
): Promise<void> {
  for (const kind of indexKinds) {
    if (await isNewer(store, `${prefix}-${kind}`)) continue
    const put = await store.ask('PUT', `/_index_template/${prefix}-${kind}`, templateOf(prefix, kind, replicas))
    if (put.status !== 200) throw new StoreTrouble(`Elasticsearch refuses the index template: ${reasonOf(put.body)}`)
    const { properties, _meta } = mappingOf(kind) as { readonly properties: object; readonly _meta: object }
    const path = `/${prefix}-${kind}-*/_mapping?ignore_unavailable=true&allow_no_indices=true`
    const grown = await store.ask('PUT', path, { properties, _meta })
    if (grown.status !== 200 && grown.status !== 404)
      throw new StoreTrouble(`Elasticsearch refuses the fields of ${prefix}-${kind}-*: ${reasonOf(grown.body)}`)
  }
}

/** A process of a later release has been here: it knows fields that this one does not. */
async function isNewer(store: Elasticsearch, name: string): Promise<boolean> {
  const { body } = await store.ask('GET', `/_index_template/${name}?filter_path=index_templates.index_template.version`)
  const { index_templates: found = [] } = body as {
    readonly index_templates?: readonly { readonly index_template: { readonly version: number } }[]
  }
  return found.some(({ index_template }) => index_template.version > templateVersion)
}

interface Hits {
  readonly hits: { readonly hits: readonly { readonly _index: string; readonly _id: string }[] }
}

/**
 * Where alerts lie already. An alert that takes in a record from before it began begins earlier, and would else come to lie in
 * two months.
 * @returns index by id
 */
export async function placesOf(
  store: Elasticsearch,
  prefix: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>()
  for (let from = 0; from < ids.length; from += 1_000) {
    const values = ids.slice(from, from + 1_000)
    const found = await search<Hits>(store, searchIn(prefix, 'alerts'), {
      size: 2_000,
      _source: false,
      query: { ids: { values } },
    })
    for (const { _index, _id } of found.hits.hits) places.set(_id, _index)
  }
  return places
}

/** One search. @throws StoreTrouble when it is refused */
export async function search<T>(store: Elasticsearch, path: string, body: object): Promise<T> {
  const { status, body: answer } = await store.ask('POST', path, body)
  if (status !== 200) throw new StoreTrouble(`Elasticsearch refuses a search: ${reasonOf(answer)}`)
  return answer as T
}
