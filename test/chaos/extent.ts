// How far chaos goes: each way to break once in the test command, for LASTCOPY_CHAOS minutes on demand.

/** Minutes; 0 in the test command. */
export const long = Number(process.env.LASTCOPY_CHAOS ?? 0)

/** How often a process is killed at seeded moments. */
export const kills = Number(process.env.LASTCOPY_KILLS ?? 8)

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
