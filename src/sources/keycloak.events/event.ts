// One event of Keycloak as one event: who, what, when, from where.
import { accountId } from '../../model/account.ts'
import type { Actor, EcsUser, Event } from '../../model/event.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { text } from '../kit/look.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { directoryOf } from './admin.ts'
import { classify } from './classify.ts'
import type { KeycloakRecord } from './record.ts'

const source = 'keycloak.events'

/** Secrets that representations carry under names of their own. */
const secrets = [
  /(\\?"(?:secretData|value|clientSecret|bindCredential|registrationAccessToken)\\?"\s*:\s*\\?")(?:(?!\\?").){1,4000}/g,
]

export function toEvent(record: KeycloakRecord, found: FoundObject | FoundLine): Event {
  const { original, created, received, syslog } = found
  const { kind, type, error, realm, realmId } = record
  const failed = error !== '' || /_ERROR$/.test(type)
  const host = record.host || ('value' in found ? syslog?.host : undefined)
  const facts = classify(record)
  const actor = actorOf(record)
  const { vendor, ...masked } = kept(original, fieldsOf(record), secrets)
  return eventFrom({
    source,
    id: record.id,
    time: record.time,
    created: created ?? (record.time === syslog?.time ? undefined : syslog?.time),
    received,
    code: kind === 'admin' ? [record.resource, type].filter((part) => part !== '').join('.') : type || 'log',
    provider: kind === 'log' ? undefined : `keycloak.${kind}`,
    outcome: failed ? 'failure' : facts.action === 'other' && kind === 'log' ? 'unknown' : 'success',
    ...masked,
    facts,
    platform: source,
    actor,
    user: userOf(record, actor),
    address: hostAndPort(record.address).address,
    observer: { vendor: 'Keycloak', product: 'Keycloak', ...(host ? { name: host } : {}) },
    organization:
      realmId || realm ? { ...(realmId ? { id: realmId } : {}), ...(realm ? { name: realm } : {}) } : undefined,
    error: failed ? { code: error || type } : undefined,
    message: record.message.slice(0, 2_000) || undefined,
    vendor,
  })
}

/** Clients through which people act; `admin-cli` and others are used by programs as well. */
const consoles = /^(security-admin-console|account|account-console)$/

/** Whoever acts for another is the one who acts. */
function actorOf(record: KeycloakRecord): Actor | undefined {
  const { user, userId, client, session, type } = record
  const other = text(record.details.impersonator)
  const name = other ?? (user || userId || (/^CLIENT_LOGIN/.test(type) ? client : ''))
  if (name === '') return undefined
  const service = name.startsWith('service-account-') || /^CLIENT_LOGIN/.test(type)
  const person = consoles.test(client) || other !== undefined || record.kind === 'user'
  return {
    id: user === '' && other === undefined && userId !== '' ? userId : accountId(name, directoryOf(record)),
    name,
    kind: service ? 'service' : person ? 'person' : 'unknown',
    ...(session ? { session } : {}),
  }
}

function userOf({ user, userId }: KeycloakRecord, actor: Actor | undefined): EcsUser | undefined {
  if (actor === undefined) return undefined
  const name = user || actor.name
  return {
    ...(userId ? { id: userId } : {}),
    ...(name ? { name } : {}),
    ...(name?.includes('@') ? { email: name } : {}),
  }
}

const fieldsOf = ({ kind, type, client, resource, path, representation, details }: KeycloakRecord) => ({
  kind,
  type,
  ...(client ? { client_id: client } : {}),
  ...(resource ? { resource_type: resource } : {}),
  ...(path ? { resource_path: path } : {}),
  ...(representation === undefined ? {} : { representation: JSON.stringify(representation).slice(0, 10_000) }),
  ...(Object.keys(details).length > 0 ? { details } : {}),
})
