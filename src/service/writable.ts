// A journal whose refusals are heard of: what comes in is turned away as long as nothing can be written, and somebody must know.
import { type Journal, RecordTooLargeError } from '../model/journal.ts'
import { messageOf } from './supervise.ts'

/** @param tell the trouble when something could not be written, undefined when the next could */
export function heardOf(journal: Journal, tell: (trouble: string | undefined) => void): Journal {
  const told = async (work: Promise<void>): Promise<void> => {
    try {
      await work
      tell(undefined)
    } catch (cause) {
      // That is the record's fault, and told of with it.
      if (!(cause instanceof RecordTooLargeError)) tell(`the journal cannot be written: ${messageOf(cause)}`)
      throw cause
    }
  }
  return {
    ...journal,
    append: (records) => told(journal.append(records)),
    take: (records, mark) => told(journal.take(records, mark)),
  }
}
