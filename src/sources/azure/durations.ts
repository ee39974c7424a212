// Lengths of time as Azure's settings write them, in days.
import type { Json } from '../../lib/json.ts'
import { anyCase, number, text } from '../kit/look.ts'
import { daysIn } from '../kit/span.ts'

const unit: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 }

/** Days of `P30D`, `P4W`, `P1Y`, `PT8H`; undefined for what is none, and for none at all (`PT0S`). */
export function isoDays(value: Json | undefined): number | undefined {
  const told = daysIn(text(value))
  return typeof told === 'number' && told > 0 ? told : undefined
}

/** Days of `{ count: 30, durationType: 'Days' }`. */
export function countedDays(value: Json | undefined): number | undefined {
  const count = number(anyCase(value, 'count'))
  const kind = (text(anyCase(value, 'durationtype')) ?? 'days').toLowerCase().replace(/s$/, '')
  const factor = Object.hasOwn(unit, kind) ? unit[kind] : undefined
  return count === undefined || factor === undefined ? undefined : count * factor
}
