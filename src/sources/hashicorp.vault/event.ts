// One entry of an audit device as one event: who, what, when, from where.
import type { JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, EcsUser, Event } from '../../model/event.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { number, object, text, texts } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { classify } from './classify.ts'
import { isKmip, kmipFacts } from './kmip.ts'
import { recordOf, type VaultRecord } from './record.ts'

const source = 'hashicorp.vault'

export function toEvent({ value: raw, original, created, received, syslog }: FoundObject): Event {
  const record = recordOf(raw, syslog?.host ?? '')
  const kmip = isKmip(raw) ? kmipFacts(record) : undefined
  const request = object(raw.request)
  const id = text(request.id)
  const facts = kmip?.facts ?? classify(record)
  const { address, port = number(request.remote_port) } = hostAndPort(text(request.remote_address))
  const error = text(raw.error)
  return eventFrom({
    source,
    id: id === undefined ? undefined : `${id}-${text(raw.type) ?? ''}`,
    time: statedTime(raw.time),
    created,
    received,
    code: kmip?.code ?? (record.operation || 'unknown'),
    provider: record.kind || undefined,
    outcome: kmip?.outcome ?? outcomeOf(record, error),
    ...maskSecrets(original),
    facts: { ...facts, act: id, ...(record.namespace ? { parents: [record.namespace] } : {}) },
    platform: source,
    actor: kmip?.actor ?? actorOf(record),
    user: kmip === undefined ? userOf(record) : undefined,
    address,
    port: port === 0 ? undefined : port,
    agent: texts(object(request.headers)['user-agent'])[0],
    observer: { vendor: 'HashiCorp', product: 'Vault', ...(record.cluster ? { name: record.cluster } : {}) },
    organization: record.namespace ? { name: record.namespace } : undefined,
    error: error === undefined ? undefined : { code: errorCode(error), message: error.trim() },
    vendor: fieldsOf(raw, record),
  })
}

/** Only the answer tells that it came about; an error tells that it did not, wherever it stands. */
const outcomeOf = ({ isResponse }: VaultRecord, error: string | undefined): Event['event']['outcome'] =>
  error !== undefined ? 'failure' : isResponse ? 'success' : 'unknown'

const errorCode = (error: string): string =>
  /permission denied/i.test(error)
    ? 'PermissionDenied'
    : /not found|no handler|unsupported path/i.test(error)
      ? 'NotFound'
      : 'Error'

/** Ways of signing in that people use; the display name begins with them. */
const people = /^(userpass|ldap|oidc|okta|github|radius|saml|jwt-oidc)-/i
const machines = /^(approle|kubernetes|aws|azure|gcp|jwt|cert|nomad|cf|alicloud|oci|token)(-|$)/i

function actorOf(record: VaultRecord): Actor | undefined {
  const auth = authOf(record)
  const name = nameOf(auth)
  if (name === undefined) return undefined
  const shown = text(auth.display_name) ?? ''
  const root = shown === 'root' || texts(auth.policies).includes('root')
  const isPerson = people.test(shown) || text(object(auth.metadata).email) !== undefined || shown === 'root'
  const credential = text(auth.accessor) ?? text(object(record.raw.request).client_token_accessor)
  return {
    id: accountId(name, 'vault'),
    name,
    kind: isPerson ? 'person' : machines.test(shown) && !root ? 'service' : 'unknown',
    ...(text(auth.entity_id) ? { session: text(auth.entity_id) ?? '' } : {}),
    ...(credential ? { credential } : {}),
  }
}

function userOf(record: VaultRecord): EcsUser | undefined {
  const auth = authOf(record)
  const name = nameOf(auth)
  const email = text(object(auth.metadata).email)
  const roles = texts(auth.policies)
  const id = text(auth.entity_id)
  if (name === undefined && id === undefined) return undefined
  return {
    ...(id ? { id } : {}),
    ...(name ? { name } : {}),
    ...(email ? { email } : {}),
    ...(roles.length > 0 ? { roles } : {}),
  }
}

/** At a sign-in only the answer says who it is; of one that failed the path does. */
function authOf({ raw, path }: VaultRecord): JsonObject {
  const auth = object(raw.auth)
  if (nameOf(auth) !== undefined) return auth
  const answered = object(object(raw.response).auth)
  if (nameOf(answered) !== undefined) return answered
  const [, method, user] = /(?:^|\/)auth\/([^/]+)\/login\/([^/]+)$/.exec(path) ?? []
  return user === undefined ? auth : { display_name: `${method}-${user}`, metadata: { username: user } }
}

function nameOf(auth: JsonObject): string | undefined {
  const metadata = object(auth.metadata)
  const shown = text(auth.display_name)
  const role = text(metadata.role_name) ?? text(metadata.role)
  const plain = role !== undefined && shown?.match(machines) ? `${shown}-${role}` : shown?.replace(people, '')
  return text(metadata.email) ?? text(metadata.username) ?? plain ?? text(auth.entity_id)
}

const fieldsOf = (raw: JsonObject, record: VaultRecord): Readonly<Record<string, unknown>> => ({
  type: raw.type,
  request: {
    id: object(raw.request).id,
    operation: record.operation,
    path: record.path,
    mount_type: object(raw.request).mount_type,
    namespace: object(raw.request).namespace,
    data: record.data,
    client_token_accessor: object(raw.request).client_token_accessor,
    client_certificate_serial_number: object(raw.request).client_certificate_serial_number,
  },
  ...(record.isResponse ? { response: { data: record.answer } } : {}),
  ...(raw.error === undefined ? {} : { error: raw.error }),
})
