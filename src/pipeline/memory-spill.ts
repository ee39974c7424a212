// Memory of constant size over a store that is as large as it has to be: what a replay of any length remembers with.
import type { StateChange, StateView } from '../model/journal.ts'
import type { ClockedMemory } from './memory-map.ts'
import { memoryOver } from './memory-state.ts'

/** Where entries go that are not at hand. */
export interface SpillStore {
  readonly view: StateView
  /** Writes changes; they are in the view when it returns. */
  write(changes: readonly StateChange[]): void
}

/** So many readings and writings between two spills: a few hundred megabytes at most, and nothing in a short replay. */
const usualMost = 300_000

/**
 * Gathers changes as a batch of the service does, and gives them to the store between two events, so that no event sees half.
 * @param store made when it is needed for the first time
 */
export function memorySpilling(store: () => SpillStore, most = usualMost): ClockedMemory {
  let spill: SpillStore | undefined
  const view: StateView = {
    get: (key) => spill?.view.get(key),
    scan: (prefix, limit) => spill?.view.scan(prefix, limit) ?? [],
  }
  let memory = memoryOver(view)
  let touched = 0
  return {
    get clock() {
      return memory.clock
    },
    advance(now) {
      if (touched >= most) {
        spill ??= store()
        spill.write(memory.changes())
        memory = memoryOver(view)
        touched = 0
      }
      memory.advance(now)
    },
    get(kind, key) {
      touched += 1
      return memory.get(kind, key)
    },
    put(kind, key, value, until) {
      touched += 1
      memory.put(kind, key, value, until)
    },
    drop(kind, key) {
      touched += 1
      memory.drop(kind, key)
    },
  }
}
