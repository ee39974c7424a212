// One event of Druva under one set of names: of inSync's events API, of the cloud platform, of its SIEM feed, in CEF.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Field } from '../deeds/deed.ts'
import type { HeaderedRecord } from '../envelope/cef.ts'
import { bodyOf } from '../kit/body.ts'
import { text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface DruvaRecord {
  readonly id?: string | undefined
  /** `Admin Login`, `AdminCreated`, `Backup`. */
  readonly type: string
  /** `Alerts And Notifications`, `Admin`, `Tenant`. */
  readonly feature: string
  /** `EVENT`, `AUDIT`, `ALERT`. */
  readonly category: string
  /** `Success`, `Failed`, `Backed up with Errors`. */
  readonly state: string
  /** The details as a text. */
  readonly text: string
  readonly fields: readonly Field[]
  readonly time?: number | undefined
  /** Who did it: an address, or a name. */
  readonly who?: string | undefined
  /** `ADMIN`, `SERVICE`, `API`, `USER`, where the record says so. */
  readonly identity: string
  /** The user whose data or account it is about. */
  readonly user?: string | undefined
  readonly userId?: string | undefined
  readonly address?: string | undefined
  readonly device?: string | undefined
  readonly deviceId?: string | undefined
  readonly agent?: string | undefined
  readonly tenant: string
  readonly error?: string | undefined
  /** Of a row of the audit trail: what kind of thing it was done to, and its name. */
  readonly entity?: { readonly kind: string; readonly name: string | undefined } | undefined
  readonly vendor: JsonObject
}

/** Fields by their names in small letters: the interfaces do not agree on capitals. The first place that has one wins. */
function lookIn(...places: readonly JsonObject[]): (...names: readonly string[]) => Json | undefined {
  const fields = new Map<string, Json>()
  for (const place of places)
    for (const [name, held] of Object.entries(place)) {
      const plain = name.toLowerCase()
      if (held !== undefined && held !== null && held !== '' && !fields.has(plain)) fields.set(plain, held)
    }
  return (...names) => {
    for (const name of names) {
      const held = fields.get(name)
      if (held !== undefined) return held
    }
    return undefined
  }
}

const isEvent = (value: JsonObject): boolean =>
  (typeof value.eventType === 'string' &&
    ['eventID', 'eventState', 'inSyncUserID', 'inSyncUserEmail', 'uniqueID', 'topicName', 'publisherID'].some((name) =>
      Object.hasOwn(value, name),
    )) ||
  (typeof value.type === 'string' &&
    typeof value.category === 'string' &&
    ['feature', 'globalID', 'syslogSeverity', 'productID'].some((name) => Object.hasOwn(value, name)))

/** A row of the audit trail of hybrid workloads has the columns of its page: `Entity Type`, `entityType`, `entity_type`. */
const plainRow = (raw: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(raw).map(([name, held]) => [name.toLowerCase().replace(/[\s_-]+/g, ''), held]))

const isRow = (row: JsonObject): boolean =>
  typeof row.entitytype === 'string' &&
  ['action', 'activity'].some((name) => typeof row[name] === 'string') &&
  ['administrator', 'resourcetype', 'organization', 'updatedtime'].some((name) => Object.hasOwn(row, name))

export const isDruva = (value: JsonObject): boolean => isEvent(value) || isRow(plainRow(value))

/** An event, or a row of the trail. */
export const recordIn = (raw: JsonObject): DruvaRecord => (isEvent(raw) ? recordOf(raw) : recordOfRow(raw))

function recordOfRow(raw: JsonObject): DruvaRecord {
  const row = plainRow(raw)
  const said = (...names: readonly string[]): string =>
    names.map((name) => text(row[name]) ?? '').find((held) => held !== '') ?? ''
  const record = recordOf({
    ...raw,
    type: said('activity', 'action'),
    category: 'AUDIT',
    feature: said('resourcetype') || 'Audit Trail',
    timeStamp: row.updatedtime ?? row.time ?? row.timestamp ?? null,
    initiator: said('administrator', 'admin', 'username') || null,
    ip: said('sourceip', 'ipaddress', 'ip') || null,
  })
  return {
    ...record,
    user: undefined,
    entity: { kind: said('entitytype'), name: said('entityname') || undefined },
    vendor: raw,
  }
}

function recordOf(raw: JsonObject): DruvaRecord {
  const own = lookIn(raw)
  const details = bodyOf(own('details')) ?? bodyOf(own('eventdetails')) ?? {}
  const at = lookIn(raw, details)
  const plain = (...names: readonly string[]): string => text(at(...names)) ?? ''
  const said = text(own('eventdetails', 'details')) ?? plain('message', 'description')
  const id = plain('id', 'uniqueid', 'eventid')
  const feature = plain('feature') || (plain('topicname').split('-').at(-1) ?? '')
  const initiator = plain('initiator', 'initiatedby', 'adminemail', 'performedby', 'identityid')
  const email = plain('email')
  return {
    id: id === '' || id === '0' ? undefined : id,
    type: plain('eventtype', 'type'),
    feature,
    category: plain('category', 'eventcategory').toUpperCase(),
    state: plain('eventstate', 'status', 'state'),
    text: said.slice(0, 4_000),
    fields: [...fieldsOf(details), ...pairsIn(said)].slice(0, 60),
    time: statedTime(at('timestamp')) ?? statedTime(at('time', 'eventtime')),
    who: initiator || email || undefined,
    identity: plain('identitytype').toUpperCase(),
    user:
      plain('insyncuseremail', 'targetemail', 'adminname', 'insyncusername') ||
      (initiator === '' ? undefined : email || undefined),
    userId: plain('insyncuserid') || undefined,
    address: plain('ip', 'sourceip', 'ipaddress') || undefined,
    device: plain('insyncdatasourcename', 'devicename') || undefined,
    deviceId: plain('insyncdatasourceid', 'deviceid') || undefined,
    agent: plain('clientversion') === '' ? undefined : `inSync ${plain('clientversion')} ${plain('clientos')}`.trim(),
    tenant: plain('globalid', 'tenantid', 'customerid').toLowerCase(),
    error: plain('errormessage', 'errorcode') || undefined,
    vendor: raw,
  }
}

const envelope = /^(event_?id|ip|clientos|email|status|sourceip|errormessage|initiat)/i

const fieldsOf = (details: JsonObject): readonly Field[] =>
  Object.entries(details)
    .filter(([name, value]) => !envelope.test(name) && (typeof value !== 'object' || value === null))
    .map(([name, to]) => ({ name, to }))

/** `Total Backup Size:0, Files Backed up:0`. */
const pairsIn = (said: string): readonly Field[] =>
  said.startsWith('{')
    ? []
    : [...said.slice(0, 4_000).matchAll(/(?:^|,)\s*([A-Za-z][\w &-]{1,50}?)\s?:\s?([^,{}[\]]{1,200})/g)].map(
        ([, name = '', to = '']) => ({ name, to: to.trim() }),
      )

/** inSync exports its events as CEF as well: the header's name is the type, fields have the API's names. */
export const recordOfHeadered = ({ name, code, fields, severity }: HeaderedRecord): DruvaRecord =>
  recordOf({
    severity: severity ?? null,
    ...fields,
    eventType: fields.eventType ?? (name || code),
    initiator: fields.initiator ?? fields.suser ?? null,
    ip: fields.ip ?? fields.src ?? null,
    eventState: fields.eventState ?? fields.outcome ?? null,
    eventDetails: fields.eventDetails ?? fields.msg ?? '',
    timestamp: fields.timestamp ?? fields.timeStamp ?? fields.rt ?? null,
  })
