// What a text value of a rule becomes under its modifiers, taken one after the other in the order in which they stand.
import { fail, ok, type Result } from '../lib/result.ts'
import type { Place, Test } from './ast.ts'
import { base64, base64Offsets, type Width, widen } from './encode.ts'
import { dash, dashes, literalOf, type Part, type Pattern, parsePattern, placed, withDashes } from './pattern.ts'

export const widths = {
  utf16le: 'utf16le',
  wide: 'utf16le',
  utf16be: 'utf16be',
  utf16: 'utf16',
} as const satisfies Record<string, Width>
export const places = ['contains', 'startswith', 'endswith'] as const

/** A value on its way through its modifiers: what it may appear as, and whether those are bytes by now. */
interface Form {
  readonly patterns: readonly Pattern[]
  readonly bytes: boolean
  readonly cased: boolean
}

/** The tests that a text stands for; any of them is enough. */
export function textTests(text: string, words: readonly string[]): Result<readonly Test[], string> {
  let form: Form = { patterns: [parsePattern(text)], bytes: false, cased: words.includes('cased') }
  for (const word of words) {
    const next = step(form, word)
    if (!next.ok) return next
    form = next.value
  }
  const { cased } = form
  return ok(form.patterns.map((pattern): Test => ({ kind: 'text', pattern, cased })))
}

function step(form: Form, word: string): Result<Form, string> {
  const place = places.find((known) => known === word)
  if (place) return ok({ ...form, patterns: form.patterns.map((pattern) => placed(pattern, place as Place)) })
  if (word === 'windash') return ok({ ...form, patterns: form.patterns.map(withDashes) })
  if (Object.hasOwn(widths, word)) return wide(form, widths[word as keyof typeof widths])
  if (word === 'base64' || word === 'base64offset') return encoded(form, word)
  return ok(form)
}

function wide(form: Form, width: Width): Result<Form, string> {
  if (form.bytes) return fail('a value cannot be made UTF-16 twice')
  const patterns = withoutDashes(form.patterns)
  if (!patterns.ok) return patterns
  // The mark stands once, before the value, and not before each of its pieces.
  const of = (part: Pattern[number], index: number): Pattern[number] =>
    typeof part === 'string' ? widen(part, width === 'utf16' && index > 0 ? 'utf16le' : width) : part
  return ok({ ...form, bytes: true, patterns: patterns.value.map((pattern) => pattern.map(of)) })
}

function encoded(form: Form, word: 'base64' | 'base64offset'): Result<Form, string> {
  const plain = withoutDashes(form.patterns)
  if (!plain.ok) return plain
  const texts: string[] = []
  for (const pattern of plain.value) {
    const literal = literalOf(pattern)
    if (literal === undefined)
      return fail(`${word} takes plain text: escape wildcards, and put ${places.join(', ')} behind it`)
    texts.push(...(word === 'base64' ? [base64(literal, form.bytes)] : base64Offsets(literal, form.bytes)))
  }
  // Of a value of one or two bytes nothing is left that its neighbours do not colour: an empty text would match all.
  const telling = word === 'base64' ? texts : texts.filter((text) => text !== '')
  if (telling.length === 0) return fail(`${word}: the value is too short to be recognised`)
  return ok({ ...form, patterns: telling.map((text): Pattern => (text === '' ? [] : [text])), bytes: false })
}

/** The permutations of a value's dashes, for encodings that need every letter. */
function withoutDashes(patterns: readonly Pattern[]): Result<readonly Pattern[], string> {
  const found: Pattern[] = []
  for (const pattern of patterns) {
    if (pattern.filter((part) => part === dash).length > 4)
      return fail('a value with more than 4 dashes has too many permutations to encode')
    found.push(...permutations(pattern))
  }
  return ok(found)
}

function permutations(pattern: Pattern): readonly Pattern[] {
  const place = pattern.indexOf(dash)
  if (place === -1) return [joinedLiterals(pattern)]
  return [...dashes].flatMap((one) => permutations(pattern.with(place, one)))
}

const joinedLiterals = (pattern: Pattern): Pattern =>
  pattern.reduce<Part[]>((parts, part) => {
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
    return parts
  }, [])
