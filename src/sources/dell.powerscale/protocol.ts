// What clients do to files of a cluster: protocol audit as a line of fields between bars, or as an object.
import { isIP } from 'node:net'
import type { JsonObject } from '../../lib/json.ts'
import type { FileAct } from '../files/acts.ts'
import { text } from '../kit/look.ts'

export interface FileEvent {
  readonly operation: string
  readonly act: FileAct
  readonly path: string
  readonly to?: string
  /** SID, else `UID n`. */
  readonly user: string
  readonly address: string | undefined
  readonly protocol: string
  /** What went wrong; undefined where nothing did. */
  readonly failed: string | undefined
  readonly directory: boolean
}

const protocols = /^(?:SMB\d?|NFS(?:v?\d(?:\.\d)?)?|HDFS|S3|HTTP|FTP)$/i

/** `SID|UID|node|zone|address|protocol|OP|SUCCESS or FAILED:code|…|path`; undefined where the line is none. */
export function fileLine(message: string): FileEvent | undefined {
  const fields = message.trim().split('|', 60)
  const at = fields.findIndex((field, place) => place > 1 && place < 12 && protocols.test(field))
  const operation = (fields[at + 1] ?? '').toUpperCase()
  const status = fields[at + 2] ?? ''
  if (at < 2 || !/^[A-Z_]{3,30}$/.test(operation) || !/^(SUCCESS|FAILED)/i.test(status)) return undefined
  const rest = fields.slice(at + 3)
  // A path may hold bars, so from where one begins all is path; a rename has two.
  const starts = rest.flatMap((field, place) => (/^[/\\]/.test(field) ? [place] : []))
  const [first, second] = starts
  const path = first === undefined ? '' : rest.slice(first, operation === 'RENAME' ? second : undefined).join('|')
  const to = operation === 'RENAME' && second !== undefined ? rest.slice(second).join('|') : undefined
  const created = rest.find((field) => /^(CREATED|OVERWRITTEN|SUPERSEDED|OPENED|DOES_NOT_EXIST|EXISTS)$/i.test(field))
  return {
    operation,
    act: actOf(operation, created),
    path: plain(path),
    ...(to === undefined ? {} : { to: plain(to) }),
    user: userOf(fields[0], fields[1]),
    address: fields
      .slice(0, at)
      .find((field) => isIP(field.replace(/^::ffff:/, '')) !== 0)
      ?.replace(/^::ffff:/, ''),
    protocol: fields[at] ?? '',
    failed: /^FAILED/i.test(status) ? status.replace(/^FAILED:?/i, '') || 'FAILED' : undefined,
    directory: rest.some((field) => /^DIR$/i.test(field)),
  }
}

export const isFilePayload = (payload: JsonObject): boolean => typeof payload.eventType === 'string'

/** The same as the audit viewer prints it. */
export function fileObject(payload: JsonObject): FileEvent {
  const operation = (text(payload.eventType) ?? '').toUpperCase()
  const status = text(payload.ntStatus)
  const to = text(payload.newFileName) ?? text(payload.targetFileName)
  return {
    operation,
    act: actOf(operation, text(payload.createResult)),
    path: plain(text(payload.fileName) ?? text(payload.partialPath) ?? ''),
    ...(to === undefined ? {} : { to: plain(to) }),
    user: userOf(text(payload.userSID), text(payload.userID)),
    address: text(payload.clientIPAddr),
    protocol: text(payload.protocol) ?? '',
    failed: status === undefined || status === '0' ? undefined : status,
    directory: payload.isDirectory === true,
  }
}

function actOf(operation: string, created: string | undefined): FileAct {
  if (/^(DELETE|UNLINK|RMDIR)/.test(operation)) return 'delete'
  if (/^RENAME/.test(operation)) return 'rename'
  if (/^(WRITE)/.test(operation)) return 'write'
  if (/^(CREATE|OPEN)$/.test(operation))
    return /OVERWRITTEN|SUPERSEDED/i.test(created ?? '')
      ? 'truncate'
      : /^CREATED$/i.test(created ?? '')
        ? 'create'
        : 'read'
  if (/^SET_?SECURITY/.test(operation)) return 'permissions'
  return /^(READ|GET|CLOSE|LOGON|LOGOFF|TREE)/.test(operation) ? 'read' : 'other'
}

/** `\ifs\data\a` as SMB writes it. */
const plain = (path: string): string => (path.startsWith('\\') ? path.replaceAll('\\', '/') : path)

function userOf(sid: string | undefined, uid: string | undefined): string {
  const plainSid = (sid ?? '').replace(/^SID:/, '')
  if (uid === '0' || plainSid === 'S-1-22-1-0') return 'root'
  return plainSid !== '' && plainSid !== '-' ? plainSid : uid === undefined || uid === '' ? '' : `UID ${uid}`
}
