// How a cluster is for us: its health, the rights that are missing, indices that take no writes, its clock. Writes nothing.
import type { ElasticsearchConfig } from '../../model/config.ts'
import { elasticsearch } from './ask.ts'

export interface Inspected {
  /** Undefined where it may not be asked. */
  readonly health: string | undefined
  readonly missing: readonly string[]
  readonly blocked: readonly string[]
  /** Epoch milliseconds, as exact as a second; undefined where it does not say. */
  readonly at: number | undefined
}

/** docs/elasticsearch.md lists the same. */
const cluster = ['manage_index_templates']
const index = ['create_index', 'index', 'read', 'view_index_metadata', 'manage']

/** @throws StoreTrouble when no node answers */
export async function inspectElasticsearch(config: ElasticsearchConfig, prefix: string): Promise<Inspected> {
  const store = elasticsearch(config)
  const get = async <T>(path: string): Promise<T | undefined> => {
    const { status, body } = await store.ask('GET', path)
    return status === 200 ? (body as T) : undefined
  }
  try {
    const health = await get<{ readonly status: string }>('/_cluster/health')
    const settings = await get<Record<string, object>>(
      `/${prefix}-*/_settings/index.blocks.*?flat_settings=true&ignore_unavailable=true&allow_no_indices=true`,
    )
    const count = await get<readonly { readonly epoch: string }[]>(`/_cat/count/${prefix}-*?format=json`)
    const rights = await store.ask('POST', '/_security/user/_has_privileges', {
      cluster,
      index: [{ names: [`${prefix}-*`], privileges: index }],
    })
    const epoch = Number(count?.[0]?.epoch ?? Number.NaN)
    return {
      health: health?.status,
      missing: rights.status === 200 ? missingOf(rights.body as Rights) : [],
      blocked: Object.entries(settings ?? {}).flatMap(([name, value]) =>
        JSON.stringify(value).includes('read_only') ? [name] : [],
      ),
      at: Number.isNaN(epoch) ? undefined : epoch * 1_000,
    }
  } finally {
    await store.close()
  }
}

interface Rights {
  readonly cluster?: Readonly<Record<string, boolean>>
  readonly index?: Readonly<Record<string, Readonly<Record<string, boolean>>>>
}

const missingOf = ({ cluster = {}, index: indices = {} }: Rights): readonly string[] => [
  ...denied(cluster),
  ...Object.entries(indices).flatMap(([name, rights]) => denied(rights).map((right) => `${right} on ${name}`)),
]

const denied = (rights: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(rights)
    .filter(([, has]) => !has)
    .map(([right]) => right)
