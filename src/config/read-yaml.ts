// Parses the file and remembers on which line each setting stands.
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { isObject } from '../lib/json.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Problem } from '../model/rule.ts'

export interface ReadYaml {
  readonly value: Record<string, unknown>
  /** Line (from 1) of the setting, or of the nearest that holds it; undefined when the file has nothing of it. */
  lineOf(path: readonly (string | number)[]): number | undefined
}

/** The file's value; an empty file is an empty configuration. */
export function readYaml(text: string, file: string): Result<ReadYaml, readonly Problem[]> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0)
    return fail(
      document.errors.slice(0, 20).map(({ message, pos }) => {
        const { line, col } = lines.linePos(pos[0])
        return { file, line, column: col, message: `no YAML: ${message}` }
      }),
    )
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 }) ?? {}
  } catch (cause) {
    return fail([{ file, message: `no YAML that can be used: ${(cause as Error).message}` }])
  }
  if (!isObject(value))
    return fail([{ file, line: 1, message: 'the file: must be a mapping of settings, such as `site: plant-7`' }])
  const lineOf = (path: readonly (string | number)[]): number | undefined => {
    const offset = offsetOf(document.contents, path)
    return offset === undefined ? undefined : lines.linePos(offset).line
  }
  return ok({ value: { ...value }, lineOf })
}

/** Where the key of the last step that the file has begins; for the whole document, undefined. */
function offsetOf(root: Node | null, path: readonly (string | number)[]): number | undefined {
  let here: unknown = root
  let found: number | undefined
  for (const step of path) {
    if (isAlias(here)) break
    if (isMap(here)) {
      const pair = here.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!isPair(pair)) break
      found = (pair.key as Node).range?.[0] ?? found
      here = pair.value
    } else if (isSeq(here) && typeof step === 'number') {
      here = here.items[step]
      if (here === undefined) break
      found = (here as Node).range?.[0] ?? found
    } else break
  }
  return found
}
