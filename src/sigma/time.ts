// Parts of a time for the specification's time modifiers, in UTC.
import type { TimePart } from './ast.ts'

/** The part of a date that stands in a value (ISO text, epoch seconds or milliseconds); undefined when it is none. */
export function timePart(value: unknown, part: TimePart): number | undefined {
  const time =
    typeof value === 'number'
      ? value < 1e11
        ? value * 1000
        : value
      : typeof value === 'string'
        ? Date.parse(
            /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value) ? `${value.replace(' ', 'T')}Z` : value,
          )
        : Number.NaN
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return undefined
  const date = new Date(time)
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
