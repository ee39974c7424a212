// Dotted paths into JSON.
import { isObject } from './json.ts'

/** What stands at a dotted path of nested objects; undefined where any step is missing. Own properties only. */
export function at(value: unknown, path: string): unknown {
  let here: unknown = value
  for (const step of path.split('.')) {
    if (!isObject(here) || !Object.hasOwn(here, step)) return undefined
    here = here[step]
  }
  return here
}
