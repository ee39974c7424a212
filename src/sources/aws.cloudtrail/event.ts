// One CloudTrail record as one event: who, what, when, where, and the vendor's own fields beside them.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import { classify } from './classify.ts'
import { identityOf } from './identity.ts'
import { type CloudTrailRecord, paramsOf } from './record.ts'
import { vendorFields } from './vendor.ts'

export interface Carried {
  readonly raw: JsonObject
  /** The record's own text. */
  readonly original: string
  /** Epoch milliseconds at which the carrier was made. */
  readonly created?: number
  /** Epoch milliseconds of receipt: stands for a time that the record lacks. */
  readonly received: number
}

/** The event of a record. Contract, section 2. */
export function toEvent({ raw, original, created, received }: Carried): Event {
  const provider = text(raw.eventSource)
  // An insight tells of unusual numbers of a call; it must not be taken for the call.
  const name = text(raw.eventName) ?? text(raw.eventType) ?? 'unknown'
  const stated = statedTime(raw.eventTime)
  const failed = failedBy(raw)
  const identity = identityOf(raw)
  const account = text(raw.recipientAccountId) ?? text(object(raw.userIdentity).accountId)
  const record: CloudTrailRecord = {
    raw,
    name,
    failed,
    time: stated ?? created ?? received,
    service: (provider ?? '').split('.')[0] ?? '',
    account: account ?? '',
    region: text(raw.awsRegion) ?? '',
    params: paramsOf(raw, name),
    response: object(raw.responseElements),
    message: text(raw.errorMessage) ?? '',
  }
  const facts = classify(record)
  return eventFrom({
    source: 'aws.cloudtrail',
    id: text(raw.eventID),
    time: stated,
    created,
    received,
    code: name,
    provider,
    outcome: failed ? 'failure' : 'success',
    original,
    facts: { ...facts, detail: detailOf(record, facts) },
    platform: platforms.get(record.service) ?? `aws.${record.service || 'unknown'}`,
    actor: identity.actor,
    user: identity.user,
    address: text(raw.sourceIPAddress),
    agent: text(raw.userAgent),
    cloud: {
      provider: 'aws',
      ...(record.region ? { region: record.region } : {}),
      ...(account ? { account: { id: account } } : {}),
    },
    error: failed ? { code: text(raw.errorCode), message: record.message } : undefined,
    vendor: vendorFields(raw),
  })
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

function detailOf(record: CloudTrailRecord, facts: Facts): Readonly<Record<string, Json>> {
  const caller = text(object(record.raw.userIdentity).accountId)
  return {
    ...facts.detail,
    ...(record.params.omitted === true ? { omitted: true } : {}),
    ...(caller !== undefined && record.account !== '' && caller !== record.account ? { actor_account: caller } : {}),
    ...insightOf(record),
  }
}
