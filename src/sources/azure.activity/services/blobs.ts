// Azure Storage's own log of blobs, where one diagnostic stream carries it along: what was deleted, by whom, with what.
import type { Resource } from '../../../model/event.ts'
import { resourceOf, upTo } from '../../azure/ids.ts'
import { text } from '../../kit/look.ts'
import type { ActivityRecord, Reader, Readers } from '../record.ts'

/** `/account/container/path/of/the/blob`. */
const keyOf = ({ properties, fields }: ActivityRecord): string => {
  const key = text(properties.objectKey)
  if (key !== undefined) return key
  const path = /^https?:\/\/([^./]+)[^/]*\/([^?]*)/i.exec(text(fields('uri')) ?? '')
  return path ? `/${path[1]}/${path[2]}` : ''
}

function containerIn(record: ActivityRecord): Resource | undefined {
  const account = upTo(record.target, 'storageaccounts')
  const name = keyOf(record).split('/')[2]
  if (account === undefined) return undefined
  if (name === undefined || name === '') return resourceOf('bucket', account)
  return resourceOf('bucket', `${account}/blobServices/default/containers/${name}`)
}

const blob = (record: ActivityRecord): Resource | undefined => {
  const within = containerIn(record)
  const [, , , ...path] = keyOf(record).split('/')
  if (within === undefined || path.length === 0) return within
  const name = path.join('/')
  return {
    type: 'object',
    id: `${within.id}/${name}`,
    name,
    container: { type: 'bucket', id: within.id, name: within.name ?? within.id },
  }
}

const deleted: Reader = (record) => ({
  action: 'object-deleted',
  resource: blob(record),
  ...(/deletetype=permanent|[?&]versionid=/i.test(text(record.fields('uri')) ?? '')
    ? { detail: { permanent: true } }
    : {}),
})

export const blobs: Readers = {
  deleteblob: deleted,
  deletefile: deleted,
  deleteblobsnapshot: deleted,
  deletecontainer: (record) => ({ action: 'repository-deleted', resource: containerIn(record) }),
  deleteshare: (record) => ({ action: 'repository-deleted', resource: containerIn(record) }),
  putblob: (record) => ({ action: 'object-written', resource: blob(record) }),
  putblocklist: (record) => ({ action: 'object-written', resource: blob(record) }),
  setblobserviceproperties: (record) => ({ action: 'guard-changed', resource: containerIn(record) }),
  deleteblobimmutabilitypolicy: (record) => ({
    action: 'immutability-changed',
    resource: blob(record),
    changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' }],
  }),
}
