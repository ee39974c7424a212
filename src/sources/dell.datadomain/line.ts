// One line of a Data Domain's audit: its own pairs behind `sms:`, a message with a number, or a command as it was typed.
import type { JsonObject } from '../../lib/json.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { number, text } from '../kit/look.ts'

export interface AuditLine {
  readonly host: string
  /** `AUDIT-SMS_OST-00037`, `MSG-DDSH-00009` */
  readonly code?: string | undefined
  /** What was done: a command, or a sentence. */
  readonly text: string
  readonly user?: string | undefined
  readonly role?: string | undefined
  readonly app?: string | undefined
  readonly address?: string | undefined
  readonly method?: string | undefined
  readonly uri?: string | undefined
  readonly status?: number | undefined
  readonly errorNumber?: number | undefined
  readonly errorText?: string | undefined
  readonly result?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  /** Where the line says what it was done to. */
  readonly target?: string | undefined
}

const numbered = /\b((?:GUI-)?(?:AUDIT|MSG|EVT)-[A-Z][\w-]{1,40}?(?:-\d{5}|-[a-z]\w{1,40}))\b/
/** First words of commands that change something. */
const commandStart =
  /(?:^|["'\s:>])((?:mtree|filesys|user|authorization|adminaccess|log|replication|ddboost|snapshot|ntp|system|storage|vtl|cloud|config|quota|nfs|cifs|alerts|autosupport|support|net|archive|data-movement|elicense|license|authentication|compression|cifs)\s+[a-z][^"'\n]*)/

/** Undefined where a line says nothing of a Data Domain. */
export function auditLineIn(syslog: SyslogLine): AuditLine | undefined {
  const line = syslog.message
  const host = syslog.host ?? ''
  const start = /\{\s*epoch=/.exec(line.slice(0, 500))
  if (start) return ofPairs(pairsOf(line.slice(start.index + 1)), host, syslog.time)
  const code = numbered.exec(line.slice(0, 2_000))?.[1]
  const isShell = /^(ddsh|sms|ddr|bash|-)$/.test(syslog.app ?? '') || code !== undefined
  const command = commandStart.exec(line.slice(0, 8_000))?.[1]
  if (!isShell && command === undefined) return undefined
  return {
    host,
    code,
    text: (command ?? line).replace(/\s+(?:exit(?:ed)?\b.*|\(?(?:status|result|return code)\b.*)$/i, '').trim(),
    user: userIn(line),
    role: /\brole[=:]\s?'?([\w-]+)/i.exec(line)?.[1],
    app: syslog.app,
    address: /\b(?:from|client_ip|ip|host|address)[=: ]+'?(\d{1,3}(?:\.\d{1,3}){3})/i.exec(line)?.[1],
    errorNumber: number(
      /\b(?:exit(?:ed)? (?:code|status|with(?: error)? code)|status|return code)[=: ]+(\d+)/i.exec(line)?.[1],
    ),
    ...(/\b(failed|denied|error:|not authori[sz]ed|rejected)\b/i.test(line)
      ? { result: 'failed', errorText: line }
      : {}),
    time: syslog.time,
  }
}

const userIn = (line: string): string | undefined =>
  /\(tty=[^)]{0,200}\)\s*([\w.\\@$-]{1,100}):\s/.exec(line)?.[1] ??
  /\b(?:user(?:name)?)[=:]\s?'?"?([\w.\\@$-]{1,100})/i.exec(line)?.[1] ??
  /\b(?:user|by)\s+"?'?([\w.\\@$-]{1,100})/i.exec(line.replace(commandStart, ' '))?.[1] ??
  /(?:^|[\s)])([\w.\\@$-]{1,100})\s+\((?:on |tty|pts|admin|security|limited|user|backup|role)/i.exec(line)?.[1]

/** `name='value';` and `name=number;`, with lists of the same in braces. */
function pairsOf(body: string): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = Object.create(null)
  for (const found of body
    .slice(0, 20_000)
    .matchAll(/([a-z_]{1,40})=(?:'(\{[^}]{0,2000}\}|(?:[^'\\]|\\.){0,8000})'|([^;'{}]{0,200}))(?:;|\}|$)/gi))
    pairs[(found[1] ?? '').toLowerCase()] ??= found[2] ?? found[3] ?? ''
  return pairs
}

function ofPairs(pairs: Readonly<Record<string, string>>, host: string, sent: number | undefined): AuditLine {
  const epoch = number(pairs.epoch)
  return {
    host: host || (pairs.host ?? ''),
    code: pairs.id,
    text: pairs.desc ?? '',
    user: pairs.user,
    role: pairs.role,
    app: pairs.app,
    address: pairs.client_ip,
    method: pairs.method,
    uri: pairs.uri,
    status: number(pairs.http_status_code),
    errorNumber: number(pairs.err_num),
    errorText: pairs.err_msg,
    result: pairs.result,
    time: epoch === undefined || epoch <= 0 ? sent : epoch * (epoch < 1e11 ? 1000 : 1),
    target: locationIn(pairs.dest) ?? locationIn(pairs.src),
  }
}

const locationIn = (held: string | undefined): string | undefined => /location='?([^';}]+)/.exec(held ?? '')?.[1]

/** The same as an object, as a collector makes of the pairs. */
export function auditLineOf(value: JsonObject, host: string): AuditLine {
  const pairs: Record<string, string> = Object.create(null)
  for (const [name, held] of Object.entries(value)) {
    const plain = text(held)
    if (plain !== undefined) pairs[name.toLowerCase()] = plain
  }
  return ofPairs(pairs, host, undefined)
}

export const isAuditObject = (value: JsonObject): boolean =>
  typeof value.desc === 'string' &&
  (Object.hasOwn(value, 'app') || Object.hasOwn(value, 'epoch') || Object.hasOwn(value, 'client_ip'))
