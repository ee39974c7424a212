// MinIO's audit log, as its webhook or its Kafka target sends it: one JSON object for every call.

import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { number, object, text } from '../kit/look.ts'
import { type FoundObject, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { classify, isLifecycle } from './classify.ts'
import { identityOf } from './identity.ts'
import { recordOf } from './record.ts'

const isRecord = (value: JsonObject): boolean =>
  isObject(value.api) && (typeof value.api.name === 'string' || 'deploymentid' in value || 'requestID' in value)

function whyNot(value: Json): Reject {
  if (!isObject(value)) return { reason: 'the record is no JSON object and no list of objects' }
  return { reason: 'the object has nothing of MinIO’s audit log: no api with a name', field: 'api.name' }
}

/** Keys that callers bring, in headers of requests and answers. */
const secrets = [/("x-amz-(?:copy-source-)?server-side-encryption-customer-key"\s*:\s*\[?\s*")[^"]+/gi]

function toEvent({ value: raw, original, created, received }: FoundObject): Event {
  const record = recordOf(raw)
  const api = object(raw.api)
  const status = number(api.statusCode)
  const said = text(raw.error) ?? text(api.error)
  const failed = (status !== undefined && status >= 400) || (status === undefined && said !== undefined)
  const own = isLifecycle(record)
  const identity = own ? undefined : identityOf(record)
  const { version: _, time: __, ...fields } = raw
  const { vendor, ...masked } = kept(original, fields, secrets)
  const code = text(api.name)?.trim() || 'unknown'
  return eventFrom({
    source: 'minio.audit',
    time: statedTime(raw.time),
    created,
    received,
    code,
    provider: 'minio',
    outcome: failed ? 'failure' : status === undefined && !own ? 'unknown' : 'success',
    ...masked,
    facts: {
      ...classify(record),
      ...(text(raw.requestID) ? { act: `${record.deployment} ${text(raw.requestID)}` } : {}),
    },
    platform: 'minio.audit',
    actor: own ? { id: `minio@${record.deployment}`.toLowerCase(), name: 'minio', kind: 'provider' } : identity?.actor,
    user: identity?.user,
    ...hostAndPort(text(raw.remotehost ?? raw.remoteHost)),
    agent: text(raw.userAgent),
    observer: { vendor: 'MinIO', name: record.deployment },
    error: failed ? { code: errorCode(said) ?? String(status ?? 'error'), message: said } : undefined,
    vendor,
  })
}

/** S3's word for what went wrong, where the message begins with it or holds nothing else. */
const errorCode = (said: string | undefined): string | undefined =>
  /^(?:minio:\s*)?([A-Z][A-Za-z]{3,60})(?::|$)/.exec(said?.trim() ?? '')?.[1]

export default {
  name: 'minio.audit',
  logsource: [{ product: 'minio', service: 'audit' }, { category: 'backup' }],
  read: readerOf({ isRecord, whyNot, object: (found) => ok(toEvent(found)) }),
} satisfies Source
