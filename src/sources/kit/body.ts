// An object inside a record, whether it stands there as such or as text.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { parseJson } from '../envelope/decode.ts'

/** An object that stands as such or as text: JSON, or as a program of Python prints one. Anything else is undefined. */
export function bodyOf(value: Json | undefined): JsonObject | undefined {
  if (isObject(value)) return value
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return undefined
  const parsed = parseJson(value)
  const held = parsed.ok ? parsed.value : /^\s*\{\s*'/.test(value) ? printed(value) : undefined
  if (typeof held === 'string') return bodyOf(held)
  return isObject(held) ? held : Array.isArray(held) && isObject(held[0]) ? held[0] : undefined
}

/** `{'a': None, 'b': True}` as JSON; undefined where quotes inside texts make it none. */
function printed(value: string): Json | undefined {
  const parsed = parseJson(
    value
      .slice(0, 1 << 20)
      .replace(/"/g, '\\"')
      .replace(/'/g, '"')
      .replace(/\bNone\b/g, 'null')
      .replace(/\bTrue\b/g, 'true')
      .replace(/\bFalse\b/g, 'false'),
  )
  return parsed.ok ? parsed.value : undefined
}
