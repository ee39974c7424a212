// A condition as a tree of compiled predicates, and the three ways to run it: match, foresee, explain.
import { fail, ok, type Result } from '../lib/result.ts'
import type { Condition, Item, Test } from './ast.ts'
import { type Cell, cellOf, empty } from './cell.ts'
import { type FieldPath, fieldPath, leavesOf, valuesAt } from './lookup.ts'
import { expandPlaceholders, type Placeholders } from './placeholder.ts'
import { type Predicate, type PredicateOptions, predicateOf } from './predicate.ts'
import { asKeyword, joined } from './search.ts'
import { places } from './values.ts'

export type Node =
  | { readonly op: 'and' | 'or'; readonly of: readonly Node[] }
  | { readonly op: 'not'; readonly of: Node }
  | { readonly op: 'search'; readonly name: string; readonly of: Node }
  | { readonly op: 'leaf'; readonly field: number; readonly test: Predicate; readonly item: Item }

/** Fields of a rule set, numbered; 0 is "anywhere". */
export interface Fields {
  readonly paths: FieldPath[]
  readonly byPath: Map<string, number>
}

export const newFields = (): Fields => ({ paths: [fieldPath('')], byPath: new Map() })

function numberOfField(fields: Fields, path: string): number {
  const known = fields.byPath.get(path)
  if (known !== undefined) return known
  const number = fields.paths.push(fieldPath(path)) - 1
  fields.byPath.set(path, number)
  return number
}

export interface CompileConditionOptions extends PredicateOptions {
  readonly placeholders: Placeholders
}

/** Compiles a condition; the reason when a part of it cannot be used. */
export function compileCondition(
  condition: Condition,
  fields: Fields,
  options: CompileConditionOptions,
): Result<Node, string> {
  switch (condition.op) {
    case 'item': {
      const { item } = condition
      if (item.test.kind === 'placeholder') {
        const expanded = expanse(item, item.test, options.placeholders)
        return expanded.ok ? compileCondition(expanded.value, fields, options) : expanded
      }
      const test = predicateOf(item.test, options)
      if (!test.ok) return fail(item.field === undefined ? test.error : `${item.label}: ${test.error}`)
      const field = item.field === undefined ? 0 : numberOfField(fields, options.resolve(item.field))
      return ok({ op: 'leaf', field, test: test.value, item })
    }
    case 'not':
    case 'search': {
      const of = compileCondition(condition.of, fields, options)
      return of.ok ? ok({ ...condition, of: of.value }) : of
    }
    default: {
      const of: Node[] = []
      for (const part of condition.of) {
        const node = compileCondition(part, fields, options)
        if (!node.ok) return node
        of.push(node.value)
      }
      return ok({ op: condition.op, of })
    }
  }
}

function expanse(
  item: Item,
  test: Test & { kind: 'placeholder' },
  placeholders: Placeholders,
): Result<Condition, string> {
  const tests = expandPlaceholders(test, placeholders)
  if (!tests.ok) return fail(`${item.label}: ${tests.error}`)
  const place = places.find((word) => test.words.includes(word)) ?? 'equals'
  const itemOf = (one: Test): Condition => ({
    op: 'item',
    item: { ...item, test: item.field === undefined ? asKeyword(one, place) : one },
  })
  return ok({
    op: test.words.includes('all') ? 'and' : 'or',
    of: tests.value.map((ofOne) => joined('or', ofOne.map(itemOf))),
  })
}

/** One event with its fields looked up at most once, whatever the number of rules. */
export interface Look {
  readonly event: object
  cell(field: number): Cell
}

export function lookAt(event: object, fields: Fields): Look {
  const cells: (Cell | undefined)[] = []
  return {
    event,
    cell(field) {
      const known = cells[field]
      if (known) return known
      const path = fields.paths[field]
      const cell = path === undefined ? empty : cellOf(field === 0 ? leavesOf(event) : valuesAt(event, path))
      cells[field] = cell
      return cell
    },
  }
}

/** Whether the condition holds. */
export function holds(node: Node, look: Look): boolean {
  switch (node.op) {
    case 'leaf':
      return node.test(look.cell(node.field), look.event)
    case 'and':
      for (const part of node.of) if (!holds(part, look)) return false
      return true
    case 'or':
      for (const part of node.of) if (holds(part, look)) return true
      return false
    case 'not':
      return !holds(node.of, look)
    case 'search':
      return holds(node.of, look)
  }
}

/** Three values: a field that is not among the known ones may hold anything. Sound: false only when no event can match. */
export function foresee(node: Node, look: Look, known: (field: number) => boolean): boolean | undefined {
  switch (node.op) {
    case 'leaf':
      return node.item.test.kind !== 'fieldref' && known(node.field)
        ? node.test(look.cell(node.field), look.event)
        : undefined
    case 'not': {
      const of = foresee(node.of, look, known)
      return of === undefined ? undefined : !of
    }
    case 'search':
      return foresee(node.of, look, known)
    default: {
      const decides = node.op === 'or'
      let open = false
      for (const part of node.of) {
        const of = foresee(part, look, known)
        if (of === decides) return decides
        if (of === undefined) open = true
      }
      return open ? undefined : !decides
    }
  }
}
