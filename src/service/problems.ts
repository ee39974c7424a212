// What is wrong beyond the stages: told on /readyz, one sentence a thing, until it is well again.
export interface Problems {
  /** Undefined: it is well again. */
  set(thing: string, sentence: string | undefined): void
  all(): readonly string[]
}

export function makeProblems(): Problems {
  const open = new Map<string, string>()
  return {
    set(thing, sentence) {
      if (sentence === undefined) open.delete(thing)
      else open.set(thing, sentence)
    },
    all: () => [...open.values()],
  }
}
