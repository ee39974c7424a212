// One record of a story as it reaches the service: from which source, when, and its bytes as text.
import type { Json, JsonObject } from '../../../src/lib/json.ts'

export interface Line {
  /** Name of a log source. */
  readonly source: string
  /** Epoch milliseconds at which it is delivered. */
  readonly at: number
  readonly text: string
}

export const jsonLine = (source: string, at: number, record: JsonObject): Line => ({
  source,
  at,
  text: JSON.stringify(record),
})

export const iso = (at: number): string => new Date(at).toISOString()
/** Seconds without milliseconds: `2026-03-02T09:00:00Z`. */
export const isoSeconds = (at: number): string => iso(at).replace(/\.\d{3}Z$/, 'Z')

/** A number of any text, the same each time: for serials that a vendor counts. */
export function serial(...parts: readonly Json[]): number {
  let hash = 0x811c9dc5
  for (const letter of JSON.stringify(parts)) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return hash >>> 0
}

/** By time; of equals, as they were given. */
export const sorted = (lines: readonly Line[]): readonly Line[] => [...lines].sort((one, other) => one.at - other.at)

/** As many as asked for, each so many milliseconds after the one before. */
export const burst = (
  count: number,
  gap: number,
  from: number,
  make: (at: number, index: number) => readonly Line[],
): readonly Line[] => Array.from({ length: count }, (_, index) => make(from + index * gap, index)).flat()

/** Records of each source, in the order in which they are delivered. */
export function filesOf(lines: readonly Line[]): Readonly<Record<string, readonly Line[]>> {
  const files: Record<string, Line[]> = {}
  for (const line of lines) {
    files[line.source] ??= []
    files[line.source]?.push(line)
  }
  return files
}
