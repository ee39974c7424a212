// The stage's own clock: it goes with the ticks, and only forward. A wall clock that is set back makes nobody wait for the past.
import { minute } from '../lib/duration.ts'
import type { Book } from './book.ts'
import type { Moment } from './escalate.ts'

const key = 'clock\u0000'

interface Clock {
  /** The newest wall clock that was seen, to the minute. */
  readonly latest: number
  /** By how much our clock is ahead of the wall's. */
  readonly ahead: number
}

/**
 * The moment of a record that is no tick.
 * @param wall epoch milliseconds at which it arrived
 */
export function readClock(book: Book, wall: number): Moment {
  // The first one sets the clock, so that a clock that is set back right after it is noticed.
  const { latest, ahead } = book.get<Clock>(key) ?? setClock(book, { latest: wall, ahead: 0 })
  return { now: Math.max(wall, latest) + ahead, wall }
}

/** Tells the time. Written once a minute, and when the wall clock was set back by more than that. */
export function tellTime(book: Book, wall: number): Moment {
  const before = book.get<Clock>(key)
  if (before === undefined) return { now: wall + setClock(book, { latest: wall, ahead: 0 }).ahead, wall }
  const { latest, ahead } = before
  const back = wall < latest - minute
  const clock =
    back || wall >= latest + minute
      ? setClock(book, { latest: wall, ahead: back ? ahead + latest - wall : ahead })
      : before
  return { now: wall + clock.ahead, wall }
}

function setClock(book: Book, clock: Clock): Clock {
  book.put(key, clock)
  return clock
}
