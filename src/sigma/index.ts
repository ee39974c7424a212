// The index: a rule is asked only when the event holds one of the clues without which it cannot match.
import type { Cell } from './cell.ts'
import type { CompiledRule } from './compile.ts'
import { fold } from './fold.ts'
import { literalsOf } from './grams.ts'
import { allText } from './lookup.ts'
import type { Fields, Look } from './program.ts'
import { fieldTree, walkFields } from './walk.ts'
import { type Clue, commonness, witnessOf } from './witness.ts'

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

/** So few fields are looked up one by one; of more, the event is asked which it has. */
const fewFields = 16

/** Builds the index over rules of one rule set. */
export function newIndex(rules: readonly CompiledRule[], fields: Fields): RuleIndex {
  const always: number[] = []
  const waiting = new Map<number, Waiting>()
  const common = commonness(rules.map(({ node }) => node))
  for (const [place, rule] of rules.entries()) {
    const witness = witnessOf(rule.node, common)
    if (witness) for (const clue of witness) wait(waiting, clue, place)
    else always.push(place)
  }
  const picked = newPicks(rules.length)
  const desks: (Desk | undefined)[] = []
  for (const [field, one] of waiting) desks[field] = deskOf(one, picked.add)
  const keywords = waiting.get(0)
  const anywhere = keywords && anywhereDesk(keywords, picked.add)
  const named = [...waiting.keys()].filter((field) => field !== 0)
  const tree = fieldTree(named.map((field) => [fields.paths[field]?.flat ?? '', field]))
  return {
    all: rules,
    candidates(look) {
      picked.clear()
      picked.add(always)
      anywhere?.(look.event)
      const ask = (field: number): void => desks[field]?.(look.cell(field))
      if (named.length > fewFields) walkFields(look.event, tree, ask)
      else for (const field of named) ask(field)
      return picked.inOrder(rules)
    },
  }
}

/** What is picked out of so many, each once; the marks of one event are told from those of the last by its number. */
function newPicks(size: number) {
  const marks = new Uint32Array(size)
  const places = new Uint32Array(size)
  let count = 0
  let event = 0
  return {
    clear(): void {
      count = 0
      event += 1
      if (event > 0xffff_fff0) {
        marks.fill(0)
        event = 1
      }
    },
    add(more: readonly number[]): void {
      for (const place of more) {
        if (marks[place] === event) continue
        marks[place] = event
        places[count] = place
        count += 1
      }
    },
    inOrder<T>(all: readonly T[]): readonly T[] {
      const found: T[] = []
      if (count > 1) places.subarray(0, count).sort()
      for (let index = 0; index < count; index += 1) {
        const one = all[places[index] ?? 0]
        if (one !== undefined) found.push(one)
      }
      return found
    },
  }
}

/**
 * Keywords are looked for in all values at once. One that would reach over two of them is found too often, never too
 * rarely; the rule itself is asked afterwards.
 */
function anywhereDesk({ exact, parts, present }: Waiting, add: (places: readonly number[]) => void) {
  const texts = new Map([...exact, ...parts])
  for (const [text, places] of exact) texts.set(text, [...places, ...(parts.get(text) ?? [])])
  const literals = texts.size > 0 ? literalsOf([...texts.keys()]) : undefined
  const ofLiteral = [...texts.values()]
  // Only a letter that folds into two, `İ`, makes a text longer: its second part is in no other.
  const shortest = [...texts.keys()].reduce(
    (least, text) => Math.min(least, text.includes('\u0307') ? 0 : text.length),
    Number.POSITIVE_INFINITY,
  )
  const found = (literal: number): void => {
    const places = ofLiteral[literal]
    if (places) add(places)
  }
  return (event: object): void => {
    add(present)
    literals?.find(fold(allText(event, shortest)), found)
  }
}

/** Takes a field's values and adds the rules that they are clues for. */
type Desk = (cell: Cell) => void

function deskOf({ exact, parts, present }: Waiting, add: (places: readonly number[]) => void): Desk {
  const literals = parts.size > 0 ? literalsOf([...parts.keys()]) : undefined
  const ofLiteral = [...parts.values()]
  // A longer text is none of them, and to look it up would read it to its end.
  const longest = [...exact.keys()].reduce((most, text) => Math.max(most, text.length), -1)
  const found = (literal: number): void => {
    const places = ofLiteral[literal]
    if (places) add(places)
  }
  return (cell) => {
    if (!cell.present) return
    add(present)
    for (const text of cell.folded()) {
      const places = text.length <= longest ? exact.get(text) : undefined
      if (places) add(places)
      literals?.find(text, found)
    }
  }
}

function wait(waiting: Map<number, Waiting>, clue: Clue, place: number): void {
  const known = waiting.get(clue.field)
  const one: Waiting = known ?? { exact: new Map(), parts: new Map(), present: [] }
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
