// Reads a condition line: `not`, `and`, `or`, brackets, `1 of x*`, `all of them`, in the specification's precedence.
import { nearest } from '../lib/nearest.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { NameTree } from '../model/correlation.ts'

export type ConditionTree = NameTree

export interface ConditionError {
  readonly message: string
  readonly hint?: string
  /** Characters from the beginning of the condition. */
  readonly offset: number
}

interface Token {
  readonly text: string
  readonly offset: number
}

const deepest = 200
const longest = 1 << 16
const mostUses = 20_000

/**
 * The tree of a condition.
 * @param names the searches that the rule has
 */
export function parseCondition(text: string, names: readonly string[]): Result<ConditionTree, ConditionError> {
  if (text.length > longest) return fail({ message: `longer than ${longest} characters`, offset: longest })
  const tokens: Token[] = []
  const pattern = /\s*(?:([()|])|([^\s()|]+))/y
  let offset = 0
  while (text.slice(offset).trim() !== '') {
    pattern.lastIndex = offset
    const found = pattern.exec(text)
    if (!found) return fail({ message: 'cannot be read', offset })
    const word = found[1] ?? found[2] ?? ''
    tokens.push({ text: word, offset: pattern.lastIndex - word.length })
    offset = pattern.lastIndex
  }
  if (tokens.length === 0) return fail({ message: 'the condition is empty', offset: 0 })
  const pipe = tokens.find((token) => token.text === '|')
  if (pipe)
    return fail({
      message: 'aggregations behind `|` left the specification with version 2',
      hint: 'write a correlation rule',
      offset: pipe.offset,
    })
  return readTokens(tokens, names, text.length)
}

function readTokens(
  tokens: readonly Token[],
  names: readonly string[],
  end: number,
): Result<ConditionTree, ConditionError> {
  let place = 0
  let uses = 0
  const word = (): string | undefined => tokens[place]?.text
  const operator = (): string | undefined => word()?.toLowerCase()
  const here = (): number => tokens[place]?.offset ?? end

  const chain = (
    op: 'and' | 'or',
    operand: (depth: number) => Result<ConditionTree, ConditionError>,
    depth: number,
  ): Result<ConditionTree, ConditionError> => {
    const first = operand(depth)
    if (!first.ok) return first
    const of = [first.value]
    while (operator() === op) {
      place += 1
      const next = operand(depth)
      if (!next.ok) return next
      of.push(next.value)
    }
    return of.length === 1 ? first : ok({ op, of })
  }
  const or = (depth: number): Result<ConditionTree, ConditionError> => chain('or', and, depth)
  const and = (depth: number): Result<ConditionTree, ConditionError> => chain('and', not, depth)
  const not = (depth: number): Result<ConditionTree, ConditionError> => {
    if (depth > deepest) return fail({ message: `nested more than ${deepest} levels deep`, offset: here() })
    if (operator() !== 'not') return atom(depth)
    place += 1
    const inner = not(depth + 1)
    return inner.ok ? ok({ op: 'not', of: inner.value }) : inner
  }
  const atom = (depth: number): Result<ConditionTree, ConditionError> => {
    const offset = here()
    const text = word()
    if (text === undefined) return fail({ message: 'ends where a search or a bracket must stand', offset })
    if (text === '(') {
      place += 1
      const inner = or(depth + 1)
      if (!inner.ok) return inner
      if (word() !== ')') return fail({ message: 'a bracket is not closed', offset })
      place += 1
      return inner
    }
    if (text === ')' || ['and', 'or', 'of'].includes(text.toLowerCase()))
      return fail({ message: `"${text}" stands where a search must stand`, offset })
    if (tokens[place + 1]?.text.toLowerCase() === 'of') return quantified(text.toLowerCase(), offset)
    place += 1
    if (names.includes(text)) return ok({ op: 'name', name: text })
    const guess = nearest(text, names)
    return fail({
      message: `there is no search "${text}"`,
      ...(guess ? { hint: `did you mean "${guess}"?` } : {}),
      offset,
    })
  }
  const quantified = (count: string, offset: number): Result<ConditionTree, ConditionError> => {
    const target = tokens[place + 2]?.text
    place += 3
    if (!['1', 'any', 'all'].includes(count))
      return fail({ message: `"${count} of" is not in the specification`, hint: 'write "1 of" or "all of"', offset })
    if (target === undefined || target === '(' || target === ')')
      return fail({ message: `"${count} of" needs a pattern or "them"`, offset })
    // A pattern chooses among what "them" would be: specification, "same as 1/all of them, but restricted".
    const open = names.filter((name) => !name.startsWith('_'))
    const chosen = target.toLowerCase() === 'them' ? open : open.filter((name) => fits(target, name))
    if (chosen.length === 0) {
      const stem = target.replaceAll('*', '')
      const near = nearest(
        stem,
        open.map((name) => name.slice(0, stem.length)),
      )
      const guess = near && open.find((name) => name.startsWith(near))
      return fail({
        message: `no search fits "${target}"`,
        ...(guess ? { hint: `did you mean "${guess}"?` } : {}),
        offset,
      })
    }
    uses += chosen.length
    if (uses > mostUses) return fail({ message: `names more than ${mostUses} searches`, offset })
    const of = chosen.map((name): ConditionTree => ({ op: 'name', name }))
    const [only] = of
    return ok(of.length === 1 && only ? only : { op: count === 'all' ? 'and' : 'or', of })
  }

  const tree = or(0)
  if (!tree.ok) return tree
  const rest = tokens[place]
  return rest
    ? fail({
        message: `"${rest.text}" is left over`,
        hint: 'is an "and" or "or" missing before it?',
        offset: rest.offset,
      })
    : tree
}

/** `*` stands for any characters; everything else for itself. */
function fits(pattern: string, name: string): boolean {
  const pieces = pattern.split('*')
  if (pieces.length === 1) return pattern === name
  const [head = ''] = pieces
  const tail = pieces.at(-1) ?? ''
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return false
  let from = head.length
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, from)
    if (found === -1) return false
    from = found + piece.length
  }
  return from <= name.length - tail.length
}
