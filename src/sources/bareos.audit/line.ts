// One message of a Director's audit: which console, from where, and the command, an access control that said yes or no, or a note.
import type { SyslogLine } from '../envelope/syslog.ts'
import { syslogTime } from '../envelope/syslog-time.ts'

export interface AuditMessage {
  readonly kind: 'command' | 'acl' | 'note'
  /** `default` is the console without a name, which may do everything. */
  readonly console: string
  readonly from?: string | undefined
  /** The command line, what the access control was asked for, or the note. */
  readonly text: string
  /** Of an access control: `Command`, `Job`, `Client` …, and whether it let it pass. */
  readonly acl?: { readonly kind: string; readonly allowed: boolean } | undefined
  readonly director: string
  /** Epoch milliseconds. */
  readonly time?: number | undefined
}

const head = /\bConsole \[([^\]]{0,200})\] from \[([^\]]{0,200})\],? /

/** Undefined for a line without such a head. @param received epoch milliseconds, for times without a year */
export function messageIn(line: string, syslog: SyslogLine, received: number): AuditMessage | undefined {
  const whole = line.slice(0, 20_000)
  const found = head.exec(whole)
  if (!found) return undefined
  const before = whole.slice(0, found.index)
  const said = whole.slice(found.index + found[0].length).trim()
  const written = /(\d{1,2})-([A-Z][a-z]{2})(?: (\d{4}))? (\d\d:\d\d)(:\d\d)? (\S{1,100})(?: JobId \d+)?:/.exec(before)
  const stamp = written
    ? syslogTime(
        `${written[2]} ${written[1]} ${written[3] ? `${written[3]} ` : ''}${written[4]}${written[5] ?? ':00'}`,
        received,
      )
    : undefined
  const more = {
    console: found[1] || 'default',
    ...(found[2] && found[2] !== 'unknown' ? { from: found[2] } : {}),
    director: (written?.[6] ?? syslog.host ?? '').toLowerCase(),
    time: stamp?.time ?? syslog.time,
  }
  const command = /^cmdline ?([\s\S]*)$/.exec(said)
  if (command) return { kind: 'command', text: (command[1] ?? '').trim(), ...more }
  const acl =
    /^Audit acl (failure|success) for (Job|Client|Storage|Schedule|Pool|Command|Fileset|Catalog|Where restore location|Plugin Options) ?([\s\S]*)$/i.exec(
      said,
    )
  if (acl)
    return {
      kind: 'acl',
      text: (acl[3] ?? '').trim(),
      acl: { kind: acl[2] ?? '', allowed: /success/i.test(acl[1] ?? '') },
      ...more,
    }
  return { kind: 'note', text: said.replace(/^info message ?/, ''), ...more }
}
