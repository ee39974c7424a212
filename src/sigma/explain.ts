// Why a rule matched or did not, leaf by leaf: the predicates of the matcher, without its short cuts.
import type { Item, Test } from './ast.ts'
import { type CompiledRule, filterName } from './compile.ts'
import { dash, many, one, type Pattern } from './pattern.ts'
import { predicateOf } from './predicate.ts'
import { type Fields, type Look, lookAt, type Node } from './program.ts'

/** `filtered`: the rule itself says yes, and a filter takes it away. */
export type Verdict = 'matched' | 'not-matched' | 'filtered'

export type Why =
  | 'matches'
  /** The field is not in the event. */
  | 'absent'
  /** The field is there and holds no value that could be compared: `null`, an empty list, a map. */
  | 'no-value'
  /** It would match if case did not count. */
  | 'other-case'
  | 'other-value'

export type Step =
  | { readonly op: 'and' | 'or'; readonly holds: boolean; readonly of: readonly Step[] }
  | { readonly op: 'not'; readonly holds: boolean; readonly of: Step }
  | { readonly op: 'search'; readonly name: string; readonly holds: boolean; readonly of: Step }
  | Leaf

export interface Leaf {
  readonly op: 'leaf'
  readonly holds: boolean
  /** The field and its modifiers as the rule writes them. */
  readonly asks: string
  /** What it is asked for. */
  readonly for: string
  readonly why: Why
  /** What stands there, at most a few of it, cut where it is long. */
  readonly found: readonly (string | number | boolean)[]
}

export interface Explanation {
  readonly rule: string
  readonly title: string
  readonly verdict: Verdict
  /** The leaves that decided it, in the order of the rule. */
  readonly because: readonly Leaf[]
  readonly steps: Step
}

/** Explains a rule on an event. */
export function explain({ meta, node }: CompiledRule, event: object, fields: Fields): Explanation {
  const steps = stepOf(node, lookAt(event, fields))
  return {
    rule: meta.id,
    title: meta.title,
    verdict: steps.holds ? 'matched' : filteredOnly(steps) ? 'filtered' : 'not-matched',
    because: deciding(steps, steps.holds),
    steps,
  }
}

function stepOf(node: Node, look: Look): Step {
  if (node.op === 'leaf') return leafOf(node, look)
  if (node.op === 'not' || node.op === 'search') {
    const of = stepOf(node.of, look)
    if (node.op === 'search') return { op: 'search', name: node.name, holds: of.holds, of }
    return { op: 'not', holds: !of.holds, of }
  }
  const of = node.of.map((part) => stepOf(part, look))
  const holds = node.op === 'and' ? of.every((part) => part.holds) : of.some((part) => part.holds)
  return { op: node.op, holds, of }
}

function leafOf(node: Node & { op: 'leaf' }, look: Look): Leaf {
  const { item, test } = node
  const cell = look.cell(node.field)
  const holds = test(cell, look.event)
  const why = (): Why => {
    if (holds) return 'matches'
    if (!cell.present) return 'absent'
    if (cell.values.length === 0) return 'no-value'
    const loose = withoutCase(item.test)
    const found = loose && predicateOf(loose, { resolve: (field) => field })
    return found?.ok && found.value(cell, look.event) ? 'other-case' : 'other-value'
  }
  return {
    op: 'leaf',
    holds,
    asks: item.label,
    for: tellTest(item),
    why: why(),
    // A keyword looks at every value there is: listing them would tell nothing.
    found: node.field === 0 ? [] : cell.values.slice(0, 5).map(short),
  }
}

const short = (value: string | number | boolean): string | number | boolean =>
  typeof value === 'string' && value.length > 200 ? `${value.slice(0, 200)}…` : value

function withoutCase(test: Test): Test | undefined {
  if ((test.kind === 'text' || test.kind === 'fieldref') && test.cased) return { ...test, cased: false }
  if (test.kind === 're' && !test.flags.includes('i')) return { ...test, flags: `${test.flags}i` }
  return undefined
}

function tellTest({ test }: Item): string {
  switch (test.kind) {
    case 'text':
      return textOf(test.pattern)
    case 're':
      return test.source
    case 'cidr':
      return test.network
    case 'fieldref':
      return `what stands in ${test.field}`
    case 'null':
      return 'null'
    case 'compare':
      return `${test.part ? `${test.part} ` : ''}${test.order} ${test.value}`
    case 'time':
      return `${test.part} ${test.value}`
    case 'placeholder':
      return test.text
    default:
      return String(test.value)
  }
}

const textOf = (pattern: Pattern): string =>
  pattern
    .map((part) => {
      if (part === many) return '*'
      if (part === one) return '?'
      return part === dash ? '-' : part.replace(/[*?]/g, '\\$&')
    })
    .join('')

/** The rule's own part holds, and what does not is a filter. */
function filteredOnly(step: Step): boolean {
  if (step.op !== 'and') return false
  const isFilter = (part: Step): boolean => part.op === 'search' && part.name.startsWith(filterName)
  const own = step.of.filter((part) => !isFilter(part))
  return own.length < step.of.length && own.every((part) => part.holds)
}

/** The least that would have to be otherwise for a rule that says no to say yes: of alternatives the one that lacks least. */
export const lackOf = ({ steps }: Explanation): readonly Leaf[] => (steps.holds ? [] : toTurn(steps))

function toTurn(step: Step): readonly Leaf[] {
  if (step.op === 'leaf') return [step]
  if (step.op === 'not' || step.op === 'search') return toTurn(step.of)
  // An `and` that fails needs all that fails; one that holds falls with any one part, and an `or` the other way round.
  const needsAll = (step.op === 'and') === !step.holds
  const parts = step.of.filter((part) => part.holds === step.holds).map(toTurn)
  if (needsAll) return parts.flat()
  return parts.reduce((least, part) => (part.length < least.length ? part : least), parts[0] ?? [])
}

/** The leaves without which the verdict would be another: of an `and` that fails those parts that fail, and so on. */
function deciding(step: Step, verdict: boolean): readonly Leaf[] {
  switch (step.op) {
    case 'leaf':
      return [step]
    case 'search':
      return deciding(step.of, verdict)
    case 'not':
      return deciding(step.of, !verdict)
    default:
      return step.of.filter((part) => part.holds === verdict).flatMap((part) => deciding(part, verdict))
  }
}
