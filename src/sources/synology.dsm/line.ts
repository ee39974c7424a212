// A line of DSM's Log Center: a package, mostly who, and a sentence; and the one of the file services with its own fields.
import type { JsonObject } from '../../lib/json.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { text, truth } from '../kit/look.ts'

export interface DsmLine {
  /** `System`, `Connection`, `Hyper_Backup`, `WinFileService` … */
  readonly category: string
  readonly user?: string | undefined
  readonly text: string
  /** There when a file service tells of one file. */
  readonly file?: FileAct
  readonly address?: string | undefined
}

export interface FileAct {
  /** `delete`, `write`, `rename` … */
  readonly act: string
  readonly path: string
  readonly folder: boolean
}

/** Packages whose lines name nobody, or are known without the tab that stands behind who. */
const known =
  /^(Connection|System|WinFileService|FileStation|File_Station|AFP|FTP|TFTP|WebDAV|NFS|Rsync|SMB|DSMFILE|Hyper_?Backup\w*|PACKAGE|Snapshot_?Replication\w*|ActiveBackup\w*|Active_Backup\w*|SynologyDrive\w*|ScsiTarget|iSCSI|Backup|LogCenter|Log_?Center|Synology\w*|SYNO\w*|Security_?Advisor|AntiVirus\w*|Storage_?Manager|SANManager|VPN\w*|CloudSync|Cloud_?Sync)$/i

/** A relay may write the tab as `#011`, as `^I`, or as a blank. */
const tab = /#011|\t|\^I/

/** Undefined where a line is none of Log Center. */
export function dsmLineIn({ app, message }: SyslogLine): DsmLine | undefined {
  // A collector that took the package for a program may have left it in the line as well.
  const line = (app === undefined || message.startsWith(app) ? message : `${app}: ${message}`).trimStart()
  const event = /^(\w{2,30}):? Event: /.exec(line)
  if (event) return fileLine(event[1] ?? '', line.slice(event[0].length))
  const at = line.slice(0, 400).search(tab)
  if (at > 0) {
    const head = /^([A-Za-z][\w-]{1,40}):?\s+(\S[^:]{0,150}|[^:]{1,80}\\[^:]{1,80}):\s*$/.exec(line.slice(0, at))
    if (head) return { category: head[1] ?? '', user: head[2], text: line.slice(at).replace(tab, '').trim() }
  }
  const start = /^([A-Za-z][\w-]{1,40})(?::\s*|\s+)(?=\S)/.exec(line)
  const category = start?.[1] ?? ''
  if (start === null || !known.test(category)) return undefined
  const rest = line.slice(start[0].length)
  const who = /^connection$/i.test(category) ? null : /^([^\s:[\]"]{1,120}):\s+(?=\S)/.exec(rest)
  return { category, user: who?.[1], text: who ? rest.slice(who[0].length) : rest }
}

/** `delete, Path: /a, b, File/Folder: File, Size: 1 KB, User: u, IP: 192.0.2.1`: a path may hold what parts the fields. */
function fileLine(category: string, body: string): DsmLine | undefined {
  const [act = ''] = body.split(',', 1)
  const path = body.indexOf(', Path: ')
  const [kind, size, user, ip] = [', File/Folder: ', ', Size: ', ', User: ', ', IP: '].map((name) =>
    body.lastIndexOf(name),
  ) as [number, number, number, number]
  if (path < 0 || user < path) return undefined
  const end = kind > path ? kind : size > path ? size : user
  const address = ip > user ? body.slice(ip + 6).trim() : undefined
  return {
    category,
    user: body.slice(user + 8, ip > user ? ip : undefined).trim(),
    text: `${act} ${body.slice(path + 8, end)}`,
    file: {
      act: act.trim().toLowerCase(),
      path: body.slice(path + 8, end),
      folder: kind > path && /^folder/i.test(body.slice(kind + 15, kind + 25)),
    },
    address: address === '' ? undefined : address,
  }
}

/** The same from Log Center's own interface: `SYNO.Core.SyslogClient.Log`. */
export const isLogObject = (value: JsonObject): boolean =>
  typeof value.logtype === 'string' && (typeof value.descr === 'string' || typeof value.cmd === 'string')

export function dsmLineOf(value: JsonObject): DsmLine {
  const descr = text(value.descr) ?? ''
  const act = text(value.cmd)
  return {
    category: text(value.logtype) ?? 'System',
    user: text(value.who) ?? text(value.username) ?? text(value.user),
    text: descr,
    ...(act === undefined
      ? {}
      : { file: { act: act.toLowerCase(), path: descr, folder: truth(value.isdir) === true } }),
    address: text(value.ip),
  }
}
