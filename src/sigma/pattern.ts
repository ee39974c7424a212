// A Sigma text value: literals, `*`, `?` and dashes of any kind, with the specification's escapes.
import { fold } from './fold.ts'

export type Part = string | typeof many | typeof one | typeof dash
export const many = Symbol('*')
export const one = Symbol('?')
/** `windash`: any dash that Windows takes for an option. */
export const dash = Symbol('-')

/** Parts in order; two literals never stand side by side. */
export type Pattern = readonly Part[]

/**
 * Reads wildcards and escapes. `\*`, `\?` and `\\` before a wildcard are the plain character; a backslash before anything
 * else is itself, and so is a double one: specification, "Escaping".
 */
export function parsePattern(text: string): Pattern {
  const parts: Part[] = []
  let literal = ''
  const end = (part: Part): void => {
    if (literal !== '') parts.push(literal)
    literal = ''
    if (part !== many || parts.at(-1) !== many) parts.push(part)
  }
  for (let place = 0; place < text.length; place += 1) {
    const here = text[place] as string
    const next = text[place + 1]
    if (here === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next
      place += 1
    } else if (here === '*') end(many)
    else if (here === '?') end(one)
    else literal += here
  }
  if (literal !== '') parts.push(literal)
  return parts
}

export const literalOf = (pattern: Pattern): string | undefined =>
  pattern.length === 0 ? '' : pattern.length === 1 && typeof pattern[0] === 'string' ? pattern[0] : undefined

/** The pattern anywhere, at the beginning or at the end of a text. */
export function placed(pattern: Pattern, place: 'equals' | 'contains' | 'startswith' | 'endswith'): Pattern {
  const before = place === 'contains' || place === 'endswith'
  const after = place === 'contains' || place === 'startswith'
  return [
    ...(before && pattern[0] !== many ? [many as Part] : []),
    ...pattern,
    ...(after && pattern.at(-1) !== many ? [many as Part] : []),
  ]
}

/** What `windash` takes for one and the same, as the specification lists them. */
export const dashes = '-/–—―'

/** Every dash may be any dash. */
export function withDashes(pattern: Pattern): Pattern {
  return pattern.flatMap((part) =>
    typeof part === 'string'
      ? part
          .split(/([-/–—―])/)
          .filter((piece) => piece !== '')
          .map((piece): Part => (dashes.includes(piece) ? dash : piece))
      : [part],
  )
}

/** A test of one text; `folded`: the text comes in lower case, and case does not count. Linear in the text: `*` takes the shortest stretch, and goes on from there. */
export function textTest(pattern: Pattern, folded: boolean): (text: string) => boolean {
  const parts = folded ? pattern.map((part) => (typeof part === 'string' ? fold(part) : part)) : pattern
  const [only, then] = parts
  if (parts.length === 0) return (text) => text === ''
  if (parts.length === 1) {
    if (typeof only === 'string') return (text) => text === only
    if (only === many) return () => true
  }
  if (parts.length === 2 && typeof only === 'string' && then === many) return (text) => text.startsWith(only)
  if (parts.length === 2 && only === many && typeof then === 'string') return (text) => text.endsWith(then)
  if (parts.length === 3 && only === many && typeof then === 'string' && parts[2] === many)
    return (text) => text.includes(then)
  return (text) => matches(parts, text)
}

/** The classic two-finger walk: on a mismatch, the last `*` takes one character more. */
function matches(steps: readonly Part[], text: string): boolean {
  let place = 0
  let step = 0
  let star = -1
  let from = 0
  while (place < text.length) {
    const want = steps[step]
    if (want === many) {
      star = step++
      from = place
      continue
    }
    const width = want === undefined ? 0 : widthAt(want, text, place)
    if (width > 0) {
      place += width
      step += 1
    } else if (star !== -1) {
      from += 1
      // A literal behind the star: jump to where it stands next, instead of one character at a time.
      const literal = steps[star + 1]
      if (typeof literal === 'string') {
        const found = text.indexOf(literal, from)
        if (found === -1) return false
        from = found
      }
      place = from
      step = star + 1
    } else return false
  }
  while (steps[step] === many) step += 1
  return step === steps.length
}

/** How much of the text the step takes at that place; 0 when it does not fit. `?` is one character, of one or two units. */
function widthAt(step: Part, text: string, place: number): number {
  if (typeof step === 'string') return text.startsWith(step, place) ? step.length : 0
  if (step === dash) return dashes.includes(text[place] as string) ? 1 : 0
  const code = text.codePointAt(place)
  return code !== undefined && code > 0xffff ? 2 : 1
}
