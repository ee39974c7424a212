// Sentences in which a device tells what happened, each as a pattern and what it means: the first that fits counts.
import type { Facts } from '../kit/facts.ts'
import type { Given } from './facts.ts'

/** What a pattern caught, the whole first. */
export type Found = readonly (string | undefined)[]
export type Teller<G extends Given = Given> = (found: Found, given: G) => Facts
export type Row<G extends Given = Given> = readonly [pattern: RegExp, tell: Teller<G>]

/** No sentence that means something is longer. */
const longest = 800

/** What the first fitting sentence says; undefined where none fits. */
export function toldBy<G extends Given>(rows: readonly Row<G>[], text: string, given: G): Facts | undefined {
  const short = text.slice(0, longest)
  for (const [pattern, tell] of rows) {
    const found = pattern.exec(short)
    if (found) return tell(found, given)
  }
  return undefined
}
