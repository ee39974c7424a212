// The part of the configuration that says how Elasticsearch is reached, and what of it a schema cannot check.
import type { ElasticsearchConfig, StoreConfig } from '../model/config.ts'
import { span } from './forms.ts'
import type { Shaped } from './load.ts'
import type { Teller } from './tell.ts'

/** As the file has it, defaults filled in. */
export interface ShapedElasticsearch {
  nodes: string[]
  apiKey?: string
  username?: string
  password?: string
  tls?: NonNullable<ElasticsearchConfig['tls']>
  timeout: string
}

/** @param sqlite the file of a SQLite store */
export function completeStore(
  { kind, prefix = 'lastcopy', replicas, events = true, mostEvents = 5_000_000, retention }: Shaped['store'],
  sqlite: string,
): StoreConfig {
  const kept = retention === undefined ? {} : { retention: span(retention) }
  if (kind === 'sqlite') return { kind, path: sqlite, events, mostEvents, ...kept }
  return { kind, prefix, events, ...kept, ...(replicas === undefined ? {} : { replicas }) }
}

export const completeElasticsearch = ({ timeout, nodes, ...rest }: ShapedElasticsearch): ElasticsearchConfig => ({
  ...rest,
  nodes: nodes.map((node) => node.replace(/\/+$/, '')),
  timeout: span(timeout),
})

/** What must never be shown. */
export const elasticsearchSecrets = (shaped: ShapedElasticsearch | undefined): readonly (string | undefined)[] => [
  shaped?.apiKey,
  shaped?.password,
  shaped?.tls?.key,
]

/** Tells what contradicts itself in `store` and `elasticsearch`. */
export function checkElasticsearch({ store, elasticsearch }: Shaped, tell: Teller): void {
  if (store.kind === 'elasticsearch' && !elasticsearch)
    tell(['store', 'kind'], 'a store in Elasticsearch needs nodes', 'add elasticsearch: { nodes: [https://host:9200] }')
  if (store.kind === 'elasticsearch' && store.path !== undefined)
    tell(['store', 'path'], 'means nothing for a store in Elasticsearch')
  if (store.kind === 'elasticsearch' && store.mostEvents !== undefined)
    tell(['store', 'mostEvents'], 'means nothing for a store in Elasticsearch: old months are deleted there')
  for (const name of ['prefix', 'replicas'] as const)
    if (store.kind === 'sqlite' && store[name] !== undefined)
      tell(['store', name], 'means nothing for a store in SQLite', 'write kind: elasticsearch')
  if (elasticsearch) checkConnection(elasticsearch, tell)
}

function checkConnection({ nodes, apiKey, username, password, tls }: ShapedElasticsearch, tell: Teller): void {
  const wrong = (name: string, why: string): void => tell(['elasticsearch', name], why)
  for (const [index, node] of nodes.entries()) {
    const { search, hash } = new URL(node)
    if (search !== '' || hash !== '')
      tell(['elasticsearch', 'nodes', index], 'must be the address of a node and no more')
  }
  if (apiKey !== undefined && username !== undefined)
    wrong('apiKey', 'stands beside username: only one of them can sign in')
  if (username !== undefined && password === undefined) wrong('password', 'is missing: username signs in with one')
  if (password !== undefined && username === undefined) wrong('username', 'is missing: whose password is it?')
  if (tls?.cert !== undefined && tls.key === undefined) tell(['elasticsearch', 'tls', 'key'], 'is missing beside cert')
  if (tls?.key !== undefined && tls.cert === undefined) tell(['elasticsearch', 'tls', 'cert'], 'is missing beside key')
  if (tls && !nodes.some((node) => node.startsWith('https:')))
    wrong('tls', 'means nothing: no node is reached by https')
}
