// How to reach the brokers: kafkajs, with the retry settings without which chained transactions crawl.
import kafkajs, { type KafkaConfig as ClientConfig, type Kafka, type RetryOptions, type SASLOptions } from 'kafkajs'
import type { KafkaConfig, KafkaSasl } from '../../model/config.ts'
import { registerCodecs } from './codecs.ts'
import { rememberCoordinators } from './coordinators.ts'

/**
 * After a commit the broker answers the next transaction with CONCURRENT_TRANSACTIONS for some milliseconds, and kafkajs
 * waits its first retry time (300 ms, doubling) for it. These settings make that wait short.
 */
export const quickRetry: RetryOptions = {
  initialRetryTime: 10,
  multiplier: 1.2,
  factor: 0,
  maxRetryTime: 200,
  retries: 50,
}

/** What kafkajs has to say. */
export type Hear = (level: 'warn' | 'debug', message: string, more: Readonly<Record<string, unknown>>) => void

export function kafkaClient(config: KafkaConfig, hear?: Hear): Kafka {
  registerCodecs()
  rememberCoordinators()
  const { ssl, sasl } = config
  const options: ClientConfig = {
    clientId: config.clientId,
    brokers: [...config.brokers],
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: quickRetry,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) =>
      hear?.(levelOf(entry.level), entry.log.message, {
        namespace: entry.namespace,
        broker: entry.log.broker,
        error: entry.log.error,
      }),
    ...(ssl
      ? {
          ssl: {
            ...(ssl.ca ? { ca: [ssl.ca] } : {}),
            ...(ssl.cert ? { cert: ssl.cert } : {}),
            ...(ssl.key ? { key: ssl.key } : {}),
            ...(ssl.servername ? { servername: ssl.servername } : {}),
            rejectUnauthorized: ssl.rejectUnauthorized,
          },
        }
      : {}),
    ...(sasl ? { sasl: saslOf(sasl) } : {}),
  }
  return new kafkajs.Kafka(options)
}

/** A step quieter than the client means it: it calls an error what it goes on to retry, and what stays is told by the stage. */
const levelOf = (level: number): 'warn' | 'debug' => (level <= 1 ? 'warn' : 'debug')

function saslOf(sasl: KafkaSasl): SASLOptions {
  if (sasl.mechanism !== 'oauthbearer')
    return { mechanism: sasl.mechanism, username: sasl.username, password: sasl.password } as SASLOptions
  return {
    mechanism: 'oauthbearer',
    oauthBearerProvider: async () => ({ value: sasl.token ?? (await tokenFrom(sasl)) }),
  }
}

/** Client credentials: RFC 6749, section 4.4. */
async function tokenFrom({
  tokenUrl = '',
  clientId = '',
  clientSecret = '',
  scope,
}: Extract<KafkaSasl, { mechanism: 'oauthbearer' }>): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    ...(scope ? { scope } : {}),
  })
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: form,
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  })
  const answer = (await response.json()) as { access_token?: unknown }
  if (!response.ok || typeof answer.access_token !== 'string')
    throw new Error(`the token endpoint answered ${response.status} without an access token`)
  return answer.access_token
}
