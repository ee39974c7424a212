// Times as syslog headers write them: with a year or without, with a zone or without.
import { day } from '../../lib/duration.ts'

export interface StampedTime {
  /** Epoch milliseconds. */
  readonly time: number
  /** False: no zone is stated, and UTC stands for it. */
  readonly zoned: boolean
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Names of zones that mean one offset only, in minutes. */
const offsets: Readonly<Record<string, number>> = { Z: 0, UTC: 0, GMT: 0, CET: 60, CEST: 120 }

const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))? ?(Z|UTC|[+-]\d\d:?\d\d)?$/
const yearFirst = /^([A-Za-z]{3})\s+(\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?: (\S+))?$/
const yearLast = /^([A-Za-z]{3})\s+(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?: (\d{4}|[A-Z]+|[+-]\d\d:?\d\d))?$/

/**
 * The time of a stamp; undefined where it is none, or names a day that no calendar has.
 * @param received epoch milliseconds: RFC 3164 has no year, so it is the one that puts the stamp last before a day after
 */
export function syslogTime(stamp: string, received: number): StampedTime | undefined {
  const modern = iso.exec(stamp)
  if (modern) {
    const [, year, month, date, hour, minute, second, fraction, zone] = modern
    return timeFrom({ year: Number(year), month: Number(month) - 1, date, hour, minute, second, fraction }, zone)
  }
  const dated = yearFirst.exec(stamp)
  if (dated) {
    const [, month, date, year, hour, minute, second, fraction, zone] = dated
    return timeFrom({ year: Number(year), month: monthOf(month), date, hour, minute, second, fraction }, zone)
  }
  const short = yearLast.exec(stamp)
  if (!short) return undefined
  const [, month, date, hour, minute, second, fraction, last] = short
  const parts = { month: monthOf(month), date, hour, minute, second, fraction }
  if (last && /^\d{4}$/.test(last)) return timeFrom({ ...parts, year: Number(last) }, undefined)
  return guessYear(parts, last, received)
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly date: string | undefined
  readonly hour: string | undefined
  readonly minute: string | undefined
  readonly second: string | undefined
  readonly fraction: string | undefined
}

/** Eight years back reach a leap day from anywhere. */
function guessYear(parts: Omit<Parts, 'year'>, zone: string | undefined, received: number): StampedTime | undefined {
  const newest = new Date(received + day).getUTCFullYear()
  for (let year = newest; year > newest - 9; year -= 1) {
    const found = timeFrom({ ...parts, year }, zone)
    if (found && found.time <= received + day) return found
  }
  return undefined
}

function timeFrom(parts: Parts, zone: string | undefined): StampedTime | undefined {
  const { year, month } = parts
  const [date, hour] = [Number(parts.date), Number(parts.hour)]
  const [minute, second] = [Number(parts.minute), Number(parts.second)]
  const thousandths = parts.fraction === undefined ? 0 : Math.floor(Number(`0.${parts.fraction}`) * 1000)
  const local = Date.UTC(year, month, date, hour, minute, Math.min(second, 59), thousandths)
  const isReal =
    month >= 0 && month < 12 && hour < 24 && minute < 60 && second <= 60 && date >= 1 && date <= lastOf(year, month)
  if (!isReal) return undefined
  const offset = zone === undefined ? undefined : offsetOf(zone)
  return offset === undefined ? { time: local, zoned: false } : { time: local - offset * 60_000, zoned: true }
}

/** The last day of a month. */
const lastOf = (year: number, month: number): number =>
  month === 1
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : month === 3 || month === 5 || month === 8 || month === 10
      ? 30
      : 31

function offsetOf(zone: string): number | undefined {
  const signed = /^([+-])(\d\d):?(\d\d)$/.exec(zone)
  if (!signed) return Object.hasOwn(offsets, zone) ? offsets[zone] : undefined
  const minutes = Number(signed[2]) * 60 + Number(signed[3])
  return signed[1] === '-' ? -minutes : minutes
}

const monthOf = (name: string | undefined): number => months.indexOf((name ?? '').toLowerCase())
