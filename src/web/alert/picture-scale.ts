// The picture's scale: weeks and seconds in one width, by making each gap as wide as the logarithm of its length, and saying it.
import { tellDuration } from '../../lib/duration.ts'

export interface Scale {
  /** @param at epoch milliseconds, one of those that the scale was made of, or between two of them */
  x(at: number): number
  readonly stops: readonly Stop[]
  /** Behind the stop of the same place; undefined where there is no room for words. */
  readonly gaps: readonly ({ readonly x: number; readonly words: string } | undefined)[]
}

interface Stop {
  readonly x: number
  /** Epoch milliseconds. */
  readonly at: number
  /** Undefined where there is no room for words. */
  readonly words: string | undefined
  /** At which end of its words it stands: those at the edges reach inwards. */
  readonly anchor: 'start' | 'middle' | 'end'
}

/** Moments closer than this are one stop. */
const together = 1_000
const mostStops = 60
const roomForWords = 96
const roomForGap = 46

/** @param moments epoch milliseconds, in any order */
export function makeScale(moments: readonly number[], from: number, to: number): Scale {
  const times = stopsOf(moments)
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const widths = gaps.map((gap) => 1 + Math.log10(1 + gap / 1_000))
  const all = widths.reduce((sum, width) => sum + width, 0)
  const places: number[] = [from + 10]
  for (const width of widths) places.push((places.at(-1) ?? from) + (width / all) * (to - from - 20))
  const x = (at: number): number => round(between(at, times, places))
  const half = roomForWords / 2
  const spans = places.map((here): readonly [start: number, end: number, Stop['anchor']] => {
    if (here < from + half) return [here, here + roomForWords, 'start']
    return here > to - half ? [here - roomForWords, here, 'end'] : [here - half, here + half, 'middle']
  })
  const [lastFrom = to] = spans.at(-1) ?? []
  let free = Number.NEGATIVE_INFINITY
  const stops = times.map((at, index) => {
    const [start, end, anchor] = spans[index] ?? [from, to, 'start']
    // The last one is the newest: what would stand in its way gives way.
    const told = start >= free && (index === times.length - 1 || index === 0 || end <= lastFrom)
    if (told) free = end
    const words = told ? wordsOf(at, times[0] ?? at, times.at(-1) ?? at) : undefined
    return { x: round(places[index] ?? from), at, words, anchor }
  })
  return {
    x,
    stops,
    gaps: gaps.map((gap, index) => {
      const [one = from, other = from] = [places[index], places[index + 1]]
      return other - one < roomForGap ? undefined : { x: round((one + other) / 2), words: tellDuration(gap) }
    }),
  }
}

/** Of very many moments so many that still have a place of their own: first and last stay. */
function stopsOf(moments: readonly number[]): readonly number[] {
  const sorted = [...new Set(moments)].sort((one, other) => one - other)
  const apart: number[] = []
  for (const time of sorted) if (time - (apart.at(-1) ?? Number.NEGATIVE_INFINITY) >= together) apart.push(time)
  if (apart.length <= mostStops) return apart
  const step = apart.length / mostStops
  const few = Array.from({ length: mostStops }, (_, index) => apart[Math.floor(index * step)] ?? 0)
  return [...new Set([...few, apart.at(-1) ?? 0])]
}

function between(at: number, times: readonly number[], places: readonly number[]): number {
  const after = times.findIndex((time) => time >= at)
  if (after === -1) return places.at(-1) ?? 0
  if (after === 0 || times[after] === at) return places[after] ?? 0
  const [start = 0, end = 0] = [times[after - 1], times[after]]
  const [low = 0, high = 0] = [places[after - 1], places[after]]
  return low + ((at - start) / (end - start)) * (high - low)
}

/** A date where the picture spans days, the time of day always. */
function wordsOf(at: number, first: number, last: number): string {
  const iso = new Date(at).toISOString()
  return last - first < 20 * 3_600_000 ? iso.slice(11, 19) : `${iso.slice(5, 10)} ${iso.slice(11, 16)}`
}

const round = (place: number): number => Math.round(place * 10) / 10
