// What the words behind a field's name make of its values. Source: Sigma specification 2.1, "Modifiers" appendix.
import { nearest } from '../lib/nearest.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Place, Test } from './ast.ts'
import { literalOf, parsePattern } from './pattern.ts'
import { places, textTests, widths } from './values.ts'

const orders = ['gt', 'gte', 'lt', 'lte'] as const
const parts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
const regexFlags = { i: 'i', ignorecase: 'i', m: 'm', multiline: 'm', s: 's', dotall: 's' } as const
const encodings = [...Object.keys(widths), 'base64', 'base64offset']
const others = ['all', 'cased', 're', 'cidr', 'windash', 'exists', 'fieldref', 'neq', 'expand'] as const
/** All words that may stand behind a field. */
export const modifiers: readonly string[] = [
  ...places,
  ...orders,
  ...parts,
  ...Object.keys(regexFlags),
  ...encodings,
  ...others,
]

export interface Modifiers {
  readonly place: Place
  readonly all: boolean
  readonly negated: boolean
  /** Turns one value of the rule into the questions that it stands for; any of them is enough. */
  readonly tests: (value: Value) => Result<readonly Test[], string>
}

type Value = string | number | boolean | null

/**
 * Reads the words behind the bars. The error names the word and what was probably meant.
 * @param keyword there is no field before the bars: the value may stand anywhere in the event
 */
export function readModifiers(
  words: readonly string[],
  keyword: boolean,
): Result<Modifiers, { readonly message: string; readonly hint?: string }> {
  for (const word of words)
    if (!modifiers.includes(word)) {
      const guess = nearest(word, modifiers)
      return fail({ message: `there is no modifier "${word}"`, ...(guess ? { hint: `did you mean "${guess}"?` } : {}) })
    }
  const wrong = clash(words) ?? (keyword ? withoutField(words) : undefined)
  if (wrong) return fail({ message: wrong })
  const has = (word: string): boolean => words.includes(word)
  const place: Place = places.find(has) ?? 'equals'
  return ok({ place, all: has('all'), negated: has('neq'), tests: testsOf(words, place) })
}

function testsOf(words: readonly string[], place: Place): Modifiers['tests'] {
  const has = (word: string): boolean => words.includes(word)
  if (has('expand')) return placeholderTests(words)
  if (has('exists')) return existsTests
  if (has('re')) return regexTests(words, place)
  if (has('cidr')) return cidrTests
  if (has('fieldref')) return referenceTests(place, has('cased'))
  const order = orders.find(has)
  const part = parts.find(has)
  if (order) {
    const ofPart = part ? { part } : {}
    return (value) => numeric(value, order, (number) => ({ kind: 'compare', order, value: number, ...ofPart }))
  }
  if (part) return (value) => numeric(value, part, (number) => ({ kind: 'time', part, value: number }))
  return (value) => plainTests(value, words)
}

/** What a kind of question can stand with, besides `all` and `neq`, which go with each. */
const company: Readonly<Record<string, readonly string[]>> = {
  exists: [],
  cidr: ['expand'],
  re: [...Object.keys(regexFlags), ...places, 'expand', 'cased'],
  fieldref: [...places, 'cased'],
  ...Object.fromEntries(orders.map((order) => [order, [...parts, 'expand']])),
  ...Object.fromEntries(parts.map((part) => [part, [...orders, 'expand']])),
}

function clash(words: readonly string[]): string | undefined {
  const twice = words.find((word, index) => word !== 'base64' && words.indexOf(word) !== index)
  if (twice) return `"${twice}" stands twice`
  for (const family of [places, orders, parts, Object.keys(widths)]) {
    const chosen = words.filter((word) => family.some((one) => one === word))
    if (chosen.length > 1) return `"${chosen.join('" and "')}" exclude each other`
  }
  const flag = words.findIndex((word) => Object.hasOwn(regexFlags, word))
  if (flag !== -1 && !words.slice(0, flag).includes('re')) return `"${words[flag]}" needs "re" before it`
  for (const [kind, allowed] of Object.entries(company)) {
    if (!words.includes(kind)) continue
    const odd = words.find((word) => word !== kind && word !== 'all' && word !== 'neq' && !allowed.includes(word))
    if (odd) return `"${kind}" cannot stand with "${odd}"`
  }
  if (words.includes('cased') && words.some((word) => word === 'i' || word === 'ignorecase'))
    return '"cased" and "i" exclude each other'
  return undefined
}

function withoutField(words: readonly string[]): string | undefined {
  const word = words.find((one) => ['exists', 'fieldref', ...orders, ...parts].includes(one))
  return word && `"${word}" needs a field before it`
}

const existsTests: Modifiers['tests'] = (value) =>
  value === true || value === 'true' || value === 'yes'
    ? ok([{ kind: 'exists', value: true }])
    : value === false || value === 'false' || value === 'no'
      ? ok([{ kind: 'exists', value: false }])
      : fail('exists needs true or false')

function regexTests(words: readonly string[], place: Place): Modifiers['tests'] {
  const flags = [
    ...new Set(
      words.flatMap((word) => (Object.hasOwn(regexFlags, word) ? [regexFlags[word as keyof typeof regexFlags]] : [])),
    ),
  ]
    .sort()
    .join('')
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number') return fail('re needs a regular expression')
    const source = String(value)
    const framed = place === 'startswith' ? `^(?:${source})` : place === 'endswith' ? `(?:${source})$` : source
    return ok([{ kind: 're', source: framed, flags }])
  }
}

const cidrTests: Modifiers['tests'] = (value) =>
  typeof value === 'string'
    ? ok([{ kind: 'cidr', network: value.trim() }])
    : fail('cidr needs a network such as 192.0.2.0/24')

const referenceTests =
  (place: Place, cased: boolean): Modifiers['tests'] =>
  (value) => {
    const field = typeof value === 'string' ? literalOf(parsePattern(value)) : undefined
    return field === undefined || field === ''
      ? fail('fieldref needs the name of a field, without wildcards')
      : ok([{ kind: 'fieldref', field, place, cased }])
  }

function numeric(value: Value, word: string, test: (value: number) => Test): Result<readonly Test[], string> {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? ok([test(number)]) : fail(`${word} needs a number`)
}

/** Specification: a placeholder counts only under `expand`, and `\%` is a plain percent character there. */
const placeholderTests =
  (words: readonly string[]): Modifiers['tests'] =>
  (value) => {
    const rest = words.filter((word) => word !== 'expand')
    return typeof value === 'string' && value.includes('%')
      ? ok([{ kind: 'placeholder', text: value, words: rest }])
      : testsOf(rest, places.find((place) => rest.includes(place)) ?? 'equals')(value)
  }

function plainTests(value: Value, words: readonly string[]): Result<readonly Test[], string> {
  const changing = words.filter((word) => word !== 'all' && word !== 'neq')
  if (value === null) return changing[0] ? fail(`null cannot stand with "${changing[0]}"`) : ok([{ kind: 'null' }])
  if (changing.length === 0) {
    if (typeof value === 'number') return ok([{ kind: 'number', value }])
    if (typeof value === 'boolean') return ok([{ kind: 'boolean', value }])
  }
  const tests = textTests(String(value), words)
  return tests.ok && changing.length === 0 ? ok([...tests.value, ...inexact(String(value))]) : tests
}

/** An event's number that a double cannot hold comes as its nearest double: that is what the text then has to meet. */
function inexact(text: string): readonly Test[] {
  const number = /^-?\d{16,20}$/.test(text) ? Number(text) : 0
  return Number.isSafeInteger(number) ? [] : [{ kind: 'number', value: number }]
}
