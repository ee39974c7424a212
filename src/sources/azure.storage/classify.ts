// What a request to Azure Storage did: to blobs and files, to containers and shares, and to what locks them.
import type { Resource } from '../../model/event.ts'
import { resourceOf } from '../azure/ids.ts'
import type { Facts } from '../kit/facts.ts'
import { unescaped } from '../kit/unescape.ts'

export interface StorageRequest {
  /** `DeleteBlob`, as it is written. */
  readonly operation: string
  /** The Azure id of the account; undefined where there is none. */
  readonly target: string | undefined
  /** Its bare name. */
  readonly account: string
  /** `blob`, `file`, `queue`, `table`. */
  readonly service: string
  /** `/account/container/path`, as properties have it; not every record has more of it than the account. */
  readonly objectKey: string
  readonly uri: string
  /** Where a copy came from. */
  readonly from: string
  /** `StorageDelete`, in small letters. */
  readonly category: string
  /** What an operation of SMB was in detail: `FileCloseAndDelete`; '' for others. */
  readonly minor: string
}

/** The account as the activity log names it too; by its bare name where the record has no id. */
function accountOf({ target, account }: StorageRequest): Resource | undefined {
  if (target !== undefined) return resourceOf('bucket', target)
  return account === '' ? undefined : { type: 'bucket', id: account.toLowerCase(), name: account }
}

/** Container and path: from the key where it goes so far, else from the address. */
function placeOf({ objectKey, uri }: StorageRequest): readonly [container: string, path: string] {
  // SMB writes both with bars that lean the other way: `\\\\acme.file.core.windows.net\\share\\a.docx`.
  if (objectKey.startsWith('\\\\')) {
    const [, , , share = '', ...path] = objectKey.split('\\')
    return [share, path.join('/')]
  }
  const [, , container = '', ...rest] = objectKey.split('/')
  if (container !== '' && rest.length > 0) return [container, rest.join('/')]
  const path = /^https?:\/\/[^/]+\/([^?]*)/i.exec(uri)?.[1] ?? ''
  const [first = '', ...others] = path.split('/')
  return first === '' ? [container, ''] : [unescaped(first), unescaped(others.join('/'))]
}

function containerNamed(request: StorageRequest, name: string): Resource | undefined {
  const account = accountOf(request)
  if (account === undefined || name === '') return account
  const file = request.service === 'file'
  const path = file ? 'fileservices/default/shares' : 'blobservices/default/containers'
  return {
    type: file ? 'share' : 'bucket',
    id: `${account.id}/${path}/${name.toLowerCase()}`,
    name,
    container: account,
  }
}

const containerOf = (request: StorageRequest): Resource | undefined => containerNamed(request, placeOf(request)[0])

function objectOf(request: StorageRequest): Resource | undefined {
  const [name, path] = placeOf(request)
  const within = containerNamed(request, name)
  if (within === undefined || path === '') return within
  return {
    type: request.service === 'file' ? 'file' : 'object',
    id: `${within.id}/${path}`.slice(0, 2_000),
    name: path.slice(0, 1_024),
    container: { type: within.type, id: within.id, name: within.name ?? within.id },
  }
}

type Reader = (request: StorageRequest) => Facts

/** A snapshot or an earlier version is named in the address; what is deleted so is gone. */
const deleted: Reader = (request) => {
  const point = /[?&](?:snapshot|sharesnapshot)=([^&\s]+)/i.exec(request.uri)?.[1]
  const lasting = /deletetype=permanent|[?&]versionid=/i.test(request.uri)
  const resource = objectOf(request)
  if (point !== undefined && resource !== undefined)
    return {
      action: 'recovery-point-deleted',
      resource: {
        type: 'snapshot',
        id: `${resource.id}?snapshot=${point}`.slice(0, 2_000),
        name: point,
        container: { type: resource.type, id: resource.id, name: resource.name ?? resource.id },
      },
      detail: { permanent: true },
    }
  return { action: 'object-deleted', resource, ...(lasting ? { detail: { permanent: true } } : {}) }
}

const containerGone: Reader = (request) =>
  /[?&]sharesnapshot=/i.test(request.uri)
    ? deleted(request)
    : { action: 'repository-deleted', resource: containerOf(request) }

const on =
  (action: Facts['action'], more: Partial<Facts> = {}): Reader =>
  (request) => ({ action, resource: objectOf(request), ...more })

const onContainer =
  (action: Facts['action'], more: Partial<Facts> = {}): Reader =>
  (request) => ({ action, resource: containerOf(request), ...more })

const onAccount =
  (action: Facts['action'], more: Partial<Facts> = {}): Reader =>
  (request) => ({ action, resource: accountOf(request), ...more })

const written: Reader = (request) => ({
  action: 'object-written',
  resource: objectOf(request),
  ...(request.from === '' ? {} : { detail: { copied_from: request.from.slice(0, 1_100) } }),
})

const renamed: Reader = (request) => ({
  action: 'file-renamed',
  resource: objectOf(request),
  ...(request.from === '' ? {} : { detail: { from_name: request.from.split('?')[0]?.slice(0, 1_024) ?? '' } }),
})

/** Names of operations in small letters. https://learn.microsoft.com/rest/api/storageservices/storage-analytics-logged-operations-and-status-messages */
const readers: Readonly<Record<string, Reader>> = {
  deleteblob: deleted,
  deleteblobsnapshot: deleted,
  deletefile: deleted,
  deletedirectory: on('object-deleted', { detail: { bulk: true } }),
  deletepathdir: on('object-deleted', { detail: { bulk: true } }),
  deletepathfile: deleted,
  deletecontainer: containerGone,
  deletefilesystem: containerGone,
  deleteshare: containerGone,
  deletetable: containerGone,
  deletequeue: containerGone,
  createcontainer: onContainer('repository-created'),
  createfilesystem: onContainer('repository-created'),
  createshare: onContainer('repository-created'),
  restorecontainer: onContainer('other', { detail: { recovered: true } }),
  undeleteblob: on('other', { detail: { recovered: true } }),
  undeletepath: on('other', { detail: { recovered: true } }),
  setcontaineracl: onContainer('access-policy-changed'),
  setcontainermetadata: onContainer('tags-changed'),
  setshareproperties: onContainer('repository-changed'),
  setblobserviceproperties: onAccount('guard-changed'),
  setfileserviceproperties: onAccount('guard-changed'),
  putblob: written,
  putblobfromurl: written,
  putblocklist: written,
  copyblob: written,
  copyblobfromurl: written,
  createfile: written,
  putrange: written,
  createpathfile: written,
  flushfile: written,
  appendblock: written,
  copyfile: written,
  renamefile: renamed,
  renamedirectory: renamed,
  renamepathfile: renamed,
  renamepathdir: renamed,
  snapshotblob: on('recovery-point-created'),
  createsharesnapshot: onContainer('recovery-point-created'),
  snapshotshare: onContainer('recovery-point-created'),
  setblobexpiry: on('retention-changed'),
  setblobtags: on('tags-changed'),
  // Products set it again and again to go on locking; a policy that is locked cannot be made shorter.
  setblobimmutabilitypolicy: on('immutability-changed', {
    changes: [{ setting: 'lock-mode', to: 'governance', direction: 'strengthened' }],
  }),
  deleteblobimmutabilitypolicy: on('immutability-changed', {
    changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' }],
  }),
  setbloblegalhold: on('immutability-changed'),
}

/** Clients of SMB and NFS open, write and close; a deletion is a close that says so. */
function overWire(request: StorageRequest, name: string): Facts | undefined {
  const said = `${name} ${request.minor}`
  if (
    /delete/i.test(request.minor) ||
    (request.category === 'storagedelete' && /^(close|nfs4remove)$/.test(name)) ||
    name === 'nfs4remove'
  )
    return deleted(request)
  if (/rename/i.test(said)) return renamed(request)
  if (/^(nfs4)?write$/.test(name)) return written(request)
  if (/^create$/.test(name) && /overwrite|supersede/i.test(request.minor))
    return { action: 'object-overwritten', resource: objectOf(request), detail: { how: 'truncated' } }
  if (/^sessionsetup$/.test(name)) return { action: 'sign-in', resource: accountOf(request) }
  if (
    /^(nfs4\w+|read|create|close|querydirectory|queryinfo|changenotify|treeconnect|treedisconnect|negotiate|logoff|flush|lock|ioctl|oplockbreak|echo|cancel)$/.test(
      name,
    )
  )
    return { action: 'read', resource: objectOf(request) }
  return undefined
}

/** The facts of a request; reading is by far the most of them. */
export function classify(request: StorageRequest): Facts {
  const name = request.operation.toLowerCase()
  const wired = request.service === 'file' ? overWire(request, name) : undefined
  if (wired) return wired
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
  if (reader) return reader(request)
  const looks = /^(get|list|query|head|find|preflight|read|peek|blobpreflight|queryblob)/.test(name)
  return { action: looks ? 'read' : 'other', resource: objectOf(request) }
}
