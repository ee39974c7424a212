// Rules that can never say yes: words that no event holds, and conditions that contradict themselves.
import { canonical, type Json } from '../../lib/json.ts'
import { nearest } from '../../lib/nearest.ts'
import type { Condition, Item } from '../../sigma/ast.ts'
import { literalOf } from '../../sigma/pattern.ts'
import type { EventFields } from './fields.ts'

export interface Impossible {
  /** What to look for in the file. */
  readonly word: string
  readonly message: string
  readonly hint?: string
}

/** @param pathOf where events hold what the rule calls so */
export function impossible(
  condition: Condition,
  fields: EventFields,
  pathOf: (field: string) => string,
): readonly Impossible[] {
  const strange = itemsOf(condition).flatMap((item) => strangeWord(item, fields, pathOf) ?? [])
  if (strange.length > 0) return strange
  const clash = clashOf(condition, (field) => fields.isSingle(pathOf(field)))
  return clash === undefined ? [] : [clash]
}

/** Every line of a condition, wherever it stands. */
export function itemsOf(condition: Condition): readonly Item[] {
  if (condition.op === 'item') return [condition.item]
  return condition.op === 'not' || condition.op === 'search' ? itemsOf(condition.of) : condition.of.flatMap(itemsOf)
}

/** Names of the searches that a condition asks for. */
export function searchesOf(condition: Condition): ReadonlySet<string> {
  if (condition.op === 'item') return new Set()
  if (condition.op === 'search') return searchesOf(condition.of).union(new Set([condition.name]))
  const parts = condition.op === 'not' ? [condition.of] : condition.of
  return parts.reduce((found: ReadonlySet<string>, part) => found.union(searchesOf(part)), new Set<string>())
}

function strangeWord(
  { field, test }: Item,
  fields: EventFields,
  pathOf: (field: string) => string,
): Impossible | undefined {
  const words = field === undefined ? undefined : fields.wordsOf(pathOf(field))
  if (!words || field === undefined || test.kind !== 'text') return undefined
  const literal = literalOf(test.pattern)
  if (literal === undefined || words.some((word) => word.toLowerCase() === literal.toLowerCase())) return undefined
  const guess = nearest(literal, words)
  return {
    word: literal,
    message: `no event has "${literal}" in ${field}`,
    hint: guess ? `did you mean "${guess}"?` : `one of ${words.slice(0, 12).join(', ')}`,
  }
}

/** Which values a condition leaves to a field; undefined: any. */
type Left = ReadonlyMap<string, ReadonlySet<string>>

function clashOf(condition: Condition, isSingle: (field: string) => boolean): Impossible | undefined {
  if (condition.op === 'search') return clashOf(condition.of, isSingle)
  if (condition.op === 'or') {
    const clashes = condition.of.map((part) => clashOf(part, isSingle))
    return clashes.length > 0 && clashes.every((clash) => clash !== undefined) ? clashes[0] : undefined
  }
  if (condition.op !== 'and') return undefined
  for (const part of condition.of) {
    const clash = clashOf(part, isSingle)
    if (clash) return clash
  }
  return denied(condition.of) ?? emptied(condition.of, isSingle)
}

/** `a and not a`. */
function denied(parts: readonly Condition[]): Impossible | undefined {
  const texts = new Map(parts.map((part) => [textOf(part), part]))
  for (const part of parts) {
    const same = part.op === 'not' ? texts.get(textOf(part.of)) : undefined
    if (same) return { word: 'condition', message: `the condition asks for ${nameOf(same)} and for its opposite` }
  }
  return undefined
}

const textOf = (part: Condition): string => canonical((part.op === 'search' ? part.of : part) as unknown as Json)
const nameOf = (part: Condition): string =>
  part.op === 'search' ? `"${part.name}"` : part.op === 'item' ? `"${part.item.label}"` : 'a part'

/** Two parts leave no common value to one field. */
function emptied(parts: readonly Condition[], isSingle: (field: string) => boolean): Impossible | undefined {
  let left: Left = new Map()
  for (const part of parts) {
    const more = leftBy(part)
    const merged = new Map(left)
    for (const [field, values] of more) {
      const before = left.get(field)
      const both = before ? new Set([...before].filter((value) => values.has(value))) : values
      if (both.size === 0 && isSingle(field))
        return { word: field, message: `no event has two values in ${field}: ${tell(before)} and ${tell(values)}` }
      merged.set(field, both)
    }
    left = merged
  }
  return undefined
}

const tell = (values: ReadonlySet<string> | undefined): string => `"${[...(values ?? [])].slice(0, 3).join('" or "')}"`

function leftBy(condition: Condition): Left {
  if (condition.op === 'search') return leftBy(condition.of)
  if (condition.op === 'item') {
    const { field, test } = condition.item
    const value =
      test.kind === 'text'
        ? literalOf(test.pattern)?.toLowerCase()
        : test.kind === 'boolean' || test.kind === 'number'
          ? String(test.value)
          : undefined
    return field === undefined || value === undefined ? new Map() : new Map([[field, new Set([value])]])
  }
  if (condition.op === 'not') return new Map()
  const parts = condition.of.map(leftBy)
  const found = new Map<string, ReadonlySet<string>>()
  for (const field of new Set(parts.flatMap((part) => [...part.keys()]))) {
    const sets = parts.flatMap((part) => part.get(field) ?? [])
    if (condition.op === 'and')
      found.set(
        field,
        sets.reduce((one, other) => new Set(one).intersection(other)),
      )
    else if (sets.length === parts.length) found.set(field, new Set(sets.flatMap((set) => [...set])))
  }
  return found
}
