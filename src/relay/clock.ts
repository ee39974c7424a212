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

/** @param wall epoch milliseconds of a tick or of a record's arrival */
export function readClock(book: Book, wall: number): Moment {
  return { now: wall + (book.get<Clock>(key)?.ahead ?? 0), wall }
}

/** Tells the time. Written once a minute, and when the wall clock was set back by more than that. */
export function tellTime(book: Book, wall: number): Moment {
  const { latest, ahead } = book.get<Clock>(key) ?? { latest: wall, ahead: 0 }
  if (wall < latest - minute) book.put(key, { latest: wall, ahead: ahead + latest - wall } satisfies Clock)
  else if (wall >= latest + minute || !book.has(key)) book.put(key, { latest: wall, ahead } satisfies Clock)
  return readClock(book, wall)
}
