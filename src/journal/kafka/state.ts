// A stage's state for one partition: a compacted topic is the truth, a disposable local file holds what stands in it.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { StateChange, StateView } from '../../model/journal.ts'
import { makeScratchFolder } from '../scratch-folder.ts'
import { openScratch } from '../sqlite/database.ts'
import { openState, type StageState } from '../sqlite/state.ts'
import { type MarkedParts, placeKey, readToMarkers, writeMarker } from './marked.ts'

export interface PartitionState extends StateView {
  /** Where the owner stood in its input when it last committed, as `place.ts` writes it. */
  readonly place: string | undefined
  committed(changes: readonly StateChange[]): void
  close(): void
}

/** Of what changed again and again only the last is written. */
const mostGathered = 100_000

/** Rebuilds the state from its topic. @throws as `readToMarkers` */
export async function restoreState(parts: MarkedParts): Promise<PartitionState> {
  const folder = makeScratchFolder()
  const database = openScratch(join(folder, 'state.db'))
  // One stage has the file for itself: its name would only be compared in vain.
  const state: StageState = openState(database, '')
  const close = (): void => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const markers = new Map([[parts.owner, await writeMarker(parts)]])
    const gathered = new Map<string, string | undefined>()
    const flush = (): void => {
      // In the order of the keys each page of the file is touched once.
      const sorted = [...gathered].sort(([one], [other]) => (one < other ? -1 : 1))
      database.transaction(() => state.write(sorted))
      gathered.clear()
    }
    await readToMarkers(parts, markers, (changes) => {
      for (const [key, value] of changes) gathered.set(key, value)
      if (gathered.size >= mostGathered) flush()
    })
    flush()
  } catch (cause) {
    close()
    throw cause
  }
  return {
    place: state.get(placeKey(parts.owner)),
    get: state.get,
    scan: state.scan,
    committed(changes) {
      if (changes.length === 0) return
      database.transaction(() => state.write(changes))
      state.committed(changes)
    },
    close,
  }
}

/** Of a stage that remembers nothing: only where it stood. */
export const onlyPlace = (place: string | undefined): PartitionState => ({
  place,
  get: () => undefined,
  scan: () => [],
  committed: () => undefined,
  close: () => undefined,
})
