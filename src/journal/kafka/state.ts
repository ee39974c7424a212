// A stage's state for one partition: a compacted topic is the truth, a local file that may be lost holds what stands in it.
import type { StateChange, StateView } from '../../model/journal.ts'
import { openState, type StageState } from '../sqlite/state.ts'
import { beginAnew, type Copy, openCopy } from './copy.ts'
import { type MarkedParts, markerRecord, placeKey, readToMarkers, writeMarker } from './marked.ts'

export interface PartitionState extends StateView {
  /** Where the owner stood in its input when it last committed, as `place.ts` writes it. */
  readonly place: string | undefined
  /** Goes first into each commit; undefined where nothing is copied. */
  readonly marker?: { readonly key: string; readonly value: string }
  /** @param offset where the commit's marker stands */
  committed(changes: readonly StateChange[], offset?: string): void
  close(): void
}

/** Of what changed again and again only the last is written. */
const mostGathered = 100_000

/** @param copies the folder of local copies; left out: what is read ends with the process */
export interface RestoreParts extends MarkedParts {
  readonly copies?: string
}

/** Rebuilds the state from its topic, or from the local copy and what came since. @throws as `readToMarkers` */
export async function restoreState(parts: RestoreParts): Promise<PartitionState> {
  const { topic, partition, owner } = parts
  const copy = openCopy(parts.copies, `${topic}-${partition}`, Date.now())
  const { database, stand } = copy
  // One stage has the file for itself: its name would only be compared in vain.
  const state: StageState = openState(database, '')
  let nonce: string
  try {
    nonce = await writeMarker(parts)
    const offset =
      (copy.ground && (await readOn(parts, copy, state, nonce))) ?? (await readAll(parts, copy, state, nonce))
    database.transaction(() => stand({ offset, nonce }))
  } catch (cause) {
    copy.close()
    throw cause
  }
  return {
    place: state.get(placeKey(owner)),
    marker: markerRecord(owner, nonce),
    get: state.get,
    scan: state.scan,
    committed(changes, offset) {
      if (changes.length === 0 && offset === undefined) return
      database.transaction(() => {
        state.write(changes)
        if (offset !== undefined) stand({ offset, nonce })
      })
      state.committed(changes)
    },
    close: copy.close,
  }
}

/** What came since the copy was written; undefined where the topic is not the one that it was written from. */
const readOn = (parts: MarkedParts, copy: Copy, state: StageState, nonce: string): Promise<string | undefined> =>
  gathering(copy, state, (take) =>
    readToMarkers(parts, new Map([[parts.owner, nonce]]), take, copy.ground && { owner: parts.owner, ...copy.ground }),
  )

async function readAll(parts: MarkedParts, copy: Copy, state: StageState, nonce: string): Promise<string> {
  if (copy.ground) beginAnew(copy)
  const offset = await gathering(copy, state, (take) => readToMarkers(parts, new Map([[parts.owner, nonce]]), take))
  if (offset === undefined) throw new Error(`${parts.topic}-${parts.partition} could not be read`)
  return offset
}

async function gathering<T>(
  { database }: Copy,
  state: StageState,
  read: (take: (changes: readonly StateChange[]) => void) => Promise<T>,
): Promise<T> {
  const gathered = new Map<string, string | undefined>()
  const flush = (): void => {
    // In the order of the keys each page of the file is touched once.
    const sorted = [...gathered].sort(([one], [other]) => (one < other ? -1 : 1))
    database.transaction(() => state.write(sorted))
    gathered.clear()
  }
  const result = await read((changes) => {
    for (const [key, value] of changes) gathered.set(key, value)
    if (gathered.size >= mostGathered) flush()
  })
  flush()
  return result
}

/** Of a stage that remembers nothing: only where it stood. */
export const onlyPlace = (place: string | undefined): PartitionState => ({
  place,
  get: () => undefined,
  scan: () => [],
  committed: () => undefined,
  close: () => undefined,
})
