// One event of Keycloak under one set of names, whether it came as a line of the log, as JSON of the log, or from the REST API.
// https://www.keycloak.org/docs/latest/server_admin/#auditing-events
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { parseJson } from '../envelope/decode.ts'
import { pairsIn } from '../envelope/pairs.ts'
import { at, first, object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface KeycloakRecord {
  /** An event of a user, an act of an administrator, or another line of the server's log. */
  readonly kind: 'user' | 'admin' | 'log'
  readonly id?: string | undefined
  /** `LOGIN_ERROR`; of an administrator `CREATE`, `UPDATE`, `DELETE`, `ACTION`; of another line its logger. */
  readonly type: string
  readonly realm: string
  readonly realmId: string
  readonly client: string
  readonly userId: string
  readonly user: string
  readonly address: string
  readonly session: string
  readonly error: string
  /** Of an administrator's act. */
  readonly resource: string
  readonly path: string
  readonly representation?: Json | undefined
  readonly details: JsonObject
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  readonly host: string
  /** Of another line: what it says. */
  readonly message: string
}

/** Absent, and how the log writes that nothing is there. */
const told = (value: Json | undefined): string => {
  const held = text(value) ?? ''
  return held === 'null' || held === '-' ? '' : held
}

/** An event of the REST API, of an event listener that writes JSON, or of a webhook: `access.LOGIN`, `admin.USER-CREATE`. */
export const isEvent = (value: JsonObject): boolean =>
  (typeof value.operationType === 'string' && (isObject(value.authDetails) || 'resourcePath' in value)) ||
  (typeof value.type === 'string' &&
    /^(?:access\.)?[A-Z][A-Z_0-9]+$/.test(value.type) &&
    'realmId' in value &&
    ('clientId' in value || 'ipAddress' in value || isObject(value.authDetails)))

/** A line of the log as JSON: Quarkus' own names, or ECS with its names written out or nested. */
export const loggerOf = (value: JsonObject): string | undefined => {
  const logger = first(value, 'log.logger', 'loggerName', 'logger') ?? at(value, 'log.logger')
  const known = typeof logger === 'string' && typeof value.message === 'string'
  return known &&
    (/keycloak|infinispan|quarkus|jgroups|wildfly|jboss/i.test(logger) || told(value['service.name']) === 'Keycloak')
    ? logger
    : undefined
}

export function fromApi(value: JsonObject): KeycloakRecord {
  const auth = object(value.authDetails)
  const details = object(value.details)
  const admin = typeof value.operationType === 'string'
  return {
    kind: admin ? 'admin' : 'user',
    id: told(first(value, 'id', 'uid')) || undefined,
    type: told(admin ? value.operationType : value.type).replace(/^access\./, ''),
    realm: told(value.realmName ?? value.realm),
    realmId: told(value.realmId ?? auth.realmId),
    client: told(auth.clientId ?? value.clientId),
    userId: told(auth.userId ?? value.userId),
    user: told(auth.username ?? details.username ?? value.username),
    address: told(auth.ipAddress ?? value.ipAddress),
    session: told(auth.sessionId ?? value.sessionId),
    error: told(value.error),
    resource: told(value.resourceType),
    path: told(value.resourcePath),
    representation: jsonOf(value.representation),
    details,
    time: statedTime(value.time),
    host: '',
    message: '',
  }
}

/** Where a line of another part of the server only tells what it does. */
const isTold = (pairs: Readonly<Record<string, string>>): boolean =>
  'realmId' in pairs && ('type' in pairs || 'operationType' in pairs)

/** What the log says: `type="LOGIN", realmId="…"` of 20 and later, `type=LOGIN, realmId=…` of earlier versions. */
export function fromMessage(
  message: string,
  logger: string,
  { time, host }: Pick<KeycloakRecord, 'time' | 'host'>,
): KeycloakRecord {
  const { rest, representation } = parted(message)
  const pairs = pairsIn(rest)
  if (!isTold(pairs)) return { ...blank, kind: 'log', type: logger, message, time, host }
  const admin = 'operationType' in pairs
  const {
    operationType,
    type,
    realmId,
    realmName,
    clientId,
    userId,
    ipAddress,
    error,
    resourceType,
    resourcePath,
    ...details
  } = pairs
  return {
    kind: admin ? 'admin' : 'user',
    type: told(admin ? operationType : type),
    realm: told(realmName),
    realmId: told(realmId),
    client: told(clientId),
    userId: told(userId),
    user: told(details.username),
    address: told(ipAddress),
    session: told(details.sessionId ?? details.userSessionId ?? details.code_id),
    error: told(error),
    resource: told(resourceType),
    path: told(resourcePath),
    representation: jsonOf(representation),
    details,
    time,
    host,
    message: '',
  }
}

const blank: KeycloakRecord = {
  kind: 'log',
  type: '',
  realm: '',
  realmId: '',
  client: '',
  userId: '',
  user: '',
  address: '',
  session: '',
  error: '',
  resource: '',
  path: '',
  details: {},
  host: '',
  message: '',
}

/** The representation is JSON with commas and quotes of its own, as such or inside quotes. */
function parted(message: string): { readonly rest: string; readonly representation?: string } {
  const start = message.indexOf('representation=')
  if (start < 0) return { rest: message }
  const from = message.slice(start + 'representation='.length)
  const end = /"?, (?:resourceType|realmName|error|authDetails)=/.exec(from)?.index ?? from.length
  const held = from.slice(0, end).replace(/^"/, '').replace(/"$/, '')
  return { rest: message.slice(0, start) + from.slice(end).replace(/^"?, /, ''), representation: held }
}

function jsonOf(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value
  const plain = parseJson(value)
  if (plain.ok) return plain.value
  const escaped = value.includes('\\"') ? parseJson(value.replaceAll('\\"', '"')) : plain
  return escaped.ok ? escaped.value : undefined
}
