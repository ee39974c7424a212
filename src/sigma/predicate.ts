// One question of a rule as a function of what stands in the field: the same for matching, scanning and explaining.
import { BlockList, isIP } from 'node:net'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Test } from './ast.ts'
import { type Cell, cellOf } from './cell.ts'
import { fieldPath, valuesAt } from './lookup.ts'
import { textTest } from './pattern.ts'
import { literalIn, regexTest } from './regex.ts'
import { timePart } from './time.ts'

/** `event` is there for `fieldref`, which looks at a second field. */
export type Predicate = (cell: Cell, event: object) => boolean

export interface PredicateOptions {
  /** Where an event holds a field that a rule names. */
  readonly resolve: (field: string) => string
}

/** The function of a test; the reason when the test cannot be used. */
export function predicateOf(test: Test, options: PredicateOptions): Result<Predicate, string> {
  switch (test.kind) {
    case 'text': {
      const fits = textTest(test.pattern, !test.cased)
      return ok(test.cased ? (cell) => some(cell.texts(), fits) : (cell) => some(cell.folded(), fits))
    }
    case 'number': {
      const text = String(test.value)
      return ok((cell) => some(cell.texts(), (held) => held === text))
    }
    case 'boolean': {
      const text = String(test.value)
      return ok((cell) => some(cell.folded(), (held) => held === text))
    }
    case 'null':
      return ok((cell) => cell.nothing)
    case 'exists':
      return ok((cell) => cell.present === test.value)
    case 're': {
      const regex = regexTest(test.source, test.flags)
      if (!regex.ok) return regex
      const literal = literalIn(test.source)
      if (literal === undefined) return ok((cell) => some(cell.texts(), regex.value))
      const hasLiteral = (text: string): boolean => text.includes(literal)
      return ok((cell) => some(cell.folded(), hasLiteral) && some(cell.texts(), regex.value))
    }
    case 'cidr':
      return cidr(test.network)
    case 'compare': {
      const { order, value, part } = test
      const holds = {
        gt: (n: number) => n > value,
        gte: (n: number) => n >= value,
        lt: (n: number) => n < value,
        lte: (n: number) => n <= value,
      }[order]
      return ok((cell) =>
        cell.values.some((held) => {
          const number = part ? timePart(held, part) : numberOf(held)
          return number !== undefined && holds(number)
        }),
      )
    }
    case 'time':
      return ok((cell) => cell.values.some((held) => timePart(held, test.part) === test.value))
    case 'fieldref':
      return fieldReference(test, options)
    case 'placeholder':
      return fail('a placeholder was not expanded')
  }
}

const some = (texts: readonly string[], fits: (text: string) => boolean): boolean => {
  for (const text of texts) if (fits(text)) return true
  return false
}

const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function cidr(network: string): Result<Predicate, string> {
  const [address = '', length] = network.split('/')
  const family = isIP(address)
  const bits = length === undefined ? (family === 6 ? 128 : 32) : /^\d{1,3}$/.test(length) ? Number(length) : -1
  if (family === 0 || bits < 0 || bits > (family === 6 ? 128 : 32)) return fail(`"${network}" is no network`)
  const list = new BlockList()
  list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4')
  return ok((cell) =>
    some(cell.texts(), (text) => {
      const found = isIP(text)
      // Windows writes the interface behind a link-local address: fe80::1%12.
      return found !== 0 && list.check(text.replace(/%.*$/, ''), found === 6 ? 'ipv6' : 'ipv4')
    }),
  )
}

function fieldReference(test: Test & { kind: 'fieldref' }, { resolve }: PredicateOptions): Result<Predicate, string> {
  const path = fieldPath(resolve(test.field))
  const { place, cased } = test
  return ok((cell, event) => {
    const other = cellOf(valuesAt(event, path))
    const [mine, theirs] = cased ? [cell.texts(), other.texts()] : [cell.folded(), other.folded()]
    return mine.some((text) =>
      theirs.some((value) =>
        place === 'equals'
          ? text === value
          : place === 'contains'
            ? text.includes(value)
            : place === 'startswith'
              ? text.startsWith(value)
              : text.endsWith(value),
      ),
    )
  })
}
