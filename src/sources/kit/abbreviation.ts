// Keywords that a console lets people cut short: `DEL` and `DELETE` are one command.

/** A keyword, and how many of its letters must be there. */
export interface Keyword {
  readonly whole: string
  readonly least: number
}

const known = new Map<string, Keyword>()

/** @param written the keyword with the letters that must stand in capitals: `DELete`, `RETExtra` */
export function splitKeyword(written: string): Keyword {
  const found = known.get(written)
  if (found) return found
  const keyword = { whole: written.toUpperCase(), least: /^[^a-z]*/.exec(written)?.[0].length ?? written.length }
  known.set(written, keyword)
  return keyword
}

/** Whether a word stands for the keyword, whatever its case. */
export const isAbbreviation = (word: string, { whole, least }: Keyword): boolean =>
  word.length >= least && word.length <= whole.length && whole.startsWith(word.toUpperCase())
