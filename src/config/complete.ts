// Turns the checked file into the object that the house reads: numbers for durations, absolute paths, frozen to the bottom.
import { resolve } from 'node:path'
import { isObject } from '../lib/json.ts'
import type { Config, KafkaConfig } from '../model/config.ts'
import type { Estate } from '../model/estate.ts'
import { mappingsOf } from '../model/mapping.ts'
import type { Policy } from '../model/policy.ts'
import { completeElasticsearch, completeStore, elasticsearchSecrets } from './elasticsearch.ts'
import { hostOf, portOf, span } from './forms.ts'
import { completeExpected, completeSelfTest, completeWatchers, watcherSecrets } from './heartbeats.ts'
import { completeIntake, intakeSecrets } from './intake.ts'
import type { Known, Shaped } from './load.ts'

interface Around {
  readonly file: string | undefined
  readonly base: string
  readonly known: Known
  readonly secrets: readonly string[]
  readonly estate: Estate | undefined
  readonly policy: Policy | undefined
}

/** @throws when the value was not checked before */
export function complete(shaped: Shaped, { file, base, known, secrets, estate, policy }: Around): Config {
  const journalPath = resolve(base, shaped.journal.path)
  const { listen, publicUrl, ...web } = shaped.web
  const config: Config = {
    ...(file === undefined ? {} : { file }),
    site: shaped.site,
    ...(shaped.zone === undefined ? {} : { zone: shaped.zone }),
    roles: shaped.roles,
    journal: {
      ...shaped.journal,
      path: journalPath,
      retention: { age: span(shaped.journal.retention.age) },
    },
    ...(shaped.kafka === undefined ? {} : { kafka: kafkaOf(shaped.kafka) }),
    topics: shaped.topics ?? Object.fromEntries(known.sources.map((source) => [`audit.${source}`, source])),
    sources: mappingsOf(shaped.sources ?? {}),
    intake: completeIntake(shaped.intake, base),
    detections: shaped.detections === undefined ? known.detections : resolve(base, shaped.detections),
    ...(estate === undefined ? {} : { estate }),
    pagers: shaped.pagers.map(({ name, kind, settings }) => ({ name: name ?? kind, kind, settings })),
    paging: {
      floor: shaped.paging.floor,
      repeat: span(shaped.paging.repeat),
      allow: shaped.paging.allow,
      ...(policy === undefined ? {} : { policy }),
      ...(shaped.paging.selfTest && { selfTest: completeSelfTest(shaped.paging.selfTest, shaped.zone) }),
    },
    expected: completeExpected(shaped.expected),
    watchers: completeWatchers(shaped.watchers),
    ready: shaped.ready,
    ...(shaped.elasticsearch === undefined ? {} : { elasticsearch: completeElasticsearch(shaped.elasticsearch) }),
    store: completeStore(
      shaped.store,
      shaped.store.path === undefined ? storeBeside(journalPath) : resolve(base, shaped.store.path),
    ),
    web: {
      host: hostOf(listen),
      port: portOf(listen),
      ...(publicUrl === undefined ? {} : { publicUrl: publicUrl.replace(/\/+$/, '') }),
      ...web,
    },
    log: shaped.log,
    shutdown: span(shaped.shutdown),
    secrets: allSecrets(shaped, known, secrets),
  }
  return freeze(config)
}

function kafkaOf({ ssl, sasl, ...rest }: NonNullable<Shaped['kafka']>): KafkaConfig {
  const tls = ssl === true ? {} : ssl === false ? undefined : ssl
  return {
    ...rest,
    ...(tls === undefined ? {} : { ssl: { rejectUnauthorized: true, ...tls } }),
    ...(sasl === undefined ? {} : { sasl: sasl as NonNullable<KafkaConfig['sasl']> }),
  }
}

/** What came from outside the file, and what stands in it where only secrets stand. */
function allSecrets(shaped: Shaped, known: Known, filled: readonly string[]): readonly string[] {
  const { kafka, web, intake, pagers } = shaped
  const written = [
    kafka?.sasl?.password,
    kafka?.sasl?.token,
    kafka?.sasl?.clientSecret,
    typeof kafka?.ssl === 'object' ? kafka.ssl.key : undefined,
    web.linkKey,
    web.factorKey,
    web.oidc?.clientSecret,
    ...web.tokens.map(({ token }) => token),
    ...intakeSecrets(intake),
    ...watcherSecrets(shaped.watchers),
    ...elasticsearchSecrets(shaped.elasticsearch),
    ...pagers.flatMap(({ kind, settings }) => (known.pagers.get(kind)?.secrets ?? []).map((name) => settings[name])),
  ].filter((value): value is string => typeof value === 'string')
  // Shorter texts would blank out half of every log line and protect nothing.
  return [...new Set([...filled, ...written])].filter((secret) => secret.length >= 6)
}

const storeBeside = (journal: string): string => `${journal.replace(/\.(db|sqlite3?)$/, '')}.alerts.db`

function freeze<T>(value: T): T {
  if (Array.isArray(value)) for (const member of value) freeze(member)
  else if (isObject(value)) for (const member of Object.values(value)) freeze(member)
  return Object.freeze(value)
}
