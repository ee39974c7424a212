// How deep a value nests, without recursion: a value that would break a recursive walk is measured, not walked.
import type { Json } from '../../lib/json.ts'

/** True when lists and objects nest more than `limit` levels. */
export function depthOver(value: Json, limit: number): boolean {
  let level: Json[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true
    const next: Json[] = []
    for (const here of level)
      if (typeof here === 'object' && here !== null)
        for (const inner of Object.values(here))
          if (typeof inner === 'object' && inner !== null) next.push(inner as Json)
    level = next
  }
  return false
}
