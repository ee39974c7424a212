// Which of the known words was probably meant: for hints beside a mistake.

/** The nearest word within a third of its length in edits; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(Math.min(word.length, 40) / 3))
  let best: string | undefined
  let least = limit + 1
  for (const candidate of known.slice(0, 500)) {
    const edits = distance(word.toLowerCase().slice(0, 60), candidate.toLowerCase().slice(0, 60))
    if (edits < least) [best, least] = [candidate, edits]
  }
  return best
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      )
    row = next
  }
  return row[b.length] ?? 0
}
