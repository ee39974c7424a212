// Times as records write them, kept within the years that ISO 8601 writes with four digits.
import type { Json } from '../../lib/json.ts'

const earliest = Date.UTC(1900, 0, 1)
const latest = Date.UTC(9999, 11, 31)

/** Epoch milliseconds of an ISO text with date and time (without a zone: UTC), or of a number of seconds or milliseconds. */
export function statedTime(value: Json | undefined): number | undefined {
  const time =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)
      ? Date.parse(isoLike(value))
      : typeof value === 'number'
        ? value < 1e11
          ? value * 1000
          : value
        : Number.NaN
  return Number.isFinite(time) && time > earliest && time < latest ? time : undefined
}

/** A comma before the fraction, a blank before the zone and a zone without a colon are written too. */
function isoLike(value: string): string {
  const plain = value.replace(/,(\d+)/, '.$1').replace(/\s+(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i, '$1')
  const zoned = plain.replace(/(UTC|GMT)$/i, 'Z')
  return /(Z|[+-]\d\d:?\d\d)$/i.test(zoned) ? zoned : `${zoned}Z`
}

/** ISO text of a time; what lies beyond is drawn to the edge. */
export const isoOf = (time: number): string =>
  new Date(Number.isNaN(time) ? 0 : Math.min(Math.max(time, earliest), latest)).toISOString()
