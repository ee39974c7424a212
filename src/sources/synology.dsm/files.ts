// What the file services of DSM tell of single files and folders.
import type { Resource } from '../../model/event.ts'
import type { Given } from '../appliance/facts.ts'
import { part } from '../appliance/facts.ts'
import type { Facts } from '../kit/facts.ts'
import type { FileAct } from './line.ts'

export function fileFacts({ act, path }: FileAct, given: Given): Facts {
  const arrow = path.indexOf(' -> ')
  const [from, to] = arrow < 0 ? [path, undefined] : [path.slice(0, arrow), path.slice(arrow + 4)]
  const resource = fileOf(given, to ?? from)
  switch (act) {
    case 'delete':
      return { action: 'object-deleted', resource: fileOf(given, from) }
    case 'rename':
    case 'move':
      return { action: 'file-renamed', resource, ...(to === undefined ? {} : { detail: { from_name: from } }) }
    case 'write':
    case 'create':
    case 'upload':
    case 'copy':
    case 'mkdir':
    case 'extract':
      return { action: 'object-written', resource }
    case 'read':
    case 'download':
    case 'view':
      return { action: 'read', resource }
    default:
      return { action: 'other', resource }
  }
}

/** `/share/folder/file`: the first name is the shared folder. */
function fileOf(given: Given, path: string): Resource {
  const [, share = ''] = path.split('/', 2)
  const container = share === '' ? undefined : part(given, 'share', share)
  return { type: 'file', id: `${given.device}:${path}`, name: path, ...(container ? { container } : {}) }
}
