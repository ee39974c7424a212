// One CloudTrail record as one event: who, what, when, where, and the vendor's own fields beside them.
import { isIP } from 'node:net'
import { hashOf } from '../../lib/hash.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { ecsTypes } from '../../model/ecs.ts'
import type { Backup, Change, Event } from '../../model/event.ts'
import { classify } from './classify.ts'
import { identityOf } from './identity.ts'
import { type CloudTrailRecord, type Facts, object, paramsOf, text } from './record.ts'
import { vendorFields } from './vendor.ts'

export interface Carried {
  readonly raw: JsonObject
  /** The record's own text. */
  readonly original: string
  /** When the carrier was made (ISO). */
  readonly created?: string
  /** Epoch milliseconds of receipt: stands for a time that the record lacks. */
  readonly received: number
}

/** The event of a record. Contract, section 2. */
export function toEvent({ raw, original, created, received }: Carried): Event {
  const provider = text(raw.eventSource)
  // An insight tells of unusual numbers of a call; it must not be taken for the call.
  const name = text(raw.eventName) ?? text(raw.eventType) ?? 'unknown'
  const stated = timeOf(raw.eventTime)
  const sent = timeOf(created)
  const time = stated ?? sent ?? received
  const failed = failedBy(raw)
  const identity = identityOf(raw)
  const account = text(raw.recipientAccountId) ?? text(object(raw.userIdentity).accountId)
  const record: CloudTrailRecord = {
    raw,
    name,
    failed,
    time,
    service: (provider ?? '').split('.')[0] ?? '',
    account: account ?? '',
    region: text(raw.awsRegion) ?? '',
    params: paramsOf(raw, name),
    response: object(raw.responseElements),
    message: text(raw.errorMessage) ?? '',
  }
  const facts = classify(record)
  const address = text(raw.sourceIPAddress)
  const ip = address !== undefined && isIP(address) !== 0 && !address.includes('%') ? address : undefined
  const agent = text(raw.userAgent)
  return {
    '@timestamp': isoOf(time),
    event: {
      id: text(raw.eventID) ?? hashOf('aws.cloudtrail', original),
      action: facts.action,
      code: name,
      ...(provider ? { provider } : {}),
      outcome: failed ? 'failure' : 'success',
      kind: 'event',
      ...ecsTypes(facts.action),
      dataset: 'aws.cloudtrail',
      module: 'aws',
      ...(sent === undefined ? {} : { created: isoOf(sent) }),
      ...(stated === undefined
        ? {
            reason: `eventTime is missing or is no time; the time of ${sent === undefined ? 'receipt' : 'its carrier'} stands for it`,
          }
        : {}),
      original,
    },
    ...(identity.user || facts.target
      ? { user: { ...identity.user, ...(facts.target ? { target: facts.target } : {}) } }
      : {}),
    ...(agent === undefined ? {} : { user_agent: { original: agent } }),
    ...(ip ? { source: { ip, address: ip } } : address ? { source: { address } } : {}),
    cloud: {
      provider: 'aws',
      ...(record.region ? { region: record.region } : {}),
      ...(account ? { account: { id: account } } : {}),
    },
    ...(failed
      ? {
          error: {
            ...(text(raw.errorCode) ? { code: text(raw.errorCode) ?? '' } : {}),
            ...(record.message ? { message: record.message } : {}),
          },
        }
      : {}),
    related: relatedOf(ip, identity.user?.name, facts),
    backup: backupOf(record, facts, identity.actor),
    aws: { cloudtrail: vendorFields(raw) },
  }
}

/** Presence of an error means failure, before anything else; a console sign-in says it in its response only. */
const failedBy = (raw: JsonObject): boolean =>
  (raw.errorCode !== undefined && raw.errorCode !== null && raw.errorCode !== '') ||
  (raw.errorMessage !== undefined && raw.errorMessage !== null && raw.errorMessage !== '') ||
  text(object(raw.responseElements).ConsoleLogin) === 'Failure' ||
  ['UserAuthentication', 'CredentialVerification'].some(
    (name) => text(object(raw.serviceEventDetails)[name]) === 'Failure',
  )

/** Services that are parts of a product under another name. */
const platforms: ReadonlyMap<string, string> = new Map([
  ['backup-gateway', 'aws.backup'],
  ['mpa', 'aws.backup'],
  ['s3express', 'aws.s3'],
  ['s3-outposts', 'aws.s3'],
  ['cloudhsmv2', 'aws.cloudhsm'],
])

/** The call that an insight is about. */
function insightOf({ raw }: CloudTrailRecord): Readonly<Record<string, Json>> {
  const details = object(raw.insightDetails)
  const name = text(details.eventName)
  return name === undefined
    ? {}
    : { insight: { name, type: text(details.insightType) ?? 'unknown', state: text(details.state) ?? 'unknown' } }
}

function backupOf(record: CloudTrailRecord, facts: Facts, actor: Backup['actor'] & object): Backup {
  const changes = facts.changes ?? []
  const caller = text(object(record.raw.userIdentity).accountId)
  const detail: Readonly<Record<string, Json>> = {
    ...facts.detail,
    ...(record.params.omitted === true ? { omitted: true } : {}),
    ...(caller !== undefined && record.account !== '' && caller !== record.account ? { actor_account: caller } : {}),
    ...insightOf(record),
  }
  const change: Change | undefined = changes[0]
  return {
    platform: platforms.get(record.service) ?? `aws.${record.service || 'unknown'}`,
    actor,
    ...(facts.resource ? { resource: facts.resource } : {}),
    ...(change ? { change } : {}),
    ...(changes.length > 1 ? { changes } : {}),
    ...(facts.related && facts.related.length > 0 ? { related: facts.related } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
}

function relatedOf(ip: string | undefined, name: string | undefined, facts: Facts): NonNullable<Event['related']> {
  const users = [...new Set([name, facts.target?.name].filter((user) => user !== undefined && user !== ''))] as string[]
  return { ...(ip ? { ip: [ip] } : {}), ...(users.length > 0 ? { user: users } : {}) }
}

/** Years of four digits: what ISO 8601 writes without a sign. */
const earliest = Date.UTC(1900, 0, 1)
const latest = Date.UTC(9999, 11, 31)

/** Epoch milliseconds of an ISO text with date and time, or of a number of seconds or milliseconds. */
function timeOf(value: Json | undefined): number | undefined {
  const time =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)
      ? Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`)
      : typeof value === 'number'
        ? value < 1e11
          ? value * 1000
          : value
        : Number.NaN
  return Number.isFinite(time) && time > earliest && time < latest ? time : undefined
}

const isoOf = (time: number): string =>
  new Date(Number.isNaN(time) ? 0 : Math.min(Math.max(time, earliest), latest)).toISOString()
