// An operation as Qumulo Core audits it: eight values between commas, some of them in quotes, or the same as JSON.
// https://docs.qumulo.com/administrator-guide/monitoring-and-metrics/how-audit-logging-works.html
import { isObject, type JsonObject } from '../../lib/json.ts'
import { first, object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface QumuloRecord {
  readonly address: string | undefined
  /** A name of the directory or of the cluster, a POSIX id, a SID, or Qumulo's own id. */
  readonly user: string
  /** `api`, `smb2`, `nfs3`, `s3`, `ftp`, `internal` … */
  readonly protocol: string
  /** `fs_delete`, `snapshot_delete_snapshot` … */
  readonly operation: string
  /** `ok`, or the name of what went wrong. */
  readonly status: string
  readonly fileId: string
  readonly path: string
  readonly to: string
  readonly node: string | undefined
  readonly time: number | undefined
}

/** An address, perhaps the node, then the user in quotes, and three plain words: no other line looks so. */
const head =
  /(?:^|[\s,])([0-9a-fA-F.:]{0,45}),(?:([\w.-]{1,253}),)?"((?:[^"]|""){0,400})",([\w.]{1,20}),([a-z0-9_]{2,80}),([a-z][\w-]{1,100}),(\d{0,20}),/
/** What a template of rsyslog may have put before it. */
const before =
  /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)[,\s]+(?:([\w.-]{1,253})[,\s]+)?(?:qumulo\S*[,\s-]+)*$/

/** Undefined where a line is none of Qumulo's audit. */
export function recordIn(message: string): QumuloRecord | undefined {
  const line = message.length > 40_000 ? message.slice(0, 40_000) : message
  // Quotes that others write are put straight: Qumulo writes these.
  const plain = line.includes('”') ? line.replace(/[“”]/g, '"') : line
  const found = head.exec(plain)
  if (!found) return undefined
  const [path = '', to = ''] = quotedIn(plain.slice(found.index + found[0].length))
  const stamped = before.exec(plain.slice(Math.max(0, found.index - 400), found.index))
  return {
    address: found[1] === '' ? undefined : found[1],
    user: unquoted(found[3] ?? ''),
    protocol: found[4] ?? '',
    operation: found[5] ?? '',
    status: found[6] ?? '',
    fileId: found[7] ?? '',
    path,
    to,
    node: found[2] ?? stamped?.[2],
    time: statedTime(stamped?.[1]),
  }
}

/** Values in quotes; a quote inside is written twice, and one ends where a comma or nothing follows it. */
function quotedIn(rest: string): readonly string[] {
  const values: string[] = []
  let place = 0
  while (place < rest.length && values.length < 4) {
    if (rest.charCodeAt(place) !== 0x22) break
    let end = rest.indexOf('"', place + 1)
    while (end >= 0 && end + 1 < rest.length && rest.charCodeAt(end + 1) !== 0x2c)
      end = rest.indexOf('"', end + (rest.charCodeAt(end + 1) === 0x22 ? 2 : 1))
    const stop = end < 0 ? rest.length : end
    values.push(unquoted(rest.slice(place + 1, stop)))
    place = stop + 2
  }
  return values
}

const unquoted = (value: string): string => value.replaceAll('""', '"')

export const isRecord = (value: JsonObject): boolean =>
  text(first(value, 'operation', 'operation_type', 'op')) !== undefined &&
  text(first(value, 'protocol')) !== undefined &&
  first(value, 'user', 'user_id', 'user_name', 'username', 'user_ip', 'client_ip') !== undefined

/** Names differ between syslog's JSON and CloudWatch's, and what is a name here is an object there. */
export function recordOf(value: JsonObject): QumuloRecord {
  const user = first(value, 'user_name', 'username', 'user', 'user_id')
  const said = (...names: readonly string[]): string => text(first(value, ...names)) ?? ''
  return {
    address: said('user_ip', 'client_ip', 'ip', 'ip_address', 'address') || undefined,
    user: text(user) ?? text(first(object(user), 'name', 'id', 'sid', 'uid', 'auth_id')) ?? '',
    protocol: said('protocol'),
    operation: said('operation', 'operation_type', 'op').toLowerCase(),
    status: said('status', 'operation_status', 'result', 'error_status') || 'ok',
    fileId: said('file_id', 'file_num', 'object_id'),
    path: pathIn(value, 'file_path_1', 'file_path', 'path', 'object_name'),
    to: pathIn(value, 'file_path_2', 'target_file_path', 'target_path', 'secondary_file_path', 'secondary_path'),
    node: said('node', 'node_name', 'cluster', 'hostname') || undefined,
    time: statedTime(first(value, 'timestamp', 'time', 'date')),
  }
}

const pathIn = (value: JsonObject, ...names: readonly string[]): string => {
  const held = first(value, ...names)
  return text(isObject(held) ? held.path : held) ?? ''
}
