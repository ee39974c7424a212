// One request to Elasticsearch and what comes back; what goes wrong is told in words that an operator can act on.
import { Client, type ClientOptions, errors } from '@elastic/elasticsearch'
import type { ElasticsearchConfig } from '../../model/config.ts'
import { StoreTrouble } from '../../model/store.ts'

export interface Asked {
  readonly status: number
  readonly body: unknown
}

export interface Elasticsearch {
  /**
   * @param path below the node's address, its parts encoded
   * @param body an object as JSON; a text as the lines of a bulk request
   * @returns the answer, also one that refuses (4xx)
   * @throws StoreTrouble when no node answers, and when one answers that it cannot now (429, 5xx)
   */
  ask(method: Method, path: string, body?: object | string): Promise<Asked>
  close(): Promise<void>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'

/** A connection to 8.x or 9.x: the client asks for the form of 8, which both speak. */
export function elasticsearch(config: ElasticsearchConfig): Elasticsearch {
  const client = new Client(optionsOf(config))
  return {
    async ask(method, path, body) {
      const asked = {
        method,
        path,
        ...(body === undefined ? {} : typeof body === 'string' ? { bulkBody: body } : { body }),
      }
      try {
        const { statusCode, body: answer } = await client.transport.request<unknown>(
          asked as Parameters<Client['transport']['request']>[0],
          { meta: true, maxRetries: 0 },
        )
        return { status: statusCode, body: answer }
      } catch (cause) {
        const status = cause instanceof errors.ResponseError ? (cause.statusCode ?? 0) : 0
        if (cause instanceof errors.ResponseError && status >= 400 && status < 500 && status !== 429)
          return { status, body: cause.body }
        throw new StoreTrouble(troubleOf(cause, status))
      }
    },
    close: () => client.close(),
  }
}

function optionsOf({ nodes, apiKey, username, password, tls, timeout }: ElasticsearchConfig): ClientOptions {
  return {
    nodes: [...nodes],
    requestTimeout: timeout,
    maxRetries: 0,
    // What the cluster says of other nodes is not followed: the addresses that the site gave are the ones that it may reach.
    sniffOnStart: false,
    ...(apiKey === undefined ? {} : { auth: { apiKey } }),
    ...(username === undefined ? {} : { auth: { username, password: password ?? '' } }),
    ...(tls === undefined ? {} : { tls: { ...tls } }),
  }
}

function troubleOf(cause: unknown, status: number): string {
  if (cause instanceof errors.TimeoutError) return 'Elasticsearch does not answer in time'
  if (cause instanceof errors.ConnectionError) return `Elasticsearch cannot be reached: ${cause.message}`
  if (cause instanceof errors.ProductNotSupportedError)
    return 'what answers is no Elasticsearch: its answers lack the header x-elastic-product'
  if (status > 0) return `Elasticsearch answers ${status}: ${reasonOf((cause as errors.ResponseError).body)}`
  return `Elasticsearch cannot be asked: ${cause instanceof Error ? cause.message : String(cause)}`
}

/** The reason in an answer that refuses, as one short line; of several shards the first one's. */
export function reasonOf(body: unknown): string {
  const { error } = (body ?? {}) as { readonly error?: Told | string }
  const told = typeof error === 'object' ? (error?.root_cause?.[0] ?? error) : { reason: error }
  const words = [told?.type, told?.reason].filter(Boolean).join(': ')
  return (words || 'no reason given').replace(/\s+/g, ' ').slice(0, 300)
}

interface Told {
  readonly type?: unknown
  readonly reason?: unknown
  readonly root_cause?: readonly Told[]
}
