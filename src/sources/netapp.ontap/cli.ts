// A line of the cluster shell as commands: words and options may be cut short wherever the shell would understand them.
import { commandsIn, type Word } from '../kit/words.ts'
import { readers } from './readers/all.ts'

export interface Typed {
  /** Whole, where it is one that we know; else the words as typed. */
  readonly path: string
  readonly known: boolean
  readonly options: ReadonlyMap<string, string>
  /** Words that stand for themselves. */
  readonly rest: readonly string[]
}

interface Node {
  readonly children: Map<string, Node>
  path?: string
}

/** The shell lets people leave out the first word of these. */
const shortcuts: Readonly<Record<string, string>> = {
  snapshot: 'volume snapshot',
  aggr: 'storage aggregate',
  aggregate: 'storage aggregate',
  node: 'system node',
  run: 'system node run',
  systemshell: 'system node systemshell',
  login: 'security login',
}

const tree: Node = { children: new Map() }
for (const path of Object.keys(readers)) {
  let node = tree
  for (const word of path.split(' ')) node = childOf(node, word)
  node.path = path
}
for (const [word, path] of Object.entries(shortcuts)) {
  const target = path.split(' ').reduce(childOf, tree)
  if (!tree.children.has(word)) tree.children.set(word, target)
}

function childOf(node: Node, word: string): Node {
  const known = node.children.get(word)
  if (known) return known
  const made: Node = { children: new Map() }
  node.children.set(word, made)
  return made
}

/** The commands of a line. */
export const typedIn = (line: string): readonly Typed[] =>
  commandsIn(line).map((words) => {
    const found = best(leaves(tree, words, 0), words)
    if (!found) return unknown(words)
    return { path: found.path, known: true, ...optionsOf(words.slice(found.next), found.path) }
  })

interface Leaf {
  readonly path: string
  readonly next: number
}

/** All commands that the words may mean: a word means what is called so, else all that begin with it. */
function leaves(node: Node, words: readonly Word[], place: number): readonly Leaf[] {
  const own = node.path === undefined ? [] : [{ path: node.path, next: place }]
  const word = words[place]
  if (!word || word.quoted || word.text.startsWith('-')) return own
  const text = word.text.toLowerCase()
  const exact = node.children.get(text)
  const fits = exact ? [exact] : [...node.children].flatMap(([name, child]) => (name.startsWith(text) ? [child] : []))
  const deeper = fits.flatMap((child) => leaves(child, words, place + 1))
  return deeper.length > 0 ? deeper : own
}

/** Options that only one family of commands has, where the words alone leave a doubt: `snap delete`. */
const families: readonly (readonly [start: string, options: RegExp])[] = [
  ['volume snapshot policy', /^(pol|sched|count|enab|newc|vs|ret)/],
  ['volume snapshot', /^(vol|snap|vs|ign|forc|exp)/],
  ['volume snaplock', /^(vol|vs|def|min|max|auto|priv)/],
  ['snapmirror', /^(dest|sour|sch|throt|pol)/],
  ['snaplock', /^(lit|path|vol|node)/],
]

function best(found: readonly Leaf[], words: readonly Word[]): Leaf | undefined {
  const [first] = found
  if (found.length < 2) return first
  const given = words.flatMap(({ text, quoted }) =>
    !quoted && text.startsWith('-') ? [text.slice(1).toLowerCase()] : [],
  )
  const score = ({ path, next }: Leaf): number => {
    const family = families.find(([start]) => path.startsWith(start))?.[1]
    return next * 100 + given.filter((name) => family?.test(name)).length
  }
  return [...found].sort((one, other) => score(other) - score(one))[0]
}

function unknown(words: readonly Word[]): Typed {
  const end = words.findIndex(({ text, quoted }) => quoted || text.startsWith('-'))
  const names = words.slice(0, end === -1 ? words.length : end).slice(0, 6)
  const rest = optionsOf(words.slice(names.length), '')
  return {
    path: names.map(({ text }) => text.toLowerCase().slice(0, 60)).join(' ') || 'unknown',
    known: false,
    ...rest,
  }
}

function optionsOf(words: readonly Word[], path: string): Pick<Typed, 'options' | 'rest'> {
  const options = new Map<string, string>()
  const rest: string[] = []
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place]
    if (!word) break
    const name = !word.quoted && /^-{1,2}([a-z][\w.-]*)$/i.exec(word.text)?.[1]
    if (!name) {
      rest.push(word.text)
      continue
    }
    const next = words[place + 1]
    const isValue = next !== undefined && (next.quoted || !/^-[a-z]/i.test(next.text))
    options.set(name.toLowerCase(), isValue ? next.text : 'true')
    if (isValue) place += 1
  }
  if (rest.length === 0) return { options, rest }
  const keys = keysOf(path).filter(
    (key) => !options.has(key) && ![...options.keys()].some((given) => key.startsWith(given)),
  )
  const values = rest.slice(0, keys.length)
  keys.slice(keys.length - values.length).forEach((key, index) => {
    options.set(key, values[index] ?? '')
  })
  return { options, rest }
}

/** What a command takes without saying which option it is, in this order; of fewer values the last ones. */
const keys: readonly (readonly [start: string, names: readonly string[]])[] = [
  ['volume snapshot policy add-schedule', ['vserver', 'policy', 'schedule']],
  ['volume snapshot policy modify-schedule', ['vserver', 'policy', 'schedule']],
  ['volume snapshot policy remove-schedule', ['vserver', 'policy', 'schedule']],
  ['volume snapshot policy', ['vserver', 'policy']],
  ['volume snapshot autodelete', ['vserver', 'volume']],
  ['volume snapshot', ['vserver', 'volume', 'snapshot']],
  ['volume file', ['file']],
  ['volume', ['vserver', 'volume']],
  ['security anti-ransomware volume', ['vserver', 'volume']],
  ['security multi-admin-verify request', ['index']],
  ['security multi-admin-verify approval-group', ['name']],
  ['security multi-admin-verify rule', ['operation']],
  ['security login', ['user-or-group-name']],
  ['lun', ['path']],
  ['storage aggregate', ['aggregate']],
  ['snapmirror policy', ['policy']],
  ['snapmirror', ['destination-path']],
  ['cluster log-forwarding', ['destination']],
  ['cluster time-service', ['server']],
  ['cluster date', ['dateandtime']],
  ['cluster peer', ['cluster']],
  ['vserver peer', ['vserver', 'peer-vserver']],
  ['vserver', ['vserver']],
]

const keysOf = (path: string): readonly string[] => keys.find(([start]) => path.startsWith(start))?.[1] ?? []

/** A command that only looks: `show` and its kin, also cut short. */
export const isLook = (path: string): boolean =>
  /(^| )(sh|sho|show|show-[\w-]+|list|status|get|\?|man|help|history|top|ping|version|exit|quit|rows|statistics|trace\w*|up|cd|pwd)$/.test(
    path,
  ) ||
  /^(exit|quit|\.\.|\?|man|rows|statistics|qos statistics|debug log|network ping|network traceroute|ping|history|redo|top)( |$)/.test(
    path,
  ) ||
  / show( |$)/.test(path)
