// What a FlashArray tells: an audit record, a session or an alert, by syslog or as its REST interfaces give it.
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { at, first, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface PureRecord {
  readonly kind: 'audit' | 'session' | 'alert'
  readonly array: string
  readonly id?: string | undefined
  readonly user?: string | undefined
  /** `purevol` */
  readonly command: string
  /** `destroy`, `eradication-config setattr` */
  readonly subcommand: string
  readonly arguments: string
  readonly address?: string | undefined
  /** `GUI`, `CLI`, `REST` */
  readonly by?: string | undefined
  /** `array`, or `Pure1`: who sits at the vendor's side. */
  readonly origin?: string | undefined
  readonly result?: string | undefined
  readonly text: string
  readonly code?: string | undefined
  readonly time?: number | undefined
}

/** `Array name: 'pa01' Controller: 'CT0' User: 'pureuser' …`, with quotes or without, up to the next name. */
const labels =
  'Array Name|Controller|Interface|User Interface|User|Location|Sublocation|Action|Method|Result|Description|Command|Subcommand|Arguments|Origin|UTC Time|Time|Severity|Tag|Domain|Suggested Action|Purity Version|IP Address|Name|ID'
const label = new RegExp(String.raw`(?:^|[\s,;])(${labels}):\s*`, 'gi')
const wholeCommand =
  /(?:^|[\s'":>])(pure[a-z]{2,20})\s+([a-z][a-z-]*(?:\s+(?:setattr|list|create|delete|add|remove)(?=\s|$))?)\s?([^\n]*)/

/** Undefined where a line is none of a FlashArray. */
export function recordIn(syslog: SyslogLine): PureRecord | undefined {
  const line = syslog.message.replaceAll('#012', ' ')
  const app = syslog.app ?? ''
  const fields = fieldsIn(line)
  const named = fields['array name'] ?? syslog.host ?? ''
  const isOurs =
    /^purity\b|space_utility|^pure/i.test(app) || 'array name' in fields || /purity\.\w+/.test(line.slice(0, 200))
  const told = fields.command === undefined ? wholeCommand.exec(line.slice(0, 8_000)) : null
  if (!isOurs && told === null && fields.command === undefined) return undefined
  const shared = {
    array: named,
    user: fields.user ?? /\bUser(?:name)?[=:]\s*'?([\w.\\@-]+)/i.exec(line)?.[1] ?? userBefore(line, told?.index),
    address: addressIn(fields.location ?? fields['ip address'] ?? fields.sublocation ?? line),
    by: fields['user interface'] ?? fields.interface ?? fields.method,
    origin: fields.origin,
    result: fields.result,
    time: timeIn(fields['utc time'] ?? fields.time) ?? syslog.time,
    text: fields.description ?? line,
    id: fields.id,
  }
  if (fields.command !== undefined || told)
    return {
      ...shared,
      kind: 'audit',
      ...(told
        ? { command: told[1] ?? '', subcommand: told[2] ?? '', arguments: told[3] ?? '' }
        : split(fields.command ?? '', fields.subcommand, fields.arguments)),
    }
  const isSession = fields.action !== undefined && fields.user !== undefined
  return {
    ...shared,
    kind: isSession ? 'session' : 'alert',
    command: '',
    subcommand: fields.action ?? '',
    arguments: '',
    code: isSession ? fields.action : (/\[(\d{1,6})\]/.exec(line)?.[1] ?? (app === '' ? undefined : app)),
  }
}

const userBefore = (line: string, index: number | undefined): string | undefined =>
  index === undefined ? undefined : /\[([\w.\\@-]{1,60})\]\s*$/.exec(line.slice(0, index + 1))?.[1]

/** A command may carry its subcommand and arguments in one text. */
function split(
  command: string,
  subcommand: string | undefined,
  given: string | undefined,
): Pick<PureRecord, 'command' | 'subcommand' | 'arguments'> {
  const words = command.trim().split(/\s+/)
  return subcommand === undefined && words.length > 1
    ? {
        command: words[0] ?? '',
        subcommand: words[1] ?? '',
        arguments: [...words.slice(2), given ?? ''].join(' ').trim(),
      }
    : { command: command.trim(), subcommand: (subcommand ?? '').trim(), arguments: (given ?? '').trim() }
}

function fieldsIn(line: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null)
  const found = [...line.slice(0, 20_000).matchAll(label)].slice(0, 60)
  found.forEach((one, index) => {
    const end = found[index + 1]?.index ?? line.length
    const held = line.slice(one.index + one[0].length, end).trim()
    const quoted = /^'([\s\S]*?)'$/.exec(held) ?? /^"([\s\S]*?)"$/.exec(held)
    const value = (quoted?.[1] ?? held).trim()
    if (value !== '') fields[(one[1] ?? '').toLowerCase()] ??= value
  })
  return fields
}

const addressIn = (held: string): string | undefined =>
  /\b(\d{1,3}(?:\.\d{1,3}){3})\b/.exec(held)?.[1] ?? /\b([0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7})\b/i.exec(held)?.[1]

function timeIn(held: string | undefined): number | undefined {
  if (held === undefined) return undefined
  const found = /^(\d{4}) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)/.exec(held)
  const parsed = found ? Date.parse(`${found[3]} ${found[2]} ${found[1]} ${found[4]} UTC`) : statedTime(held)
  return parsed !== undefined && Number.isFinite(parsed) ? parsed : undefined
}

/** An audit record or a session of REST 1 or 2, or of Pure1. */
export function recordOf(value: JsonObject, host: string): PureRecord {
  const array =
    text(first(value, 'array_name', 'array')) ??
    text(at(value, 'array.name')) ??
    text(at(value, 'arrays.0.name')) ??
    firstName(value.arrays) ??
    host
  const event = text(value.event) ?? ''
  const parts = split(text(value.command) ?? event, text(value.subcommand), text(first(value, 'arguments', 'details')))
  const isAudit = /^pure/.test(parts.command)
  return {
    kind: isAudit ? 'audit' : 'session',
    array,
    id: text(first(value, 'id', 'name')),
    user: text(first(value, 'user')) ?? text(at(value, 'user.name')),
    ...parts,
    ...(isAudit ? {} : { subcommand: event }),
    address: text(first(value, 'ip_address', 'location', 'client_ip')),
    by: text(first(value, 'user_interface', 'interface', 'method')),
    origin: text(value.origin),
    result: text(value.result),
    text: [parts.command, parts.subcommand, parts.arguments].join(' ').trim(),
    time: statedTime(first(value, 'time', 'opened', 'start_time', 'created')),
  }
}

const firstName = (held: JsonObject[string]): string | undefined => {
  const one = Array.isArray(held) ? held[0] : undefined
  return isObject(one) ? text(one.name) : undefined
}

export const isPureObject = (value: JsonObject): boolean =>
  (typeof value.command === 'string' && /^pure/.test(value.command)) ||
  (typeof value.event === 'string' &&
    typeof value.user === 'string' &&
    (/^pure/.test(value.event) || Object.hasOwn(value, 'location') || Object.hasOwn(value, 'user_interface')))
