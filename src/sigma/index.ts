// The index: a rule is asked only when the event holds one of the clues without which it cannot match.
import type { CompiledRule } from './compile.ts'
import { type Literals, literalsOf } from './grams.ts'
import type { Fields, Look } from './program.ts'
import { fieldTree, walkFields } from './walk.ts'
import { type Clue, witnessOf } from './witness.ts'

export interface RuleIndex {
  /** Rules that could match; never fewer than those that do. In the order of the rule set. */
  candidates(look: Look): readonly CompiledRule[]
  readonly all: readonly CompiledRule[]
}

/** Where the rules wait that have a clue in one field. Rules are numbered by their place. */
interface Waiting {
  readonly exact: Map<string, number[]>
  readonly parts: Map<string, number[]>
  readonly present: number[]
}

/** The same, ready for events. */
interface Desk {
  readonly field: number
  readonly exact: ReadonlyMap<string, readonly number[]> | undefined
  readonly literals: Literals | undefined
  readonly ofLiteral: readonly (readonly number[])[]
  readonly present: readonly number[]
}

/** Builds the index over rules of one rule set. */
export function newIndex(rules: readonly CompiledRule[], fields: Fields): RuleIndex {
  const always: number[] = []
  const waiting = new Map<number, Waiting>()
  for (const [place, rule] of rules.entries()) {
    const witness = witnessOf(rule.node)
    if (witness) for (const clue of witness) wait(waiting, clue, place)
    else always.push(place)
  }
  const desks: (Desk | undefined)[] = []
  for (const [field, one] of waiting) desks[field] = deskOf(field, one)
  const named = [...waiting.keys()].filter((field) => field !== 0)
  const tree = fieldTree(named.map((field) => [fields.paths[field]?.flat ?? '', field]))
  return { all: rules, candidates: (look) => collect(look) }

  function collect(look: Look): readonly CompiledRule[] {
    const places = new Set<number>(always)
    const add = (more: readonly number[] | undefined): void => {
      if (more) for (const place of more) places.add(place)
    }
    const ask = (field: number): void => {
      const desk = desks[field]
      if (desk) clues(desk, look, add)
    }
    if (desks[0]) ask(0)
    walkFields(look.event, tree, ask)
    if (places.size === 0) return none
    const found: CompiledRule[] = []
    for (const place of [...places].sort((a, b) => a - b)) {
      const rule = rules[place]
      if (rule) found.push(rule)
    }
    return found
  }
}

const none: readonly CompiledRule[] = []

function clues(desk: Desk, look: Look, add: (places: readonly number[] | undefined) => void): void {
  const texts = look.cell(desk.field).folded()
  add(desk.present)
  for (const text of texts) {
    if (desk.exact) add(desk.exact.get(text))
    desk.literals?.find(text, (literal) => add(desk.ofLiteral[literal]))
  }
}

function wait(waiting: Map<number, Waiting>, clue: Clue, place: number): void {
  const known = waiting.get(clue.field)
  const one = known ?? { exact: new Map(), parts: new Map(), present: [] }
  if (!known) waiting.set(clue.field, one)
  if (clue.kind === 'present') {
    one.present.push(place)
    return
  }
  const texts = clue.kind === 'exact' ? one.exact : one.parts
  const places = texts.get(clue.text)
  if (!places) texts.set(clue.text, [place])
  else if (places.at(-1) !== place) places.push(place)
}

const deskOf = (field: number, { exact, parts, present }: Waiting): Desk => ({
  field,
  exact: exact.size > 0 ? exact : undefined,
  literals: parts.size > 0 ? literalsOf([...parts.keys()]) : undefined,
  ofLiteral: [...parts.values()],
  present,
})
