// Many records for the journal, some hundreds in one step: what a person hands in may be a million.
import type { Journal, NewRecord } from '../model/journal.ts'

const most = 500

/** Durable when it resolves, part by part. */
export async function appendAll<T>(
  journal: Journal,
  all: readonly T[],
  recordOf: (one: T) => NewRecord,
): Promise<void> {
  for (let from = 0; from < all.length; from += most) await journal.append(all.slice(from, from + most).map(recordOf))
}
