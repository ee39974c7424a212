// The index: a rule is asked only when the event holds one of the values without which it cannot match.
import type { CompiledRule } from './compile.ts'
import { literalOf } from './pattern.ts'
import type { Look, Node } from './program.ts'

export interface WitnessIndex {
  /** Rules that could match; never fewer than those that do. In the order of the rule set. */
  candidates(look: Look): readonly CompiledRule[]
  readonly all: readonly CompiledRule[]
}

/** Exact values of one field, folded: a rule that has them matches only events that hold one of them. */
interface Witness {
  readonly field: number
  readonly values: readonly string[]
}

export function newIndex(rules: readonly CompiledRule[]): WitnessIndex {
  const unindexed: number[] = []
  const byField = new Map<number, Map<string, number[]>>()
  for (const [place, rule] of rules.entries()) {
    const witness = best(witnessesOf(rule.node))
    if (!witness) {
      unindexed.push(place)
      continue
    }
    const values = byField.get(witness.field) ?? new Map<string, number[]>()
    byField.set(witness.field, values)
    for (const value of witness.values) {
      const places = values.get(value)
      if (!places) values.set(value, [place])
      else if (places.at(-1) !== place) places.push(place)
    }
  }
  return {
    all: rules,
    candidates(look) {
      const places = new Set(unindexed)
      for (const [field, values] of byField)
        for (const text of look.cell(field).folded()) for (const place of values.get(text) ?? []) places.add(place)
      return [...places].sort((a, b) => a - b).flatMap((place) => rules[place] ?? [])
    },
  }
}

/** The witness with the fewest values: rare values leave the fewest candidates. */
const best = (witnesses: readonly Witness[]): Witness | undefined =>
  witnesses.reduce<Witness | undefined>(
    (least, witness) => (least === undefined || witness.values.length < least.values.length ? witness : least),
    undefined,
  )

const mostValues = 500

/** Witnesses of a condition: any of them alone is enough to exclude an event. */
function witnessesOf(node: Node): readonly Witness[] {
  switch (node.op) {
    case 'search':
      return witnessesOf(node.of)
    case 'not':
      return []
    case 'leaf': {
      const values = exactValues(node)
      return values && node.field !== 0 ? [{ field: node.field, values }] : []
    }
    case 'and':
      return node.of.flatMap(witnessesOf)
    case 'or': {
      // Every way must have a witness on one and the same field.
      const ways = node.of.map(witnessesOf)
      const [first = []] = ways
      return first.flatMap(({ field }) => {
        const values = ways.map((way) => best(way.filter((witness) => witness.field === field))?.values)
        const joined = values.every((found) => found !== undefined)
          ? [...new Set(values.flat() as string[])]
          : undefined
        return joined && joined.length <= mostValues ? [{ field, values: joined }] : []
      })
    }
  }
}

function exactValues(node: Node & { op: 'leaf' }): readonly string[] | undefined {
  const { test } = node.item
  if (test.kind === 'text') {
    const literal = literalOf(test.pattern)
    return literal === undefined ? undefined : [literal.toLowerCase()]
  }
  return test.kind === 'boolean' ? [String(test.value)] : undefined
}
