// How long somebody pauses by nature: the longest pauses of four weeks, those of nights apart from those of weekends.
import { day, hour, minute } from '../lib/duration.ts'

/** By day: the longest pause that ended on it, and the longest of less than a day and a half. */
export type Pauses = readonly (readonly [day: number, any: number, short: number])[]

const pausesFor = 28
const shortPause = 36 * hour

/** A silence that touches a weekend, wherever that falls, is held against the longest pause, any other against those of a night. */
export function usualPause({ pauses, last }: { readonly pauses: Pauses; readonly last: number }, now: number): number {
  const today = Math.floor(now / day)
  const recent = pauses.filter(([on]) => today - on <= pausesFor)
  const restDay = [5, 6, 0].some((weekday) => touches(last, now, weekday))
  return Math.max(0, ...recent.map(([, any, night]) => (restDay ? any : night)))
}

function touches(from: number, to: number, weekday: number): boolean {
  if (to - from >= 7 * day) return true
  for (let time = from; time <= to; time += day) if (new Date(time).getUTCDay() === weekday) return true
  return new Date(to).getUTCDay() === weekday
}

/** With a pause that ended now. */
export function withPause(pauses: Pauses, now: number, length: number): Pauses {
  if (length < 2 * minute) return pauses
  const today = Math.floor(now / day)
  const [, any = 0, night = 0] = pauses.find(([on]) => on === today) ?? []
  const held = length < shortPause ? Math.max(night, length) : night
  if (length <= any && held === night) return pauses
  const rest = pauses.filter(([on]) => on !== today && today - on <= pausesFor)
  return [...rest, [today, Math.max(any, length), held]]
}
