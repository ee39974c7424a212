// Times as records write them, kept within the years that ISO 8601 writes with four digits.
import type { Json } from '../../lib/json.ts'

const earliest = Date.UTC(1900, 0, 1)
const latest = Date.UTC(9999, 11, 31)

/** Epoch milliseconds of an ISO text with date and time (without a zone: UTC), or of a number of seconds or milliseconds. */
export function statedTime(value: Json | undefined): number | undefined {
  const time =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)
      ? Date.parse(plain.test(value) ? value : isoLike(value))
      : typeof value === 'number'
        ? value < 1e11
          ? value * 1000
          : value
        : Number.NaN
  return Number.isFinite(time) && time > earliest && time < latest ? time : undefined
}

/** As most records have it, so that nothing need be put right. */
const plain = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

/** A comma before the fraction, a blank before the zone and a zone without a colon are written too. */
function isoLike(value: string): string {
  const dotted = value.replace(/,(\d+)/, '.$1').replace(/\s+(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i, '$1')
  const zoned = dotted.replace(/(UTC|GMT)$/i, 'Z')
  return /(Z|[+-]\d\d:?\d\d)$/i.test(zoned) ? zoned : `${zoned}Z`
}

/** ISO text of a time; what lies beyond is drawn to the edge. */
export function isoOf(time: number): string {
  const whole = Number.isNaN(time) ? 0 : Math.trunc(Math.min(Math.max(time, earliest), latest))
  const day = Math.floor(whole / dayLength)
  // Records come in the order of their time, so that most share their day with the one before.
  if (day !== lately.day) lately = { day, text: new Date(day * dayLength).toISOString().slice(0, 11) }
  const rest = whole - day * dayLength
  const seconds = Math.floor(rest / 1_000)
  const minutes = Math.floor(seconds / 60)
  return `${lately.text}${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}.${three[rest % 1_000]}Z`
}

const dayLength = 86_400_000
let lately = { day: Number.NaN, text: '' }
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))
const three = Array.from({ length: 1_000 }, (_, number) => String(number).padStart(3, '0'))

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const ofAccessLog =
  /^(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?: ?([+-])(\d\d):?(\d\d))?$/

/** Epoch milliseconds of `06/Feb/2019:00:00:38 +0000`, as web servers write it in their access logs; without a zone UTC. */
export function accessLogTime(stamp: string): number | undefined {
  const found = ofAccessLog.exec(stamp)
  const month = months.indexOf((found?.[2] ?? '').toLowerCase())
  if (!found || month < 0) return undefined
  const [day = 0, year = 0, hour = 0, minute = 0, second = 0] = [1, 3, 4, 5, 6].map((place) => Number(found[place]))
  if (day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined
  const offset = (found[8] === '-' ? -1 : 1) * (Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0))
  const thousandths = Math.floor(Number(`0.${found[7] ?? '0'}`) * 1000)
  return Date.UTC(year, month, day, hour, minute, Math.min(second, 59), thousandths) - offset * 60_000
}

const quarter = 15 * 60_000

/**
 * A time without a zone, put right by when it was taken: zones lie at quarters of an hour, and nothing waits long.
 * @param time epoch milliseconds as if it were UTC  @param taken epoch milliseconds
 */
export function zonedBy(time: number, taken: number | undefined): number {
  if (taken === undefined) return time
  const offset = Math.round((taken - time) / quarter) * quarter
  return Math.abs(offset) <= 14 * 3_600_000 && Math.abs(taken - time - offset) < 7 * 60_000 ? time + offset : time
}
