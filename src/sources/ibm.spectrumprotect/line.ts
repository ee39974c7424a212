// One entry of the activity log: as the server sends it, as `QUERY ACTLOG` prints it, as a row of its table.
import type { JsonObject } from '../../lib/json.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { anyCase, number, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface Entry {
  /** `ANR2017I`, `ANE4961I`. */
  readonly code: string
  /** `I`, `W`, `E`, `S` or `D`. */
  readonly severity: string
  /** Behind the number, on one line. */
  readonly text: string
  /** In small letters; empty where nothing names it. */
  readonly server: string
  readonly session?: string | undefined
  readonly process?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  readonly node?: string | undefined
}

const message = /\b(AN[RES]\d{4})([IWESDK])\b[\s:]*/

/** The entry in a text; undefined where it holds no message of the server. @param host as the carrier has it */
export function entryIn(line: string, host: string | undefined): Entry | undefined {
  const whole = line.slice(0, 40_000)
  const found = message.exec(whole)
  if (!found) return undefined
  const said = whole
    .slice(found.index + found[0].length)
    // RFC 5424 has room for the number in its header, in front of the message.
    .replace(/^-?\s*(?:AN[RES]\d{4}[IWESDK]\b[\s:]*)/, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim()
  return entryOf(`${found[1]}${found[2]}`, said.replace(/",?$/, ''), host, writtenTime(whole.slice(0, found.index)))
}

/** A row of the table ACTLOG, or a page of `QUERY ACTLOG` that a tool made an object of. */
export function entryOfRow(row: JsonObject, host: string | undefined): Entry | undefined {
  const said = text(anyCase(row, 'message')) ?? text(anyCase(row, 'msg_text')) ?? ''
  const found = message.exec(said.slice(0, 200))
  const msgno = number(anyCase(row, 'msgno'))
  const severity = text(anyCase(row, 'severity')) ?? 'I'
  const code = found
    ? `${found[1]}${found[2]}`
    : msgno === undefined
      ? undefined
      : `ANR${String(msgno).padStart(4, '0')}${severity.slice(0, 1)}`
  if (code === undefined || !/^AN[RES]\d{4}[A-Z]$/.test(code)) return undefined
  const stated = text(anyCase(row, 'date_time')) ?? text(anyCase(row, 'date/time')) ?? text(anyCase(row, 'timestamp'))
  const entry = entryOf(
    code,
    (found ? said.slice(found.index + found[0].length) : said).replace(/\s*\n\s*/g, ' ').trim(),
    text(anyCase(row, 'servername')) ?? host,
    writtenTime(stated ?? '') ?? statedTime(stated),
  )
  return {
    ...entry,
    session: entry.session ?? text(anyCase(row, 'session')) ?? text(anyCase(row, 'sessid')),
    process: entry.process ?? text(anyCase(row, 'process')),
    node: text(anyCase(row, 'nodename')),
  }
}

export const isRow = (row: JsonObject): boolean =>
  typeof anyCase(row, 'message') === 'string' &&
  (anyCase(row, 'msgno') !== undefined ||
    anyCase(row, 'date_time') !== undefined ||
    anyCase(row, 'date/time') !== undefined) &&
  (anyCase(row, 'msgno') !== undefined || message.test(text(anyCase(row, 'message'))?.slice(0, 60) ?? ''))

function entryOf(code: string, said: string, host: string | undefined, time: number | undefined): Entry {
  const tail = /\s*\((?=[^()]*\b(?:SESSION|PROCESS)\b)([^()]{1,120})\)\.?\s*$/i.exec(said.slice(-200))
  const end = tail ? said.length - tail[0].length : said.length
  return {
    code,
    severity: code.slice(-1),
    text: said.slice(0, end).trim(),
    server: serverName(host),
    session: /SESSION: ?(\d{1,12})/i.exec(tail?.[1] ?? '')?.[1],
    process: /PROCESS: ?(\d{1,12})/i.exec(tail?.[1] ?? '')?.[1],
    time,
  }
}

const serverName = (host: string | undefined): string =>
  host === undefined ? '' : (/^[\d.:]+$/.test(host) ? host : (host.split('.', 1)[0] ?? '')).toLowerCase().slice(0, 100)

/** `04/16/2026 22:03:36`, `2026-04-16 22:03:36`, `16.04.2026`, `04/16/26`, also with a comma or a tab between; no zone: UTC. */
function writtenTime(before: string): number | undefined {
  const ctime = /\b([A-Z][a-z]{2} {1,2}\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})\s*$/.exec(before.slice(-60))
  if (ctime) return syslogTime(`${ctime[1]} ${ctime[2]} ${ctime[3]}`, 0)?.time
  const found =
    /(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})["\s,T]{1,30}(\d{1,2})[:.](\d\d)[:.](\d\d)(?:[.,]\d{1,9})?(?: ?([AP])M)?/i.exec(
      before.slice(-200),
    )
  if (!found) return undefined
  const [, first, sign, second, third] = found
  const [year, month, date] = order(Number(first), Number(second), Number(third), sign ?? '/')
  const half = found[8]?.toUpperCase()
  const hour = (Number(found[5]) % (half ? 12 : 24)) + (half === 'P' ? 12 : 0)
  const time = Date.UTC(year < 100 ? 2000 + year : year, month - 1, date, hour, Number(found[6]), Number(found[7]))
  return month < 1 || month > 12 || new Date(time).getUTCDate() !== date ? undefined : time
}

/** Year first; or day first with dots and where the first cannot be a month; else month first. */
function order(first: number, second: number, third: number, sign: string): readonly [number, number, number] {
  if (first > 31) return [first, second, third]
  return sign === '.' || first > 12 ? [third, second, first] : [third, first, second]
}
