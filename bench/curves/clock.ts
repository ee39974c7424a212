// Processor time, which what else runs on a machine troubles less than the clock on the wall.

/** Microseconds of this process's processor time for each of `count`. */
export function costOf(count: number, work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

/** The cheapest of some runs: the others were disturbed. */
export const cheapest = (runs: number, measure: () => number): number =>
  Math.min(...Array.from({ length: runs }, measure))
