// One CloudTrail record as its readers want it.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { first, many, object, text } from '../kit/look.ts'

export interface CloudTrailRecord {
  readonly raw: JsonObject
  /** The service: `s3` of `s3.amazonaws.com`. */
  readonly service: string
  readonly name: string
  readonly account: string
  readonly region: string
  readonly params: JsonObject
  readonly response: JsonObject
  /** Epoch milliseconds. */
  readonly time: number
  readonly failed: boolean
  readonly message: string
}

export type Reader = (record: CloudTrailRecord) => Facts
export type ServiceReaders = Readonly<Record<string, Reader>>

/** Name-value pairs of any of AWS's four shapes of tags. */
export function tagsOf(value: Json | undefined): Readonly<Record<string, string>> | undefined {
  const pairs: [string, string][] = []
  const add = (key: Json | undefined, held: Json | undefined): void => {
    if (typeof key === 'string' && pairs.length < 100) pairs.push([key.slice(0, 256), (text(held) ?? '').slice(0, 256)])
  }
  const walk = (here: Json | undefined, depth: number): void => {
    if (depth > 6) return
    for (const part of many(here)) {
      if (!isObject(part)) continue
      const key = first(part, 'key', 'Key', 'tagKey', 'TagKey')
      if (key !== undefined) add(key, first(part, 'value', 'Value', 'tagValue', 'TagValue'))
      else
        for (const [name, inner] of Object.entries(part))
          if (['items', 'tags', 'Tag', 'TagSet', 'tagSet', 'Tagging', 'TagSpecification', 'item'].includes(name))
            walk(inner, depth + 1)
          else if (typeof inner === 'string' && depth > 0 && name !== 'resourceType' && name !== 'xmlns')
            add(name, inner)
    }
  }
  walk(isObject(value) ? { tags: value } : value, 0)
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs)
}

/** Parameters, taken out of the `<Action>Request` that some calls nest them in with capitals: reference, 1.6. */
export function paramsOf(raw: JsonObject, name: string): JsonObject {
  const params = object(raw.requestParameters)
  const nested = `${name}Request`
  if (!Object.hasOwn(params, nested) || !isObject(params[nested])) return params
  const inner = Object.entries(object(params[nested])).map(
    ([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value] as const,
  )
  return { ...params, ...Object.fromEntries(inner) }
}

/** The record says nothing of what was asked: no parameters, or so many that CloudTrail left them out. */
export const isSilent = ({ params }: CloudTrailRecord): boolean =>
  params.omitted === true || Object.keys(params).length === 0

/** A refused call may name its target in the message only: reference, trap 5. */
export const refusedArn = ({ message }: CloudTrailRecord): string | undefined =>
  /on resource: "?(arn:[^\s"]{1,1200})/.exec(message)?.[1]?.replace(/[.,;]+$/, '')

/** The partition of ARNs in a region. */
const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'

/** What an ARN names beside the service: region and account, the account alone, or the region alone. */
type Place = 'regional' | 'global' | 'unowned'

/** An ARN from its parts; what already is one stays as it is. */
export function arn(record: CloudTrailRecord, service: string, rest: string, place: Place = 'regional'): string {
  if (rest.startsWith('arn:')) return rest
  const region = place === 'global' ? '' : record.region
  return `arn:${partitionOf(record.region)}:${service}:${region}:${place === 'unowned' ? '' : record.account}:${rest}`
}

export const bucketArn = (record: CloudTrailRecord, name: string): string =>
  name.startsWith('arn:') ? name : `arn:${partitionOf(record.region)}:s3:::${name}`

/** What stands behind the last `/` or `:`. */
export const lastPart = (id: string): string => id.split(/[/:]/).at(-1) || id

/** The account in an ARN; undefined where there is none. */
export const accountOf = (id: string | undefined): string | undefined => {
  const part = id?.startsWith('arn:') ? id.split(':')[4] : undefined
  return part === '' ? undefined : part
}

/** A resource of some kind from an id or ARN. */
export function named(
  type: string,
  id: string | undefined,
  more: Omit<Resource, 'type' | 'id'> = {},
): Resource | undefined {
  return id === undefined ? undefined : { type, id, name: lastPart(id), ...more }
}
