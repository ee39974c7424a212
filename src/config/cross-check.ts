// What a schema cannot say: settings that need one another.
import { nearest } from '../lib/nearest.ts'
import { checkElasticsearch } from './elasticsearch.ts'
import { checkHeartbeats, checkSelfTest } from './heartbeats.ts'
import { checkIntake } from './intake-check.ts'
import type { Known, Shaped } from './load.ts'
import type { Teller } from './tell.ts'

/** Tells every contradiction of a configuration whose shape is right. */
export function crossCheck(config: Shaped, known: Known, tell: Teller): void {
  if (config.journal.kind === 'kafka' && !config.kafka)
    tell(['journal', 'kind'], 'a Kafka journal needs brokers', 'add kafka: { brokers: [host:9092] }')
  for (const [topic, source] of Object.entries(config.topics ?? {})) {
    if (known.sources.includes(source)) continue
    const close = nearest(source, known.sources)
    tell(
      ['topics', topic],
      `there is no source "${source}"`,
      close ? `did you mean ${close}?` : `there are ${known.sources.join(', ')}`,
    )
  }
  checkSasl(config, tell)
  checkSignIn(config, tell)
  checkElasticsearch(config, tell)
  checkIntake(config, known, tell)
  checkHeartbeats(config, known, tell)
  checkSelfTest(config, tell)
  checkNames(config, tell)
}

function checkSasl({ kafka }: Shaped, tell: Teller): void {
  const sasl = kafka?.sasl
  if (!sasl) return
  const missing = (name: string, why: string): void => tell(['kafka', 'sasl', name], `is missing: ${why}`)
  if (sasl.mechanism !== 'oauthbearer') {
    if (!sasl.username) missing('username', `${sasl.mechanism} signs in with a name`)
    if (!sasl.password) missing('password', `${sasl.mechanism} signs in with a password`)
    return
  }
  if (sasl.token !== undefined) return
  if (sasl.tokenUrl === undefined) {
    missing('token', 'oauthbearer needs token, or tokenUrl with clientId and clientSecret')
    return
  }
  if (!sasl.clientId) missing('clientId', 'tokenUrl needs it')
  if (!sasl.clientSecret) missing('clientSecret', 'tokenUrl needs it')
}

function checkSignIn({ web, journal }: Shaped, tell: Teller): void {
  const { oidc, secondFactor, factorKey, publicUrl } = web
  if (journal.kind === 'kafka' && factorKey === undefined && (oidc || secondFactor !== undefined))
    tell(
      ['web', oidc ? 'oidc' : 'secondFactor'],
      'needs web.factorKey where the journal is Kafka: several processes seal with the same key',
      "add factorKey: '${file:/run/secrets/factor-key}'",
    )
  if (!oidc) return
  if (publicUrl === undefined) tell(['web', 'oidc'], 'needs web.publicUrl: the provider sends people back there')
  const { protocol, hostname } = new URL(oidc.issuer)
  if (protocol !== 'https:' && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname))
    tell(['web', 'oidc', 'issuer'], 'must begin with https://, but for a provider on this machine')
  if (Object.values(oidc.roles).every((values) => values.length === 0))
    tell(['web', 'oidc', 'roles'], 'gives nobody a role', 'name values of the claim, such as admin: [backup-admins]')
}

function checkNames({ pagers, web }: Shaped, tell: Teller): void {
  const lists = [
    [['pagers'], pagers.map(({ name, kind }) => name ?? kind)],
    [['web', 'tokens'], web.tokens.map(({ name }) => name)],
  ] as const
  for (const [path, names] of lists)
    for (const [index, name] of names.entries())
      if (names.indexOf(name) !== index)
        tell([...path, index, 'name'], `"${name}" is there twice`, 'give each a name of its own')
}
