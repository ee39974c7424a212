// One record of a product of Ping Identity under one set of names, whichever product and form it came from.
// https://apidocs.pingidentity.com/pingone/platform/v1/api/#audit-activities, https://docs.pingidentity.com/pingfederate (logs)
import { isObject, type JsonObject } from '../../lib/json.ts'
import { type HeaderedRecord, labelsOf } from '../envelope/cef.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { at, object, objects, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface PingRecord {
  readonly product: 'PingID' | 'PingOne' | 'PingFederate'
  readonly id?: string | undefined
  /** `ROLE_ASSIGNMENT.CREATED`, `SSO`, `AUTHN_ATTEMPT`; PingID gives none. */
  readonly type: string
  readonly message: string
  readonly status: string
  readonly user: string
  readonly userId: string
  /** The program that acted, or through which the person did. */
  readonly client: string
  readonly address: string
  readonly agent: string
  readonly session: string
  readonly host: string
  readonly environment: string
  /** What it was done to. */
  readonly target?:
    | { readonly type: string; readonly id: string; readonly name: string; readonly href: string }
    | undefined
  readonly time?: number | undefined
  readonly raw: Readonly<Record<string, unknown>>
}

export const isPingId = (value: JsonObject): boolean =>
  typeof value.source === 'string' && /^ping/i.test(value.source) && 'recorded' in value && isObject(value.result)

export const isPingOne = (value: JsonObject): boolean =>
  isObject(value.action) && typeof value.action.type === 'string' && ('recordedAt' in value || 'createdAt' in value)

export function fromPingId(value: JsonObject): PingRecord {
  const [actor = {}] = objects(value.actors)
  const [resource = {}] = objects(value.resources)
  const result = object(value.result)
  return {
    ...blank,
    product: 'PingID',
    id: text(value.id),
    type: text(object(value.action).type) ?? '',
    message: text(result.message) ?? '',
    status: text(result.status) ?? '',
    user: text(actor.type) === 'user' || text(actor.type) === undefined ? (text(actor.name) ?? '') : '',
    client: text(actor.type) === 'user' ? '' : (text(actor.name) ?? ''),
    address: text(resource.ipaddress) ?? text(resource.ipAddress) ?? '',
    session: text(resource.websession) ?? '',
    time: statedTime(value.recorded),
    raw: value,
  }
}

export function fromPingOne(value: JsonObject): PingRecord {
  const actors = object(value.actors)
  const [user, client] = [object(actors.user), object(actors.client)]
  const target = objects(value.resources)[0]
  const result = object(value.result)
  const environment = at(user, 'environment.id') ?? at(target, 'environment.id')
  return {
    ...blank,
    product: 'PingOne',
    id: text(value.id),
    type: text(object(value.action).type) ?? '',
    message: text(result.description) ?? text(object(value.action).description) ?? '',
    status: text(result.status) ?? '',
    user: text(user.name) ?? '',
    userId: text(user.id) ?? '',
    client: text(client.name) ?? text(client.id) ?? '',
    address: text(at(value, 'source.ipAddress')) ?? text(at(value, 'internalCorrelation.ipAddress')) ?? '',
    agent: text(at(value, 'source.userAgent')) ?? '',
    session: text(at(value, 'internalCorrelation.sessionId')) ?? '',
    environment: text(environment) ?? '',
    target: target && {
      type: text(target.type) ?? '',
      id: text(target.id) ?? '',
      name: text(target.name) ?? text(target.id) ?? '',
      href: text(target.href) ?? '',
    },
    time: statedTime(value.recordedAt) ?? statedTime(value.createdAt),
    raw: value,
  }
}

/** CEF and LEEF as PingFederate's templates for log4j write them. */
export function fromHeader({ code, name, fields }: HeaderedRecord, received: number): PingRecord {
  const labels = labelsOf(fields)
  const one = (...names: readonly string[]): string =>
    names.map((each) => fields[each]?.trim() ?? '').find((each) => each !== '') ?? ''
  const stamp = one('rt', 'devTime')
  return {
    ...blank,
    product: 'PingFederate',
    type: code || (name ?? ''),
    message: one('reason') || (labels.description ?? ''),
    status: one('msg', 'status', 'outcome'),
    user: one('duid', 'suser', 'usrName'),
    address: one('src').replace(/^\[|\]$/g, ''),
    session: one('externalId'),
    host: one('dvchost', 'host'),
    client: labels['connection id'] ?? one('connectionid'),
    time: syslogTime(stamp, received)?.time ?? statedTime(stamp) ?? statedTime(Number(stamp || Number.NaN)),
    raw: fields,
  }
}

/** The clock has one digit before ten in the log of administrators. */
const stamped = /^(\d{4}-\d\d-\d\d)[ T](\d{1,2})(:\d\d:\d\d(?:[.,]\d{1,9})?)$/
const timeOf = (stamp: string): number | undefined => {
  const found = stamped.exec(stamp)
  return found ? statedTime(`${found[1]} ${(found[2] ?? '').padStart(2, '0')}${found[3]}`) : undefined
}

/**
 * A line of `admin.log` (`time | user | roles | address | session | component | event | - what`) or of `audit.log` (`time | tracking
 * id | event | subject | address | app | connection | protocol | host | role | status | adapter | description | milliseconds`).
 */
export function fromBars(line: string): PingRecord | undefined {
  const start = /\d{4}-\d\d-\d\d[ T]\d{1,2}:\d\d:\d\d/.exec(line.slice(0, 200))?.index
  if (start === undefined) return undefined
  const parts = line
    .slice(start)
    .split('|', 20)
    .map((part) => part.trim())
  const time = timeOf(parts[0] ?? '')
  if (parts.length < 8 || time === undefined) return undefined
  return parts.length <= 9 ? fromAdmin(parts, time) : fromAudit(parts, time)
}

function fromAdmin(parts: readonly string[], time: number): PingRecord {
  const [, user = '', roles = '', address = '', session = '', component = '', event = '', ...rest] = parts
  const message = rest.join(' | ').replace(/^-\s*/, '')
  return {
    ...blank,
    product: 'PingFederate',
    type: `${component}.${event}`,
    message,
    status: /\b(fail|denied|invalid|unsuccessful)/i.test(message) ? 'failure' : 'success',
    user,
    address,
    session,
    time,
    raw: { user, roles, address, session, component, event, message },
  }
}

function fromAudit(parts: readonly string[], time: number): PingRecord {
  const [
    ,
    tracking = '',
    event = '',
    user = '',
    address = '',
    app = '',
    connection = '',
    protocol = '',
    host = '',
    role = '',
  ] = parts
  const [status = '', adapter = '', message = ''] = parts.slice(10)
  return {
    ...blank,
    product: 'PingFederate',
    type: event,
    message,
    status,
    user,
    client: connection,
    address,
    session: tracking,
    host,
    time,
    raw: { tracking, event, user, address, app, connection, protocol, host, role, status, adapter, message },
  }
}

const blank = {
  type: '',
  message: '',
  status: '',
  user: '',
  userId: '',
  client: '',
  address: '',
  agent: '',
  session: '',
  host: '',
  environment: '',
} as const
