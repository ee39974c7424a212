// Typed looks into JSON that may hold anything.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'

/** A text that is not empty, or a number as its text. */
export const text = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

/** A finite number, or a text that says one. */
export const number = (value: Json | undefined): number | undefined => {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined
}
export const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
/** One or many: XML turned to JSON gives an object for one and a list for several. */
export const many = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value)
    ? (value as readonly Json[])
    : value === undefined || value === null || value === ''
      ? []
      : [value]
export const objects = (value: Json | undefined): readonly JsonObject[] => many(value).filter(isObject)
export const truth = (value: Json | undefined): boolean | undefined =>
  value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined

/** The texts among one or many values; numbers are texts here, and whatever else is none is left out. */
export const texts = (value: Json | undefined, most = 50): readonly string[] =>
  many(value)
    .slice(0, most)
    .flatMap((part) => text(part) ?? text(object(part).content) ?? [])

/** The first of several spellings that is there. */
export function first(from: JsonObject, ...names: readonly string[]): Json | undefined {
  for (const name of names)
    if (Object.hasOwn(from, name) && from[name] !== undefined && from[name] !== null) return from[name]
  return undefined
}

const ways = new Map<string, readonly string[]>()

/** The names of a path. Paths stand in our own code, so there are few. */
function namesIn(path: string): readonly string[] {
  const before = ways.get(path)
  if (before !== undefined) return before
  const names = path.split('.')
  if (ways.size < 5_000) ways.set(path, names)
  return names
}

/** What stands at a dotted path; undefined where the way ends before. */
export function at(from: Json | undefined, path: string): Json | undefined {
  let here: Json | undefined = from
  for (const name of namesIn(path)) {
    if (!isObject(here) || !Object.hasOwn(here, name)) return undefined
    here = here[name]
  }
  return here
}

/** What stands at a path in which the case of names does not matter. @param path dotted, in small letters */
export function anyCase(from: Json | undefined, path: string): Json | undefined {
  let here: Json | undefined = from
  for (const name of namesIn(path)) {
    if (!isObject(here)) return undefined
    here = Object.hasOwn(here, name) && here[name] !== undefined ? here[name] : spelledOtherwise(here, name)
  }
  return here
}

function spelledOtherwise(own: JsonObject, name: string): Json | undefined {
  for (const key in own)
    if (key.length === name.length && key.toLowerCase() === name && Object.hasOwn(own, key)) return own[key]
  return undefined
}
