// Parts of words in an index: each word as all its pieces of three letters in their order, so that a part of a word is a phrase.
import { wordsOf } from '../search-text.ts'

const size = 3
/** Stands between words, so that no phrase reaches from one into the next: of one letter, as no piece is. */
const between = '␣'

/** What an alert is found by. */
export interface Grams {
  /** Pieces of three letters in the order of the text, blanks between them. */
  readonly grams: string
  /** All pieces of one and of two letters. */
  readonly short: readonly string[]
}

/** @param text in small letters */
export function gramsOf(text: string): Grams {
  const grams: string[] = []
  const short = new Set<string>()
  for (const word of split(text)) {
    const letters = lettersOf(word)
    grams.push(...pieces(letters), between)
    letters.forEach((letter, at) => {
      short.add(letter)
      const next = letters[at + 1]
      if (next !== undefined) short.add(letter + next)
    })
  }
  return { grams: grams.join(' '), short: [...short] }
}

/** Conditions under which an alert has every word of a search, as a whole or as a part of one of its words. */
export const hasWords = (text: string, field: (name: 'grams' | 'short') => string): readonly object[] =>
  wordsOf(text).map((word) => {
    const letters = lettersOf(word)
    return letters.length < size
      ? { term: { [field('short')]: letters.join('') } }
      : { match_phrase: { [field('grams')]: pieces(letters).join(' ') } }
  })

const split = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean)

/** As code points; signs of control, of which the index takes some for blanks, are made one that is none. */
const lettersOf = (word: string): readonly string[] => [...word.toWellFormed().replace(/\p{Cc}/gu, between)]

const pieces = (letters: readonly string[]): readonly string[] =>
  Array.from({ length: Math.max(0, letters.length - size + 1) }, (_, at) => letters.slice(at, at + size).join(''))
