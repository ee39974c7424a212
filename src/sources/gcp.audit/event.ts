// One entry of Cloud Audit Logs as one event: who, what, when, from where, and whether it was let.

import type { Json, JsonObject } from '../../lib/json.ts'
import type { Actor, EcsUser, Event } from '../../model/event.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { number, object, objects, text } from '../kit/look.ts'
import type { FoundObject } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { classify } from './classify.ts'
import { principalId } from './principal.ts'
import { type GcpRecord, recordOf } from './record.ts'
import { vendorFields } from './vendor.ts'

/** The event of an entry. */
export function toEvent({ value: raw, original, created, received }: FoundObject): Event {
  const record = recordOf(raw)
  const { payload } = record
  const facts = classify(record)
  const request = object(payload.requestMetadata ?? payload.request_metadata)
  const { vendor, ...masked } = kept(original, vendorFields(record))
  const status = object(payload.status)
  const code = number(status.code) ?? 0
  const ended = outcomeOf(record, code)
  const organization =
    /^organizations\/([^/]+)/.exec(record.target)?.[1] ?? /^organizations\/([^/]+)\//.exec(text(raw.logName) ?? '')?.[1]
  const identity = identityOf(record)
  const region = text(record.labels.location) ?? text(record.labels.zone) ?? text(record.labels.region)
  return eventFrom({
    source: 'gcp.audit',
    id: idOf(raw),
    time: statedTime(raw.timestamp ?? raw.time),
    created: statedTime(raw.receiveTimestamp ?? raw.receivetimestamp ?? raw.receive_timestamp) ?? created,
    received,
    code: record.method || 'unknown',
    provider: record.service === '' ? undefined : record.service,
    outcome: ended,
    ...masked,
    facts,
    platform: platformOf(record.service),
    actor: identity?.actor,
    user: identity?.user,
    ...hostAndPort(text(request.callerIp ?? request.callerIP ?? request.caller_ip)),
    agent: text(request.callerSuppliedUserAgent ?? request.caller_supplied_user_agent),
    cloud: {
      provider: 'gcp',
      ...(region === undefined ? {} : { region }),
      ...(record.project === '' ? {} : { account: { id: record.project } }),
    },
    organization: organization === undefined ? undefined : { id: organization },
    error:
      ended === 'failure'
        ? { code: codes[code] ?? (code === 0 ? 'PERMISSION_DENIED' : String(code)), message: text(status.message) }
        : undefined,
    vendor,
  })
}

/** An insert id tells entries of one log at one time apart, and no more than that. */
function idOf(raw: JsonObject): string | undefined {
  const id = text(raw.insertId ?? raw.insertid ?? raw.insert_id)
  if (id === undefined) return undefined
  const log = text(raw.logName ?? raw.logname ?? raw.log_name)
  return log === undefined ? id : `${log} ${id}`
}

/** Codes of gRPC, as errors are counted by. */
const codes: Readonly<Record<number, string>> = {
  1: 'CANCELLED',
  2: 'UNKNOWN',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NotFound',
  6: 'AlreadyExists',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  10: 'ABORTED',
  13: 'INTERNAL',
  14: 'ServiceUnavailable',
  16: 'UNAUTHENTICATED',
}

/** An empty status is success. The first entry of a long operation only says that it began. */
function outcomeOf({ raw, payload }: GcpRecord, code: number): Event['event']['outcome'] {
  if (code !== 0) return 'failure'
  const asked = objects(payload.authorizationInfo)
  const refused = asked.length > 0 && asked.every(({ granted }) => granted === false)
  if (refused) return 'failure'
  const operation: JsonObject = object(raw.operation)
  return operation.first === true && operation.last !== true ? 'unknown' : 'success'
}

/** Google's own agents: a number before projects that nobody else can have. */
const agents =
  /^service-\d+@(gcp-sa-[a-z0-9-]+|compute-system|container-engine-robot|dataproc-accounts|cloud-filer|gs-project-accounts)\.iam\.gserviceaccount\.com$|^system@google\.com$/
const products =
  /(^|[^a-z])(veeam|commvault|rubrik|cohesity|netbackup|veritas|druva|acronis|backupdr|actifio|networker|powerprotect)/i

/** A principal is its address; a service account that a person acts as is still the service account, with the person beside it. */
function identityOf({ payload }: GcpRecord): { readonly actor: Actor; readonly user: EcsUser } | undefined {
  const info = object(payload.authenticationInfo ?? payload.authentication_info)
  const subject = text(info.principalSubject ?? info.principal_subject)
  const email = text(info.principalEmail ?? info.principal_email)
  const name = email ?? subject?.replace(/^(user|serviceAccount|group):/, '')
  if (name === undefined) return undefined
  const id = principalId(name)
  const credential = text(info.serviceAccountKeyName)?.split('/').at(-1)
  const at = email?.includes('@') ? email.slice(email.lastIndexOf('@') + 1) : undefined
  return {
    actor: {
      id,
      name,
      kind: kindOf(name.toLowerCase(), subject, info),
      ...(credential === undefined ? {} : { credential }),
    },
    user: { id, name, ...(at === undefined ? {} : { domain: at, email: name }) },
  }
}

function kindOf(id: string, subject: string | undefined, info: JsonObject): Actor['kind'] {
  const robot = /(\.|@)gserviceaccount\.com$/.test(id) || subject?.startsWith('serviceAccount:') === true
  if (/@gcp-sa-backupdr\.iam\.gserviceaccount\.com$/.test(id)) return 'product'
  if (agents.test(id)) return 'provider'
  if (id.startsWith('system:serviceaccount:')) return 'service'
  if (robot) return isPersonBehind(info) ? 'person' : products.test(id) ? 'product' : 'service'
  if (/^principal(set)?:/.test(subject ?? '') && /workloadidentitypools|workload/i.test(subject ?? '')) return 'service'
  return id.includes('@') ? 'person' : 'unknown'
}

/** Whoever took a service account's place: the delegation names a person by address. */
const isPersonBehind = (info: JsonObject): boolean =>
  objects(info.serviceAccountDelegationInfo as Json).some((part) => {
    const who = text(object(part.firstPartyPrincipal).principalEmail) ?? text(part.principalSubject)
    return who?.includes('@') === true && !/gserviceaccount\.com/.test(who)
  })

const platforms: Readonly<Record<string, string>> = {
  storage: 'gcp.storage',
  backupdr: 'gcp.backupdr',
  cloudkms: 'gcp.kms',
  cloudsql: 'gcp.sql',
  sqladmin: 'gcp.sql',
  cloudresourcemanager: 'gcp.resourcemanager',
}
const platformOf = (service: string): string => {
  const name = service.split('.')[0] ?? ''
  return Object.hasOwn(platforms, name) ? (platforms[name] ?? 'gcp') : name === '' ? 'gcp.audit' : `gcp.${name}`
}
