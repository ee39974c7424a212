// When the page stage has something to do although nothing happens: for clocks that are moved from one such moment to the next.
import type { StateView } from '../model/journal.ts'
import { openBook } from './book.ts'
import type { PageStageOptions } from './desk.ts'
import { firstDue } from './incident.ts'
import { firstSummary } from './summaries.ts'

/** @returns the next moment by the stage's own clock, in epoch milliseconds; undefined: never. Self-tests are left out. */
export function nextDue(state: StateView, options: PageStageOptions): number | undefined {
  const book = openBook(state)
  const times = [firstDue(book), firstSummary({ book, options, at: { now: 0, wall: 0 } })]
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
