// When an event happened, as far as its neighbours bear it out: contract, section 1, `at`, and section 2 of the design.
import { day, minute } from '../lib/duration.ts'

/** So far ahead of, or behind, the running time of its file or partition a record keeps its own time. */
const ahead = 10 * minute
const behind = day
/** How many of the records that follow are asked. */
export const lookahead = 8
/** A quiet file may jump so far without records behind to bear it out; times farther than this from all others are no times. */
const longestGap = 400 * day

export interface Placed {
  /** Epoch milliseconds to judge the event by. */
  readonly at: number
  /** The running time after it: never goes back, except where the records that follow show that it was wrong. */
  readonly running: number
}

/**
 * Places one record.
 * @param time its own time
 * @param running the running time of its file or partition; undefined at the beginning
 * @param following gives the own times of the next records, at most `lookahead`; asked only when in doubt
 * @param latest what no time can lie after, when that is known: the time of receipt
 */
export function placeInTime(
  time: number,
  running: number | undefined,
  following: () => readonly number[],
  latest = Number.POSITIVE_INFINITY,
): Placed {
  const known = Number.isFinite(time) && time <= latest + ahead
  if (known && running !== undefined && time >= running - behind && time <= running + ahead) {
    return own(time, Math.max(time, running))
  }
  const next = following()
  if (!known || isStray(time, running, next)) return neighbours(running, next, latest)
  if (running === undefined || time > running) return own(time, time)
  return isNewStart(time, running, next) ? own(time, time) : { at: running, running }
}

const own = (at: number, running: number): Placed => ({ at, running })

/** True when it is ahead and most of what follows lies before it: then this one ran ahead, not the others late. */
function isStray(time: number, running: number | undefined, following: readonly number[]): boolean {
  if (running === undefined) {
    const near = following.filter((other) => isNear(other, time))
    return (
      near.length + 1 < (following.length + 1) / 2 ||
      most(
        near.filter((other) => other < time - ahead),
        near,
      )
    )
  }
  if (time < running) return false
  const heard = following.filter((other) => isNear(other, time) || isNear(other, running))
  const fell = heard.filter((other) => other < time)
  if (time - running > longestGap) return heard.length - fell.length < 3 || most(fell, heard)
  return fell.length > heard.length / 2
}

const most = (some: readonly number[], all: readonly number[]): boolean =>
  some.length > 0 && some.length >= all.length / 2

/** True when what follows agrees with it that the running time was wrong. */
function isNewStart(time: number, running: number, following: readonly number[]): boolean {
  if (following.length < 3) return false
  const agree = following.filter((other) => other < running - behind && other >= time - behind && isNear(other, time))
  return agree.length > following.length / 2 && isNear(time, running)
}

const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= longestGap

/** The time of the neighbours: the running time, or where that has not begun or has a gap ahead, of what follows. */
function neighbours(running: number | undefined, following: readonly number[], latest: number): Placed {
  const sane = following.filter((other) => Number.isFinite(other) && other <= latest + ahead)
  const near = sane.filter((other) => running === undefined || (other >= running && other - running <= longestGap))
  const sorted = near.sort((one, other) => one - other)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (running === undefined) {
    const start = middle ?? (Number.isFinite(latest) ? latest : 0)
    return { at: start, running: start }
  }
  // Behind a running time the next one is the neighbour; the middle only helps where nothing says where the file begins.
  return { at: sorted[0] ?? running, running }
}
