// A command line as its words: quotes hold blanks together, and what stands behind a semicolon is the next command.

/** A word, and whether quotes stood around it, so that it is no name of a command or an option. */
export interface Word {
  readonly text: string
  readonly quoted: boolean
}

/** No command of a person is longer. */
const mostWords = 400

/** The commands of a line, each as its words. `^I` is how some logs write a tab. */
export function commandsIn(line: string): readonly (readonly Word[])[] {
  if (!/["';^]/.test(line)) {
    const words = line.split(/\s+/, mostWords + 1).filter((text) => text !== '')
    return words.length === 0 ? [] : [words.slice(0, mostWords).map((text) => ({ text, quoted: false }))]
  }
  const commands: Word[][] = [[]]
  let count = 0
  for (const found of line.replaceAll('^I', '\t').matchAll(part)) {
    const [whole, between, end] = found
    if (between !== undefined) continue
    if (end !== undefined) commands.push([])
    else if (count < mostWords) {
      commands.at(-1)?.push({ text: unquoted(whole), quoted: /^["']/.test(whole) })
      count += 1
    }
  }
  return commands.filter((words) => words.length > 0)
}

/** Blanks; an end of a command; or a word of plain and quoted pieces. A quote that nothing closes is a plain sign. */
const part = /(\s+)|(;)|(?:"(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\s;"']|["'])+/g

const unquoted = (word: string): string =>
  word.replace(/"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
    double === undefined ? (single ?? '') : double.replace(/\\(["\\])/g, '$1'),
  )
