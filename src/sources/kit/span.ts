// Lengths of time as consoles write them, in days: `30 days`, `6months`, `12h`, `P1Y`, `infinite`.
import { unlimited } from '../../model/setting.ts'

const days: Readonly<Record<string, number>> = {
  s: 1 / 86_400,
  second: 1 / 86_400,
  seconds: 1 / 86_400,
  sec: 1 / 86_400,
  minute: 1 / 1_440,
  minutes: 1 / 1_440,
  min: 1 / 1_440,
  mins: 1 / 1_440,
  m: 1 / 1_440,
  h: 1 / 24,
  hr: 1 / 24,
  hrs: 1 / 24,
  hour: 1 / 24,
  hours: 1 / 24,
  d: 1,
  day: 1,
  days: 1,
  w: 7,
  week: 7,
  weeks: 7,
  mo: 30,
  month: 30,
  months: 30,
  y: 365,
  yr: 365,
  yrs: 365,
  year: 365,
  years: 365,
}

/**
 * Days of a length of time, a month being 30 and a year 365; `unlimited` for what never ends; undefined where the text is none.
 * @param bare how many days a number without a unit counts; left out, such a number is none
 */
export function daysIn(text: string | undefined, bare?: number): number | typeof unlimited | undefined {
  const told = text?.trim().toLowerCase()
  if (told === undefined || told === '') return undefined
  if (/^(infinite|infinity|forever|unlimited|indefinite|never|max)$/.test(told)) return unlimited
  if (/^p/.test(told)) return isoDays(told)
  if (/^\d+(\.\d+)?$/.test(told)) return bare === undefined ? undefined : rounded(Number(told) * bare)
  let sum = 0
  let rest = told
  while (rest !== '') {
    const found = /^(\d+(?:\.\d+)?)[\s_-]*([a-z]+)[\s,]*/.exec(rest)
    const unit = found?.[2] ?? ''
    if (!found || !Object.hasOwn(days, unit)) return undefined
    sum += Number(found[1]) * (days[unit] ?? 0)
    rest = rest.slice(found[0].length)
  }
  return rounded(sum)
}

/** ISO 8601: `P30D`, `P1Y6M`, `PT12H`, `P2W`. */
function isoDays(told: string): number | undefined {
  const found = /^p(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)w)?(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/.exec(told)
  if (!found || told.length < 3) return undefined
  const [years = 0, months = 0, weeks = 0, dates = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0))
  return rounded(years * 365 + months * 30 + weeks * 7 + dates + hours / 24 + minutes / 1_440 + seconds / 86_400)
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4
