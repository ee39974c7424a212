// Looks for a field's values in the letters of a JSON text, without parsing it.
import { fold } from './fold.ts'
import type { Clue } from './witness.ts'

/** What values under one name may meet; each meeting gives a number that the asker knows. */
export interface Desk {
  readonly exact: Map<string, number[]>
  readonly parts: Map<string, number[]>
  /** Any value at all. */
  readonly present: number[]
  /** Of values that were seen before. */
  readonly known: Map<string, readonly number[]>
  /** Letters of the longest exact text. */
  longest: number
}

export const newDesk = (): Desk => ({ exact: new Map(), parts: new Map(), present: [], known: new Map(), longest: 0 })

export function waitAt(desk: Desk, clue: Clue, number: number): void {
  if (clue.kind === 'present') desk.present.push(number)
  else {
    const texts = clue.kind === 'exact' ? desk.exact : desk.parts
    texts.set(clue.text, [...(texts.get(clue.text) ?? []), number])
    if (clue.kind === 'exact') desk.longest = Math.max(desk.longest, clue.text.length)
  }
}

/** A field stands under its whole name, or at the end of a way under its last step; what is above it is not looked at. */
export const namesOf = (name: string): readonly string[] => [...new Set([name, name.split('.').at(-1) ?? name])]

const mostKnown = 500

/** What the value behind a name meets, perhaps more than once. @param behind the place behind the name's closing quote */
export function metBehind(desk: Desk, text: string, behind: number): readonly number[] {
  const colon = skipSpace(text, behind)
  // Without a colon it is a value that reads like the name.
  if (text.charCodeAt(colon) !== 0x3a) return none
  const begin = skipSpace(text, colon + 1)
  const first = text.charCodeAt(begin)
  // A map has no text. Numbers and lists are for the parser: all that waits may be met.
  if (first === 0x7b) return desk.present
  const end = first === 0x22 ? text.indexOf('"', begin + 1) : -1
  if (end === -1) return allOf(desk)
  // A text that is too long to be one of those looked for is not read; one that ends in a backslash goes on.
  if (desk.parts.size === 0 && end - begin - 1 > 2 * desk.longest && text.charCodeAt(end - 1) !== 0x5c)
    return desk.present
  const value = text.slice(begin + 1, end)
  const known = desk.known.get(value)
  if (known) return known
  const met = metBy(desk, value)
  if (desk.known.size >= mostKnown) desk.known.clear()
  if (value.length < 100) desk.known.set(value, met)
  return met
}

const none: readonly number[] = []

/** Escapes and letters of more than one byte are for the parser. */
function metBy(desk: Desk, value: string): readonly number[] {
  if (/[^\x20-\x5b\x5d-\x7e]/.test(value)) return allOf(desk)
  const folded = fold(value)
  const met = [...desk.present, ...(desk.exact.get(folded) ?? [])]
  for (const [part, numbers] of desk.parts) if (folded.includes(part)) met.push(...numbers)
  return met
}

const allOf = ({ present, exact, parts }: Desk): readonly number[] =>
  [present, ...exact.values(), ...parts.values()].flat()

function skipSpace(text: string, from: number): number {
  let place = from
  for (let code = text.charCodeAt(place); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(place))
    place += 1
  return place
}

/** Two letters outside ASCII fold into it: the Kelvin sign, and the I with a dot. As bytes of UTF-8. */
const foldsIntoAscii = /\xe2\x84\xaa|\xc4\xb0/

/** Looks for words anywhere in a text; gives what waits for those that may be there. */
export function wordsIn(words: ReadonlyMap<string, readonly number[]>, text: string): readonly number[] {
  const folded = text.toLowerCase()
  const odd = foldsIntoAscii.test(text)
  return [...words].flatMap(([word, met]) => (odd || folded.includes(word) ? met : none))
}
