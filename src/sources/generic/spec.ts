// How a site says where a value stands and what must stand there, made ready once for all records.
import type { Json } from '../../lib/json.ts'
import type { Conditions, Spec } from '../../model/mapping.ts'
import type { Look } from './record.ts'

/** A value, or undefined where nothing of it is in the record. */
export type Taker = (look: Look) => Json | undefined

const blank = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || value === '-'

/** A path, a template or a constant; of several the first that gives something. */
export function takerOf(spec: Spec | undefined): Taker {
  const takers = (spec === undefined ? [] : typeof spec === 'string' ? [spec] : spec).map(one)
  return (look) => {
    for (const take of takers) {
      const value = take(look)
      if (!blank(value)) return value
    }
    return undefined
  }
}

function one(spec: string): Taker {
  if (spec.startsWith('=')) return () => spec.slice(1)
  if (!spec.includes('{')) return (look) => look(spec)
  const pieces = spec.split(/\{([^{}]+)\}/)
  return (look) => {
    let text = ''
    for (const [index, piece] of pieces.entries()) {
      if (index % 2 === 0) {
        text += piece
        continue
      }
      const value = look(piece)
      // A name with a hole in it would be the name of something else.
      if (blank(value) || typeof value === 'object') return undefined
      text += String(value)
    }
    return text
  }
}

/** `*` is any signs; letters of any case. Linear: the pieces are looked for one behind the other. */
function fits(pattern: string): (text: string) => boolean {
  const pieces = pattern.toLowerCase().split('*')
  const [head = '', ...rest] = pieces
  if (rest.length === 0) return (text) => text.toLowerCase() === head
  const tail = rest.at(-1) ?? ''
  const middle = rest.slice(0, -1)
  return (given) => {
    const text = given.toLowerCase()
    if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return false
    let place = head.length
    for (const piece of middle) {
      const found = text.indexOf(piece, place)
      if (found < 0 || found + piece.length > text.length - tail.length) return false
      place = found + piece.length
    }
    return true
  }
}

export function fitsAny(patterns: readonly string[]): (text: string) => boolean {
  const all = patterns.map(fits)
  return (text) => all.some((fit) => fit(text))
}

/** Whether everything stands where it must; a list holds a value when any member does. */
export function holds(conditions: Conditions | undefined): (look: Look) => boolean {
  const all = Object.entries(conditions ?? {}).map(
    ([path, wanted]) => [path, fitsAny([wanted].flat().map(String))] as const,
  )
  return (look) => all.every(([path, fit]) => textsOf(look(path)).some(fit))
}

export const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value)
    ? (value as readonly Json[]).slice(0, 200).flatMap(textsOf)
    : value === undefined || value === null || typeof value === 'object'
      ? []
      : [String(value)]
