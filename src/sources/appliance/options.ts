// A command of an array's shell as its name, what it names, and its options.
import { commandsIn } from '../kit/words.ts'

export interface Typed {
  readonly command: string
  /** Words that no option stands before. */
  readonly names: readonly string[]
  /** Without the dash, in small letters; a flag has no value. */
  readonly options: ReadonlyMap<string, string>
}

/** No command is longer: what stands behind is not looked at. */
const longest = 8_000

/**
 * @param prefixes words before the command that only say of which kind it is
 * @param flags options that take no value
 */
export function typedIn(line: string, prefixes: RegExp, flags: ReadonlySet<string>): Typed | undefined {
  const [words = []] = commandsIn(line.slice(0, longest))
  const texts = words.map(({ text }) => text)
  while (texts[0] !== undefined && prefixes.test(texts[0])) texts.shift()
  const [command, ...rest] = texts
  if (command === undefined) return undefined
  const names: string[] = []
  const options = new Map<string, string>()
  for (let place = 0; place < rest.length; place += 1) {
    const word = rest[place] ?? ''
    const option = /^-{1,2}([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word)
    if (!option) {
      names.push(word)
      continue
    }
    const name = (option[1] ?? '').toLowerCase()
    const next = rest[place + 1]
    const takes = option[2] === undefined && !flags.has(name) && next !== undefined && !/^-[A-Za-z]/.test(next)
    options.set(name, option[2] ?? (takes ? next : ''))
    if (takes) place += 1
  }
  return { command: command.toLowerCase(), names, options }
}
