// What an S3 record concerns: its bucket, its object, and the request headers that CloudTrail keeps among the parameters.
import type { Json } from '../../../lib/json.ts'
import type { Resource } from '../../../model/event.ts'
import type { Verb } from '../../../model/verb.ts'
import { first, objects, text, truth } from '../../kit/look.ts'
import { bucketArn, type CloudTrailRecord, type Reader, refusedArn, tagsOf } from '../record.ts'
import { type More, on } from './parts.ts'

/** The bucket by its name; else by the resources that the record lists, else by the message that refused it. */
export function bucketOf(record: CloudTrailRecord): Resource | undefined {
  const listed = objects(record.raw.resources)
    .map((entry) => text(first(entry, 'ARN', 'ARNPrefix')))
    .find((id) => id?.includes(':s3:::'))
  const name = text(first(record.params, 'bucketName', 'bucket')) ?? nameIn(listed) ?? nameIn(refusedArn(record))
  return name === undefined ? undefined : { type: 'bucket', id: bucketArn(record, name), name }
}

const nameIn = (id: string | undefined): string | undefined => id?.split(':::')[1]?.split('/')[0] || undefined

/** The object in its bucket; the bucket where no key is named. */
export function objectOf(record: CloudTrailRecord): Resource | undefined {
  const bucket = bucketOf(record)
  const key = text(record.params.key)
  if (!bucket || key === undefined) return bucket
  return {
    type: 'object',
    id: `${bucket.id}/${key}`.slice(0, 1200),
    name: key.slice(0, 1024),
    container: { type: bucket.type, id: bucket.id, ...(bucket.name ? { name: bucket.name } : {}) },
  }
}

export const onBucket = (action: Verb, more?: More): Reader => on(bucketOf, action, more)
export const onObject = (action: Verb, more?: More): Reader => on(objectOf, action, more)

/** A request header as CloudTrail keeps it among the parameters, whatever its case. */
export function header(record: CloudTrailRecord, name: string): Json | undefined {
  const found = Object.keys(record.params).find((key) => key.toLowerCase() === name)
  return found === undefined ? undefined : record.params[found]
}

/** The caller asked to override a governance lock. */
export const bypasses = (record: CloudTrailRecord): boolean =>
  truth(header(record, 'x-amz-bypass-governance-retention')) === true

/** The resource with the whole set of its tags. */
export const withTags = (resource: Resource | undefined, tagging: Json | undefined): Resource | undefined =>
  resource && { ...resource, tags: tagsOf(tagging) ?? {} }
