// Parts of a time for the specification's time modifiers: as they stand in the text, without any conversion of zones.
import type { TimePart } from './ast.ts'

const form =
  /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?\s*$/i

/** The part of a date in a value (ISO text; epoch seconds or milliseconds in UTC); undefined when it holds none. */
export function timePart(value: unknown, part: TimePart): number | undefined {
  if (typeof value === 'number') return partOfEpoch(value, part)
  if (typeof value !== 'string') return undefined
  const found = form.exec(value)
  if (!found) return /^\d{9,13}(\.\d+)?$/.test(value) ? partOfEpoch(Number(value), part) : undefined
  const [, year, month, day, hour, minute] = found
  if ((part === 'hour' || part === 'minute') && hour === undefined) return undefined
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0)))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  return Number(hour ?? 0) < 24 && Number(minute ?? 0) < 60 ? partOf(date, part) : undefined
}

function partOfEpoch(value: number, part: TimePart): number | undefined {
  const time = value < 1e11 ? value * 1000 : value
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? partOf(new Date(time), part) : undefined
}

function partOf(date: Date, part: TimePart): number {
  switch (part) {
    case 'minute':
      return date.getUTCMinutes()
    case 'hour':
      return date.getUTCHours()
    case 'day':
      return date.getUTCDate()
    case 'week':
      return isoWeek(date)
    case 'month':
      return date.getUTCMonth() + 1
    case 'year':
      return date.getUTCFullYear()
  }
}

/** ISO 8601: the week that has the year's first Thursday is the first. */
function isoWeek(date: Date): number {
  const thursday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()))
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7))
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7)
}
