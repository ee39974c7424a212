// All that an event must hold, or a rule cannot match it: several witnesses, of which each must be met.
import type { Node } from './program.ts'
import { type Clue, type Commonness, type Witness, witnessOf, witnessOfLeaf } from './witness.ts'

/** So many are kept of a rule: few events that meet these miss another. */
const mostNeeds = 8
/** A list of thousands of values excludes little and costs its room. */
const mostClues = 2_000

/** The witnesses of a condition, the best first; none when it can hold whatever the event holds. */
export function needsOf(node: Node, common: Commonness): readonly Witness[] {
  const best = witnessOf(node, common)
  if (!best) return []
  const all = [best, ...needsIn(node, common)].filter((need) => need.length <= mostClues)
  return [...new Map(all.map((need) => [JSON.stringify(need), need])).values()].slice(0, mostNeeds)
}

function needsIn(node: Node, common: Commonness): readonly Witness[] {
  switch (node.op) {
    case 'leaf':
    case 'or': {
      const witness = node.op === 'leaf' ? witnessOfLeaf(node) : witnessOf(node, common)
      return witness ? [witness] : []
    }
    case 'search':
      return needsIn(node.of, common)
    case 'and':
      return node.of.flatMap((part) => needsIn(part, common))
    case 'not':
      return []
  }
}

/**
 * Whether a clue can be found in JSON by its letters. A name with odd letters may be escaped there, and one that ends in a
 * number may be a place in a list. A keyword may be escaped too, and digits are written in several ways.
 */
export function mayStandIn(clue: Clue, nameOf: (field: number) => string): boolean {
  if (clue.field !== 0) return /^[\w.-]*[A-Za-z_-][\w-]*$/.test(nameOf(clue.field))
  return clue.kind !== 'present' && /^[\x20-\x7e]+$/.test(clue.text) && !/["\\/]|^[\d.e+-]*$/.test(clue.text)
}
