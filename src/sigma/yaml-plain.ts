// Plain YAML, as nearly every rule is, by a reader several times as quick; undefined for whatever is not plain.
import {
  CORE_SCHEMA,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  EVENT_ID,
  type Event,
  intCoreTag,
  NOT_RESOLVED,
  parseEvents,
  SCALAR_STYLE,
} from 'js-yaml'
import { isObject, type Json } from '../lib/json.ts'

export interface PlainDocument {
  readonly value: Json
  /** The offset of the key in the text, for the keys of the document's own map. */
  readonly keys: ReadonlyMap<string, number>
}

/**
 * The documents of a text without anchors, aliases, tags, directives, merges, numbers too large for a
 * double, or errors, each of them a map. What is not that plain is for the reader that recovers from errors and knows each place: undefined.
 */
export function readPlainYaml(text: string): readonly PlainDocument[] | undefined {
  if (odd.test(text)) return undefined
  try {
    const events = parseEvents(text, {})
    if (!events.every(isPlain)) return undefined
    const values = constructFromEvents(events, { source: text, schema }) as readonly Json[]
    const keys = ownKeys(events, text)
    if (values.length !== keys.length || !values.every(isObject)) return undefined
    return values.map((value, document) => ({ value, keys: keys[document] ?? new Map<string, number>() }))
  } catch {
    return undefined
  }
}

/** What may be a merge, and what readers read unlike: tabs that indent, rules in a margin, blocks that tell theirs. */
const odd = /<<|^ *\t|^ +---|[|>][-+]?[1-9]/m

const isPlain = (event: Event): boolean => {
  if (event.type === EVENT_ID.ALIAS) return false
  if (event.type === EVENT_ID.DOCUMENT) return event.directives.length === 0
  return event.type === EVENT_ID.POP || (event.anchorStart < 0 && event.tagStart < 0)
}

class NotPlain extends Error {}

/** A whole number that a double cannot hold is not plain. */
const int = defineScalarTag<number>(intCoreTag.tagName, {
  implicit: true,
  implicitFirstChars: intCoreTag.implicitFirstChars,
  resolve(source, isExplicit, tagName) {
    const value = intCoreTag.resolve(source, isExplicit, tagName)
    if (value !== NOT_RESOLVED && !Number.isSafeInteger(value)) throw new NotPlain(source)
    return value === 0 ? 0 : value
  },
  identify: intCoreTag.identify,
})

/** Keys are text: `4625` is "4625". No key at all, or a list as one, is not plain. */
const map = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
  create: () => ({}),
  addPair(map, key, value) {
    if (typeof key === 'object') return 'no text'
    Object.defineProperty(map, String(key), {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
    return ''
  },
  has: (map, key) => Object.hasOwn(map, String(key)),
  keys: (map) => Object.keys(map),
  get: (map, key) => map[String(key)],
  identify: () => false,
})

const schema = CORE_SCHEMA.withTags(int, map)

/** For each document where the keys of its own map stand. */
function ownKeys(events: readonly Event[], text: string): readonly Map<string, number>[] {
  const documents: Map<string, number>[] = []
  let depth = 0
  let isKey = false
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) documents.push(new Map())
    // Depth 1 is the document, 2 its own map, in which keys and values take turns.
    if (depth === 2 && event.type !== EVENT_ID.POP) {
      if (isKey && event.type === EVENT_ID.SCALAR)
        documents.at(-1)?.set(text.slice(event.valueStart, event.valueEnd), event.valueStart - quoteOf(event.style))
      isKey = !isKey
    }
    if (event.type === EVENT_ID.POP) depth -= 1
    else if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) depth += 1
    if (depth === 2 && event.type === EVENT_ID.MAPPING) isKey = true
  }
  return documents
}

const quoteOf = (style: number): number =>
  style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0
