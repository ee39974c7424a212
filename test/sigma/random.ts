// Random rules, filters and events, near enough to each other that they often meet.
import fc from 'fast-check'
import { expect } from 'vitest'
import { compileRules, type Matcher } from '../../src/sigma/compile.ts'
import { parseRules } from '../../src/sigma/parse.ts'

export const runs = { numRuns: 400, seed: 20_260_302 }
const word = fc.constantFrom(
  'a',
  'A',
  'ab',
  'b',
  'ba',
  'abc',
  'c',
  '',
  '1',
  '10',
  'a*',
  '*b',
  'a?c',
  '/a',
  '-a',
  'true',
  'Σ',
  'ς',
)
export const field = fc.constantFrom('f', 'g', 'h', 'n.f', 'n.g', 'n.m.f')
export const value = fc.oneof(word, fc.integer({ min: 0, max: 11 }), fc.boolean())
const words = fc.constantFrom(
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|contains|all',
  '|cased',
  '|neq',
  '|windash|contains',
  '|re',
)
const line = fc.oneof(
  fc
    .tuple(field, words, fc.array(value, { minLength: 2, maxLength: 4 }))
    .map(([name, mods, values]) => [
      `${name}${mods}`,
      mods === '|re' ? ['^a', 'b$', 'a.?c'].slice(0, values.length) : values,
    ]),
  fc
    .tuple(field, fc.constantFrom('|exists', '|gt', '|lte', '|fieldref', ''), field, fc.boolean())
    .map(([name, mods, other, flag]) => [
      `${name}${mods}`,
      mods === '|exists' ? flag : mods === '|fieldref' ? other : mods === '' ? null : 5,
    ]),
)
/** Lines of one value under modifiers of their own, and keywords under modifiers. */
const other = fc.constantFrom<readonly [string, unknown]>(
  ['f|cidr', '10.0.0.0/8'],
  ['g|cidr', '::/0'],
  ['f|hour', [9, 10]],
  ['f|hour|gte', 9],
  ['g|base64offset|contains', 'abc'],
  ['f|wide|base64', 'a'],
  ['n.f|exists', false],
  ['f|neq', null],
  ['h|re|i', '(A|b)+$'],
  ['f|fieldref|contains', 'g'],
  ['f|fieldref|neq', 'n.f'],
  ['f|contains|all|cased', ['a', 'B']],
  ['f|startswith|neq', ['a', 'b']],
  ['|all', ['a', 'b']],
  ['|startswith', 'ab'],
  ['|re', '^a'],
  ['|cased', ['A', 'aB']],
  ['|contains|neq', 'zz'],
  ['|cidr', '10.0.0.0/8'],
)
export const search = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(line, { maxLength: 1 }), other)
      .map(([lines, one]) => Object.fromEntries([...lines, one])),
  },
  { weight: 5, arbitrary: fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => Object.fromEntries(lines)) },
  { weight: 1, arbitrary: fc.array(word, { minLength: 1, maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.array(
      line.map((one) => Object.fromEntries([one])),
      { minLength: 1, maxLength: 3 },
    ),
  },
)
export const condition = fc.constantFrom(
  's1',
  's1 and s2',
  's1 or s2',
  'not s1',
  's1 and not s2',
  '(s1 or s2) and s3',
  '1 of s*',
  'all of s*',
  'not (s1 and s2) or s3',
)
export const rule = fc
  .tuple(search, search, search, condition)
  .map(([s1, s2, s3, text]) => ({ s1, s2, s3, condition: text }))
const leaf = fc.oneof(
  fc.constantFrom('10.1.2.3', '::1', '2026-03-02T09:00:00Z', 'YWJj', 'xYWJjx', 'YQA=', 'aB'),
  word,
  fc.integer({ min: 0, max: 11 }),
  fc.boolean(),
  fc.constant(null),
)
const held = fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: fc.array(leaf, { maxLength: 3 }) })
export const event = fc.record(
  {
    f: held,
    g: held,
    h: held,
    n: fc.oneof(
      fc.record({ f: held, g: held, m: fc.record({ f: held }) }, { requiredKeys: [] }),
      fc.array(fc.record({ f: held }, { requiredKeys: [] }), { maxLength: 2 }),
      held,
    ),
    'n.f': held,
  },
  { requiredKeys: [] },
)

export const filter = fc
  .tuple(search, fc.constantFrom('s', 'not s'), fc.boolean())
  .map(([s, text, any]) => ({ rules: any ? 'any' : ['r0', 'r2'], s, condition: text }))

const documentOf = (part: 'detection' | 'filter', body: object, id: string): string =>
  JSON.stringify({ title: id, id, logsource: { product: 'x' }, [part]: body })

export function compiled(rules: readonly object[], filters: readonly object[] = []): Matcher {
  const documents = [
    ...rules.map((body, index) => documentOf('detection', body, `r${index}`)),
    ...filters.map((body, index) => documentOf('filter', body, `f${index}`)),
  ]
  const parsed = parseRules(documents.join('\n---\n'), 'x.yml')
  expect(parsed.problems).toEqual([])
  return compileRules(parsed, { raw: true })
}
