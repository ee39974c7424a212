// What stands in a field of one event: its values, flattened, with their texts made once for all rules that ask.
import { fold } from './fold.ts'

type Scalar = string | number | boolean

/** Values of a field: none when it is absent. Lists are flattened: any member will do. */
export interface Cell {
  readonly values: readonly Scalar[]
  /** The field is there, whatever it holds: `null`, an empty text, a list or a map. */
  readonly present: boolean
  /** There is no value: the field is absent (from some member of a list), `null` stands in it, or its list is empty. */
  readonly nothing: boolean
  texts(): readonly string[]
  folded(): readonly string[]
}

/** @param found what stands at the field's path, once for each way that leads there; none when it is absent */
export function cellOf(found: readonly unknown[]): Cell {
  if (found.length === 0) return empty
  const [only] = found
  if (found.length === 1 && typeof only === 'string') return textCell(only)
  const values: Scalar[] = []
  const { nulls, maps } = flatten(found, values)
  const present = found.some((value) => value !== undefined)
  let texts: readonly string[] | undefined
  let folded: readonly string[] | undefined
  const cell: Cell = {
    values,
    present,
    nothing: nulls > 0 || (values.length === 0 && maps === 0),
    texts: () => (texts ??= values.map(String)),
    folded: () => (folded ??= cell.texts().map(fold)),
  }
  return cell
}

/** The most usual cell, without the ceremony. */
function textCell(text: string): Cell {
  const values = [text]
  let folded: readonly string[] | undefined
  return {
    values,
    present: true,
    nothing: false,
    texts: () => values,
    folded: () => (folded ??= [fold(text)]),
  }
}

const none: readonly string[] = []
export const empty: Cell = { values: [], present: false, nothing: true, texts: () => none, folded: () => none }

function flatten(found: readonly unknown[], into: Scalar[]): { readonly nulls: number; readonly maps: number } {
  const waiting: unknown[] = [...found].reverse()
  let nulls = 0
  let maps = 0
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (Array.isArray(value)) for (let index = value.length - 1; index >= 0; index -= 1) waiting.push(value[index])
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') into.push(value)
    else if (typeof value === 'bigint') into.push(String(value))
    else if (value === null || value === undefined) nulls += 1
    else maps += 1
  }
  return { nulls, maps }
}
