// Local clocks: what one shows at an instant, and when it first shows a time. A wall time is its face read as if it were UTC, in milliseconds.
import { day } from './duration.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * What the zone's clock shows, to the second.
 * @param at epoch milliseconds
 * @throws RangeError for a name that is no IANA zone
 */
export function wallOf(at: number, zone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, date, hour, minute, second) + (((at % 1_000) + 1_000) % 1_000)
}

/**
 * The first instant at which the zone's clock shows this time or a later one: in an hour that is left out, the moment in which
 * the clock jumps; in one that comes twice, the first. So later wall times never come earlier.
 * @returns epoch milliseconds
 */
export function instantOf(wall: number, zone: string): number {
  const before = wallOf(wall - day, zone) - (wall - day)
  const after = wallOf(wall + day, zone) - (wall + day)
  if (before === after) return wall - before
  const first = wall - Math.max(before, after)
  if (wallOf(first, zone) >= wall) return first
  const last = wall - Math.min(before, after)
  // A change of the clock lies between the two, and so does the moment.
  let [low, high] = [first, last]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (wallOf(middle, zone) >= wall) high = middle
    else low = middle
  }
  return high
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}
