// A command line parted into commands and words, as shells would, without what only wraps them.

export interface Words {
  /** Name of the program without its folder and ending, in small letters. */
  readonly program: string
  /** Behind it, quotes taken off. */
  readonly words: readonly string[]
  /** The command as it stood. */
  readonly text: string
}

/** Longer lines are cut: what an attacker puts in front of a command is not read for ever. */
const longest = 16_384
const most = 50

/** The commands of a line, in their order: parted at `;`, `&`, `|` and line ends that no quote holds. */
export function commandsIn(line: string, depth = 0): readonly Words[] {
  const found = partsOf(line.slice(0, longest))
    .slice(0, most)
    .flatMap((words) => unwrapped(words, depth))
  return found.slice(0, most)
}

/** Splits into commands of words. */
function partsOf(line: string): readonly (readonly string[])[] {
  const commands: string[][] = []
  let words: string[] = []
  let word = ''
  let open = ''
  let begun = false
  const endWord = (): void => {
    if (begun) words.push(word)
    word = ''
    begun = false
  }
  for (let place = 0; place < line.length; place += 1) {
    const here = line.charAt(place)
    if (open !== '') {
      if (here === open) open = ''
      else if (here === '\\' && open === '"' && /["\\$`]/.test(line.charAt(place + 1))) word += line.charAt(++place)
      else word += here
    } else if (here === '"' || here === "'") {
      open = here
      begun = true
    } else if (here === '\\' && /[\s;&|"'\\]/.test(line.charAt(place + 1))) {
      word += line.charAt(++place)
      begun = true
    } else if (/[;&|\n]/.test(here)) {
      endWord()
      if (words.length > 0) commands.push(words)
      words = []
    } else if (/\s/.test(here)) endWord()
    else {
      word += here
      begun = true
    }
  }
  endWord()
  if (words.length > 0) commands.push(words)
  return commands
}

/** Programs that only run another one, with the options of theirs that take a word. */
const wrappers: Readonly<Record<string, RegExp>> = {
  sudo: /^-[ughpCrtTU]$/,
  doas: /^-[uC]$/,
  env: /^-[uCS]$/,
  nohup: /^$/,
  nice: /^-n$/,
  ionice: /^-[cn]$/,
  time: /^-[fo]$/,
  timeout: /^-[ks]$/,
  xargs: /^-[InLPsd]$/,
  exec: /^$/,
  command: /^$/,
  busybox: /^$/,
  start: /^$/,
}
const shells = /^(?:ba|da|z|k|a|c|tc)?sh$|^cmd$|^powershell$|^pwsh$/

function unwrapped(words: readonly string[], depth: number): readonly Words[] {
  const rest = [...words]
  while (rest[0] !== undefined && /^[A-Za-z_]\w*=/.test(rest[0])) rest.shift()
  const program = nameOf(rest[0] ?? '')
  if (program === '') return []
  const takesWord = Object.hasOwn(wrappers, program) ? wrappers[program] : undefined
  if (takesWord && depth < 6) {
    let place = 1
    while (rest[place]?.startsWith('-') || /^[A-Za-z_]\w*=/.test(rest[place] ?? ''))
      place += takesWord.test(rest[place] ?? '') ? 2 : 1
    if (program === 'timeout') place += 1
    if (rest[place] !== undefined) return unwrapped(rest.slice(place), depth + 1)
  }
  const inner = shells.test(program) ? innerOf(rest) : undefined
  if (inner !== undefined && depth < 6) return commandsIn(inner, depth + 1)
  return [{ program, words: rest.slice(1), text: words.join(' ') }]
}

/** What a shell is told to run. */
function innerOf(words: readonly string[]): string | undefined {
  const place = words.findIndex((word, index) => index > 0 && /^(-\w*c|\/c|\/k|-command|-c)$/i.test(word))
  return place < 0 || words[place + 1] === undefined ? undefined : words.slice(place + 1).join(' ')
}

const nameOf = (path: string): string =>
  (path.split(/[\\/]/).at(-1) ?? '').toLowerCase().replace(/\.(exe|com|cmd|bat|ps1)$/, '')
