// A row of a log that has columns and texts and no format of its own: read out of a database, as a Windows event, or as a line.
import type { JsonObject } from '../../lib/json.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import { fromObject, isEvent } from '../windows.security/objects.ts'

export interface Row {
  readonly id?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  /** Where it was logged. */
  readonly server?: string | undefined
  /** As `DOMAIN\name` where the row has both. */
  readonly user?: string | undefined
  /** The computer or address that the user sat at. */
  readonly station?: string | undefined
  /** The vendor's name or number of the event. */
  readonly code?: string | undefined
  /** The part of the product that wrote it. */
  readonly program?: string | undefined
  /** What it is about, as people call it. */
  readonly thing?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly severity?: string | undefined
  readonly result?: string | undefined
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** For each part of a row the columns that may hold it, in small letters without blanks and signs, the best first. */
export type Columns = Readonly<Partial<Record<Exclude<keyof Row, 'fields'>, readonly string[]>>>

/** Names of columns are the same in every row: each is made plain once. */
const plainNames = new Map<string, string>()

function plain(name: string): string {
  const held = plainNames.get(name)
  if (held !== undefined) return held
  const made = name
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  if (plainNames.size < 5_000) plainNames.set(name.slice(0, 100), made)
  return made
}

/** Columns by their plain names; of two that are the same then, the first. */
function columnsOf(value: JsonObject): ReadonlyMap<string, JsonObject[string]> {
  const found = new Map<string, JsonObject[string]>()
  for (const [name, held] of Object.entries(value).slice(0, 200)) {
    const key = plain(name)
    if (!found.has(key)) found.set(key, held)
  }
  return found
}

const tidy = (held: string | undefined): string | undefined =>
  held === undefined || /^\s*(?:|-|null|n\/a)\s*$/i.test(held) ? undefined : held.trim()

/** Whether an object has a column for each of the parts. */
export function hasColumns(value: JsonObject, columns: Columns, ...parts: readonly (keyof Columns)[]): boolean {
  const names = Object.keys(value)
  if (names.length > 200) return false
  const has = (wanted: readonly string[]): boolean =>
    names.some((name) => wanted.includes(plain(name)) && tidy(text(value[name])) !== undefined)
  return parts.every((part) => has(columns[part] ?? []))
}

export function rowOf(value: JsonObject, columns: Columns): Row {
  const held = columnsOf(value)
  const at = (part: keyof Columns): string | undefined => {
    for (const name of columns[part] ?? []) {
      const found = tidy(text(held.get(name)))
      if (found !== undefined) return found
    }
    return undefined
  }
  const time = (columns.time ?? []).map((name) => timeOf(held.get(name))).find((one) => one !== undefined)
  return {
    id: at('id'),
    time,
    server: at('server'),
    user: at('user'),
    station: at('station'),
    code: at('code'),
    program: at('program'),
    thing: at('thing'),
    from: at('from'),
    to: at('to'),
    severity: at('severity'),
    result: at('result'),
    message: at('message') ?? '',
    fields: value,
  }
}

function timeOf(value: JsonObject[string] | undefined): number | undefined {
  if (typeof value === 'string' && /^\d{10}(?:\d{3})?$/.test(value)) return statedTime(Number(value))
  // PowerShell writes `/Date(1772442000000)/`.
  const [, stamp] = typeof value === 'string' ? (/^\/Date\((\d{12,14})/.exec(value) ?? []) : []
  return statedTime(stamp === undefined ? value : Number(stamp))
}

/** A Windows event of one of the product's programs. @param ofProduct says so of the provider's name */
export const isWindowsRow = (value: JsonObject, ofProduct: RegExp): boolean =>
  isEvent(value) && ofProduct.test(fromObject(value).provider)

export function windowsRow(value: JsonObject): Row {
  const { id, provider, computer, time, recordId, message, account, channel, data } = fromObject(value)
  const texts = Object.entries(data).flatMap(([name, held]) => (/^param\d+$/i.test(name) ? [held] : []))
  return {
    id: recordId && computer ? `${computer}/${channel}/${recordId}` : undefined,
    time,
    server: computer || undefined,
    user: account,
    code: id,
    program: provider,
    message: message || texts.join(' '),
    fields: data,
  }
}

/** A line of the product's own, with what its header says. */
export const lineRow = ({ message, time, host, app }: SyslogLine): Row => ({
  time,
  server: host,
  program: app,
  message,
  fields: {},
})

/** `Label: value` and `Label<tab>value` in the lines of a message, by the plain names of the labels. */
export function labelsIn(message: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const line of message.slice(0, 20_000).split(/\r?\n|\\n/)) {
    const [, label, held] = /^\s*([A-Za-z][\w /()-]{1,40}?)\s*(?::|\t|=)\s*(\S[\s\S]{0,1000})$/.exec(line) ?? []
    if (label !== undefined && held !== undefined && !found.has(plain(label))) found.set(plain(label), held.trim())
  }
  return found
}
