// Where the fields at the top of a JSON object stand in its bytes, found by walking over everything else without reading it.

/** From its first byte to behind its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const brace = 0x7b
const closing = 0x7d

/**
 * Where the values of the wanted names stand, in the order of the names, each with its quotes or brackets. Undefined where
 * the bytes are no single object, where a name at the top is spelled with escapes, or where a wanted one stands there
 * twice. What lies deeper may be anything.
 */
export function topSpans(bytes: Uint8Array, wanted: readonly Uint8Array[]): readonly (Span | undefined)[] | undefined {
  const found: (Span | undefined)[] = wanted.map(() => undefined)
  const last = endOf(bytes)
  let place = skipBlanks(bytes, 0)
  if (place >= last || bytes[place] !== brace || bytes[last] !== closing) return undefined
  while (place < last) {
    const start = skipBlanks(bytes, place + 1) + 1
    const end = start < last && bytes[start - 1] === quote ? endOfName(bytes, start) : -1
    place = skipBlanks(bytes, end + 1)
    if (end === -1 || place >= last || bytes[place] !== colon) return undefined
    const value = skipBlanks(bytes, place + 1)
    place = endOfValue(bytes, value)
    const which = placeOf(wanted, bytes, start, end)
    if (which !== -1) {
      if (found[which] !== undefined) return undefined
      found[which] = { start: value, end: place }
    }
    place = skipBlanks(bytes, place)
    if (place < last && bytes[place] !== comma) return undefined
  }
  return place === last ? found : undefined
}

/** The place of the last letter that is no blank. */
function endOf(bytes: Uint8Array): number {
  let last = bytes.length - 1
  while (last > 0 && (bytes[last] as number) <= 0x20) last -= 1
  return last
}

/** Which of the names stands there; -1 where none does. */
function placeOf(wanted: readonly Uint8Array[], bytes: Uint8Array, start: number, end: number): number {
  for (let which = 0; which < wanted.length; which += 1) {
    const name = wanted[which]
    if (name?.length !== end - start) continue
    let same = 0
    while (same < name.length && name[same] === bytes[start + same]) same += 1
    if (same === name.length) return which
  }
  return -1
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  const { length } = bytes
  let place = from
  while (place < length) {
    const here = bytes[place] as number
    if (here > 0x20 || !(here === 0x20 || here === 0x0a || here === 0x0d || here === 0x09)) return place
    place += 1
  }
  return place
}

/** The place of the quote that ends a string whose first letter is given. */
function endOfString(bytes: Uint8Array, from: number): number {
  const { length } = bytes
  let place = from
  while (place < length) {
    const here = bytes[place] as number
    if (here === quote) return place
    place += here === backslash ? 2 : 1
  }
  return bytes.length
}

/** The same for a name; -1 where it is spelled with escapes. */
function endOfName(bytes: Uint8Array, from: number): number {
  const { length } = bytes
  for (let place = from; place < length; place += 1) {
    const here = bytes[place] as number
    if (here === quote) return place
    if (here === backslash) return -1
  }
  return -1
}

function endOfValue(bytes: Uint8Array, start: number): number {
  const first = start < bytes.length ? (bytes[start] as number) : 0
  if (first === quote) return endOfString(bytes, start + 1) + 1
  if ((first | 0x20) === brace) return endOfNested(bytes, start)
  let place = start
  while (place < bytes.length && isPlain(bytes[place] as number)) place += 1
  return place
}

/** A letter of a number or a word. */
const isPlain = (letter: number): boolean => letter !== comma && letter !== closing && letter > 0x20

/** Brackets of both kinds count alike: what mixes them is no JSON. */
function endOfNested(bytes: Uint8Array, start: number): number {
  const { length } = bytes
  let depth = 0
  let place = start
  while (place < length) {
    const here = bytes[place] as number
    if (here === quote) place = endOfString(bytes, place + 1)
    else if ((here | 0x20) === brace) depth += 1
    else if ((here | 0x20) === closing) {
      depth -= 1
      if (depth === 0) return place + 1
    }
    place += 1
  }
  return bytes.length
}
