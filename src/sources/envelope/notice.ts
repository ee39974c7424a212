// Notices that a file was written somewhere: what a bucket sends instead of the records that are in the file.
import { isObject, type Json } from '../../lib/json.ts'

/** Says that a value is such a notice: of S3, of CloudTrail, of Azure's storage, of Google's. */
export function noticeIn(value: Json): string | undefined {
  if (!isObject(value)) return undefined
  const isNotice =
    (value.eventSource === 'aws:s3' && isObject(value.s3)) ||
    value.Event === 's3:TestEvent' ||
    's3ObjectKey' in value ||
    (typeof value.eventType === 'string' && value.eventType.startsWith('Microsoft.Storage.Blob')) ||
    (value.kind === 'storage#object' && 'bucket' in value)
  return isNotice ? 'this is a notice that a file was written, without the records in it: read the file' : undefined
}
