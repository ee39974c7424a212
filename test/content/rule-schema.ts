// schemas/detection.schema.json with the words and fields that the code knows, so that an editor offers what the matcher takes.
import { eventFields } from '../../src/content/check/fields.ts'
import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts'
import { alertClasses, openStateKinds } from '../../src/model/alert.ts'
import { linkKinds } from '../../src/model/correlation.ts'
import { modifiers } from '../../src/sigma/modifiers.ts'

/** The schema with its lists as they should be; what is written by hand stays. */
export function withWords(text: string): string {
  const schema = JSON.parse(text) as JsonObject
  const definitions = isObject(schema.definitions) ? schema.definitions : {}
  const part = (name: string, more: JsonObject): JsonObject => ({
    [name]: { ...(isObject(definitions[name]) ? definitions[name] : {}), ...more },
  })
  const { all } = eventFields()
  const names = [...all.keys()]
  // Of what has parts, the parts are asked for.
  const leaves = [...all].filter(([path]) => !names.some((name) => name.startsWith(`${path}.`)))
  const filled = {
    ...Object.fromEntries(Object.entries(definitions).filter(([name]) => !name.startsWith(wordsOf('')))),
    ...part('class', { enum: Object.keys(alertClasses) }),
    ...part('priority', { enum: ['page-now', 'notify', 'queue'] }),
    ...part('state', { enum: openStateKinds }),
    ...part('link', { enum: linkKinds }),
    ...part('lines', {
      propertyNames: { pattern: `^[^|]*(\\|(${modifiers.join('|')}))*$` },
      properties: Object.fromEntries(leaves.map(([path, field]) => [path, fieldOf(path, field)])),
    }),
    ...Object.fromEntries(leaves.flatMap(([path, { words }]) => (words ? [[wordsOf(path), oneOf(words)]] : []))),
  }
  return `${written({ ...schema, definitions: filled }, 0)}\n`
}

const wordsOf = (path: string): string => `words of ${path}`

/** A word may have wildcards in it. */
const oneOf = (words: readonly string[]): JsonObject => ({
  anyOf: [{ enum: words }, { type: 'string', pattern: '[*?]' }],
})

function fieldOf(
  path: string,
  field: { readonly description?: string; readonly words?: readonly string[] },
): JsonObject {
  const description = field.description === undefined ? {} : { description: field.description }
  if (!field.words) return { ...description, allOf: [{ $ref: '#/definitions/values' }] }
  const word = { $ref: `#/definitions/${encodeURIComponent(wordsOf(path))}` }
  return { ...description, anyOf: [word, { type: 'array', minItems: 1, items: word }, { type: 'null' }] }
}

const width = 120

/** JSON as the formatter leaves it: a map over several lines, a list on one where it fits. */
function written(value: Json | undefined, depth: number, before = 0): string {
  const [inner, outer] = ['  '.repeat(depth + 1), '  '.repeat(depth)]
  if (isObject(value)) {
    const lines = Object.entries(value).map(([key, held]) => {
      const name = `${inner}${JSON.stringify(key)}: `
      return `${name}${written(held, depth + 1, name.length)}`
    })
    return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${outer}}`
  }
  if (!Array.isArray(value)) return JSON.stringify(value)
  const items = value as readonly Json[]
  const line = `[${items.map((item) => JSON.stringify(item)).join(', ')}]`
  if (items.every((item) => typeof item !== 'object') && before + line.length < width) return line
  return `[\n${items.map((item) => `${inner}${written(item, depth + 1, inner.length)}`).join(',\n')}\n${outer}]`
}
