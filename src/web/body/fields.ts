// Reads the fields of a body, from a form or from JSON: each mistake names its field, and nothing is guessed.
import { isObject } from '../../lib/json.ts'
import { nearest } from '../../lib/nearest.ts'
import { fail, ok, type Result } from '../../lib/result.ts'

export interface Fields {
  /** A text without control characters; an empty one is none. */
  text(name: string, longest: number): string | undefined
  /** As it was typed: a password, a code. */
  secret(name: string, longest: number): string | undefined
  /** From a list, or a text with commas or line ends. */
  list(name: string, most: number, longest: number): readonly string[]
  choice<T extends string>(name: string, known: readonly T[]): T | undefined
  choices<T extends string>(name: string, known: readonly T[]): readonly T[]
  /** A whole number of at least 1. */
  count(name: string, most: number): number | undefined
  /** An ISO time with zone, as ISO in UTC. */
  time(name: string): string | undefined
}

/** Reads a body with `read`. @returns what it gave, or the first mistake in words; a field that it asked for and nobody named is no mistake of ours */
export function readFields<T>(body: unknown, read: (fields: Fields) => T): Result<T, string> {
  if (body !== undefined && !isObject(body)) return fail('the body must be a JSON object')
  const given: Readonly<Record<string, unknown>> = body ?? {}
  const mistakes: string[] = []
  const wrong = (message: string): undefined => void mistakes.push(message)
  const own = (name: string): unknown => (Object.hasOwn(given, name) ? given[name] : undefined)
  const typed = (name: string, longest: number): string | undefined => {
    const value = own(name)
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return wrong(`${name} must be a text`)
    return value.length > longest ? wrong(`${name} must have at most ${longest} characters`) : value
  }
  const fields: Fields = {
    text(name, longest) {
      const value = typed(name, longest)?.trim()
      if (value === undefined || value === '') return undefined
      return /[^\P{Cc}\n\t\r]/u.test(value) ? wrong(`${name} has a control character`) : value.toWellFormed()
    },
    secret: typed,
    list(name, most, longest) {
      const value = own(name)
      const parts = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[,\n]/) : []
      if (value !== undefined && !Array.isArray(value) && typeof value !== 'string') wrong(`${name} must be a list`)
      if (parts.some((part) => typeof part !== 'string')) wrong(`${name} must be a list of texts`)
      const texts = parts.flatMap((part) => (typeof part === 'string' && part.trim() !== '' ? [part.trim()] : []))
      if (texts.length > most) wrong(`${name} names more than ${most}`)
      if (texts.some((text) => text.length > longest)) wrong(`${name} has a part of more than ${longest} characters`)
      return [...new Set(texts)]
    },
    choice(name, known) {
      const value = typed(name, 100)
      if (value === undefined) return undefined
      return known.find((one) => one === value) ?? wrong(`${name} must be one of ${known.join(', ')}`)
    },
    choices(name, known) {
      return fields.list(name, known.length, 100).flatMap((text) => {
        const found = known.find((one) => one === text)
        if (found !== undefined) return [found]
        const close = nearest(text, known)
        wrong(
          `${name}: there is no "${text.slice(0, 60)}"${close ? `; did you mean ${close}?` : `: one of ${known.join(', ')}`}`,
        )
        return []
      })
    },
    count(name, most) {
      const value = own(name)
      if (value === undefined || value === null || value === '') return undefined
      const number = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value
      return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= most
        ? number
        : wrong(`${name} must be a whole number from 1 to ${most}`)
    },
    time(name) {
      const value = typed(name, 60)
      if (value === undefined) return undefined
      const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value.trim())
        ? Date.parse(value.trim())
        : Number.NaN
      return Number.isNaN(time)
        ? wrong(`${name} must be an ISO time with zone, such as 2026-01-31T12:00:00Z`)
        : new Date(time).toISOString()
    },
  }
  const value = read(fields)
  return mistakes[0] === undefined ? ok(value) : fail(mistakes[0])
}
