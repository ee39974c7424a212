// What a line of an access log says of copies, by its operation; what only looks is `read`.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { Access } from './access.ts'
import { factsOfCall, isLook } from './calls.ts'
import { callOf, callOfOperation } from './names.ts'
import { objectIn } from './objects.ts'

/** The facts of an operation on a bucket. @param time epoch milliseconds */
export function accessFacts(access: Access, bucket: Resource | undefined, time: number): Facts {
  const { operation, key, uri, version } = access
  const resource = objectIn({ bucket, key })
  if (operation.startsWith('S3.')) return ofService(operation, resource)
  // A request that S3 has no word for is known by its method and address.
  const asked = /^(\w+) ([^ ]*)/.exec(uri)
  const parts = (asked?.[2]?.split('?')[1] ?? '').split('&', 30).map((part) => part.split('=')[0] ?? '')
  const name =
    callOfOperation(operation, key) ?? (asked && parts[0] !== '' ? callOf(asked[1] ?? '', key, parts) : undefined)
  if (name === undefined) return { action: /\.(GET|HEAD|OPTIONS)\./.test(operation) ? 'read' : 'other', resource }
  return (
    factsOfCall({ name, bucket, key, version: version === '' ? undefined : version, time }) ?? {
      action: isLook(name) ? 'read' : 'other',
      resource,
    }
  )
}

/** What S3 does by itself: an expiry ends an object, or puts a marker over it. */
function ofService(operation: string, resource: Resource | undefined): Facts {
  if (/^S3\.(EXPIRE|DELETE)\.OBJECT/.test(operation))
    return { action: 'object-deleted', resource, detail: { expired: true, permanent: true } }
  if (operation.startsWith('S3.CREATE.DELETEMARKER'))
    return { action: 'object-deleted', resource, detail: { expired: true } }
  return { action: 'other', resource }
}
