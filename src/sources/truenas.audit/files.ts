// What TrueNAS' audit of SMB tells: connections to shares and what became of files.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import { type Given, part, whole } from '../appliance/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { at, number, object, text } from '../kit/look.ts'

/** A record of a file holds it as an object of its own, whose path is called differently from release to release. */
function pathIn(value: Json | undefined, depth = 0): string | undefined {
  if (typeof value === 'string') return value
  if (!isObject(value) || depth > 3) return undefined
  return text(value.path) ?? text(value.name) ?? pathIn(value.file, depth + 1) ?? text(value.fname)
}

export function fileFacts(event: string, data: JsonObject, service: JsonObject, given: Given): Facts {
  const share = text(service.service) ?? text(data.service) ?? text(at(data, 'tcon.share'))
  const folder = share === undefined ? whole(given) : part(given, 'share', share)
  const file = (path: string | undefined): Resource =>
    path === undefined
      ? folder
      : {
          type: 'file',
          id: `${given.device}:${share ?? ''}/${path.replace(/^\/+/, '')}`,
          name: path,
          container: folder,
        }
  const path = pathIn(data.file) ?? pathIn(data.path) ?? pathIn(data.name)
  switch (event) {
    case 'AUTHENTICATION':
    case 'CONNECT':
      return { action: 'sign-in', resource: folder }
    case 'UNLINK':
      return { action: 'object-deleted', resource: file(path) }
    case 'RENAME': {
      const from = pathIn(data.src_file) ?? pathIn(data.src) ?? path
      const to = pathIn(data.dst_file) ?? pathIn(data.dst) ?? from
      return {
        action: 'file-renamed',
        resource: file(to),
        ...(from === undefined ? {} : { detail: { from_name: from } }),
      }
    }
    case 'WRITE':
    case 'OFFLOAD_WRITE':
      return { action: 'object-written', resource: file(path) }
    case 'CREATE':
      return {
        action: /^(?:FILE_)?(?:SUPERSEDE|OVERWRITE|OVERWRITE_IF|CREATE)$/.test(
          text(object(data.parameters).CreateDisposition) ?? '',
        )
          ? 'object-written'
          : 'read',
        resource: file(path),
      }
    // What was written shows when the file is closed.
    case 'CLOSE':
      return {
        action: (number(at(data, 'operations.write_cnt')) ?? 0) > 0 ? 'object-written' : 'read',
        resource: file(path),
      }
    case 'READ':
    case 'OFFLOAD_READ':
      return { action: 'read', resource: file(path) }
    default:
      return { action: 'other', resource: file(path) }
  }
}
