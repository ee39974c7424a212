// What the words behind a field's name make of its values. Source: Sigma specification 2.1, "Modifiers" appendix.
import { fail, ok, type Result } from '../lib/result.ts'
import type { Place, Test } from './ast.ts'
import { encodings } from './encode.ts'
import { nearest } from './nearest.ts'
import { literalOf, parsePattern, placed, withDashes } from './pattern.ts'

const places = ['contains', 'startswith', 'endswith'] as const
const orders = ['gt', 'gte', 'lt', 'lte'] as const
const parts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
const regexFlags = { i: 'i', ignorecase: 'i', m: 'm', multiline: 'm', s: 's', dotall: 's' } as const
const widths = { utf16le: 'utf16le', wide: 'utf16le', utf16be: 'utf16be', utf16: 'utf16' } as const
const others = [
  'all',
  'cased',
  're',
  'cidr',
  'base64',
  'base64offset',
  'windash',
  'exists',
  'fieldref',
  'neq',
  'expand',
] as const
const known: readonly string[] = [
  ...places,
  ...orders,
  ...parts,
  ...Object.keys(regexFlags),
  ...Object.keys(widths),
  ...others,
]

export interface Modifiers {
  readonly place: Place
  readonly all: boolean
  readonly negated: boolean
  /** Turns one value of the rule into the questions that it stands for; any of them is enough. */
  readonly tests: (value: string | number | boolean | null) => Result<readonly Test[], string>
}

/** Reads the words behind the bars. The error names the word and what was probably meant. */
export function readModifiers(
  words: readonly string[],
): Result<Modifiers, { readonly message: string; readonly hint?: string }> {
  for (const word of words)
    if (!known.includes(word)) {
      const guess = nearest(word, known)
      return fail({ message: `there is no modifier "${word}"`, ...(guess ? { hint: `did you mean "${guess}"?` } : {}) })
    }
  const has = (word: string): boolean => words.includes(word)
  const chosen = places.filter(has)
  if (chosen.length > 1) return fail({ message: `"${chosen.join('" and "')}" exclude each other` })
  const place: Place = chosen[0] ?? 'equals'
  const order = orders.find(has)
  const part = parts.find(has)
  const wrong = combination(words, place, order)
  if (wrong) return fail({ message: wrong })
  const common = { place, all: has('all'), negated: has('neq') }
  const cased = has('cased')
  if (has('exists')) return ok({ ...common, tests: existsTests })
  if (has('re')) return ok({ ...common, tests: regexTests(words) })
  if (has('cidr')) return ok({ ...common, tests: cidrTests })
  if (has('fieldref'))
    return ok({
      ...common,
      tests: (value) =>
        typeof value === 'string' && value !== ''
          ? ok([{ kind: 'fieldref', field: value, place, cased }])
          : fail('fieldref needs the name of a field'),
    })
  if (order)
    return ok({
      ...common,
      tests: (value) =>
        numeric(value, `${order} needs a number`, (number) => ({
          kind: 'compare',
          order,
          value: number,
          ...(part ? { part } : {}),
        })),
    })
  if (part)
    return ok({
      ...common,
      tests: (value) => numeric(value, `${part} needs a number`, (number) => ({ kind: 'time', part, value: number })),
    })
  return ok({ ...common, tests: (value) => textTests(value, words, place, cased) })
}

function combination(words: readonly string[], place: Place, order: string | undefined): string | undefined {
  const has = (word: string): boolean => words.includes(word)
  const flags = words.filter((word) => Object.hasOwn(regexFlags, word))
  if (flags.length > 0 && !has('re')) return `"${flags[0]}" needs "re" before it`
  const alone = ['re', 'cidr', 'exists'].find(has)
  if (
    alone &&
    (place !== 'equals' ||
      order ||
      has('base64') ||
      has('base64offset') ||
      has('windash') ||
      has('fieldref') ||
      has('expand') ||
      words.some((word) => Object.hasOwn(widths, word)))
  )
    return `"${alone}" cannot stand with "${words.find((word) => word !== alone && word !== 'all') ?? ''}"`
  if (order && place !== 'equals') return `"${order}" cannot stand with "${place}"`
  if (has('base64') && has('base64offset')) return '"base64" and "base64offset" exclude each other'
  if (has('exists') && has('cased')) return '"exists" cannot stand with "cased"'
  return undefined
}

const existsTests: Modifiers['tests'] = (value) =>
  value === true || value === 'true' || value === 'yes'
    ? ok([{ kind: 'exists', value: true }])
    : value === false || value === 'false' || value === 'no'
      ? ok([{ kind: 'exists', value: false }])
      : fail('exists needs true or false')

const regexTests = (words: readonly string[]): Modifiers['tests'] => {
  const flags = [
    ...new Set(
      words.flatMap((word) => (Object.hasOwn(regexFlags, word) ? [regexFlags[word as keyof typeof regexFlags]] : [])),
    ),
  ]
    .sort()
    .join('')
  return (value) =>
    typeof value === 'string' || typeof value === 'number'
      ? ok([{ kind: 're', source: String(value), flags }])
      : fail('re needs a regular expression')
}

const cidrTests: Modifiers['tests'] = (value) =>
  typeof value === 'string'
    ? ok([{ kind: 'cidr', network: value.trim() }])
    : fail('cidr needs a network such as 192.0.2.0/24')

function numeric(
  value: string | number | boolean | null,
  message: string,
  test: (value: number) => Test,
): Result<readonly Test[], string> {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? ok([test(number)]) : fail(message)
}

function textTests(
  value: string | number | boolean | null,
  words: readonly string[],
  place: Place,
  cased: boolean,
): Result<readonly Test[], string> {
  if (value === null)
    return words.some((word) => word !== 'all' && word !== 'neq')
      ? fail(`null cannot stand with "${words.find((word) => word !== 'all')}"`)
      : ok([{ kind: 'null' }])
  const encoded =
    words.includes('base64') || words.includes('base64offset') || words.some((word) => Object.hasOwn(widths, word))
  if (place === 'equals' && !cased && !encoded) {
    if (typeof value === 'number') return ok([{ kind: 'number', value }])
    if (typeof value === 'boolean') return ok([{ kind: 'boolean', value }])
  }
  const text = String(value)
  if (words.includes('expand') && /%[^%\s]+%/.test(text))
    return ok([{ kind: 'placeholder', pattern: text, place, cased }])
  const pattern = words.includes('windash') ? withDashes(parsePattern(text)) : parsePattern(text)
  if (!encoded) return ok([{ kind: 'text', pattern: placed(pattern, place), cased }])
  const literal = literalOf(pattern)
  if (literal === undefined)
    return fail('a value with wildcards cannot be encoded: write \\* or \\? for the plain character')
  const width = words.find((word) => Object.hasOwn(widths, word))
  const variants = encodings(
    literal,
    width === undefined ? undefined : widths[width as keyof typeof widths],
    words.includes('base64') ? 'base64' : words.includes('base64offset') ? 'base64offset' : 'none',
  )
  // An encoded value is what stands there, letter by letter: base64 knows case.
  const exact = words.includes('base64') || words.includes('base64offset')
  return ok(
    variants.map(
      (variant): Test => ({
        kind: 'text',
        pattern: placed(variant === '' ? [] : [variant], place),
        cased: cased || exact,
      }),
    ),
  )
}
