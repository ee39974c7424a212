// Names out of texts: each whole word that is one of them, in any case, becomes another word.

export interface Blotter {
  /** The value with every text in it blotted; keys stay. */
  blot<T>(value: T): T
  /** Whether any of the names stands in a text. */
  names(text: string): boolean
}

/** @param names longest first or not: a longer one is taken before a shorter one that it holds */
export function blotter(names: readonly string[], instead: string): Blotter {
  const longestFirst = [...names].sort((one, other) => other.length - one.length)
  const any = longestFirst.flatMap((name) => [...new Set([name, JSON.stringify(name).slice(1, -1)])]).map(RegExp.escape)
  const words = `(?<![\\p{L}\\p{N}])(?:${any.join('|')})(?![\\p{L}\\p{N}])`
  const all = new RegExp(words, 'giu')
  const one = new RegExp(words, 'iu')
  const blot = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(all, instead)
    if (Array.isArray(value)) return value.map(blot)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, blot(held)]))
  }
  return { blot: <T>(value: T): T => blot(value) as T, names: (text) => one.test(text) }
}
