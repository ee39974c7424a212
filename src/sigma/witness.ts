// What an event must hold, or a rule cannot match it: the clues by which the index finds rules.
import { fold } from './fold.ts'
import { literalOf, type Pattern } from './pattern.ts'
import type { Node } from './program.ts'
import { literalIn } from './regex.ts'

/** Something that can be looked for in a field (0: anywhere) without asking the rule. Texts are folded. */
export type Clue =
  | { readonly kind: 'exact' | 'part'; readonly field: number; readonly text: string }
  | { readonly kind: 'present'; readonly field: number }

/** An event that holds none of the clues cannot match. */
export type Witness = readonly Clue[]

/** How many rules look for the same clue: what many rules look for, many events have. */
export type Commonness = ReadonlyMap<string, number>

export function commonness(nodes: readonly Node[]): Commonness {
  const counts = new Map<string, number>()
  const count = (node: Node): void => {
    if (node.op === 'leaf') {
      for (const clue of witnessOfLeaf(node) ?? []) counts.set(nameOf(clue), (counts.get(nameOf(clue)) ?? 0) + 1)
    } else if (node.op === 'search') count(node.of)
    else if (node.op !== 'not') node.of.forEach(count)
  }
  nodes.forEach(count)
  return counts
}

const nameOf = (clue: Clue): string => `${clue.field} ${clue.kind === 'present' ? '' : `${clue.kind} ${clue.text}`}`

/** The witness that lets the fewest events through; undefined when there is none. */
export function witnessOf(node: Node, common: Commonness): Witness | undefined {
  switch (node.op) {
    case 'search':
      return witnessOf(node.of, common)
    case 'not':
      return undefined
    case 'leaf':
      return witnessOfLeaf(node)
    case 'and': {
      let best: Witness | undefined
      let least = Number.POSITIVE_INFINITY
      for (const part of node.of) {
        const witness = witnessOf(part, common)
        const cost = witness ? costOf(witness, common) : Number.POSITIVE_INFINITY
        if (cost < least) [best, least] = [witness, cost]
      }
      return best
    }
    case 'or': {
      const clues: Clue[] = []
      for (const part of node.of) {
        const witness = witnessOf(part, common)
        if (!witness) return undefined
        for (const clue of witness) clues.push(clue)
      }
      return clues
    }
  }
}

const costOf = (witness: Witness, common: Commonness): number =>
  witness.reduce((sum, clue) => sum + costOfClue(clue) * (1 + (common.get(nameOf(clue)) ?? 0) / 4), 0) *
  // What may stand anywhere is looked for in the whole event.
  (witness.some(({ field }) => field === 0) ? 100 : 1)

/** How often a clue is met for nothing, by guess: long texts are rare, short ones are everywhere. */
function costOfClue(clue: Clue): number {
  if (clue.kind === 'exact') return 1
  if (clue.kind === 'present') return 100
  return [1_000, 300, 60, 12, 6, 4][clue.text.length] ?? 12 / clue.text.length
}

export function witnessOfLeaf({ item: { test }, field }: Node & { op: 'leaf' }): Witness | undefined {
  switch (test.kind) {
    case 'text':
      return [clueOf(test.pattern, field)]
    case 'number':
    case 'boolean':
      return [{ kind: 'exact', field, text: String(test.value) }]
    case 'null':
    case 'placeholder':
      return undefined
    case 're': {
      const literal = literalIn(test.source)
      return [literal === undefined ? { kind: 'present', field } : { kind: 'part', field, text: literal }]
    }
    case 'exists':
      return test.value ? [{ kind: 'present', field }] : undefined
    default:
      return [{ kind: 'present', field }]
  }
}

function clueOf(pattern: Pattern, field: number): Clue {
  const literal = literalOf(pattern)
  if (literal !== undefined) return { kind: 'exact', field, text: fold(literal) }
  const longest = pattern.reduce<string>(
    (best, part) => (typeof part === 'string' && part.length > best.length ? part : best),
    '',
  )
  return longest === '' ? { kind: 'present', field } : { kind: 'part', field, text: fold(longest) }
}
