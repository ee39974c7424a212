// What an event must hold, or a rule cannot match it: the clues by which the index finds rules.
import { fold } from './fold.ts'
import { literalOf, type Pattern } from './pattern.ts'
import type { Node } from './program.ts'

/** Something that can be looked for in a field (0: anywhere) without asking the rule. Texts are folded. */
export type Clue =
  | { readonly kind: 'exact' | 'part'; readonly field: number; readonly text: string }
  | { readonly kind: 'present'; readonly field: number }

/** An event that holds none of the clues cannot match. */
export type Witness = readonly Clue[]

/** The witness that lets the fewest events through; undefined when there is none. */
export function witnessOf(node: Node): Witness | undefined {
  switch (node.op) {
    case 'search':
      return witnessOf(node.of)
    case 'not':
      return undefined
    case 'leaf':
      return witnessOfLeaf(node)
    case 'and':
      return node.of.reduce<Witness | undefined>((best, part) => cheaper(best, witnessOf(part)), undefined)
    case 'or': {
      const clues: Clue[] = []
      for (const part of node.of) {
        const witness = witnessOf(part)
        if (!witness) return undefined
        for (const clue of witness) clues.push(clue)
      }
      return clues
    }
  }
}

const cheaper = (one: Witness | undefined, other: Witness | undefined): Witness | undefined =>
  one === undefined || (other !== undefined && costOf(other) < costOf(one)) ? other : one

const costOf = (witness: Witness): number => witness.reduce((sum, clue) => sum + costOfClue(clue), 0)

/** How often a clue is met for nothing, by guess: long texts are rare, short ones are everywhere. */
function costOfClue(clue: Clue): number {
  if (clue.kind === 'exact') return 1
  if (clue.kind === 'present') return 100
  return [1_000, 300, 60, 12, 6, 4][clue.text.length] ?? 12 / clue.text.length
}

function witnessOfLeaf({ item: { test }, field }: Node & { op: 'leaf' }): Witness | undefined {
  switch (test.kind) {
    case 'text':
      return [clueOf(test.pattern, field)]
    case 'number':
    case 'boolean':
      return [{ kind: 'exact', field, text: String(test.value) }]
    case 'null':
    case 'placeholder':
      return undefined
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
