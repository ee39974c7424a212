// What a call of the S3 API did to objects: written, rewritten with somebody's key, deleted, their lock overridden.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { unescaped } from '../kit/unescape.ts'
import type { CallReader, S3Call } from './calls.ts'

/** The object in its bucket; the bucket where no key is named. */
export function objectIn({ bucket, key }: Pick<S3Call, 'bucket' | 'key'>): Resource | undefined {
  if (bucket === undefined || key === '') return bucket
  return {
    type: 'object',
    id: `${bucket.id}/${key}`.slice(0, 1200),
    name: key.slice(0, 1024),
    container: { type: bucket.type, id: bucket.id, ...(bucket.name === undefined ? {} : { name: bucket.name }) },
  }
}

/** A lock overridden by a privilege is one act, whatever it was overridden for. */
export const bypassed = (call: S3Call): Facts => ({
  action: 'immutability-bypassed',
  resource: objectIn({ ...call, key: call.key || (call.objects?.[0]?.name ?? '') }),
  changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' }],
  detail: { forced: true },
})

const deleted: CallReader = (call) =>
  call.bypass
    ? bypassed(call)
    : {
        action: 'object-deleted',
        resource: objectIn(call),
        detail: {
          ...(call.version === undefined ? {} : { permanent: true }),
          ...(call.force ? { bulk: true, permanent: true } : {}),
        },
      }

/** One call for several: those that the log names stand beside the bucket. */
const deletedMany: CallReader = (call) => {
  if (call.bypass) return bypassed(call)
  const listed = call.objects ?? []
  const [first] = listed
  const one = listed.length === 1 && first !== undefined
  return {
    action: 'object-deleted',
    resource: one ? objectIn({ ...call, key: first.name }) : call.bucket,
    related: one ? [] : listed.slice(0, 20).flatMap(({ name }) => objectIn({ ...call, key: name }) ?? []),
    detail: {
      ...(one ? {} : { bulk: true }),
      ...(listed.length > 0 ? { count: listed.length } : {}),
      ...(listed.some(({ version }) => version !== undefined && version !== '' && version !== 'null')
        ? { permanent: true }
        : {}),
    },
  }
}

/** A key that the caller brings seals what nobody here can open; a copy onto itself replaces what was there. */
const written: CallReader = (call) => {
  const from = call.copied === undefined ? undefined : unescaped(call.copied).replace(/^\//, '').split('?')[0]
  const inPlace = from !== undefined && from === `${call.bucket?.name ?? ''}/${call.key}`
  return {
    action: call.customerKey || inPlace ? 'object-overwritten' : 'object-written',
    resource: objectIn(call),
    detail: {
      ...(call.customerKey ? { customer_key: true } : {}),
      ...(inPlace ? { in_place: true } : {}),
      ...(call.copied === undefined ? {} : { copied_from: call.copied.slice(0, 1_100) }),
    },
  }
}

export const objectReaders: Readonly<Record<string, CallReader>> = {
  DeleteObject: deleted,
  DeleteObjects: deletedMany,
  PutObject: written,
  CopyObject: written,
  CompleteMultipartUpload: written,
  RestoreObject: (call) => ({ action: 'other', resource: objectIn(call), detail: { restore: true } }),
}
