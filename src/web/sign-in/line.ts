// Costly work in a line: so much of it at once, so much more waiting, and a plain no to whoever comes then.

export type Line = <T>(work: () => Promise<T>) => Promise<T | 'busy'>

export function makeLine(atOnce: number, inLine: number): Line {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= inLine) return 'busy'
      await new Promise<void>((go) => waiting.push(go))
    } else running += 1
    try {
      return await work()
    } finally {
      // Whoever is next takes the place over.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
