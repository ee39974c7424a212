// Durations as people write them (`90s`, `15m`, `24h`, `30d`) in milliseconds.
import { fail, ok, type Result } from './result.ts'

const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const satisfies Record<
  string,
  number
>

export const second = unit.s
export const minute = unit.m
export const hour = unit.h
export const day = unit.d

/** Milliseconds of a text such as `15m`; the reason when it is none. */
export function parseDuration(text: string): Result<number, string> {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(text.trim())
  if (!found) return fail(`"${text}" is no duration: write a number and ms, s, m, h, d or w, such as 15m`)
  return ok(Number(found[1]) * unit[found[2] as keyof typeof unit])
}

/** The shortest honest text of a length of time: `450 ms`, `12 s`, `3 h`, `40 days`. */
export function tellDuration(ms: number): string {
  if (ms < second) return `${Math.round(ms)} ms`
  if (ms < 2 * minute) return `${Math.round(ms / second)} s`
  if (ms < 2 * hour) return `${Math.round(ms / minute)} min`
  if (ms < 2 * day) return `${Math.round(ms / hour)} h`
  return `${Math.round(ms / day)} days`
}
