// Memory for one pass over records: it lies in a file that is thrown away once it is too large to hold.
import { makeScratch, type Scratch } from '../../journal/sqlite/scratch.ts'
import type { ClockedMemory } from '../../pipeline/memory-map.ts'
import { memorySpilling } from '../../pipeline/memory-spill.ts'

/** Lends the memory to the work, and removes its file when the work ended, well or not. */
export async function withMemory<T>(work: (memory: ClockedMemory) => Promise<T>): Promise<T> {
  let scratch: Scratch | undefined
  try {
    return await work(
      memorySpilling(() => {
        scratch ??= makeScratch()
        return scratch
      }),
    )
  } finally {
    scratch?.close()
  }
}
