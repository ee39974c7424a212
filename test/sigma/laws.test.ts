// Laws that hold for any rule and any event: the index is the full scan, foresight is sound, negation is exact.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../src/sigma/compile.ts'
import { explain } from '../../src/sigma/explain.ts'
import { glanceOf } from '../../src/sigma/glance.ts'
import { literalsOf } from '../../src/sigma/grams.ts'
import { parseRules } from '../../src/sigma/parse.ts'
import { foresee, holds, lookAt } from '../../src/sigma/program.ts'
import { literalIn, regexTest } from '../../src/sigma/regex.ts'
import { compiled, condition, event, field, filter, rule, runs, search, value } from './random.ts'

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
        fc.array(filter, { maxLength: 2 }),
        fc.array(event, { minLength: 1, maxLength: 8 }),
        (rules, filters, events) => {
          const matcher = compiled([...rules, ...more], filters)
          for (const one of events) expect(matcher.match(one, [])).toEqual(matcher.scan(one, []))
        },
      ),
      { ...runs, numRuns: 250 },
    )
  })

  test('an explanation has the verdict of the matcher, and says which leaves decided', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 3 }),
        fc.array(filter, { maxLength: 2 }),
        event,
        (rules, filters, one) => {
          const matcher = compiled(rules, filters)
          const matched = new Set(matcher.match(one, []).map(({ rule: meta }) => meta.id))
          for (const each of matcher.rules) {
            const { verdict, because, steps } = explain(each, one, matcher.fields)
            expect([verdict === 'matched', steps.holds]).toEqual([matched.has(each.meta.id), matched.has(each.meta.id)])
            expect(because.length).toBeGreaterThan(0)
            for (const leaf of because) expect(leaf.why === 'matches').toBe(leaf.holds)
          }
        },
      ),
      runs,
    )
  })

  test('a glance at the letters holds back nothing that a rule would match', () => {
    let held = 0
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 3 }),
        fc.array(event, { minLength: 1, maxLength: 6 }),
        (rules, events) => {
          const matcher = compiled(rules)
          const glance = glanceOf(matcher)
          for (const one of events) {
            if (glance === undefined || glance(Buffer.from(JSON.stringify(one)))) continue
            held += 1
            expect(matcher.scan(one, [])).toEqual([])
          }
        },
      ),
      { ...runs, numRuns: 1_000 },
    )
    expect(held).toBeGreaterThan(50)
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
