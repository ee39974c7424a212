// Looks into the state of a journal file that no process owns, and leaves it as it is.
import { existsSync } from 'node:fs'
import type { StateView } from '../../model/journal.ts'
import { openReadOnly } from './database.ts'
import { openState } from './state.ts'

export interface StateFile {
  readonly view: StateView
  close(): void
}

/** @throws JournalLockedError when a running process owns the file; Error when it is not there or no journal */
export function readStateFile(path: string, stage: string): StateFile {
  if (!existsSync(path)) throw new Error(`${path} is not there`)
  const database = openReadOnly(path)
  try {
    return { view: openState(database, stage), close: database.close }
  } catch (cause) {
    database.close()
    throw cause
  }
}
