// What stands in a field of one event: its values, flattened, with their texts made once for all rules that ask.

/** Values of a field: none when it is absent. Lists are flattened; `null` counts as absent. */
export interface Cell {
  readonly values: readonly (string | number | boolean)[]
  texts(): readonly string[]
  folded(): readonly string[]
}

export function cellOf(found: readonly unknown[]): Cell {
  const values: (string | number | boolean)[] = []
  flatten(found, values)
  let texts: readonly string[] | undefined
  let folded: readonly string[] | undefined
  const cell: Cell = {
    values,
    texts: () => (texts ??= values.map(String)),
    folded: () => (folded ??= cell.texts().map((text) => text.toLowerCase())),
  }
  return values.length === 0 ? empty : cell
}

const none: readonly string[] = []
export const empty: Cell = { values: [], texts: () => none, folded: () => none }

function flatten(found: readonly unknown[], into: (string | number | boolean)[]): void {
  const waiting: unknown[] = [...found].reverse()
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (Array.isArray(value)) for (let index = value.length - 1; index >= 0; index -= 1) waiting.push(value[index])
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') into.push(value)
    else if (typeof value === 'bigint') into.push(String(value))
  }
}
