// Laws that hold for any rule and any event: the index is the full scan, foresight is sound, negation is exact.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileRules, type Matcher } from '../../src/sigma/compile.ts'
import { literalsOf } from '../../src/sigma/grams.ts'
import { parseRules } from '../../src/sigma/parse.ts'
import { foresee, holds, lookAt } from '../../src/sigma/program.ts'
import { literalIn, regexTest } from '../../src/sigma/regex.ts'

const runs = { numRuns: 400, seed: 20_260_302 }
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
const field = fc.constantFrom('f', 'g', 'h', 'n.f', 'n.g', 'n.m.f')
const value = fc.oneof(word, fc.integer({ min: 0, max: 11 }), fc.boolean())
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
const search = fc.oneof(
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
const condition = fc.constantFrom(
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
const rule = fc.tuple(search, search, search, condition).map(([s1, s2, s3, text]) => ({ s1, s2, s3, condition: text }))
const leaf = fc.oneof(word, fc.integer({ min: 0, max: 11 }), fc.boolean(), fc.constant(null))
const held = fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: fc.array(leaf, { maxLength: 3 }) })
const event = fc.record(
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

const compiled = (rules: readonly object[]): Matcher => {
  const text = rules
    .map((detection, index) => JSON.stringify({ title: 't', id: `r${index}`, logsource: { product: 'x' }, detection }))
    .join('\n---\n')
  const parsed = parseRules(text, 'x.yml')
  expect(parsed.problems).toEqual([])
  return compileRules(parsed, { raw: true })
}

describe('for any rules and any event', () => {
  /** So many fields and keywords more that the index takes its other ways: over the event's fields, over many literals. */
  const filler = [
    ...Array.from({ length: 20 }, (_, index) => ({ s: { [`n.other${index}|contains`]: 'zzz' }, condition: 's' })),
    { s: ['zzz', 'yyy', 'xxx', 'www', 'vvv', 'uuu', 'ttt'], condition: 's' },
    { s: { 'f|contains': ['zzz', 'yyy', 'xxx', 'www', 'vvv', 'uuu', 'ttt'] }, condition: 's' },
  ]

  test.each([
    ['a few rules', []],
    ['many', filler],
  ])('the index finds what the full scan finds, in the same order: %s', (_, more) => {
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 12 }),
        fc.array(event, { minLength: 1, maxLength: 8 }),
        (rules, events) => {
          const matcher = compiled([...rules, ...more])
          for (const one of events) expect(matcher.match(one, [])).toEqual(matcher.scan(one, []))
        },
      ),
      { ...runs, numRuns: 250 },
    )
  })

  test('literals are found wherever they stand, and nothing else is', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ä', '😀', '.'), minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        fc.uniqueArray(piece, { minLength: 1, maxLength: 150 }),
        fc.array(piece, { maxLength: 10 }),
        (literals, parts) => {
          const text = parts.join('')
          const found = new Set<number>()
          literalsOf(literals).find(text, (literal) => void found.add(literal))
          expect([...found].sort((a, b) => a - b)).toEqual(
            literals.flatMap((one, index) => (text.includes(one) ? [index] : [])),
          )
        },
      ),
      runs,
    )
  })

  test('foresight says no only where the whole event gets no', () => {
    fc.assert(
      fc.property(rule, event, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (one, whole, keep) => {
        const matcher = compiled([one])
        const known = Object.fromEntries(Object.entries(whole).filter(([key], index) => keep[index] && key !== 'n'))
        const [part, all] = [lookAt(known, matcher.fields), lookAt(whole, matcher.fields)]
        const has = (number: number): boolean => number !== 0 && part.cell(number).values.length > 0
        for (const { node } of matcher.rules) {
          const said = foresee(node, part, has)
          if (said !== undefined) expect(holds(node, all)).toBe(said)
        }
      }),
      runs,
    )
  })

  test('not turns every verdict round', () => {
    fc.assert(
      fc.property(search, event, (one, whole) => {
        const matcher = compiled([
          { s: one, condition: 's' },
          { s: one, condition: 'not s' },
        ])
        expect(matcher.match(whole, [])).toHaveLength(1)
      }),
      runs,
    )
  })

  test('neq is not, and a list is an or', () => {
    fc.assert(
      fc.property(field, fc.array(value, { minLength: 1, maxLength: 4 }), event, (name, values, whole) => {
        const matcher = compiled([
          { s: { [name]: values }, condition: 's' },
          { s: { [`${name}|neq`]: values }, condition: 's' },
          { ...Object.fromEntries(values.map((one, index) => [`s${index}`, { [name]: one }])), condition: '1 of s*' },
        ])
        const look = lookAt(whole, matcher.fields)
        const [plain, negated, split] = matcher.rules.map(({ node }) => holds(node, look))
        expect([negated, split]).toEqual([!plain, plain])
      }),
      runs,
    )
  })

  test('the literal of an expression stands in every text that matches', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      'A',
      'abc',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '\\.',
      '\\x61',
      '(ab|c)',
      '(?:bca)',
      '(?i:ab)',
      '\\\\',
      'a|bcd',
      '^',
      '$',
      '\\p{L}',
    )
    const times = fc.constantFrom('', '', '', '?', '*', '+', '{0}', '{2}', '{0,2}', '+?', '*?')
    const source = fc
      .array(fc.tuple(atom, times), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.map((part) => part.join('')).join(''))
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'A', 'B', '.', '1', '\\', 'abc', 'bca'), { maxLength: 12 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        source,
        fc.constantFrom('', 'i'),
        fc.array(text, { minLength: 1, maxLength: 6 }),
        (expression, flags, texts) => {
          const [literal, regex] = [literalIn(expression), regexTest(expression, flags)]
          if (literal === undefined || !regex.ok) return
          for (const one of texts) if (regex.value(one)) expect(one.toLowerCase()).toContain(literal)
        },
      ),
      { ...runs, numRuns: 3_000 },
    )
  })

  test('whatever stands in a file, it is read or refused, and never crashes', () => {
    const json = fc.jsonValue({ maxDepth: 4 })
    const near = fc.record(
      {
        title: json,
        id: json,
        logsource: json,
        detection: fc.oneof(json, fc.record({ s: json, condition: fc.oneof(json, condition) })),
        filter: json,
        correlation: json,
        action: json,
        level: json,
        lastcopy: json,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          json.map((one) => JSON.stringify(one)),
          near.map((one) => JSON.stringify(one)),
        ),
        (text) => {
          const parsed = parseRules(text, 'x.yml')
          compileRules(parsed, { raw: true }).match({ f: 1 }, [])
        },
      ),
      { ...runs, numRuns: 1_500 },
    )
  })

  test('whatever stands in an event, it is answered', () => {
    const matcher = compiled([{ s: { f: 1, 'n.f|contains': 'a' }, k: ['a'], condition: '1 of them' }])
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (whole) => {
        expect(matcher.match(whole, [])).toEqual(matcher.scan(whole, []))
      }),
      runs,
    )
  })
})
