// A look at the bytes of an event, before it is parsed: whether any rule could match it at all.
import type { CompiledRule, Matcher } from './compile.ts'
import { fold } from './fold.ts'
import type { Fields, Node } from './program.ts'
import { type Clue, witnessOfLeaf } from './witness.ts'

/** False only when no rule can match the JSON object in this line, whatever else stands in it. */
export type Glance = (line: Buffer) => boolean
type Look = (line: string) => boolean

/** More fields are not looked for: each costs a search over the line. */
const mostFields = 3

/** Undefined where rules cannot be excluded by a few fields. For fields as they stand in the JSON. */
export function glanceOf({ rules, fields }: Pick<Matcher, 'rules' | 'fields'>): Glance | undefined {
  const looks: Look[] = []
  let left = rules
  while (left.length > 0) {
    const best = bestField(left, fields)
    if (!best || looks.length === mostFields) return undefined
    looks.push(lookFor(best.name, [...best.rules.values()].flat()))
    left = left.filter((rule) => !best.rules.has(rule))
  }
  return (line) => {
    // One letter a byte: to look into a text is cheaper than into bytes, and names and quotes are ASCII.
    const text = line.toString('latin1')
    for (const look of looks) if (look(text)) return true
    // A name with an escaped letter in it was not seen.
    return text.includes('\\u')
  }
}

interface Found {
  readonly name: string
  readonly rules: ReadonlyMap<CompiledRule, readonly Clue[]>
}

/** The field by which most rules can be excluded. */
function bestField(rules: readonly CompiledRule[], { paths }: Fields): Found | undefined {
  let best: Found | undefined
  for (const [field, { flat: name }] of paths.entries()) {
    // A name with odd letters may be escaped in the JSON, and one that ends in a number may be a place in a list.
    if (field === 0 || !/^[\w.-]*[A-Za-z_-][\w-]*$/.test(name)) continue
    const found = new Map<CompiledRule, readonly Clue[]>()
    for (const rule of rules) {
      const clues = cluesOn(rule.node, field)
      if (clues) found.set(rule, clues)
    }
    if (found.size > (best?.rules.size ?? 0)) best = { name, rules: found }
  }
  return best
}

/** Clues in one field without which the condition cannot hold; undefined when it can hold without. */
function cluesOn(node: Node, field: number): readonly Clue[] | undefined {
  switch (node.op) {
    case 'search':
      return cluesOn(node.of, field)
    case 'not':
      return undefined
    case 'leaf': {
      const clues = node.field === field ? witnessOfLeaf(node) : undefined
      return clues?.every(({ kind }) => kind !== 'present') ? clues : undefined
    }
    case 'and':
      return node.of.reduce<readonly Clue[] | undefined>((found, part) => found ?? cluesOn(part, field), undefined)
    case 'or': {
      const all: Clue[] = []
      for (const part of node.of) {
        const clues = cluesOn(part, field)
        if (!clues) return undefined
        all.push(...clues)
      }
      return all
    }
  }
}

/** A field stands under its whole name, or at the end of a way under its last step; what is above it is not looked at. */
function lookFor(name: string, clues: readonly Clue[]): Look {
  const keys = [...new Set([name, name.split('.').at(-1) ?? name])].map(keyOf)
  const texts = (kind: 'exact' | 'part'): readonly string[] =>
    clues.flatMap((clue) => (clue.kind === kind ? [clue.text] : []))
  const exact = new Set(texts('exact'))
  const parts = [...new Set(texts('part'))]
  const meets = (value: string): boolean => exact.has(value) || parts.some((part) => value.includes(part))
  return (line) => {
    for (const key of keys) if (standsIn(line, key, meets)) return true
    return false
  }
}

interface Key {
  /** With its quotes. */
  readonly whole: string
  /** Its end, from a letter on that is rare in JSON: a search runs from one such letter to the next. */
  readonly end: string
}

const rareFirst = /[A-Z0-9_.-]|[jqxzkvwybpghf]/

function keyOf(name: string): Key {
  const found = rareFirst.exec(name)?.index ?? 0
  return { whole: `"${name}"`, end: `${name.slice(found)}"` }
}

/** True when the key has a value that meets, or one that cannot be read at a glance. */
function standsIn(line: string, { whole, end: needle }: Key, meets: (value: string) => boolean): boolean {
  for (let found = line.indexOf(needle); found !== -1; found = line.indexOf(needle, found + needle.length)) {
    const behind = found + needle.length
    if (!line.startsWith(whole, behind - whole.length)) continue
    const after = skipSpace(line, behind)
    // Without a colon it is a value that reads like the name.
    if (line[after] !== ':') continue
    const begin = skipSpace(line, after + 1)
    const end = line.indexOf('"', begin + 1)
    if (line[begin] !== '"' || end === -1) return true
    const value = line.slice(begin + 1, end)
    // Escapes and letters of more than one byte are for the parser.
    if (/[^\x20-\x5b\x5d-\x7e]/.test(value) || meets(fold(value))) return true
  }
  return false
}

function skipSpace(line: string, from: number): number {
  let place = from
  while (line[place] === ' ' || line[place] === '\t' || line[place] === '\r' || line[place] === '\n') place += 1
  return place
}
