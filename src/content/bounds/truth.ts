// A rule's condition with some numbers put in by hand: what it must say of an event that differs in nothing else.
import type { Item } from '../../sigma/ast.ts'
import type { CompiledRule } from '../../sigma/compile.ts'
import { type Fields, lookAt, type Node } from '../../sigma/program.ts'

/** A line of a rule that compares a field with a number. */
export interface Threshold {
  readonly field: string
  readonly label: string
  readonly order: 'gt' | 'gte' | 'lt' | 'lte'
  readonly value: number
}

const thresholdOf = ({ field, label, test }: Item): Threshold | undefined =>
  field !== undefined && test.kind === 'compare' && test.part === undefined
    ? { field, label, order: test.order, value: test.value }
    : undefined

/** All thresholds of a rule, each once. */
export function thresholdsOf({ node }: CompiledRule): readonly Threshold[] {
  const found = leavesOf(node).flatMap(({ item }) => thresholdOf(item) ?? [])
  return [...new Map(found.map((one) => [`${one.field} ${one.order} ${one.value}`, one])).values()]
}

function leavesOf(node: Node): readonly (Node & { op: 'leaf' })[] {
  if (node.op === 'leaf') return [node]
  return node.op === 'not' || node.op === 'search' ? leavesOf(node.of) : node.of.flatMap(leavesOf)
}

export type Given = ReadonlyMap<string, number>

/** Whether the rule says yes to the event, had these fields these numbers. */
export function saysYes({ node }: CompiledRule, event: object, fields: Fields, given: Given): boolean {
  const look = lookAt(event, fields)
  const ask = (part: Node): boolean => {
    if (part.op === 'search' || part.op === 'not') return ask(part.of) === (part.op === 'search')
    if (part.op !== 'leaf') return part.op === 'and' ? part.of.every(ask) : part.of.some(ask)
    const threshold = thresholdOf(part.item)
    const value = threshold && given.get(threshold.field)
    return threshold && value !== undefined ? holds(threshold, value) : part.test(look.cell(part.field), look.event)
  }
  return ask(node)
}

function holds({ order, value }: Threshold, found: number): boolean {
  if (order === 'gt' || order === 'gte') return found > value || (order === 'gte' && found === value)
  return found < value || (order === 'lte' && found === value)
}

/** The number that an event has in a field of the rule; undefined where it has none or several. */
export function numberIn({ node }: CompiledRule, event: object, fields: Fields, field: string): number | undefined {
  const leaf = leavesOf(node).find(({ item }) => item.field === field)
  const [value, ...more] = leaf ? lookAt(event, fields).cell(leaf.field).values : []
  return typeof value === 'number' && more.length === 0 ? value : undefined
}

/** The numbers on either side of the boundary, one apart in the last place that the rule writes. */
export function sidesOf({ order, value }: Threshold): readonly [low: number, high: number] {
  const digits = String(value).split('.')[1]?.length ?? 0
  const stepped = (by: number): number => Number((value + by * 10 ** -digits).toFixed(digits))
  return order === 'gte' || order === 'lt' ? [stepped(-1), value] : [value, stepped(1)]
}
