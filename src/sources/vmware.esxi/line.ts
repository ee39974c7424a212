// One line of a host: which program wrote it, in which of the layouts, and what it wrote.
import { pairsIn } from '../envelope/pairs.ts'
import { parseSyslog, type SyslogLine } from '../envelope/syslog.ts'

export interface EsxiLine {
  readonly program: string
  readonly host: string
  readonly time: number | undefined
  /** When a relay took it, where one stamped it again. */
  readonly relayed: number | undefined
  readonly message: string
  /** `user=` of the brackets behind `Originator`. */
  readonly user: string
  readonly session: string
  /** A command of the shell, with its user and how it ended. */
  readonly command?: { readonly line: string; readonly user: string; readonly failed: boolean | undefined }
  /** Number of an event of hostd. */
  readonly event: string
}

/** A second header, which a relay put its own in front of. */
const inner = /^(?:<\d+>)?\d{4}-\d\d-\d\dT[\d:.]+Z? (?:\S+ )?\S+?(?:\[[^\]\s]*\])?: /
/** `In(166) `: severity and priority as version 8 writes them, where a name of a host could stand. */
const severity = /^(?:Em|Al|Cr|Er|Wa|No|In|Db)\(\d{1,3}\)$/
/** `info hostd[2099656] `: severity, program and process as hostd writes them itself. */
const own = /^(?:verbose|trivia|info|warning|error|panic)\s+(?<program>[\w.-]+)\[[^\]]*\]:?\s+/
const originator = /^(?:\[Originator@6876 (?<more>[^\]]*)\]|\[[^\]]*sub=[^\]]*\])\s*/
const structured = /^\[shell\.cmd@6876 (?<more>.*?)\]\s*/

export function fromLine(syslog: SyslogLine, received: number): EsxiLine | undefined {
  const again = inner.test(syslog.message) ? parseSyslog(syslog.message, received) : undefined
  const header = again ?? syslog
  const host =
    [again?.host, syslog.host].find(
      (name) => name !== undefined && !severity.test(name) && name !== 'localhost.localdomain',
    ) ?? ''
  let message = header.message.trim()
  let program = (header.app ?? '').toLowerCase()
  const owned = own.exec(message)
  if (owned) {
    program ||= owned.groups?.program?.toLowerCase() ?? ''
    message = message.slice(owned[0].length)
  }
  // A body without its header begins with the name of its program.
  const tag = program === '' ? /^(?<program>sshd|shell|vobd|hostd|SSH|sudo|su)(?:\[\d+\])?: /i.exec(message) : null
  if (tag) {
    program = tag.groups?.program?.toLowerCase() ?? ''
    message = message.slice(tag[0].length)
  }
  const origin = originator.exec(message)
  const more = pairsIn(origin?.groups?.more ?? '')
  if (origin) message = message.slice(origin[0].length)
  const event = /^Event (\d+) : /.exec(message)
  if (event) message = message.slice(event[0].length)
  const vob = /^\[\w+\] \d+us: \[(?<vob>[\w.]+)\] /.exec(message)
  if (vob) message = message.slice(vob[0].length)
  if (message === '' && program === '') return undefined
  const command = commandOf(program, header, message)
  return {
    program,
    host,
    time: header.time,
    relayed: again ? syslog.time : undefined,
    message,
    user: more.user ?? '',
    session: more.sid ?? '',
    event: event?.[1] ?? vob?.groups?.vob ?? '',
    ...(command ? { command } : {}),
  }
}

function commandOf(program: string, { data }: SyslogLine, message: string): EsxiLine['command'] {
  const found = structured.exec(message)
  const told = data?.['shell.cmd@6876'] ?? (found ? pairsIn(found.groups?.more ?? '') : undefined)
  if (told)
    return {
      line: told.command ?? '',
      user: told.subject ?? '',
      failed: told.status !== undefined && told.status !== '0' ? true : told.result === 'failure' ? true : undefined,
    }
  if (!/^(shell|esxshell|ash)$/.test(program)) return undefined
  const typed = /^\[(?<user>[^\]]+)\]: (?<line>[\s\S]*)$/.exec(message)
  return typed ? { line: typed.groups?.line ?? '', user: typed.groups?.user ?? '', failed: undefined } : undefined
}
