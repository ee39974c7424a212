// Time that a test itself took: a busy machine makes it wait, and fails no test by that.

/** Milliseconds of processor time of this thread so far. */
export function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
