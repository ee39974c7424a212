// Forms of texts that only a paging policy has: lengths of turns, local times, moments.

/** Days or hours of `7d`, `1w`, `12h`; undefined for anything else. */
export function turnOf(text: string): { readonly days: number } | { readonly hours: number } | undefined {
  const [, count, unit] = /^([1-9]\d{0,2})(h|d|w)$/.exec(text) ?? []
  if (count === undefined) return undefined
  return unit === 'h' ? { hours: Number(count) } : { days: Number(count) * (unit === 'w' ? 7 : 1) }
}

const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/
const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/

/** True for a date and time of the calendar without a zone. `Date` would take 31 February for a day in March. */
function isLocalTime(text: string): boolean {
  if (!localTime.test(text)) return false
  const time = Date.parse(`${text}Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

const isMoment = (text: string): boolean =>
  isLocalTime(text) || (zoned.test(text) && !Number.isNaN(Date.parse(text)) && isLocalTime(text.slice(0, 16)))

/** Formats by the names that the schema uses: what holds, and the words when it does not. */
export const policyFormats: Readonly<
  Record<string, { readonly test: (text: string) => boolean; readonly words: string }>
> = {
  turn: { test: (text) => turnOf(text) !== undefined, words: 'must be a length of turns such as 12h, 7d or 1w' },
  'local-time': { test: isLocalTime, words: 'must be a local date and time such as 2026-01-05T08:00' },
  moment: {
    test: isMoment,
    words: 'must be a local date and time such as 2026-12-24T08:00, or one with its zone: 2026-12-24T08:00+01:00',
  },
  hour: {
    test: (text) => /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text),
    words: 'must be a time of day such as "22:00"',
  },
}
