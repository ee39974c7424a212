// Explanations: the verdict is the matcher's, and every leaf says why it holds or not.
import { describe, expect, test } from 'vitest'
import { explain } from '../../src/sigma/explain.ts'
import { compileText, ruleOf, searchOf } from './ask.ts'

const explained = (text: string, event: object) => {
  const { rules, fields } = compileText(text)
  const [rule] = rules
  if (!rule) throw new Error('the rule cannot be used')
  return explain(rule, event, fields)
}

describe('a leaf says why', () => {
  test.each([
    ['it matches', "f: 'abc'", { f: 'ABC' }, 'matches', ['ABC']],
    ['the field is absent', "f: 'abc'", { g: 1 }, 'absent', []],
    ['there is no value', "f: 'abc'", { f: null }, 'no-value', []],
    ['a map is no value', "f: 'abc'", { f: { g: 1 } }, 'no-value', []],
    ['another value', "f: 'abc'", { f: 'x' }, 'other-value', ['x']],
    ['another value, of several', "f: 'abc'", { f: ['x', 2, true] }, 'other-value', ['x', 2, true]],
    ['another case', "f|cased: 'abc'", { f: 'ABC' }, 'other-case', ['ABC']],
    ['another case of an expression', "f|re: '^a'", { f: 'ABC' }, 'other-case', ['ABC']],
    ['another case of a field', 'f|fieldref|cased: g', { f: 'a', g: 'A' }, 'other-case', ['a']],
    ['another value where case does not count', "f|re|i: '^x'", { f: 'ABC' }, 'other-value', ['ABC']],
    ['null where there is a value', 'f: null', { f: 0 }, 'other-value', [0]],
    ['exists', 'f|exists: true', {}, 'absent', []],
    ['a keyword', "- 'x'", { f: 'abc' }, 'other-value', []],
    ['a long value is cut', "f: 'abc'", { f: 'y'.repeat(1_000) }, 'other-value', [`${'y'.repeat(200)}…`]],
  ] as const)('%s', (_, search, event, why, found) => {
    expect(explained(searchOf(search), event).because).toMatchObject([{ why, found, holds: why === 'matches' }])
  })

  test.each([
    ["f|contains: 'a*b'", '*a*b*'],
    ["f: 'a\\*?'", 'a\\*?'],
    ['f|cidr: 10.0.0.0/8', '10.0.0.0/8'],
    ['f|gte: 5', 'gte 5'],
    ['f|hour|lt: 5', 'hour lt 5'],
    ['f|hour: 5', 'hour 5'],
    ['f|fieldref: g', 'what stands in g'],
    ['f: null', 'null'],
    ["f|re: '^a'", '^a'],
    ["f|windash: '/x'", '-x'],
    ['f: 5', '5'],
    ['f|exists: false', 'false'],
  ])('%s asks for %s', (search, asked) => {
    expect(explained(searchOf(search), {}).because.concat(explained(searchOf(search), { f: 1 }).because)[0]?.for).toBe(
      asked,
    )
  })
})

describe('what decided it', () => {
  const rule = ruleOf(
    'a:\n  f: 1\n  g: 2\nb:\n  - h: 3\n  - i: 4\nfilter:\n  u: adm\ncondition: a and b and not filter',
  )
  test.each([
    ['all that had to hold', { f: 1, g: 2, i: 4 }, 'matched', ['f', 'g', 'i', 'u']],
    ['only what failed', { f: 1, g: 3, h: 3 }, 'not-matched', ['g']],
    ['every way of an or that failed', { f: 1, g: 2 }, 'not-matched', ['h', 'i']],
    ['what a "not" met', { f: 1, g: 2, h: 3, u: 'adm' }, 'not-matched', ['u']],
  ])('%s', (_, event, verdict, asks) => {
    const explanation = explained(rule, event)
    expect([explanation.verdict, explanation.because.map((leaf) => leaf.asks)]).toEqual([verdict, asks])
  })

  test('a filter is named as such', () => {
    const filter =
      'title: Adm\nid: f\nlogsource: {product: anything}\nfilter:\n  rules: any\n  s: {u: adm}\n  condition: not s\n'
    const explanation = explained(`${searchOf('f: 1')}---\n${filter}`, { f: 1, u: 'adm' })
    expect(explanation.verdict).toBe('filtered')
    expect(explanation.because).toMatchObject([{ asks: 'u', why: 'matches' }])
    expect(JSON.stringify(explanation.steps)).toContain('"name":"filter: Adm"')
    expect(explained(`${searchOf('f: 1')}---\n${filter}`, { f: 2, u: 'adm' }).verdict).toBe('not-matched')
  })
})
