// Epoch milliseconds as ISO text.

/** Undefined where no calendar reaches. */
export const isoOf = (time: number): string | undefined =>
  Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : undefined

const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i
const zone = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i

/** Epoch milliseconds of ISO text (without a zone: UTC), of epoch seconds or of epoch milliseconds; undefined for all else. */
export function timeOf(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : undefined
  if (text !== undefined && iso.test(text)) {
    const plain = text.replace(' ', 'T').replace(',', '.').replace(/\s+/g, '')
    const time = Date.parse(plain.length === 10 || zone.test(plain.slice(10)) ? plain : `${plain}Z`)
    return Number.isNaN(time) ? undefined : time
  }
  const number = text !== undefined && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  const time = Math.abs(number) < 1e11 ? number * 1_000 : number
  return Math.abs(time) <= 8.64e15 ? Math.round(time) : undefined
}
