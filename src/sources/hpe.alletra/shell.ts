// A line of 3PAR, Primera and Alletra 9000: a command, who typed it and what came of it, each in braces.
import type { SyslogLine } from '../envelope/syslog.ts'

export interface ShellLine {
  readonly user?: string | undefined
  readonly role?: string | undefined
  readonly address?: string | undefined
  readonly port?: number | undefined
  readonly command: string
  /** What the shell answered; empty where it took the command. */
  readonly answer: string
  /** `cli_command`, `cli_cmd_err_args` */
  readonly event: string
}

/** Undefined where a line tells of no command. */
export function shellLineIn({ app, message }: SyslogLine): ShellLine | undefined {
  const line = `${app === undefined ? '' : `${app} `}${message}`.slice(0, 20_000)
  const mark = /\b(cli_\w{2,30})\b/.exec(line.slice(0, 400))?.[1]
  const start = line.slice(0, 600).indexOf('sw_cli')
  if (start < 0 && mark === undefined) return undefined
  const groups = bracedIn(line.slice(Math.max(start, 0)))
  const told = /\bCommand:\s*(.{1,2000}?)\s+Error:\s*(.{0,500})/s.exec(line)
  const [who = '', command = '', ...rest] = groups
  const place =
    /(?:^|[\s{])(\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4}(?::[\da-fA-F]{0,4}){2,7})(?::(\d{1,5}))?(?=[\s}]|$)/.exec(who)
  const [user, role] = who.split(/\s+/, 2)
  return {
    user: user === '' ? undefined : user,
    role,
    address: place?.[1],
    port: place?.[2] === undefined ? undefined : Number(place[2]),
    command: (told?.[1] ?? command).trim(),
    answer: (told?.[2] ?? rest.join(' ')).replace(/[{}]/g, ' ').trim(),
    event: mark ?? 'cli_command',
  }
}

/** Texts in braces at the top; braces inside are part of one. */
function bracedIn(line: string): readonly string[] {
  const groups: string[] = []
  let depth = 0
  let start = 0
  for (let place = 0; place < line.length && groups.length < 8; place += 1) {
    const here = line[place]
    if (here === '{') {
      if (depth === 0) start = place + 1
      depth += 1
    } else if (here === '}' && depth > 0) {
      depth -= 1
      if (depth === 0) groups.push(line.slice(start, place))
    }
  }
  // A relay may cut the last one off.
  return depth > 0 ? [...groups, line.slice(start)] : groups
}
