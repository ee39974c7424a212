// Reads one search of a rule: a map (all lines), a list of maps (any of them), or keywords (anywhere in the event).
import { isObject, type Json } from '../lib/json.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Condition, Item, Place, Test } from './ast.ts'
import { readModifiers } from './modifiers.ts'
import { many, type Pattern, placed } from './pattern.ts'
import { predicateOf } from './predicate.ts'

export interface SearchError {
  readonly message: string
  readonly hint?: string
  /** Below the search. */
  readonly path: readonly (string | number)[]
}

type Read = Result<Condition, SearchError>

const nullInList = 'null cannot be part of a list of values'
const nullAlone = 'give it a search of its own, and join the two in the condition'

/** The condition that a search stands for. */
export function readSearch(value: Json): Read {
  if (isObject(value)) return readMap(value, [])
  if (!Array.isArray(value)) return readItem('', value, [])
  const list = value as readonly Json[]
  if (list.length === 0) return fail({ message: 'the list is empty', path: [] })
  const keywords = list.filter((entry) => !isObject(entry))
  const maps = list.map((entry, index) => [entry, index] as const).filter(([entry]) => isObject(entry))
  const of: Condition[] = []
  for (const [entry, index] of maps) {
    const read = isObject(entry) ? readMap(entry, [index]) : undefined
    if (read && !read.ok) return read
    if (read) of.push(read.value)
  }
  if (keywords.length > 0) {
    const read = readItem('', keywords, [])
    if (!read.ok) return read
    of.push(read.value)
  }
  return ok(joined('or', of))
}

function readMap(map: Readonly<Record<string, Json | undefined>>, path: readonly (string | number)[]): Read {
  const entries = Object.entries(map)
  if (entries.length === 0) return fail({ message: 'the map is empty', path })
  const of: Condition[] = []
  for (const [key, value] of entries) {
    const read = readItem(key, value ?? null, [...path, key])
    if (!read.ok) return read
    of.push(read.value)
  }
  return ok(joined('and', of))
}

function readItem(key: string, value: Json, path: readonly (string | number)[]): Read {
  const [field = '', ...words] = key.split('|')
  const modifiers = readModifiers(words, field === '')
  if (!modifiers.ok) return fail({ ...modifiers.error, path })
  const { all, negated, place, tests } = modifiers.value
  const values = Array.isArray(value) ? (value as readonly Json[]) : [value]
  if (values.length === 0) return fail({ message: 'the list of values is empty', path })
  if (all && values.length === 1 && !words.includes('expand'))
    return fail({ message: '"all" needs several values', hint: 'leave it out', path })
  const of: Condition[] = []
  for (const [index, entry] of values.entries()) {
    if (typeof entry === 'object' && entry !== null)
      return fail({
        message: 'a value is a map or a list where a text, a number or null must stand',
        path: Array.isArray(value) ? [...path, index] : path,
      })
    const read = tests(entry as string | number | boolean | null)
    if (!read.ok) return fail({ message: read.error, path })
    const trouble = read.value.map(troubleOf).find((message) => message !== undefined)
    if (trouble !== undefined) return fail({ message: trouble, path: Array.isArray(value) ? [...path, index] : path })
    if (entry === null && field === '') return fail({ message: 'null cannot be a keyword', path })
    if (entry === null && values.length > 1) return fail({ message: nullInList, hint: nullAlone, path })
    of.push(
      joined(
        'or',
        read.value.map((test): Condition => ({ op: 'item', item: itemOf(field, key, test, place) })),
      ),
    )
  }
  const whole = joined(all ? 'and' : 'or', of)
  return ok(negated ? { op: 'not', of: whole } : whole)
}

const itemOf = (field: string, key: string, test: Test, place: Place): Item =>
  field === ''
    ? { field: undefined, label: key || 'keyword', test: asKeyword(test, place) }
    : { field, label: key, test }

/** What can be wrong with a value by itself is told here, where its place in the file is known. */
function troubleOf(test: Test): string | undefined {
  if (test.kind !== 're' && test.kind !== 'cidr') return undefined
  const predicate = predicateOf(test, { resolve: (field) => field })
  return predicate.ok ? undefined : predicate.error
}

/** Without a field a text is a keyword: it may stand anywhere in a value. */
export function asKeyword(test: Test, place: Place): Test {
  if (test.kind === 'number' || test.kind === 'boolean')
    return { kind: 'text', pattern: anywhere([String(test.value)]), cased: false }
  return test.kind === 'text' && place === 'equals' ? { ...test, pattern: anywhere(test.pattern) } : test
}

const anywhere = (pattern: Pattern): Pattern =>
  pattern[0] === many && pattern.at(-1) === many ? pattern : placed(pattern, 'contains')

/** One alone stays itself. */
export function joined(op: 'and' | 'or', of: readonly Condition[]): Condition {
  const [only] = of
  return of.length === 1 && only ? only : { op, of }
}
