// Reads a body of one JSON value a line: all of them, or every line that cannot be used.
import { fail, ok, type Result } from '../../lib/result.ts'

export interface BadLine {
  /** From 1. */
  readonly line: number
  readonly reason: string
}

/** @param read what a line says, from its JSON; undefined where it is none @returns at most a hundred bad lines */
export function readLines<T>(
  text: string,
  read: (value: unknown) => Result<T, string>,
): Result<readonly T[], readonly BadLine[]> {
  const values: T[] = []
  const bad: BadLine[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const found = read(parse(line))
    if (found.ok) values.push(found.value)
    else if (bad.length < 100) bad.push({ line: index + 1, reason: found.error })
  }
  return bad.length > 0 ? fail(bad) : ok(values)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
