// Whether what need not wake anybody waits now, and until when.
import { day, minute } from '../lib/duration.ts'
import { instantOf, wallOf } from '../lib/local-time.ts'
import type { Policy, QuietHours } from '../model/policy.ts'

/** Hours that follow one another without a break are gone through so often; what is quiet for longer would never be told. */
const mostInARow = 20

/**
 * When the quiet hours end that hold now; undefined where none do.
 * @param at epoch milliseconds
 * @returns epoch milliseconds, after `at`
 */
export function quietUntil(
  quiet: Policy['quiet'],
  priority: QuietHours['priority'][number],
  at: number,
): number | undefined {
  const hours = quiet.filter((one) => one.priority.includes(priority))
  let end: number | undefined
  for (let index = 0; index < mostInARow; index += 1) {
    const from = end ?? at
    const ends = hours.flatMap((one) => endOf(one, from) ?? [])
    if (ends.length === 0) break
    end = Math.max(...ends)
  }
  return end
}

/** The end of the hours that an instant lies in: those that began on the local day, or on the day before. */
function endOf({ zone, from, to, days }: QuietHours, at: number): number | undefined {
  const today = Math.floor(wallOf(at, zone) / day) * day
  const overMidnight = timeOfDay(to) <= timeOfDay(from)
  for (const date of [today, today - day]) {
    if (days.length > 0 && !days.includes(weekday(date))) continue
    const begins = instantOf(date + timeOfDay(from), zone)
    const ends = instantOf(date + timeOfDay(to) + (overMidnight ? day : 0), zone)
    if (begins <= at && at < ends) return ends
  }
  return undefined
}

const timeOfDay = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * minute

/** 1 is Monday; the epoch began on a Thursday. */
const weekday = (date: number): number => ((((Math.floor(date / day) + 3) % 7) + 7) % 7) + 1
