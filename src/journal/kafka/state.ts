// A stage's state for one partition: a compacted topic is the truth, a disposable local file holds what stands in it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StateChange, StateView } from '../../model/journal.ts'
import { openScratch } from '../sqlite/database.ts'
import { openState, type StageState } from '../sqlite/state.ts'
import { type MarkedParts, placeKey, readToMarkers, writeMarker } from './marked.ts'

export interface PartitionState extends StateView {
  /** Where the owner stood in its input when it last committed, as `place.ts` writes it. */
  readonly place: string | undefined
  committed(changes: readonly StateChange[]): void
  close(): void
}

/** Rebuilds the state from its topic. @throws as `readToMarkers` */
export async function restoreState(parts: MarkedParts): Promise<PartitionState> {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-state-'))
  const database = openScratch(join(folder, 'state.db'))
  const state: StageState = openState(database, parts.topic)
  const close = (): void => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const markers = new Map([[parts.owner, await writeMarker(parts)]])
    await readToMarkers(parts, markers, (changes) => database.transaction(() => state.write(changes)))
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
