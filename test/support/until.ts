// Waiting in tests: until something holds, and with what was seen last when it never does.

/** Waits until it holds; fails with what was seen last. */
export async function until<T>(look: () => T | Promise<T>, holds: (seen: T) => boolean, within = 30_000): Promise<T> {
  const end = Date.now() + within
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (Date.now() > end)
      throw new Error(`still not so after ${within} ms: ${JSON.stringify(seen)?.slice(0, 2_000) ?? 'nothing'}`)
    await new Promise((go) => setTimeout(go, 10))
  }
}
