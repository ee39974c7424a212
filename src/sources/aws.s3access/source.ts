// S3 server access logs: one line a request, as they are delivered to a bucket, or an object as CloudWatch Logs has it.
import { isObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event, Resource } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import { readerOf } from '../kit/reading.ts'
import { type Access, accessLine, accessObject, isAccessObject } from '../s3/access.ts'
import { accessFacts } from '../s3/access-facts.ts'
import { glimpse } from './glimpse.ts'
import { whoIs } from './identity.ts'

const name = 'aws.s3access'
const notOurs: Reject = {
  reason: 'no line of an S3 access log: no operation such as REST.PUT.OBJECT in the seventh place',
  field: 'operation',
}

interface Carried {
  readonly original: string
  readonly created?: number
  readonly received: number
}

/** Signatures of addresses that were signed by the older way, and by the newer. */
const secrets = [/([?&](?:Signature|X-Amz-Signature|X-Amz-Security-Token)=)[^&\s"]+/gi]

function toEvent(access: Access, { original, created, received }: Carried): Event {
  const partition = /^(arn:aws[\w-]*):/.exec(access.accessPoint || access.requester)?.[1] ?? 'arn:aws'
  const bucket: Resource | undefined =
    access.bucket === '' ? undefined : { type: 'bucket', id: `${partition}:s3:::${access.bucket}`, name: access.bucket }
  const service = access.operation.startsWith('S3.')
  const { actor, user } = whoIs(access.requester, service)
  const failed = access.error !== '' || (access.status !== undefined && access.status >= 400)
  const account = access.accessPoint.split(':')[4]
  return eventFrom({
    source: name,
    id: idOf(access),
    time: access.time,
    created,
    received,
    code: access.operation,
    provider: 's3.amazonaws.com',
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original, secrets),
    facts: accessFacts(access, bucket, access.time ?? created ?? received),
    platform: 'aws.s3',
    actor,
    user,
    address: access.address,
    agent: access.agent || undefined,
    cloud: {
      provider: 'aws',
      ...(access.region === '' ? {} : { region: access.region }),
      ...(account ? { account: { id: account } } : {}),
    },
    error: failed ? { code: access.error || String(access.status ?? 'error') } : undefined,
    vendor: vendorFields(access),
    clean: true,
  })
}

/** One call for several objects gives one line for each under the id of the call, and a copy gives two. */
function idOf({ request, operation, key }: Access): string | undefined {
  if (request === '') return undefined
  return /^(BATCH|S3)\.|_GET$/.test(operation) ? `${request}/${operation}/${key}`.slice(0, 1_500) : request
}

function vendorFields(access: Access): Readonly<Record<string, unknown>> {
  const { owner, bucket, requester, request, operation, key, uri, status, error, version, auth, accessPoint } = access
  const held: Record<string, unknown> = {
    bucket_owner: owner,
    bucket,
    requester,
    request_id: request,
    operation,
    key,
    http_status: status,
    error_code: error,
    version_id: version,
    authentication_type: auth,
    access_point_arn: accessPoint,
  }
  if (uri !== '') held.request_uri = maskSecrets(uri, secrets).original
  for (const field of Object.keys(held)) if (held[field] === '' || held[field] === undefined) delete held[field]
  return held
}

export default {
  name,
  logsource: [{ product: 'aws', service: 's3access' }, { category: 'backup' }],
  glimpse,
  read: readerOf({
    isRecord: isAccessObject,
    object: ({ value, ...carried }) => ok(toEvent(accessObject(value), carried)),
    line: ({ syslog, ...carried }) => {
      const access = accessLine(carried.original) ?? accessLine(syslog.message)
      return access ? ok(toEvent(access, carried)) : fail(notOurs)
    },
    whyNot: (value) =>
      isObject(value)
        ? { reason: 'the object is no record of an S3 access log: no operation with a bucket', field: 'operation' }
        : notOurs,
  }),
} satisfies Source
