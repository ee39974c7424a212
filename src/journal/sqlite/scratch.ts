// A store of entries in a file that is thrown away: for what is too large to hold and need not outlive the command.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { StateChange, StateView } from '../../model/journal.ts'
import { makeScratchFolder } from '../scratch-folder.ts'
import { openScratch } from './database.ts'
import { openState } from './state.ts'

export interface Scratch {
  readonly view: StateView
  write(changes: readonly StateChange[]): void
  close(): void
}

/** In the machine's folder for temporary files; gone when it is closed. */
export function makeScratch(): Scratch {
  const folder = makeScratchFolder()
  const database = openScratch(join(folder, 'state.db'))
  const state = openState(database, 'replay')
  return {
    view: state,
    write(changes) {
      database.transaction(() => state.write(changes))
      state.committed(changes)
    },
    close() {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
