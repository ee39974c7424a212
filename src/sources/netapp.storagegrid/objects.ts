// What clients and the grid do to buckets and objects: audit messages of S3, of Swift, of bucket emptying and of lifecycle.
import { isObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import { bodyOf } from '../kit/body.ts'
import type { Facts } from '../kit/facts.ts'
import { text, texts } from '../kit/look.ts'
import { factsOfCall, type S3Call } from '../s3/calls.ts'
import { callOf } from '../s3/names.ts'
import { objectIn } from '../s3/objects.ts'
import { bodyIn } from '../s3/xml.ts'
import type { GridMessage } from './message.ts'
import { tenantIn } from './people.ts'

/** A bucket by its owner's account: two grids may have one name, no two accounts share an id. */
export const bucketNamed = (tenant: string, name: string): Resource | undefined =>
  name === '' ? undefined : { type: 'bucket', id: `${tenant}/${name}`, name }

function bucketOf({ codes }: GridMessage): Resource | undefined {
  const tenant = codes.SBAI || codes.S3AI || tenantIn(codes.SUSR)
  const bucket = bucketNamed(tenant, codes.S3BK ?? codes.BUCK ?? '')
  if (bucket) return bucket
  const container = codes.WCON ?? ''
  return container === '' ? undefined : bucketNamed(codes.WACC ?? '', container)
}

const methods: Readonly<Record<string, string>> = {
  SPUT: 'PUT',
  SDEL: 'DELETE',
  SPOS: 'POST',
  SGET: 'GET',
  SHEA: 'HEAD',
  WPUT: 'PUT',
  WDEL: 'DELETE',
  WGET: 'GET',
  WHEA: 'HEAD',
}

/** The header that overrides a governance lock is always logged when it is there. */
const bypasses = (headers: string): boolean =>
  /x-amz-bypass-governance-retention"?\s*[:=]\s*\[?\s*"?\s*true/i.test(headers)

/** A message on a bucket or object; undefined for one of another kind. */
export function objectFacts(message: GridMessage, time: number): Facts | undefined {
  const { type, codes } = message
  const bucket = bucketOf(message)
  const key = codes.S3KY ?? codes.WOBJ ?? keyIn(codes.PATH, codes.S3BK) ?? ''
  if (type === 'IDEL')
    return {
      action: 'object-deleted',
      resource: byPath(codes.PATH) ?? objectIn({ bucket, key }),
      detail: { expired: true },
    }
  if (type === 'EBKR') return { action: 'object-deleted', resource: bucket, detail: { bulk: true, permanent: true } }
  if (type === 'EBDL')
    return {
      action: 'object-deleted',
      resource: byPath(codes.PATH) ?? objectIn({ bucket, key }),
      detail: { permanent: true },
    }
  const method = Object.hasOwn(methods, type) ? (methods[type] ?? '') : undefined
  if (method === undefined) return undefined
  const part = codes.S3SR ?? ''
  const name = callOf(method, key, part === '' ? [] : [part])
  // A part that nobody knows is no bucket made, and no object gone.
  if (name === undefined || (part !== '' && /^(Create|Delete|Put)(Bucket|Object)$/.test(name)))
    return { action: 'other', resource: objectIn({ bucket, key }) }
  if (name.endsWith('BucketCompliance')) return compliance(bucket, codes.SRCF)
  const headers = codes.HTRH ?? ''
  const call: S3Call = {
    name,
    bucket,
    key,
    version: codes.VSID || undefined,
    bypass: bypasses(headers),
    locking: codes.LKEN !== undefined && codes.LKEN !== '0' && codes.LKEN !== '' && key === '',
    customerKey: /server-side-encryption-customer-algorithm/i.test(headers),
    copied: codes.S3CS || /x-amz-copy-source"?\s*[:=]\s*\[?\s*"([^"]{1,1100})"/i.exec(headers)?.[1],
    params: bodyIn(codes.SRCF),
    policy: part === 'policy' ? codes.SRCF : undefined,
    account: codes.SBAI ?? '',
    time,
  }
  return (
    factsOfCall(call) ?? { action: /^(SGET|SHEA|WGET|WHEA)$/.test(type) ? 'read' : 'other', resource: objectIn(call) }
  )
}

/** The old form of locking: minutes that objects are kept, a legal hold, and whether they go when these are over. */
export function compliance(bucket: Resource | undefined, given: string | undefined): Facts {
  const held = bodyOf(given) ?? bodyOf(text(bodyIn(given)?.SGCompliance))
  const body = isObject(held) ? held : (bodyIn(given)?.SGCompliance ?? {})
  const fields = isObject(body) ? body : {}
  const minutes = Number(texts(fields.retentionPeriodMinutes ?? fields.RetentionPeriodMinutes)[0] ?? Number.NaN)
  const hold = fields.legalHold ?? fields.LegalHold
  const auto = fields.autoDelete ?? fields.AutoDelete
  const onOff = (value: unknown): string => (String(value) === 'true' ? 'on' : 'off')
  return {
    action: 'immutability-changed',
    resource: bucket,
    changes: [
      ...(Number.isFinite(minutes) ? [{ setting: 'lock-days', to: Math.round(minutes / 14.4) / 100, unit: 'd' }] : []),
      ...(hold === undefined ? [] : [{ setting: 'legal-hold', to: onOff(hold) }]),
      ...(auto === undefined ? [] : [{ setting: 'auto-delete', to: onOff(auto) }]),
    ],
  }
}

/** `bucket/key` of messages that name no owner. */
function byPath(path: string | undefined): Resource | undefined {
  const slash = path?.indexOf('/') ?? -1
  if (path === undefined || slash < 1) return undefined
  const bucket = path.slice(0, slash)
  return {
    type: 'object',
    id: `grid/${path}`.slice(0, 1_200),
    name: path.slice(slash + 1, slash + 1_025),
    container: { type: 'bucket', id: `grid/${bucket}`, name: bucket },
  }
}

const keyIn = (path: string | undefined, bucket: string | undefined): string | undefined =>
  path !== undefined && bucket !== undefined && path.startsWith(`${bucket}/`)
    ? path.slice(bucket.length + 1)
    : undefined
