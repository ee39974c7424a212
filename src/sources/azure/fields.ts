// Fields of Azure's records by name, however an exporter spells them: `operationName`, `operation_name`, `Operation name`.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { text } from '../kit/look.ts'

/** The first value that is there and says something. @param names in small letters, letters and digits alone */
export type Fields = (...names: readonly string[]) => Json | undefined

let last: { readonly object: JsonObject; readonly fields: Fields } | undefined
let before: typeof last

/** A look into one object whose names are compared by their letters alone; the first of two that are alike wins. */
export function fieldsOf(value: JsonObject): Fields {
  // One record is asked what it is by several, and then read.
  if (last?.object === value) return last.fields
  if (before?.object === value) return before.fields
  before = last
  last = { object: value, fields: lookInto(value) }
  return last.fields
}

function lookInto(value: JsonObject): Fields {
  const byName = new Map<string, Json>()
  for (const name of Object.keys(value)) {
    const held = value[name]
    if (held === undefined || held === null || held === '') continue
    const plain = plainName(name)
    if (!byName.has(plain)) byName.set(plain, held)
  }
  return (...names) => {
    for (const name of names) {
      const held = byName.get(name)
      if (held !== undefined) return held
    }
    return undefined
  }
}

const plain = new Map<string, string>()

/** Names come again and again, so their plain form is kept; a flood of new ones is not. */
function plainName(name: string): string {
  const before = plain.get(name)
  if (before !== undefined) return before
  const made = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (plain.size < 2_000 && name.length < 100) plain.set(name, made)
  return made
}

/** `{ value, localizedValue }` of the REST form, or the value itself. */
export const spelled = (field: Json | undefined): string | undefined =>
  text(isObject(field) ? (field.value ?? field.Value) : field)
