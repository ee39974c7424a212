// A look at the bytes of an event, before it is parsed: whether any rule could match it at all.
import type { CompiledRule, Matcher } from './compile.ts'
import { type Desk, metBehind, namesOf, newDesk, waitAt, wordsIn } from './look.ts'
import { mayStandIn, needsOf } from './needs.ts'
import { commonness, type Witness } from './witness.ts'

/** False only when no rule can match the JSON object in this line, whatever else stands in it. */
export type Glance = (line: Buffer) => boolean

/** Of more names of fields, or more keywords, the search takes longer than parsing. */
const mostNames = 96
const mostWords = 8

/** Undefined where some rule may match an event of which nothing is seen at a glance. For fields as they stand in the JSON. */
export function glanceOf({ rules, fields }: Pick<Matcher, 'rules' | 'fields'>): Glance | undefined {
  const nameOf = (field: number): string => fields.paths[field]?.flat ?? ''
  const common = commonness(rules.map(({ node }) => node))
  const needs = rules.map((rule) => usableNeeds(rule, common, nameOf))
  const first = deskFor(
    needs.map(([need]) => need ?? []),
    nameOf,
  )
  if (needs.some((all) => all.length === 0) || first.desks.size > mostNames || first.words.size > mostWords)
    return undefined
  const others = needs.map((all) => all.slice(1).map((need) => lookFor(need, nameOf)))
  const { names, desks, words } = first
  return (line) => {
    // One letter a byte: to look into a text is cheaper than into bytes, and names and quotes are ASCII.
    const text = line.toString('latin1')
    const isPossible = (met: readonly number[]): boolean => {
      for (const rule of met) if (others[rule]?.every((look) => look(text))) return true
      return false
    }
    if (words.size > 0 && isPossible(wordsIn(words, text))) return true
    names.lastIndex = 0
    while (names.test(text)) {
      const behind = names.lastIndex
      const desk = desks.get(text.slice(text.lastIndexOf('"', behind - 2) + 1, behind - 1))
      if (desk && isPossible(metBehind(desk, text, behind))) return true
    }
    // A name with an escaped letter in it was not seen, nor a keyword.
    return text.includes('\\u')
  }
}

const usableNeeds = ({ node }: CompiledRule, common: ReadonlyMap<string, number>, nameOf: (field: number) => string) =>
  needsOf(node, common)
    .filter((need) => need.every((clue) => mayStandIn(clue, nameOf)))
    // Words are looked for in all of the text, so they come last.
    .sort((one, other) => Number(isWord(one)) - Number(isWord(other)))

const isWord = (need: Witness): boolean => need.some(({ field }) => field === 0)

/** Where needs wait by their numbers: under the names of fields, and as words anywhere. */
interface Desks {
  readonly desks: ReadonlyMap<string, Desk>
  readonly words: ReadonlyMap<string, readonly number[]>
  /** Finds any of the names with its quotes, and never one that is empty. */
  readonly names: RegExp
}

function deskFor(needs: readonly Witness[], nameOf: (field: number) => string): Desks {
  const desks = new Map<string, Desk>()
  const words = new Map<string, number[]>()
  for (const [number, need] of needs.entries())
    for (const clue of need) {
      if (clue.field === 0) {
        if (clue.kind !== 'present') words.set(clue.text, [...(words.get(clue.text) ?? []), number])
        continue
      }
      for (const name of namesOf(nameOf(clue.field))) {
        const desk = desks.get(name) ?? newDesk()
        desks.set(name, desk)
        waitAt(desk, clue, number)
      }
    }
  const names = [...desks.keys()].map((name) => name.replaceAll('.', '\\.')).join('|')
  return { desks, words, names: desks.size > 0 ? new RegExp(`"(?:${names})"`, 'g') : /(?!)/g }
}

/** A look for one need alone. */
function lookFor(need: Witness, nameOf: (field: number) => string): (text: string) => boolean {
  const { desks, words } = deskFor([need], nameOf)
  const wanted = [...desks].map(([name, desk]) => ({ whole: `"${name}"`, end: endOf(name), desk }))
  return (text) => {
    for (const { whole, end, desk } of wanted)
      for (let found = text.indexOf(end); found !== -1; found = text.indexOf(end, found + end.length)) {
        const behind = found + end.length
        if (text.startsWith(whole, behind - whole.length) && metBehind(desk, text, behind).length > 0) return true
      }
    return words.size > 0 && wordsIn(words, text).length > 0
  }
}

/** A name's end, from a letter on that is rare in JSON: a search runs from one such letter to the next. */
const endOf = (name: string): string => `${name.slice(/[A-Z0-9_.-]|[jqxzkvwybpghf]/.exec(name)?.index ?? 0)}"`
