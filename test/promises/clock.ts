// A clock that stands still until the test moves it; what waits for a moment is run at that moment.

interface Waits {
  readonly at: number
  readonly run: () => void
}

/** @param begins epoch milliseconds */
export function openClock(begins: number) {
  const waits = new Set<Waits>()
  let wall = begins
  /** What timers go by: no jump of the wall clock changes it. */
  let steady = begins
  return {
    now: (): number => wall,
    later(ms: number, run: () => void): () => void {
      const one = { at: steady + ms, run }
      waits.add(one)
      return () => void waits.delete(one)
    },
    /** @param settle awaited after each moment at which something ran */
    async moveTo(end: number, settle: () => Promise<void>): Promise<void> {
      const ahead = wall - steady
      for (;;) {
        const due = [...waits].reduce<Waits | undefined>(
          (first, one) => (first && first.at <= one.at ? first : one),
          undefined,
        )
        if (due === undefined || due.at > end - ahead) break
        waits.delete(due)
        steady = Math.max(steady, due.at)
        wall = steady + ahead
        due.run()
        await settle()
      }
      steady = end - ahead
      wall = end
    },
    jump(ms: number): void {
      wall += ms
    },
  }
}
