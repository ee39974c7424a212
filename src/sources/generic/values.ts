// Times, lengths and switches as consoles write them, in the forms of our settings.
import { isObject, type Json } from '../../lib/json.ts'
import type { Unit } from '../../model/mapping.ts'
import { type Setting, settings, unlimited } from '../../model/setting.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { number } from '../kit/look.ts'
import { daysIn } from '../kit/span.ts'
import { statedTime } from '../kit/time.ts'
import { textsOf } from './spec.ts'

const unitDays: Readonly<Record<Unit, number>> = {
  seconds: 1 / 86_400,
  minutes: 1 / 1_440,
  hours: 1 / 24,
  days: 1,
  weeks: 7,
  months: 30,
  years: 365,
}

/** Settings that are lengths of time, in days; and those that are moments, in epoch milliseconds. */
export const lengths: ReadonlySet<string> = new Set<string>([
  'retention',
  'copy-retention',
  'retention-minimum',
  'retention-maximum',
  'undo-window',
  'lock-days',
] satisfies Setting[])
const moments = new Set<string>(['lock-until', 'clock'] satisfies Setting[])

const on = /^(on|true|yes|1|enabled?|active|activated)$/i
const off = /^(off|false|no|0|disabled?|inactive|deactivated|none)$/i

export interface Told {
  readonly setting: string
  readonly unit?: Unit | undefined
  /** The vendor's words, in small letters, and ours. */
  readonly words: ReadonlyMap<string, Json>
  /** Minutes east of UTC of times without a zone. */
  readonly offset: number
}

/** A value of a setting in its own form; undefined where nobody can tell. */
export function settingValue(value: Json | undefined, { setting, unit, words, offset }: Told): Json | undefined {
  if (value === undefined || value === null || isObject(value)) return undefined
  const order = settings[setting as Setting].kind
  if (order === 'set')
    return Array.isArray(value)
      ? textsOf(value)
      : String(value)
          .split(/\s*[,;]\s*/)
          .filter((part) => part !== '')
  const [text] = textsOf(value)
  if (text === undefined) return undefined
  const ours = words.get(text.trim().toLowerCase())
  if (ours !== undefined) return ours
  if (moments.has(setting)) return timeIn(value, offset)
  if (lengths.has(setting)) return daysIn(text, unitDays[unit ?? 'days'])
  if (order === 'more')
    return /^(unlimited|infinite|never)$/i.test(text.trim())
      ? unlimited
      : number(text.trim().replace(/\s*(versions?|copies|%)$/i, ''))
  if (order === 'same') return text
  return switched(text, (settings[setting as Setting] as { readonly values: readonly string[] }).values)
}

/** A word of the setting's own, else on or off. */
function switched(text: string, values: readonly string[]): string | undefined {
  const word = text.trim().toLowerCase()
  if (values.includes(word)) return word
  const plain = on.test(word) ? 'on' : off.test(word) ? 'off' : undefined
  return plain !== undefined && values.includes(plain) ? plain : undefined
}

const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})[ T,]+(\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)/
const slashed = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})[ T]+(\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)/

/** Epoch milliseconds; a number of seconds, milli-, micro- or nanoseconds, or a text in one of the usual forms. */
export function timeIn(value: Json | undefined, offset: number, received = 0): number | undefined {
  const plain = typeof value === 'string' && /^\s*\d{9,19}(\.\d+)?\s*$/.test(value) ? Number(value) : value
  if (typeof plain === 'number') return statedTime(plain > 1e17 ? plain / 1e6 : plain > 1e14 ? plain / 1e3 : plain)
  if (typeof plain !== 'string') return undefined
  const text = plain.trim()
  const east = -offset * 60_000
  const iso = statedTime(text)
  if (iso !== undefined) return /(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i.test(text) ? iso : iso + east
  const stamp = syslogTime(text, received)
  if (stamp) return stamp.zoned ? stamp.time : stamp.time + east
  const [, d1 = '', d2 = '', d3 = '', clock = ''] = dotted.exec(text) ?? []
  const [, s1 = '', s2 = '', s3 = '', hour = ''] = slashed.exec(text) ?? []
  const date = clock ? `${d3}-${two(d2)}-${two(d1)}` : hour ? `${s1}-${two(s2)}-${two(s3)}` : undefined
  const found = date === undefined ? undefined : statedTime(`${date} ${padded(clock || hour)}`)
  return found === undefined ? undefined : found + east
}

const two = (part: string): string => part.padStart(2, '0')
const padded = (clock: string): string => {
  const [hour = '', ...rest] = clock.split(':')
  return [two(hour), ...rest].join(':') + (rest.length === 1 ? ':00' : '')
}

/** Minutes east of UTC of `+01:00`, `-0530` or `Z`. */
export function offsetOf(zone: string | undefined): number {
  const found = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '')
  return found ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0
}
