// What was done to a file over a filer's protocols, in the words of events, whatever the filer calls it.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'

export type FileAct = 'delete' | 'rename' | 'write' | 'create' | 'truncate' | 'read' | 'permissions' | 'other'

export interface FileTold {
  readonly act: FileAct
  /** The filer or cluster: files of two may have one path. */
  readonly host: string
  readonly path: string
  /** The other path of a rename: what it is called from now on. */
  readonly to?: string
  /** How many folders from the root make a share or a tree that is looked after as one. */
  readonly depth: number
  readonly directory?: boolean
}

/** The tree that a file lies in: the folders at the top of its path, without the file itself. */
function treeOf({ host, depth }: FileTold, path: string): Resource['container'] {
  const parts = path.split('/').filter((part) => part !== '')
  const name = `/${parts.slice(0, Math.max(1, Math.min(depth, parts.length - 1))).join('/')}`
  return { type: 'share', id: `${host}:${name}`, name }
}

const fileAt = (told: FileTold, path: string): Resource => ({
  type: 'file',
  id: `${told.host}:${path}`.slice(0, 2_000),
  name: path.slice(0, 1_024),
  ...(path === '' || path === '/' ? {} : { container: treeOf(told, path) ?? { type: 'share', id: told.host } }),
})

export function fileFacts(told: FileTold): Facts {
  const { act, path, to } = told
  switch (act) {
    case 'delete':
      return { action: 'object-deleted', resource: fileAt(told, path) }
    case 'rename':
      return {
        action: 'file-renamed',
        resource: fileAt(told, to ?? path),
        detail: { from_name: path.slice(0, 1_024) },
      }
    case 'truncate':
      return { action: 'object-overwritten', resource: fileAt(told, path), detail: { how: 'truncated' } }
    case 'write':
    case 'create':
      return { action: 'object-written', resource: fileAt(told, path) }
    case 'read':
      return { action: 'read', resource: fileAt(told, path) }
    case 'permissions':
      return { action: 'repository-changed', resource: fileAt(told, path), detail: { listed: true } }
    default:
      return { action: 'other', resource: fileAt(told, path) }
  }
}
