// One entry of MinIO's audit log as its readers want it.
import type { JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { object, objects, text } from '../kit/look.ts'

export interface MinioRecord {
  readonly raw: JsonObject
  /** The handler's name, without what older versions put behind it: `PutBucketLifecycle`, `AddUser`. */
  readonly name: string
  readonly deployment: string
  readonly bucket: string
  readonly key: string
  /** Keys of one call for several, with their versions. */
  readonly objects: readonly { readonly name: string; readonly version: string | undefined }[]
  readonly query: JsonObject
  /** Headers by names in small letters. */
  readonly header: (name: string) => string | undefined
  readonly path: string
}

export type Reader = (record: MinioRecord) => Facts
export type Readers = Readonly<Record<string, Reader>>

export function recordOf(raw: JsonObject): MinioRecord {
  const api = object(raw.api)
  const headers = object(raw.requestHeader)
  return {
    raw,
    name: (text(api.name) ?? '').trim().replace(/(V\d)?Handler$/, ''),
    deployment: text(raw.deploymentid) ?? text(raw.deploymentID) ?? text(raw.requestHost) ?? '',
    bucket: text(api.bucket) ?? '',
    key: text(api.object) ?? '',
    objects: objects(api.objects)
      .slice(0, 1_000)
      .map((one) => ({ name: text(one.objectName) ?? '', version: text(one.versionId) })),
    query: object(raw.requestQuery),
    header: (name) => headerIn(headers, name),
    path: text(raw.requestPath) ?? '',
  }
}

/** A header's value; one header may stand as a list. */
function headerIn(headers: JsonObject, name: string): string | undefined {
  for (const [key, value] of Object.entries(headers))
    if (key.toLowerCase() === name) return text(Array.isArray(value) ? (value[0] ?? null) : value)
  return undefined
}

/** A parameter of the address; empty ones say something too. */
export const param = ({ query }: MinioRecord, name: string): string | undefined => {
  const held = Object.hasOwn(query, name) ? query[name] : undefined
  return Array.isArray(held) ? text(held[0] ?? null) : text(held)
}

/** Buckets of two deployments may share a name, so the deployment belongs to the id. */
export const bucketOf = ({ deployment, bucket }: MinioRecord): Resource | undefined =>
  bucket === '' ? undefined : { type: 'bucket', id: `${deployment}/${bucket}`, name: bucket }

export function objectOf(record: MinioRecord, key = record.key): Resource | undefined {
  const bucket = bucketOf(record)
  return bucket === undefined || key === ''
    ? bucket
    : {
        type: 'object',
        id: `${bucket.id}/${key}`,
        name: key,
        container: { type: 'bucket', id: bucket.id, name: record.bucket },
      }
}

/** The deployment as a whole. */
export const consoleOf = ({ deployment, raw }: MinioRecord): Resource | undefined =>
  deployment === '' ? undefined : { type: 'array', id: deployment, name: text(raw.requestHost) ?? deployment }
