// Puts the values of placeholders into a rule's values, before anything is compiled.
import { fail, ok, type Result } from '../lib/result.ts'
import type { Test } from './ast.ts'
import { readModifiers } from './modifiers.ts'

export type Placeholders = Readonly<Record<string, readonly string[]>>

const mostValues = 10_000

/** The tests that each value of `%name%` stands for under the modifiers beside `expand`; a name without values is a problem. */
export function expandPlaceholders(
  { text, words }: Test & { kind: 'placeholder' },
  placeholders: Placeholders,
): Result<readonly (readonly Test[])[], string> {
  const modifiers = readModifiers(words, false)
  if (!modifiers.ok) return fail(modifiers.error.message)
  const texts = substituted(text, placeholders, words.includes('re') ? escapeRegex : (value) => value)
  if (!texts.ok) return texts
  const tests: (readonly Test[])[] = []
  for (const one of texts.value) {
    const read = modifiers.value.tests(one)
    if (!read.ok) return read
    tests.push(read.value)
  }
  return ok(tests)
}

function substituted(
  text: string,
  placeholders: Placeholders,
  write: (value: string) => string,
): Result<readonly string[], string> {
  // Every second piece is a name. A percent character behind a backslash begins none.
  const pieces = text.split(/(?<!\\)%(\w[\w.-]*)%/)
  let texts: readonly string[] = ['']
  for (const [index, piece] of pieces.entries()) {
    const values = index % 2 === 0 ? [piece.replaceAll('\\%', '%')] : valuesOf(piece, placeholders)?.map(write)
    if (values === undefined) return fail(`the placeholder %${piece}% has no values`)
    if (texts.length * values.length > mostValues)
      return fail(`the placeholders expand to more than ${mostValues} values`)
    texts = texts.flatMap((before) => values.map((value) => before + value))
  }
  return ok(texts)
}

function valuesOf(name: string, placeholders: Placeholders): readonly string[] | undefined {
  const values = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined
  return values === undefined || values.length === 0 ? undefined : values
}

const escapeRegex = (value: string): string => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
